package tributary.jobs.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.PublishedViews;
import tributary.jobs.SharedSpark;

/** {@code causal} on a normal hierarchy: the groups are integrated out, the plan says so, and chains over all rows agree. */
class CollapseJobTest {
    private static final String MODEL = """
            row sales, x
            group shop
            m, b ~ normal(0, 2)
            t, s ~ half_normal(1)
            u[shop] ~ normal(m, t)
            sales ~ normal(u[shop] + b * x, s)
            estimands { spread = "t / s" }
            """;

    @TempDir
    static Path folder;

    private static List<Row> sql(String query) {
        return PublishedViews.rows(folder.resolve("results"), query);
    }

    @Test
    void groupsAreIntegratedOutAndTheAnswerIsThatOfChainsOverAllRows() throws IOException {
        SharedSpark.session()
                .range(600)
                .selectExpr(
                        "id", "concat('s', pmod(hash(id, 5), 8)) shop", "(pmod(hash(id, 1), 2001) - 1000) / 500.0D x")
                .selectExpr(
                        "shop",
                        "x",
                        "1 + 0.3D * pmod(hash(shop), 5) - 0.5D * x + (pmod(hash(id, 2), 2001) - 1000) / 600.0D sales")
                .write()
                .format("delta")
                .save(folder.resolve("rows").toString());
        Files.writeString(folder.resolve("shops.model"), MODEL);
        Path conf = Files.writeString(folder.resolve("shops.conf"), """
                run { results = "%1$s/results", seed = 7, draws = 500 }
                model { file = "%1$s/shops.model" }
                input { rows { path = "%1$s/rows" } }
                """.formatted(folder));
        String plan = "factor 1: m, b, t, s, u: COLLAPSE, because u of 8 groups integrates out of normal rows exactly;"
                + " passes over the data: 1";
        CommandRun explained = CommandRun.of("explain", "causal", "--config", conf.toString());
        assertThat(explained.exitCode()).as(explained.log()).isZero();
        assertThat(explained.out()).contains(plan, "sums of 8 groups");

        CommandRun collapsed = CommandRun.set("causal", conf, "collapsed");
        assertThat(collapsed.exitCode()).as(collapsed.log()).isZero();
        assertThat(collapsed.out()).contains("COLLAPSE, MCMC");
        CommandRun whole = CommandRun.set("causal", conf, "whole", "inference.path=nuts");
        assertThat(whole.exitCode()).as(whole.log()).isZero();
        assertThat(sql("SELECT plan FROM published_runs WHERE run_id = 'collapsed'")
                        .toString())
                .contains(plan);
        List<Row> both = sql("SELECT metric, unit, mean, sd, mcse_mean, mcse_sd, path, status FROM published_effects"
                + " ORDER BY estimand, metric, unit, run_id");
        // m, b, t, s, eight effects, and the question.
        assertThat(both).hasSize(2 * 13);
        for (int i = 0; i < both.size(); i += 2) {
            Row one = both.get(i);
            Row two = both.get(i + 1);
            assertThat(one.getString(0) + one.getString(1)).isEqualTo(two.getString(0) + two.getString(1));
            assertThat(one.getString(6) + one.getString(7)).isEqualTo("COLLAPSEMCMC");
            // Five Monte Carlo errors of both.
            assertThat(one.getDouble(2))
                    .as(one.toString())
                    .isCloseTo(two.getDouble(2), within(5 * StrictMath.hypot(one.getDouble(4), two.getDouble(4))));
            assertThat(one.getDouble(3))
                    .as(one.toString())
                    .isCloseTo(two.getDouble(3), within(5 * StrictMath.hypot(one.getDouble(5), two.getDouble(5))));
        }
    }

    @Test
    void drawsThatWouldFillTheDriverAreRefusedBeforeAnythingIsSampled() throws IOException {
        String many = folder.resolve("many").toString();
        SharedSpark.session()
                .range(9_000)
                .selectExpr("concat('s', id) shop", "id / 9000.0D x", "pmod(hash(id), 100) / 100.0D sales")
                .write()
                .format("delta")
                .save(many);
        Path model = Files.writeString(folder.resolve("many.model"), MODEL);
        Path conf = Files.writeString(folder.resolve("many.conf"), """
                run { results = "%1$s/none", seed = 7 }
                model { file = "%2$s" }
                input { rows { path = "%3$s" } }
                """.formatted(folder, model, many));
        CommandRun run = CommandRun.set("causal", conf, "many");
        assertThat(run.exitCode()).as(run.log()).isEqualTo(2);
        assertThat(run.log()).contains("4000 draws of 9004 unknowns", "run.draws", "segments", "cause:", "remedy:");
        assertThat(folder.resolve("none/parameter_draws")).doesNotExist();
    }
}
