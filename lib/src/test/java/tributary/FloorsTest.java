package tributary;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.List;

/** The house rules of lib: floors, no cycles, nothing unseeded, no clock, no console. */
@AnalyzeClasses(packages = "tributary", importOptions = DoNotIncludeTests.class)
class FloorsTest {
    private static final List<List<String>> FLOORS = List.of(
            List.of("math", "random"),
            List.of("expr", "infer", "graph", "stats"),
            List.of("dist"),
            List.of("model"),
            List.of("posterior", "identify"),
            List.of("hierarchy", "consensus"),
            List.of("plan"),
            List.of("estimand"),
            List.of("check", "decide"),
            List.of("family"));

    @ArchTest
    static final ArchRule PACKAGES_IMPORT_LOWER_FLOORS_ONLY = floors();

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("tributary.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule FAMILIES_DO_NOT_KNOW_EACH_OTHER = slices().matching("tributary.family.(*)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule NO_DUMPING_GROUNDS = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..", "..common..", "..core..", "..base..", "..impl..", "..internal..", "..helper..");

    @ArchTest
    static final ArchRule NO_UNSEEDED_RANDOM_CLOCK_OR_CONSOLE = noClasses()
            .should()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule ONE_SET_OF_TRANSCENDENTALS = noClasses()
            .should()
            .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(nameMatching(
                            "exp|log|log10|log1p|expm1|pow|sin|cos|tan|tanh|sinh|cosh|atan|atan2|asin|acos|cbrt"))
                    .and(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                            com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                                    com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo(Math.class)))))
            .because("Math's transcendentals may differ between platforms: use StrictMath or the kernels of math");

    @ArchTest
    static final ArchRule NO_STATIC_MUTABLE_STATE = noFields()
            .that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("tributary.model.grammar..") // generated: a parser's name tables
            .and()
            .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC)
            .should()
            .notBeFinal();

    private static ArchRule floors() {
        List<ArchRule> rules = new ArrayList<>();
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            for (String name : FLOORS.get(floor)) {
                List<String> forbidden = new ArrayList<>();
                for (int other = floor; other < FLOORS.size(); other++) {
                    for (String neighbour : FLOORS.get(other)) {
                        if (!neighbour.equals(name)) {
                            forbidden.add("tributary." + neighbour + "..");
                        }
                    }
                }
                rules.add(noClasses()
                        .that(resideInAPackage("tributary." + name + ".."))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(forbidden.toArray(String[]::new)))
                        .allowEmptyShould(true));
            }
        }
        return CompositeArchRule.of(rules);
    }
}
