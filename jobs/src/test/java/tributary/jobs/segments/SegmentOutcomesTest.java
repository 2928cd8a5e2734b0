package tributary.jobs.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandFolder;
import tributary.jobs.CommandRun;
import tributary.jobs.SharedSpark;

/** {@code segments} with outcomes that are integrated out by quadrature over cells: several metrics of one table. */
class SegmentOutcomesTest {
    @TempDir
    static Path folder;

    /** Six segments of 48 rows; the treatment adds 0.5 to every linear predictor, the covariate 0.3. */
    @BeforeAll
    static void table() {
        SharedSpark.session()
                .range(0, 288, 1, 3)
                .selectExpr(
                        "concat('s', pmod(id, 6)) segment",
                        "if(pmod(id div 6, 2) = 0, 'control', 'treated') arm",
                        "cast(pmod(id div 12, 3) - 1 as double) x",
                        "(pmod(hash(id, 7), 10007) + 0.5D) / 10007D u",
                        "pmod(id, 6) / 6D - 0.5D level")
                .selectExpr("*", "level + if(arm = 'treated', 0.5D, 0D) + 0.3D * x eta")
                .selectExpr(
                        "segment",
                        "arm",
                        "x",
                        "u < 1 / (1 + exp(0.5D - eta)) yes",
                        // Quantiles of a geometric law of mean exp(eta): overdispersed counts.
                        "cast(floor(ln(u) / ln(exp(eta) / (1 + exp(eta)))) as int) events",
                        "-ln(u) * exp(eta) spend",
                        // Cauchy: a mean that does not exist.
                        "eta + 0.3D * tan(3.14159265D * (u - 0.5D)) wild")
                .write()
                .format("delta")
                .save(folder.resolve("rows").toString());
    }

    private static CommandRun segments(String id, String metrics, String... more) {
        String conf = """
                name = outcomes
                run { results = "%s/results", seed = 7, chains = 2, draws = 200 }
                input {
                  rows { path = "%s/rows" }
                  columns { segment = segment, arm = arm }
                  control = control
                  treatments = [treated]
                }
                metrics { %s }
                inference { warmup = 150, segment-draws = 200 }
                """.formatted(folder, folder, metrics);
        return new CommandFolder(folder).run("segments", id, conf, more);
    }

    private static List<Row> sql(String query) {
        return new CommandFolder(folder).sql(query);
    }

    private static final String SPEND = "spend { outcome = gamma, covariates = [x] }\n";

    private static final String METRICS = SPEND + """
            yes { outcome = bernoulli, covariates = [x] }
            events { outcome = poisson, covariates = [x] }
            wild { outcome = student-t, covariates = [x] }
            """;

    @Test
    void everyOutcomeFindsItsEffectAndTheSameBitsForAnyPartitions() throws IOException {
        CommandRun run = segments("all", METRICS, "model.group-means=true");
        assertThat(run.exitCode()).as(run.log()).isZero();
        // The true effects on the linear predictor's scale, within four posterior deviations; the noise of each
        // outcome.
        for (Row row :
                sql("SELECT parameter, avg(value), stddev(value) FROM published_parameter_draws WHERE run_id = 'all'"
                        + " AND parameter LIKE '%.effect_treated' GROUP BY 1")) {
            assertThat(row.getDouble(1))
                    .as(row.getString(0))
                    .isBetween(0.5 - 4 * row.getDouble(2), 0.5 + 4 * row.getDouble(2));
            assertThat(row.getDouble(2)).as(row.getString(0)).isLessThan(0.6);
        }
        assertThat(
                        sql("SELECT parameter, avg(value) BETWEEN 0.6 AND 1.8 FROM published_parameter_draws WHERE run_id = 'all' AND"
                                        + " parameter IN ('spend.cv', 'wild.nu') GROUP BY 1 ORDER BY 1")
                                .toString())
                .isEqualTo("[[spend.cv,true], [wild.nu,true]]");
        assertThat(sql("SELECT count(*), count(DISTINCT metric), min(pooled_sd) > 0, min(shrinkage_weight) >= 0 FROM"
                                + " published_segment_effects WHERE run_id = 'all'")
                        .toString())
                .isEqualTo("[[24,4,true,true]]");

        String shuffled = folder.resolve("shuffled").toString();
        SharedSpark.session()
                .read()
                .format("delta")
                .load(folder.resolve("rows").toString())
                .orderBy("spend")
                .repartition(7)
                .write()
                .format("delta")
                .save(shuffled);
        assertThat(segments("again", SPEND, "model.group-means=true", "input.rows.path=" + shuffled)
                        .exitCode())
                .isZero();
        String draws =
                "SELECT parameter, chain, draw, value FROM published_parameter_draws WHERE run_id = '%s' AND parameter LIKE 'spend.%%' ORDER BY 1, 2, 3";
        String effects =
                "SELECT metric, unit, mean, sd, ci_lb FROM published_effects WHERE run_id = '%s' AND metric = 'spend' ORDER BY 1, 2";
        for (String query : List.of(draws, effects)) {
            assertThat(sql(query.formatted("again"))).isNotEmpty().isEqualTo(sql(query.formatted("all")));
        }
    }

