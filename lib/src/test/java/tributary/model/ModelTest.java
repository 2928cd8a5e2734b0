package tributary.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tributary.model.term.Terms.add;
import static tributary.model.term.Terms.call;
import static tributary.model.term.Terms.multiply;
import static tributary.model.term.Terms.name;
import static tributary.model.term.Terms.number;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tributary.model.term.ModelException;
import tributary.model.term.StatementPrinter;

/** Models mean what they say: one tree from text and Java, pure observe and do, and errors with remedies. */
class ModelTest {
    private static final String ADS = """
            row tv, ads, sales
            b_y0, b_cy, b_zy ~ normal(0, 1)
            b_z0, b_cz ~ normal(0, 1)
            sigma ~ half_normal(1)
            tv ~ normal(0, 1)
            ads ~ bernoulli_logit(b_z0 + b_cz * tv)
            mu = b_y0 + b_zy * ads + b_cy * tv
            sales ~ normal(mu, sigma)
            """;

    static Stream<Path> shippedModels() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../conf/models"))) {
            return files.filter(f -> f.toString().endsWith(".model")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource
    void shippedModels(Path file) throws IOException {
        Model model = Model.parse(file.getFileName().toString(), Files.readString(file));
        assertThat(Model.parse("printed", model.print())).isEqualTo(model);
        assertThat(Model.of(model.core()).core()).isEqualTo(model.core());
        assertThat(Model.parse("core", StatementPrinter.print(model.core())).core())
                .isEqualTo(model.core());
        assertThat(GraphText.mermaid(model)).contains("flowchart");
    }

    @Test
    void theJavaApiBuildsTheSameTree() {
        Model built = Model.builder()
                .row("x", "y")
                .group("g")
                .columns("k", number(1), name("x"))
                .sample("tau", call("half_normal", number(1)))
                .sample(tributary.model.term.Target.of("u", "g"), call("normal", number(0), name("tau")))
                .sample(tributary.model.term.Target.of("beta", "k"), call("normal", number(0), number(1)))
                .equation("mu", add(call("dot", name("beta"), name("k")), multiply(number(2), name("x"))))
                .sample("y", call("normal", name("mu"), number(1)))
                .build();
        Model parsed = Model.parse("same", """
                row x, y
                group g
                columns k = [1, x]
                tau ~ half_normal(1)
                u[g] ~ normal(0, tau)
                beta[k] ~ normal(0, 1)
                mu = dot(beta, k) + 2 * x
                y ~ normal(mu, 1)
                """);
        assertThat(built).isEqualTo(parsed);
        assertThat(built.print()).isEqualTo(parsed.print());
    }

    @Test
    void variablesHaveKindsPlatesAndTheOrderOfDefinition() {
        Model model = Model.parse("ads", ADS);
        assertThat(model.variables())
                .filteredOn(Variable::unknown)
                .extracting(Variable::name)
                .containsExactly("b_y0", "b_cy", "b_zy", "b_z0", "b_cz", "sigma");
        assertThat(model.plates("mu")).containsExactly("rows");
        assertThat(model.plates("sigma")).isEmpty();
        assertThat(model.variable("tv").kind()).isEqualTo(Variable.Kind.OUTCOME);
        assertThat(model.dependencies().causes("sales")).containsExactlyInAnyOrder("tv", "ads");
    }

    @Test
    void anObservedModelFallsIntoOnePartForEachOutcome() {
        List<Dependencies.Part> parts = Model.parse("ads", ADS).dependencies().parts();
        assertThat(parts)
                .containsExactly(
                        new Dependencies.Part(List.of("b_y0", "b_cy", "b_zy", "sigma"), List.of("sales")),
                        new Dependencies.Part(List.of("b_z0", "b_cz"), List.of("ads")));
        Model latent = Model.parse("latent", ADS.replace("row tv, ads", "latent tv\nrow ads"));
        assertThat(latent.dependencies().parts()).hasSize(1);
    }

    @Test
    void observeAndDoLeaveTheModelUntouched() {
        Model model = Model.parse("ads", ADS);
        String before = model.print();
        Model set = model.observe("tv", "ads", "sales").intervene("ads", number(1));
        assertThat(model.print()).isEqualTo(before);
        assertThat(model.interventions()).isEmpty();
        assertThat(set.interventions()).isEqualTo(Map.of("ads", number(1)));
        assertThat(Model.parse("again", set.print())).isEqualTo(set);
        assertThat(GraphText.mermaid(set))
                .contains("n_do_ads --> n_mu", "n_tv --> n_ads", "do(ads = 1)")
                .doesNotContain("n_ads --> n_mu");
        assertThat(GraphText.graphviz(set)).contains("\"do_ads\" -> \"mu\"", "class=\"observed\"");
    }

    @Test
    void termsOfDifferentKindsAreNotEqual() {
        var sum = add(name("a"), number(1));
        assertThat(sum.equals(number(1))).isFalse();
        assertThat(number(1).equals(sum)).isFalse();
        assertThat(add(sum, number(2)).equals(add(name("a"), number(2)))).isFalse();
        assertThat(sum).isEqualTo(add(name("a"), number(1)));
    }

    @Test
    void modelsTravelAsText() throws IOException, ClassNotFoundException {
        Model model = Model.parse("ads", ADS);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(model);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(model);
        }
    }

