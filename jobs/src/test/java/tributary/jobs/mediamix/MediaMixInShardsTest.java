package tributary.jobs.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.PublishedViews;
import tributary.jobs.SharedSpark;

/** {@code mediamix} with {@code inference.path = consensus}: the truth, partitions, the gate, bad input. */
class MediaMixInShardsTest {
    /**
     * Forty weeks of eight geos; tv brings size x relative x 400 x logistic saturation of tv by size / 60, search 2 for one in
     * every geo, and noise has deviation 10 x size.
     */
    private static final String WEEKS = """
            SELECT date, geo, tv, search, brought,
                   brought + 2 * search + size * (1000 + 20 * pmod(g * 5, 8)
                     + 10 * sqrt(12.0D) * (pmod(hash(g, t, 5), 100001) / 100000.0D - 0.5)) revenue
            FROM (SELECT *, size * relative * 400 * (1 - exp(-tv / size / 60)) / (1 + exp(-tv / size / 60)) brought
                  FROM (SELECT date_add(DATE '2024-01-01', CAST(7 * t AS INT)) date, concat('geo ', g) geo, g, t, size,
                               exp(0.1 * (pmod(g * 3, 8) - 3.5)) relative,
                               size * if(pmod(hash(g, t, 1), 4) = 0, 0, pmod(hash(g, t, 2), 20001) / 100.0D) tv,
                               size * pmod(hash(g, t, 3), 10001) / 100.0D search
                        FROM (SELECT pmod(id, 8) g, id div 8 t, 1 + 0.5 * pmod(id, 8) size FROM range(320))))""";

    @TempDir
    static Path folder;

    @BeforeAll
    static void tables() {
        Dataset<Row> weeks = SharedSpark.session().sql(WEEKS);
        weeks.write().format("delta").save(folder.resolve("weeks").toString());
        weeks.orderBy("revenue")
                .repartition(7)
                .write()
                .format("delta")
                .save(folder.resolve("sevenfold").toString());
    }

