package tributary.jobs.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.SharedSpark;
import tributary.jobs.table.ResultsRoot;
import tributary.jobs.table.TableStore;
import tributary.jobs.table.Views;

/** {@code explain --identify} and {@code --graph}, and what a run keeps of them. */
class IdentifyTest {
    private static final String MODEL = """
            row z, x, y, w
            a, b, c ~ normal(0, 1)
            z ~ normal(0, 1)
            x ~ bernoulli_logit(z)
            y ~ normal(a * x + b * z, 1)
            w ~ normal(c * y, 1)
            estimands {
              ate = "E[y | do(x = 1)] - E[y | do(x = 0)]"
              ratio = "a / b"
            }
            """;

    @TempDir
    static Path folder;

    @BeforeAll
    static void table() throws IOException {
        // w follows y alone, as the model says, or x besides, as it does not.
        SharedSpark.session()
                .range(1500)
                .selectExpr(
                        "id",
                        "(pmod(hash(id, 1), 4001) - 2000) / 1000.0D z",
                        "(pmod(hash(id, 2), 4001) - 2000) / 1000.0D e",
                        "(pmod(hash(id, 3), 4001) - 2000) / 1000.0D f",
                        "pmod(hash(id, 4), 1000) / 1000.0D u")
                .selectExpr("z", "e", "f", "if(u < 1 / (1 + exp(-z)), 1, 0) x")
                .selectExpr("z", "x", "x + z + e y", "f")
                .selectExpr("z", "x", "y", "y + f w", "y + f + x wx")
                .coalesce(1)
                .write()
                .format("delta")
                .save(folder.resolve("rows").toString());
    }

    private static String conf(String model, String more) throws IOException {
        Path text = Files.writeString(Files.createTempFile(folder, "m", ".model"), model);
        return Files.writeString(Files.createTempFile(folder, "c", ".conf"), """
                        run { results = "%s/results", seed = 7, draws = 100, chains = 2 }
                        model { file = "%s", name = m }
                        input { rows { path = "%s/rows" } }
                        %s
                        """.formatted(folder, text, folder, more))
                .toString();
    }

    @Test
    void theGraphIsReadAndHeldAgainstTheData() throws IOException {
        CommandRun run = CommandRun.of("explain", "--identify", "--config", conf(MODEL, ""));
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(run.out())
                .contains(
                        "ate: P(y | do(x)) is identified by the graph; identified_by = back-door {z}",
                        "P(y | do(x)) = sum_{z} P(y | x, z) P(z)",
                        "LaTeX",
                        "minimal adjustment sets: {z}",
                        "ratio: asks for no intervention",
                        "z and w are independent given {y}: partial correlation",
                        "x and w are independent given {y}: partial correlation")
                .doesNotContain("contradict the graph");
        CommandRun wrong =
                CommandRun.of("explain", "causal", "--identify", "--config", conf(MODEL, "input.columns.w = wx"));
        assertThat(wrong.exitCode()).as(wrong.log()).isZero();
        assertThat(wrong.out())
                .containsPattern("x and w are independent given \\{y\\}: .*the data contradict the graph");
    }

    @Test
    void theGraphIsDrawn() throws IOException {
        CommandRun run = CommandRun.of("explain", "--graph", "--config", conf(MODEL, ""));
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(run.out()).contains("flowchart TD", "n_z --> n_x", "digraph model {", "\"x\" -> \"y\"");
    }

    @Test
    void aRunKeepsHowItsEstimandsAreIdentified() throws IOException {
        CommandRun run = CommandRun.of("causal", "--run-id", "kept", "--config", conf(MODEL, ""));
        assertThat(run.exitCode()).as(run.log()).isZero();
        var spark = SharedSpark.session();
        Views.register(
                spark,
                new TableStore(spark, ResultsRoot.path(folder.resolve("results").toString())));
        List<Row> ways = spark.sql("select estimand, strategy, uses[0], formula, size(assumptions) from "
                        + "published_identifications where run_id = 'kept'")
                .collectAsList();
        assertThat(ways)
                .singleElement()
                .isEqualTo(org.apache.spark.sql.RowFactory.create(
                        "ate", "back-door", "z", "P(y | do(x)) = sum_{z} P(y | x, z) P(z)", 3));
        assertThat(spark.sql("select passed from published_data_quality where run_id = 'kept' and "
                                + "check_name = 'implied_independence'")
                        .collectAsList())
                .hasSize(2)
                .allMatch(row -> row.getBoolean(0));
    }