    @Test
    void linearStandsForCoefficientsNamedAfterTheirTerms() {
        Model model = Model.parse("linear", """
                row y, x, z
                group g, h
                y ~ normal(linear(x + z + C(h, ref = "b") + x:z + (1 + x | g) + (1 | h) + mean(x | g)), sigma)
                sigma ~ half_normal(1)
                prior(b_y_z) = normal(0, 0.5)
                """);
        assertThat(model.variables())
                .filteredOn(Variable::unknown)
                .extracting(Variable::name)
                .containsExactly(
                        "c_y_intercept",
                        "b_y_x",
                        "b_y_z",
                        "b_y_h",
                        "b_y_x_z",
                        "b_y_mean_x_g",
                        "sd_y_g",
                        "L_y_g",
                        "u_y_g",
                        "sd_y_h_intercept",
                        "u_y_h_intercept",
                        "sigma");
        assertThat(StatementPrinter.print(model.core())).contains("b_y_z ~ normal(0, 0.5)", "b_y_intercept = ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            row y, x;b_zy ~ normal(0, 1);y ~ normal(b_zx * x, 1) ! 3 ! b_zx ! did you mean `b_zy`?
            a = b;b = c;c = a + 1                        ! 1 ! a     ! depends on itself
            row y;y ~ normal(0, -1)                      ! 2 ! -1    ! cannot be -1
            row y;y ~ norml(0, 1)                        ! 2 ! norml ! did you mean `normal`?
            row y;y ~ normal(0)                          ! 2 ! normal ! misses its argument `sigma`
            row y;y ~ normal(expp(0), 1)                 ! 2 ! expp  ! did you mean `exp`?
            row y, x;s ~ half_normal(x)                  ! 2 ! s     ! has one value, but this term has one for each
            row y;t[g] ~ normal(0, 1)                    ! 2 ! g     ! is no plate
            row y;group g;t[g] ~ normal(0, 1);y ~ normal(t, 1) ! 4 ! t ! write t[g]
            row y;m ~ normal(0, 1);y ~ normal(m[y], 1)   ! 3 ! m     ! takes no index
            latent z;row y;z ~ normal(0, 1);y ~ normal(0, 1) ! 3 ! z ! no likelihood informs
            row y;latent z;y ~ normal(z, 1)              ! 2 ! z     ! has no distribution
            row y;y ~ normal(0, 1);y ~ normal(1, 1)      ! 3 ! y     ! defined twice
            row y, y                                     ! 1 ! y     ! declared twice
            row y, x;columns k = 2;b[k] ~ normal(0, 1);y ~ normal(dot(b, [x]), 1) ! 4 ! dot ! 2 and 1 elements
            row y;z ~ poisson(2);y ~ normal(z, 1)        ! 2 ! z     ! whole numbers
            row y, x;y ~ normal(lag(x, 1), 1)            ! 2 ! lag   ! declare `series
            row y, x;randomised x;x <-> y                ! 3 ! x     ! remove the arc
            row y;prior(b_y_x) = normal(0, 1)            ! 2 ! b_y_x ! no formula has
            row y, x;y ~ normal(linear(x), 1);estimands { a = "E[y | do(z = 1)]" } ! 3 ! z ! is not declared
            rows a { row x };rows b { row y;y ~ normal(x, 1) } ! 3 ! x ! belongs to the rows of a
            """)
    void nonsenseIsNamedWithPlaceTokenAndRemedy(String text, int line, String token, String says) {
        assertThatThrownBy(() -> Model.parse("m.model", text.replace(';', '\n')))
                .isInstanceOfSatisfying(ModelException.class, e -> {
                    var problem = e.problems().get(0);
                    assertThat(problem.toString()).contains(says);
                    assertThat(problem.token()).isEqualTo(token);
                    assertThat(problem.place().line()).as(problem.toString()).isEqualTo(line);
                    assertThat(problem.remedy()).isNotEmpty();
                });
    }

    @Test
    void allMistakesOfAModelComeAtOnce() {
        String text = "row y\na ~ norml(0, 1)\nb = c\ny ~ normal(d, -1)\n";
        assertThatThrownBy(() -> Model.parse("m", text))
                .isInstanceOfSatisfying(
                        ModelException.class,
                        e -> assertThat(e.problems())
                                .extracting(p -> p.place().line())
                                .contains(2, 3, 4));
    }

    @Test
    void mutantsOfModelsAreRefusedOrPrintBack() {
        var random = tributary.random.StreamKey.of(2).with("models").stream();
        List<String> sources;
        try (Stream<Path> files = shippedModels()) {
            sources = files.map(f -> {
                        try {
                            return Files.readString(f);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < 600; i++) {
            String mutant = tributary.model.text.MalformedModelsTest.mutate(sources.get(i % sources.size()), random);
            try {
                Model model = Model.parse("mutant", mutant);
                assertThat(Model.parse("again", model.print())).isEqualTo(model);
            } catch (ModelException e) {
                assertThat(e.problems()).allSatisfy(p -> {
                    assertThat(p.place().line()).as(p + " of " + mutant).isPositive();
                    assertThat(p.remedy()).isNotEmpty();
                });
            }
        }
    }
}
