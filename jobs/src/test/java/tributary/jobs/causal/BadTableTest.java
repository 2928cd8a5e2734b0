package tributary.jobs.causal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandFolder;
import tributary.jobs.CommandRun;
import tributary.jobs.SharedSpark;

/** Tables that shards cannot digest, through the command: refused early, held back, or answered with a warning. */
class BadTableTest {
    @TempDir
    static Path folder;

    /** 2000 rows of x, z, y and whatever {@code more} selects; the model is logistic in the covariates. */
    private static CommandRun causal(String id, String select, String covariates, String... more) throws IOException {
        return causal(
                "path = consensus, shard { warmup = 100, draws = 200 }, importance-draws = 1000",
                id,
                select,
                covariates,
                more);
    }

    private static CommandRun causal(String inference, String id, String select, String covariates, String[] more)
            throws IOException {
        String table = folder.resolve(id).toString();
        SharedSpark.session()
                .range(2000)
                .selectExpr(
                        "id",
                        "(pmod(hash(id, 1), 2001) - 1000) / 500.0D x",
                        "(pmod(hash(id, 2), 2001) - 1000) / 500.0D z",
                        "pmod(hash(id, 3), 1000) / 1000.0D u")
                .selectExpr("id", "x", "z", "cast(u < 1 / (1 + exp(-x)) as int) y")
                .selectExpr(select.split(";"))
                .write()
                .format("delta")
                .save(table);
        StringBuilder terms = new StringBuilder("a");
        StringBuilder names = new StringBuilder("a");
        for (String covariate : covariates.split(",")) {
            names.append(", b_").append(covariate);
            terms.append(" + b_" + covariate + " * " + covariate);
        }
        Path model = Files.writeString(
                folder.resolve(id + ".model"),
                "row y, " + covariates + "\n" + names + " ~ normal(0, 2)\ny ~ bernoulli_logit(" + terms + ")\n");
        String conf = """
                run { results = "%s/results", seed = 7, draws = 250 }
                model { file = "%s" }
                input { rows { path = "%s" } }
                inference { shards = 4, %s }
                """.formatted(folder, model, table, inference);
        return new CommandFolder(folder).run("causal", id, conf, more);
    }

    private static List<Row> sql(String query) {
        return new CommandFolder(folder).sql(query);
    }

    private static void refused(String id, CommandRun run, int exitCode, String... words) {
        assertThat(run.exitCode()).as(run.log()).isEqualTo(exitCode);
        assertThat(run.log()).contains(words).contains("cause:", "remedy:");
        assertThat(
                        Files.exists(folder.resolve("results/parameter_draws"))
                                ? sql("SELECT * FROM published_parameter_draws WHERE run_id = '" + id + "'")
                                : List.of())
                .isEmpty();
        assertThat(sql("SELECT status, exit_code FROM runs WHERE run_id = '" + id + "'")
                        .toString())
                .isEqualTo("[[" + (exitCode == 3 ? "QUARANTINED," : "FAILED,") + exitCode + "]]");
    }

    private static String failedChecks(String id) {
        return sql("SELECT check_name, unit FROM data_quality WHERE run_id = '" + id
                        + "' AND NOT passed ORDER BY check_name")
                .toString();
    }

    @Test
    void aColumnOfNaNIsRefusedWithItsName() throws IOException {
        CommandRun run = causal("nan", "double('NaN') x;y", "x");
        refused("nan", run, 3, "2000 in \"x\" of 2000 rows", "input.missing = drop");
        CommandRun dropped = causal("dropped", "double('NaN') x;y", "x", "input.missing=drop");
        refused("dropped", dropped, 3, "no row has all of its values");
        assertThat(failedChecks("nan")).isEqualTo("[[missing_values,x]]");
        assertThat(failedChecks("dropped")).isEqualTo("[[missing_values,x]]");
    }

    @Test
    void moreShardsThanRowsAreRefused() throws IOException {
        String few = "more than the table has rows";
        String table = folder.resolve("few-rows").toString();
        SharedSpark.session()
                .range(20)
                .selectExpr("id / 10.0D x", "id % 2 y")
                .write()
                .format("delta")
                .save(table);
        refused("few", causal("few", "x;y", "x", "input.rows.path=" + table, "inference.shards=21"), 2, few);
    }

    @Test
    void constantAndCollinearColumnsAreAnsweredWithAWarning() throws IOException {
        CommandRun run = causal("collinear", "y;x;z;3.0D c;2 * x - z + 1 w", "x,z,c,w");
        // Proper priors divide the effect, so there is an answer; whether it is certified is for the certificate.
        assertThat(run.exitCode()).as(run.log()).isIn(0, 4);
        assertThat(failedChecks("collinear")).isEqualTo("[[collinear_column,w], [constant_column,c]]");
        assertThat(sql("SELECT * FROM published_parameter_draws WHERE run_id = 'collinear'")
                        .isEmpty())
                .isEqualTo(run.exitCode() == 4);
    }

    @Test
    void aShardWithoutEventsIsAnsweredLikeTheWholeOrHeldBack() throws IOException {
        // Five events in four shards.
        String select = "x;cast(id % 400 = 7 as int) y";
        CommandRun sharded = causal("rare", select, "x");
        CommandRun whole = causal("path = nuts", "whole", select, "x", new String[0]);
        assertThat(whole.exitCode()).as(whole.log()).isZero();
        assertThat(failedChecks("rare")).isEqualTo("[[events_per_shard,null]]");
        assertThat(sharded.exitCode()).as(sharded.log()).isIn(0, 4);
        List<Row> effects = sql("SELECT metric, run_id, mean, sd, mcse_mean FROM published_effects"
                + " WHERE run_id IN ('rare', 'whole') ORDER BY metric, run_id");
        assertThat(effects).hasSize(sharded.exitCode() == 0 ? 4 : 2);
        for (int i = 0; effects.size() == 4 && i < 4; i += 2) {
            Row one = effects.get(i);
            Row two = effects.get(i + 1);
            // Five Monte Carlo errors of both.
            assertThat(Math.abs(one.getDouble(2) - two.getDouble(2)))
                    .isLessThan(5 * StrictMath.hypot(one.getDouble(4), two.getDouble(4)));
        }
    }
}