    /** Everything that doubts an answer, on a table whose effect is 1 and whose confounder is seen. */
    @Test
    void aRunDoubtsItsAnswers() throws IOException {
        CommandRun run = CommandRun.of("causal", "--run-id", "doubted", "--config", conf("""
                        row z, x, y
                        a, b, c ~ normal(0, 5)
                        s ~ half_normal(5)
                        y ~ normal(c + a * x + b * z, s)
                        estimands { ate = "E[y | do(x = 1)] - E[y | do(x = 0)]" }
                        """, """
                        sensitivity {
                          bias { moderate { mean = 0.2, sd = 0.1 } }
                          misclassification { sensitivity = 0.95, specificity = 0.95 }
                        }
                        refutations { placebo-treatment = 1, subsets = 1, random-cause = true }
                        """));
        assertThat(run.exitCode()).as(run.log()).isZero();
        var spark = SharedSpark.session();
        Views.register(
                spark,
                new TableStore(spark, ResultsRoot.path(folder.resolve("results").toString())));
        List<Row> refutations = spark.sql("select refutation, repetitions, passed, reason from published_refutations "
                        + "where run_id = 'doubted' order by refutation")
                .collectAsList();
        assertThat(refutations)
                .extracting(row -> row.getString(0))
                .containsExactly("placebo_treatment", "random_common_cause", "subset");
        assertThat(refutations).allMatch(row -> row.getInt(1) > 0 && row.getBoolean(2));
        assertThat(refutations).allMatch(row -> row.getString(3).endsWith(": not refuted"));
        Row bias = spark.sql("select mean, sd, tipping_point from published_sensitivity where run_id = 'doubted' "
                        + "and grid = 'bias' and cell = 'moderate'")
                .first();
        Row effect = spark.sql("select mean, sd, identified_by from published_effects where run_id = 'doubted' "
                        + "and estimand = 'ate'")
                .first();
        assertThat(effect.getString(2)).isEqualTo("back-door {z}");
        assertThat(bias.getDouble(0)).isCloseTo(effect.getDouble(0) - 0.2, within(1e-9));
        assertThat(bias.getDouble(1)).isCloseTo(Math.hypot(effect.getDouble(1), 0.1), within(1e-6));
        assertThat(spark.sql("select distinct cell from published_sensitivity where run_id = 'doubted' "
                                + "and grid <> 'bias'")
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .contains("E-value of the estimate", "robustness value", "as strong as z", "misclassified");
        // The prior of b is normal(0, 1) or wider, and its density stands beside that of the posterior.
        assertThat(spark.sql("select cell, size(density_x) > 10 from published_sensitivity where run_id = 'doubted' "
                                + "and grid = 'prior' and metric in ('b', 'ate') order by metric, cell")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[posterior,true], [prior,true], [posterior,true], [prior,true]]");
        // 1500 rows against priors of deviation 5: the rows decide.
        assertThat(spark.sql("select cell, gradient > 0.05, k_hat < 0.7, abs(mean - 1) < 0.5, diagnosis from"
                                + " published_sensitivity where run_id = 'doubted' and grid = 'power' and estimand = 'ate'"
                                + " order by cell")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[likelihood ^ 0.8,true,true,true,null], [likelihood ^ 1.25,true,true,true,null],"
                        + " [prior ^ 0.8,false,true,true,null], [prior ^ 1.25,false,true,true,null]]");
        assertThat(spark.sql("select passed from published_data_quality where run_id = 'doubted' and check_name ="
                                + " 'prior_sensitivity'")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[true]]");
        Row overlap = spark.sql("select observed, passed, detail from published_data_quality where run_id = 'doubted' "
                        + "and check_name = 'overlap'")
                .first();
        // Logistic propensities of a uniform on (-2, 2): weights are spread, not degenerate.
        assertThat(overlap.getDouble(0)).isBetween(0.4, 0.95);
        assertThat(overlap.getBoolean(1)).isTrue();
        assertThat(overlap.getString(2)).contains("propensities of x given z");
        // Each arm's weights add to all rows where every row could have been of either arm.
        assertThat(spark.sql("select observed > 0.9, passed from published_data_quality where run_id = 'doubted' and"
                                + " check_name = 'common_support'")
                        .collectAsList()
                        .toString())
                .isEqualTo("[[true,true]]");
    }

    @Test
    void questionsAgainstTheGraphAndCommandsWithoutOneAreRefused() throws IOException {
        CommandRun back = CommandRun.of(
                "causal",
                "--config",
                conf(MODEL.replace("E[y | do(x = 1)] - E[y | do(x = 0)]", "E[z | do(x = 1)]"), ""));
        assertThat(back.exitCode()).isEqualTo(2);
        assertThat(back.log()).contains("`x` is a descendant of the outcome `z`", ":8");
        CommandRun circle = CommandRun.of(
                "explain", "--identify", "--config", conf(MODEL.replace("z ~ normal(0, 1)", "z ~ normal(y, 1)"), ""));
        assertThat(circle.exitCode()).isEqualTo(2);
        assertThat(circle.log()).contains("circle");
        for (String[] fault : new String[][] {
            {"sensitivity { populations { next { north = 1 } } }", "sensitivity.populations.next names levels"},
            {"refutations { negative-controls = [nothing] }", "refutations.negative-controls names \"nothing\""}
        }) {
            CommandRun early = CommandRun.of("causal", "--dry-run", "--config", conf(MODEL, fault[0]));
            assertThat(early.exitCode()).as(early.log()).isEqualTo(2);
            assertThat(early.log()).contains(fault[1]);
        }
        CommandRun none = CommandRun.of("explain", "experiment", "--graph", "--identify", "--config", conf(MODEL, ""));
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("explain", "--config", conf(MODEL, "")).log()).contains("names no command");
    }
}