    private static CommandRun mix(String id, String table, String... more) throws IOException {
        String conf = """
                run { results = "%s/results", seed = 5, chains = 2, draws = 250 }
                mediamix { name = mix, kpis = [revenue], currency = EUR, week-starts-on = monday }
                input { form = wide, rows { path = "%s", columns { geo = geo } } }
                channel-defaults { carry-over = none }
                channels { tv { }, search { saturation = none } }
                baseline { season { order = 0 }, trend = none }
                outcome { sigma = "half_normal(0.1)" }
                inference {
                  path = consensus, shards = 4, shard { warmup = 150, draws = 250 }, importance-draws = 1000, prior-draws = 100
                }
                """.formatted(folder, folder.resolve(table));
        Path file = Files.writeString(folder.resolve(id + ".conf"), conf);
        List<String> arguments = new ArrayList<>(List.of("mediamix", "--config", file.toString(), "--run-id", id));
        for (String one : more) {
            arguments.addAll(one.startsWith("--") ? List.of(one) : List.of("--set", one));
        }
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static List<Row> sql(String query) {
        return PublishedViews.rows(folder.resolve("results"), query);
    }

    @Test
    void eightGeosInFourShardsTellTheTruth() throws IOException {
        CommandRun run = mix("whole", "weeks");
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(run.out()).contains("4 shards", "; raw consensus alone would have been off by", "CERTIFIED");
        assertThat(
                        sql("SELECT count(*), sum(rows), count(DISTINCT shard) FROM published_shard_diagnostics WHERE run_id ="
                                        + " 'whole'")
                                .toString())
                .isEqualTo("[[4,320,4]]");
        assertThat(sql("SELECT DISTINCT path, status, r_hat IS NULL, k_hat < 0.7 FROM published_effects WHERE run_id ="
                                + " 'whole'")
                        .toString())
                .isEqualTo("[[CONSENSUS,CERTIFIED,true,true]]");
        assertThat(
                        sql("SELECT count(consensus_shift) > 6, count(importance_ess) = count(*) FROM published_diagnostics WHERE"
                                        + " run_id = 'whole'")
                                .toString())
                .isEqualTo("[[true,true]]");
        // Eighteen effects, each within four posterior deviations of the truth.
        List<Row> effects =
                sql("SELECT e.arm, e.unit, e.mean, e.sd, if(e.arm = 'tv', t.tv, t.search) FROM published_effects e"
                        + " JOIN (SELECT coalesce(geo, 'all') unit, sum(brought) tv, 2 * sum(search) search FROM delta.`"
                        + folder.resolve("weeks") + "` GROUP BY ROLLUP (geo)) t USING (unit)"
                        + " WHERE run_id = 'whole' AND estimand = 'contribution'");
        assertThat(effects).hasSize(18);
        Map<String, double[]> alone = alone();
        for (Row row : effects) {
            double[] bounds = Objects.requireNonNull(alone.get(row.getString(1)));
            assertThat(row.getDouble(2)).as(row.toString()).isCloseTo(row.getDouble(4), within(4 * row.getDouble(3)));
            // All geos together tell no less than each by itself. The deviation is known to 1 / sqrt(2 n): of some 500
            // effective draws and of 300 degrees of freedom of the noise to 5 % in all, of which this is six times.
            assertThat(row.getDouble(3))
                    .as(row.toString())
                    .isLessThan(1.3 * bounds[row.getString(0).equals("tv") ? 0 : 1]);
        }
    }

    /**
     * By geo, and for all, the standard errors of what tv and search brought if each geo's forty weeks were all there is: the
     * bound of Cramer and Rao for level, both coefficients and the saturation's rate, at the truth.
     */
    private static Map<String, double[]> alone() {
        Map<String, List<double[]>> slopes = new HashMap<>();
        Map<String, double[]> sums = new HashMap<>();
        for (Row row : PublishedViews.rows(
                folder.resolve("results"),
                "SELECT geo, tv / size / 60, search / size, size, 400 * exp(0.1D * (pmod(g * 3, 8) - 3.5D)) FROM (SELECT *,"
                        + " int(substr(geo, 5)) g, 1 + 0.5D * int(substr(geo, 5)) size FROM delta.`"
                        + folder.resolve("weeks") + "`)")) {
            double u = row.getDouble(1);
            double curve = Math.tanh(u / 2);
            double bent = row.getDouble(4) * u * (1 - curve * curve) / 2;
            slopes.computeIfAbsent(row.getString(0), g -> new ArrayList<>())
                    .add(new double[] {1, curve, bent, row.getDouble(2)});
            double[] sum = sums.computeIfAbsent(row.getString(0), g -> new double[4]);
            sum[1] += row.getDouble(3) * curve;
            sum[2] += row.getDouble(3) * bent;
            sum[3] += row.getDouble(3) * row.getDouble(2);
        }
        Map<String, double[]> errors = new HashMap<>();
        double[] all = new double[2];
        slopes.forEach((geo, rows) -> {
            double[] sum = Objects.requireNonNull(sums.get(geo));
            double[] mine = {
                error(rows, new double[] {0, sum[1], sum[2], 0}), error(rows, new double[] {0, 0, 0, sum[3]})
            };
            errors.put(geo, mine);
            all[0] = Math.hypot(all[0], mine[0]);
            all[1] = Math.hypot(all[1], mine[1]);
        });
        errors.put("all", all);
        return errors;
    }

    /** {@code 10 sqrt(c' (J'J)^-1 c)}: noise has deviation 10 for each unit of size. */
    private static double error(List<double[]> slopes, double[] c) {
        int n = c.length;
        double[][] a = new double[n][n + 1];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (double[] row : slopes) {
                    a[i][j] += row[i] * row[j];
                }
            }
            a[i][n] = c[i];
        }
        // Positive definite: elimination needs no pivots.
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                double factor = i == k ? 0 : a[i][k] / a[k][k];
                for (int j = k; j <= n; j++) {
                    a[i][j] -= factor * a[k][j];
                }
            }
        }
        double square = 0;
        for (int i = 0; i < n; i++) {
            square += c[i] * a[i][n] / a[i][i];
        }
        return 10 * Math.sqrt(square);
    }

    /** With a prior on money and a test in all geos, which tie geos of different shards together. */
    @Tag("full")
    @Test
    void drawsAreTheSameForAnyPartitions() throws IOException {
        // Search brings two for one: half of what was spent in these weeks was added.
        SharedSpark.session()
                .sql(
                        "SELECT 'search' channel, '2024-03-04' start, '2024-03-24' end, 0.5 * sum(search) spend, sum(search) lift,"
                                + " 0.2 * sum(search) lift_se FROM delta.`" + folder.resolve("weeks")
                                + "` WHERE date BETWEEN '2024-03-04' AND '2024-03-24'")
                .write()
                .format("delta")
                .save(folder.resolve("tests").toString());
        for (String table : List.of("weeks", "sevenfold")) {
            CommandRun run = mix(
                    table,
                    table,
                    "holdouts.last.weeks=4",
                    "channels.tv.effect={ on = roi, prior = \"lognormal(1, 0.3)\" }",
                    "input.lift-tests.path=\"" + folder.resolve("tests") + "\"");
            assertThat(run.exitCode()).as(run.log()).isZero();
        }
        assertThat(bits("sevenfold")).isEqualTo(bits("weeks"));
        assertThat(
                        sql("SELECT count(*), count(observed) FROM published_predictive_checks WHERE run_id = 'weeks' AND phase ="
                                        + " 'holdout' AND reason LIKE '32 weeks of geos held out; the model fitted without them is CERTIFIED%'")
                                .toString())
                .isEqualTo("[[6,6]]");
    }

    /** Every draw, and how every shard was sampled. */
    private static String bits(String id) {
        return sql("SELECT bit_xor(xxhash64(parameter, group_key, chain, draw, value)), count(*) FROM"
                        + " published_parameter_draws WHERE run_id = '" + id + "'")
                + sql("SELECT * EXCEPT (run_id, attempt_id) FROM published_shard_diagnostics WHERE run_id = '" + id
                                + "' ORDER BY shard")
                        .toString();
    }

    @Test
    void whatCannotBeShardedIsRefused() throws IOException {
        refused(mix("more", "weeks", "inference.shards=9"), "9 shards do not go with the 8 geos of mix");
        refused(mix("dry", "weeks", "inference.shards=9", "--dry-run"), "9 shards do not go with the 8 geos of mix");
        refused(
                mix("money", "weeks", "channels.tv.effect={on = roi, prior = \"normal(2, 1)\"}"),
                "the prior normal(2, 1) of tv on its return");
        CommandRun plan = mix("plan", "weeks", "--dry-run");
        assertThat(plan.exitCode()).as(plan.log()).isZero();
        assertThat(plan.out()).contains("CONSENSUS, 4 shards of whole geos");
    }

    private static void refused(CommandRun run, String problem) {
        assertThat(run.exitCode()).as(run.log()).isEqualTo(2);
        assertThat(run.log()).contains(problem, "nuts");
    }
}