    /** Shards of whole segments, joined and certified, beside one machine: the same posterior, up to Monte Carlo error. */
    @Tag("full")
    @Test
    void countsPositiveAndHeavyTailedNumbersAreSampledInShardsToo() {
        String metrics = METRICS.replaceAll("(?m)^yes.*$", "");
        CommandRun together = segments("together", metrics, "inference.warmup=400", "run.draws=800");
        assertThat(together.exitCode()).as(together.log()).isZero();
        CommandRun shards = segments(
                "shards",
                metrics,
                "inference={path = consensus, shards = 2, segment-draws = 200, shard {warmup = 150, draws = 400}}");
        assertThat(shards.exitCode()).as(shards.log() + shards.out()).isZero();
        List<Row> found = sql(
                "SELECT a.metric, a.estimand, a.mean, b.mean, a.sd, hypot(a.mcse_mean, b.mcse_mean), b.path, b.status"
                        + " FROM published_effects a JOIN published_effects b USING (metric, estimand, unit) WHERE a.run_id ="
                        + " 'together' AND b.run_id = 'shards'");
        assertThat(found).hasSize(3 * (2 + 6));
        for (Row row : found) {
            assertThat(row.getDouble(3)).as(row.toString()).isCloseTo(row.getDouble(2), within(5 * row.getDouble(5)));
            assertThat(row.getString(6) + " " + row.getString(7)).isEqualTo("CONSENSUS CERTIFIED");
        }
    }

    @Test
    void outcomesThatDoNotFitAreToldEarly() throws IOException {
        CommandRun gamma = segments("gamma", "wild { outcome = gamma }");
        assertThat(gamma.exitCode()).as(gamma.log()).isEqualTo(3);
        assertThat(gamma.log()).contains("positive_outcome", "a gamma outcome is above zero");
        CommandRun separate = segments("separate", "spend { outcome = gamma }", "model.baseline=separate");
        assertThat(separate.exitCode()).isEqualTo(2);
        assertThat(separate.log()).contains("a gamma outcome goes with rows");
        SharedSpark.session()
                .range(5)
                .selectExpr(
                        "concat('s', id) segment", "0.1D * id estimate", "0.05D standard_error", "40 + 10 * id events")
                .write()
                .format("delta")
                .save(folder.resolve("estimates").toString());
        String input = "input={form = estimates, columns {segment = segment}, rows {path = \""
                + folder.resolve("estimates") + "\"}}";
        CommandRun few = segments("few", "rate { events = events }", input);
        assertThat(few.exitCode()).as(few.log()).isEqualTo(3);
        assertThat(few.log()).contains("few_events", "as few as 40.0 events", "from 68 on", "form = rows");
    }
}
