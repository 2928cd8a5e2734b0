package tributary.jobs.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static tributary.jobs.CommandFolder.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandFolder;
import tributary.jobs.CommandRun;
import tributary.jobs.SharedSpark;

/** {@code causal} from model file to tables: sharded and certified, whole, held back, refused. */
class CausalJobTest {
    private static final String MODEL = """
            row y, x, z
            a, b, c ~ normal(0, 2)
            y ~ bernoulli_logit(a + b * x + c * z)
            estimands { ratio = "b / c" }
            """;

    @TempDir
    static Path folder;

    private static String rows;

    @BeforeAll
    static void table() throws IOException {
        rows = folder.resolve("rows").toString();
        SharedSpark.session()
                .range(4000)
                .selectExpr(
                        "id",
                        "(pmod(hash(id, 1), 4001) - 2000) / 1000.0D x",
                        "(pmod(hash(id, 2), 4001) - 2000) / 1000.0D z",
                        "pmod(hash(id, 3), 100000) / 100000.0D u")
                .selectExpr("id", "x", "z", "u < 1 / (1 + exp(0.5 - x + 0.5 * z)) converted", "'text' label")
                .write()
                .format("delta")
                .save(rows);
        Files.writeString(folder.resolve("m.model"), MODEL);
    }

    private static CommandRun causal(String id, String... more) {
        return causal(
                "path = consensus, shards = 4, shard { warmup = 100, draws = 250 }, importance-draws = 1000", id, more);
    }

    private static CommandRun whole(String id, String... more) {
        return causal("path = nuts, shards = 4", id, more);
    }

    private static CommandRun causal(String inference, String id, String[] more) {
        String conf = """
                run { results = "%s/results", seed = 7, draws = 250 }
                model { file = "%s/m.model" }
                input { rows { path = "%s" }, columns { y = converted } }
                inference { %s }
                """.formatted(folder, folder, rows, inference);
        return new CommandFolder(folder).run("causal", id, conf, more);
    }

    private static List<Row> sql(String query) {
        return new CommandFolder(folder).sql(query);
    }

