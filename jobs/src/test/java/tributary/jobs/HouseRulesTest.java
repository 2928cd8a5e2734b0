package tributary.jobs;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;

/** The house rules of jobs: who may bring rows to the driver, end the process, or touch the SparkContext. */
@AnalyzeClasses(packages = "tributary.jobs", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {
    @ArchTest
    static final ArchRule ROWS_COME_TO_THE_DRIVER_IN_FEW_PLACES = noClasses()
            .that()
            .resideOutsideOfPackages("..jobs.scan..", "..jobs.shard..", "..jobs.quality..", "..jobs.table..")
            .should()
            .callMethodWhere(target(nameMatching("collect|collectAsList|toLocalIterator"))
                    .and(target(owner(JavaClass.Predicates.assignableTo(Dataset.class)))));

    @ArchTest
    static final ArchRule ONLY_MAIN_ENDS_THE_PROCESS = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("tributary.jobs.Main")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule NOBODY_NAMES_A_MASTER = noClasses()
            .should()
            .callMethodWhere(target(name("master"))
                    .and(target(owner(JavaClass.Predicates.assignableTo(SparkSession.Builder.class)))))
            .orShould()
            .callMethodWhere(target(name("setMaster")));

    @ArchTest
    static final ArchRule ONE_CLASS_TOUCHES_THE_CONTEXT = noClasses()
            .that()
            .haveNameNotMatching("tributary\\.jobs\\.run\\.Progress(\\$.*)?")
            .and()
            .haveNameNotMatching("tributary\\.jobs\\.bench\\..*")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(SparkContext.class);

    @ArchTest
    static final ArchRule NO_CYCLES_BETWEEN_THE_PARTS =
            slices().matching("tributary.jobs.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_UNSEEDED_RANDOM = noClasses()
            .should()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random");

    @ArchTest
    static final ArchRule NO_DUMPING_GROUNDS = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..", "..common..", "..core..", "..base..", "..impl..", "..internal..", "..helper..");
}
