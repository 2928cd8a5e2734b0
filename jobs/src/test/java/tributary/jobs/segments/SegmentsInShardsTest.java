package tributary.jobs.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static tributary.jobs.CommandFolder.refused;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandFolder;
import tributary.jobs.CommandRun;
import tributary.jobs.SharedSpark;

/** {@code segments} with {@code inference.path = consensus}: the exact grid, partitions, the gate, bad input. */
class SegmentsInShardsTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void tables() throws IOException {
        Files.write(folder.resolve("segments.csv"), resource("segments.csv"));
        SharedSpark.session()
                .read()
                .option("header", true)
                .schema("segment STRING, A INT, baseline DOUBLE, Y DOUBLE, true_tau DOUBLE")
                .csv(folder.resolve("segments.csv").toString())
                .selectExpr("segment", "if(A = 1, 'treated', 'control') arm", "baseline", "Y")
                .write()
                .format("delta")
                .save(folder.resolve("eighteen").toString());
        SharedSpark.session()
                .read()
                .format("delta")
                .load(folder.resolve("eighteen").toString())
                .orderBy("Y")
                .repartition(7)
                .write()
                .format("delta")
                .save(folder.resolve("sevenfold").toString());
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(SegmentsInShardsTest.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        }
    }

    private static CommandRun segments(String id, String table, String... more) {
        String conf = """
                name = uplift
                run { results = "%s/results", seed = 4914, draws = 250 }
                input {
                  rows { path = "%s" }
                  columns { segment = segment, arm = arm }
                  control = control
                  treatments = [treated]
                }
                model { baseline = pooled }
                metrics { Y { } }
                inference { path = consensus, shards = 4, segment-draws = 1000, shard { warmup = 100, draws = 200 } }
                """.formatted(folder, folder.resolve(table));
        return new CommandFolder(folder).run("segments", id, conf, more);
    }

    private static List<Row> sql(String query) {
        return new CommandFolder(folder).sql(query);
    }

    private static final String[] NOTEBOOK = {
        "model={baseline = separate, residual = own}",
        "metrics.Y={covariates = [baseline], priors = {effect-sd = 10, effect-spread {family = half-normal, scale = 1}}}",
        "run.draws=1000"
    };

    /** Few segments tell their shards little, and the raw consensus is off; what is published is certified. */
    @Test
    void eighteenSegmentsInFourShardsAgreeWithTheExactGridForAnyPartitions() throws IOException {
        CommandRun run = segments("eighteen", "eighteen", NOTEBOOK);
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(run.out()).contains("4 shards", "; raw consensus alone would have been off by", "CERTIFIED");
        List<String> grid = new String(resource("segments_grid.csv"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        List<Row> found =
                sql("SELECT if(estimand = 'mean_effect', 'mu', if(estimand = 'sd_between_segments', 'tau', unit)),"
                        + " mean, sd, mcse_mean, mcse_sd, path, status, r_hat IS NULL, k_hat < 0.7 FROM published_effects WHERE"
                        + " run_id = 'eighteen'");
        assertThat(found).hasSize(20);
        for (Row row : found) {
            double[] exact = grid.stream()
                    .map(line -> line.split(",", -1))
                    .filter(c -> c[0].equals(row.getString(0)))
                    .map(c -> new double[] {Double.parseDouble(c[1]), Double.parseDouble(c[2])})
                    .findFirst()
                    .orElseThrow();
            assertThat(row.getDouble(1)).as(row.getString(0)).isCloseTo(exact[0], within(4 * row.getDouble(3)));
            assertThat(row.getDouble(2)).as(row.getString(0)).isCloseTo(exact[1], within(4 * row.getDouble(4)));
            assertThat(row.toSeq().drop(5).mkString(" ")).isEqualTo("CONSENSUS CERTIFIED true true");
        }
        assertThat(sql("SELECT count(*), sum(rows), count(DISTINCT shard), min(parameters) FROM"
                                + " published_shard_diagnostics WHERE run_id = 'eighteen'")
                        .toString())
                .isEqualTo("[[4,"
                        + SharedSpark.session()
                                .read()
                                .format("delta")
                                .load(folder.resolve("eighteen").toString())
                                .count()
                        + ",4,Y.effect_treated, Y.sd_effect_treated]]");
        assertThat(sql("SELECT count(*), count(consensus_shift), count(importance_ess) FROM published_diagnostics WHERE"
                                + " run_id = 'eighteen'")
                        .toString())
                .isEqualTo("[[2,2,2]]");
        assertThat(sql("SELECT parameter, prior, prior_origin FROM published_parameters WHERE run_id = 'eighteen'"
                                + " ORDER BY position")
                        .toString())
                .isEqualTo("[[Y.effect_treated,normal(0.000, 10.00),stated],"
                        + " [Y.sd_effect_treated,half_normal(1.000),stated]]");
        CommandRun again = segments("sevenfold", "sevenfold", NOTEBOOK);
        assertThat(again.exitCode()).as(again.log()).isZero();
        assertThat(bits("sevenfold")).isEqualTo(bits("eighteen"));
    }

    /** Every draw, and how every shard was sampled. */
    private static String bits(String id) {
        return sql(
                        "SELECT bit_xor(xxhash64(parameter, chain, draw, value)), count(*) FROM published_parameter_draws WHERE"
                                + " run_id = '" + id + "'")
                + sql("SELECT bit_xor(xxhash64(group_key, chain, draw, value)), count(*) FROM published_estimand_draws"
                                + " WHERE run_id = '" + id + "'")
                        .toString()
                + sql("SELECT * EXCEPT (run_id, attempt_id) FROM published_shard_diagnostics WHERE run_id = '" + id
                        + "' ORDER BY shard");
    }

    @Test
    void whatCannotBeSharedOutIsRefused() throws IOException {
        refused(segments("more", "eighteen", "inference.shards=40"), 2, "inference.shards = 40 do not go with the 18");
        refused(
                segments("one", "eighteen", "inference.shards=1"),
                2,
                "inference.shards: is 1 but must be between 2 and 1024");
        CommandRun idle = segments("idle", "eighteen", "inference.path=collapse", "inference.rounds=2");
        for (String key : List.of("shards", "shard", "rounds")) {
            refused(idle, 2, "inference." + key + ": goes with path = consensus");
        }
        refused(
                segments("plugged", "eighteen", "model={baseline = separate, residual = own, pooling = plug-in}"),
                2,
                "nothing is sampled");
        CommandRun plan = segments("plan", "eighteen", "--dry-run");
        assertThat(plan.exitCode()).isZero();
        assertThat(plan.out()).contains("CONSENSUS, 4 shards, each segment whole in one");
    }

    /** Three segments hardly bound how far segments differ: with few draws nothing vouches for the tails. */
    @Test
    void whatIsNotCertifiedIsHeldBack() throws IOException {
        SharedSpark.session()
                .read()
                .format("delta")
                .load(folder.resolve("eighteen").toString())
                .where("segment IN ('S01', 'S02', 'S03')")
                .write()
                .format("delta")
                .save(folder.resolve("three").toString());
        CommandRun run = segments(
                "three",
                "three",
                "inference={path = consensus, shards = 3, importance-draws = 500, rounds = 1, shard {warmup = 50, draws = 50}}",
                "metrics.Y.priors={effect-spread {family = half-cauchy, scale = 100}, baseline-spread {family ="
                        + " half-cauchy, scale = 100}, effect-sd = 1000}");
        assertThat(run.exitCode()).as(run.log() + run.out()).isEqualTo(4);
        assertThat(run.log()).contains("the consensus of the hyper-parameters is not certified");
        assertThat(sql("SELECT count(*) FROM published_effects WHERE run_id = 'three'")
                        .toString())
                .isEqualTo("[[0]]");
    }
}