    @Test
    void shardsAndOneMachineAgreeAndEveryTableIsFilled() throws IOException {
        CommandRun sharded = causal("sharded");
        assertThat(sharded.exitCode()).as(sharded.log()).isZero();
        assertThat(sharded.out()).contains("CONSENSUS, CERTIFIED", "raw consensus alone would have been off by");
        CommandRun whole = whole("whole", "predictive.draws=0", "sensitivity.power-draws=0");
        assertThat(whole.exitCode()).as(whole.log()).isZero();
        assertThat(
                        sql("SELECT count(*), count(DISTINCT chain), count(DISTINCT parameter) FROM published_parameter_draws"
                                        + " WHERE run_id = 'sharded'")
                                .toString())
                .isEqualTo("[[3000,4,3]]");
        List<Row> both = sql("SELECT metric, run_id, mean, sd, mcse_mean, path, status FROM published_effects"
                + " WHERE estimand = 'parameter' ORDER BY metric, run_id");
        assertThat(both).hasSize(6);
        double[] truth = {-0.5, 1, -0.5};
        for (int i = 0; i < 6; i += 2) {
            Row one = both.get(i);
            Row two = both.get(i + 1);
            assertThat(one.getString(6)).isEqualTo("CERTIFIED");
            assertThat(two.getString(6)).isEqualTo("MCMC");
            // Five Monte Carlo errors of both.
            double error = 5 * StrictMath.hypot(one.getDouble(4), two.getDouble(4));
            assertThat(one.getDouble(2)).isCloseTo(two.getDouble(2), within(error));
            assertThat(one.getDouble(2)).isCloseTo(truth[i / 2], within(5 * one.getDouble(3)));
        }
        assertThat(sql("SELECT count(*), sum(rows), min(ess_bulk) > 100 FROM published_shard_diagnostics"
                                + " WHERE run_id = 'sharded'")
                        .toString())
                .isEqualTo("[[4,4000,true]]");
        assertThat(sql("SELECT parameter, position, prior, status FROM published_parameters WHERE run_id = 'sharded'"
                                + " ORDER BY position")
                        .toString())
                .contains("[a,0,normal(0, 2),CERTIFIED]");
        assertThat(
                        sql("SELECT k_hat < 0.7, importance_ess > 400, r_hat FROM published_diagnostics WHERE run_id = 'sharded'"
                                        + " AND parameter = 'b'")
                                .toString())
                .isEqualTo("[[true,true,null]]");
        List<Row> shift = sql("SELECT abs(consensus_shift) FROM published_diagnostics WHERE run_id = 'sharded'");
        assertThat(shift)
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.getDouble(0)).isBetween(0.0, 3.0));
        assertThat(sql("SELECT consensus_shift FROM published_diagnostics WHERE run_id = 'whole'")
                        .toString())
                .isEqualTo("[[null], [null], [null]]");
        assertThat(sql("SELECT count(*) FROM published_estimand_draws WHERE estimand = 'ratio' AND run_id = 'sharded'")
                        .toString())
                .isEqualTo("[[1000]]");
        assertThat(sql("SELECT plan FROM runs WHERE run_id = 'sharded'").toString())
                .contains("4000 rows in 4 shards", "factor 1: a, b, c: CONSENSUS");
        CommandRun again = causal("sharded");
        assertThat(again.exitCode()).isZero();
        reported();
    }

    /** {@code report} on the run: the posterior, the certificate, the shift and the shards. */
    private static void reported() throws IOException {
        Path out = folder.resolve("page");
        CommandRun report = CommandRun.of(
                "report",
                "--results",
                folder.resolve("results").toString(),
                "--run-id",
                "sharded",
                "--out",
                out.toString());
        assertThat(report.exitCode()).as(report.log()).isZero();
        assertThat(Files.readString(out.resolve("report.html")))
                .contains(
                        "CONSENSUS, CERTIFIED.",
                        "the worst k-hat is",
                        "Consensus of the shards alone would have been off by up to",
                        ">Questions<",
                        ">ratio<",
                        ">Parameters<",
                        "Raw consensus against the certified answer",
                        "Shards: 4 sub-posteriors",
                        "94\u202f% HDI.",
                        "normal(0, 2)");
    }

    @Test
    void explainPlansAndWritesNothing() throws IOException {
        Path conf = Files.writeString(
                folder.resolve("explain.conf"),
                "run { results = \"%s/none\" }\nmodel { file = \"%s/m.model\" }\ninput { rows { path = \"%s\" }, columns { y = converted } }"
                        .formatted(folder, folder, rows));
        CommandRun run = CommandRun.of("explain", "causal", "--config", conf.toString());
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(run.out()).contains("factor 1: a, b, c: NUTS, because 4000 rows fit on one machine");
        assertThat(Files.exists(folder.resolve("none"))).isFalse();
    }

    @Test
    void whatIsNotCertifiedIsHeldBack() throws IOException {
        // Perfectly separated, and no prior bounds the slope: there is no posterior.
        Path model = Files.writeString(
                folder.resolve("separated.model"),
                "row y, x\na ~ normal(0, 2)\nb ~ flat()\ny ~ bernoulli_logit(a + b * x)\n");
        String separated = folder.resolve("separated").toString();
        SharedSpark.session()
                .range(400)
                .selectExpr("(id - 199.5D) / 100 x", "id >= 200 y")
                .write()
                .format("delta")
                .save(separated);
        CommandRun run = causal(
                "separated",
                "model.file=" + model,
                "input.rows.path=" + separated,
                "input.columns.y=y",
                "inference.rounds=1",
                "predictive.draws=0",
                "sensitivity.power-draws=0");
        assertThat(run.exitCode()).as(run.log()).isEqualTo(4);
        assertThat(sql("SELECT * FROM published_parameter_draws WHERE run_id = 'separated'"))
                .isEmpty();
        assertThat(sql("SELECT status, exit_code FROM runs WHERE run_id = 'separated'")
                        .toString())
                .isEqualTo("[[QUARANTINED,4]]");
    }

    @Test
    void badInputEndsEarlyWithItsCodeAndItsReason() throws IOException {
        refused(causal("too-many", "inference.shards=5000"), 2, "between 1 and 1024");
        refused(causal("text", "input.columns.x=label"), 2, "of type STRING");
        refused(causal("absent", "input.columns.x=nothing"), 2, "lacks the column \"nothing\"");
        refused(causal("unbound", "input.columns.w=x"), 2, "binds what the model does not have");
        refused(causal("no-model", "model.file=/nowhere.model"), 2, "There is no file:/nowhere.model");
        refused(causal("no-table", "input.rows.path=/nowhere"), 5, "is absent");
        Path broken = Files.writeString(folder.resolve("broken.model"), "row y, x\ny ~ normal(q, 1)\n");
        refused(causal("broken", "model.file=" + broken), 2, "`q`");
        Path latent = Files.writeString(
                folder.resolve("latent.model"),
                "row y, x\nlatent w\nb ~ normal(0, 1)\nw ~ normal(0, 1)\ny ~ bernoulli_logit(b * w + x)\n");
        refused(causal("latent", "model.file=" + latent), 2, "ties rows together");
        Path counts = Files.writeString(
                folder.resolve("counts.model"), "row y, x\na ~ normal(0, 1)\nx ~ poisson(exp(a + y))\n");
        refused(causal("support", "model.file=" + counts), 2, "cannot give");
        String holes = folder.resolve("holes").toString();
        SharedSpark.session()
                .range(100)
                .selectExpr(
                        "if(id = 3, double('NaN'), id / 50.0D) x",
                        "id / 70.0D z",
                        "if(id < 2, null, id % 3 = 0) converted")
                .write()
                .format("delta")
                .save(holes);
        refused(
                causal("holes", "input.rows.path=" + holes),
                3,
                "1 in \"x\" of 100 rows",
                "2 in \"converted\" of 100 rows");
        assertThat(sql("SELECT check_name, unit, observed, rows_affected, severity, passed FROM data_quality"
                                + " WHERE run_id = 'holes' ORDER BY unit")
                        .toString())
                .isEqualTo("[[missing_values,converted,2.0,2,gate,false], [missing_values,x,1.0,1,gate,false]]");
        assertThat(sql("SELECT status, exit_code, analyses_held_back FROM runs WHERE run_id = 'holes'")
                        .toString())
                .isEqualTo("[[QUARANTINED,3,1]]");
        CommandRun dropped = whole(
                "dropped",
                "input.rows.path=" + holes,
                "input.missing=drop",
                "predictive.draws=0",
                "sensitivity.power-draws=0");
        assertThat(dropped.exitCode()).as(dropped.log()).isZero();
        assertThat(sql("SELECT DISTINCT run_id FROM published_parameter_draws").toString())
                .doesNotContain("text", "absent", "broken", "latent", "support", "holes");
    }
}
