package tributary.jobs.segments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandFolder;
import tributary.jobs.CommandRun;
import tributary.jobs.SharedSpark;

/** {@code segments} with {@code input.columns.within}: regions within countries, and regions of two countries. */
class NestedGroupsJobTest {
    @TempDir
    static Path folder;

    /** Six countries of four regions of 40 rows; effects are 0.2 c + 0.05 r in country c and region r. */
    @BeforeAll
    static void tables() {
        SharedSpark.session()
                .range(0, 960, 1, 3)
                .selectExpr(
                        "concat('c', id % 6) country",
                        "concat('c', id % 6, '/r', id div 6 % 4) region",
                        "if(id div 24 % 2 = 0, 'control', 'treated') arm",
                        "(pmod(hash(id, 7), 10007) + 0.5D) / 10007D u",
                        "if(id div 24 % 2 = 0, 0, 0.2D * (id % 6) + 0.05D * (id div 6 % 4)) lift")
                .selectExpr("country", "region", "arm", "lift + u y", "u < (0.3D + 0.1D * lift) yes")
                .write()
                .format("delta")
                .save(folder.resolve("rows").toString());
    }

    private static CommandRun segments(String id, String... more) {
        String conf = """
                name = uplift
                run { results = "%s/results", seed = 4914, chains = 2, draws = 250 }
                input {
                  rows { path = "%s/rows" }
                  columns { segment = region, within = country, arm = arm }
                  control = control
                  treatments = [treated]
                }
                metrics { y { } }
                inference { segment-draws = 500 }
                """.formatted(folder, folder);
        return new CommandFolder(folder).run("segments", id, conf, more);
    }

    private static List<Row> sql(String query) {
        return new CommandFolder(folder).sql(query);
    }

    private static void table(String name, String... columns) {
        SharedSpark.session()
                .read()
                .format("delta")
                .load(folder.resolve("rows").toString())
                .orderBy("y")
                .repartition(7)
                .selectExpr(columns)
                .write()
                .format("delta")
                .save(folder.resolve(name).toString());
    }

    @Test
    void bothLevelsAreAnsweredAndTheSameForAnyPartitions() {
        CommandRun run = segments("nested");
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(run.out()).contains("sd_group_effect_treated");
        assertThat(
                        sql("SELECT estimand, unit_kind, count(*), min(unit), min(prior LIKE '%between groups of them%') FROM"
                                        + " published_effects WHERE run_id = 'nested' GROUP BY 1, 2 ORDER BY 1, 2")
                                .toString())
                .isEqualTo("[[lift_abs,segment,24,c0/r0,true], [mean_effect,all,1,all,true],"
                        + " [mean_effect,group,6,c0,true], [sd_between_groups,all,1,all,true],"
                        + " [sd_between_segments,all,1,all,true]]");
        // Every country's mean effect within four posterior deviations of its truth, and in order.
        assertThat(sql("SELECT count(*) FROM published_effects WHERE run_id = 'nested' AND unit_kind = 'group' AND"
                                + " abs(mean - (0.2D * int(substr(unit, 2)) + 0.075D)) < 4 * sd")
                        .toString())
                .isEqualTo("[[6]]");
        assertThat(sql("SELECT count(DISTINCT segment), count(DISTINCT parent), min(segment LIKE concat(parent, '/%'))"
                                + " FROM published_segment_effects WHERE run_id = 'nested'")
                        .toString())
                .isEqualTo("[[24,6,true]]");
        // The draws of countries, chain after chain, are those their summaries were taken of.
        assertThat(sql("SELECT count(*), count(DISTINCT unit), max(abs(mean - m)) < 1e-12, max(abs(sd - s)) < 1e-12,"
                                + " min(n), max(n) FROM published_effects JOIN (SELECT group_key, avg(value) m, stddev(value) s,"
                                + " count(*) n FROM published_estimand_draws WHERE run_id = 'nested' AND estimand = 'mean_effect of"
                                + " y, treated' GROUP BY 1) ON unit = group_key WHERE run_id = 'nested' AND unit_kind = 'group'")
                        .toString())
                .isEqualTo("[[6,6,true,true,500,500]]");
        assertThat(
                        sql("SELECT parameter, prior FROM published_parameters WHERE run_id = 'nested' AND parameter LIKE '%group%'"
                                        + " AND prior_origin = 'default' ORDER BY position")
                                .toString())
                .contains("y.sd_group_baseline,half_normal", "y.cor_group_baseline_group_effect_treated,lkj(2.000)");
        table("shuffled", "*");
        CommandRun again = segments("again", "input.rows.path=" + folder.resolve("shuffled"));
        assertThat(again.exitCode()).as(again.log()).isZero();
        for (String query : List.of(
                "SELECT unit_kind, unit, estimand, mean, sd, ci_lb FROM published_effects WHERE run_id = '%s' ORDER BY 1, 2, 3",
                "SELECT group_key, chain, draw, value FROM published_estimand_draws WHERE run_id = '%s' ORDER BY 1, 2, 3")) {
            assertThat(sql(query.formatted("again"))).isNotEmpty().isEqualTo(sql(query.formatted("nested")));
        }
    }

    @Test
    void yesAndNoHaveTwoLevelsToo() {
        CommandRun run = segments(
                "yes", "metrics={yes {outcome = bernoulli}}", "model.effect=common", "inference.segment-draws=200");
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(
                        sql("SELECT count(*), min(r_hat) > 0.9, max(r_hat) < 1.05 FROM published_diagnostics WHERE run_id = 'yes'"
                                        + " AND parameter IN ('yes.sd_baseline', 'yes.sd_group_baseline')")
                                .toString())
                .isEqualTo("[[2,true,true]]");
    }

    @Test
    void crossedGroupsAndWhatDoesNotGoWithGroupsAreRefused() {
        table("crossed", "if(region = 'c1/r0' AND y > 0.5, 'c2', country) country", "region", "arm", "y");
        CommandRun crossed = segments("crossed", "input.rows.path=" + folder.resolve("crossed"));
        refused(
                crossed,
                3,
                "1 segment lies within more than one group, such as \"c1/r0\" (input.columns.segment) within \"c1\" and"
                        + " \"c2\" (input.columns.within)");
        refused(crossed, 3, "crossed groups are not modelled");
        // Rows that are dropped do not say where a segment lies.
        table(
                "one",
                "if(region = 'c1/r0', null, if(y < 0.2D, 'elsewhere', 'all of them')) country",
                "region",
                "arm",
                "if(y < 0.2D, null, y) y");
        CommandRun nulls = segments("nulls", "input.rows.path=" + folder.resolve("one"));
        refused(nulls, 3, "column \"country\" of input rows (input.columns.within) is NULL");
        refused(
                segments("one", "input.rows.path=" + folder.resolve("one"), "input.missing=drop"),
                3,
                "leave input.columns.within out, or bind a column of several groups");
        table("named", "if(country = 'c1', 'all', country) country", "region", "arm", "y");
        refused(
                segments("named", "input.rows.path=" + folder.resolve("named")),
                3,
                "column \"country\" of input rows (input.columns.within) holds a group called \"all\"");
        refused(segments("same", "input.columns.within=region"), 2, "names the column of the segments themselves");
        refused(
                segments("shards", "inference.path=consensus"),
                2,
                "input.columns.within: goes with inference.path = collapse");
        refused(segments("ladder", "compare={models = [naive]}"), 2, "does not go with compare");
        refused(segments("latent", "model={baseline = latent, effect = common}"), 2, "not model.baseline = latent");
        refused(segments("absent", "input.columns.within=land"), 2, "input.columns.within asks for it");
    }

    private static void refused(CommandRun run, int exitCode, String words) {
        assertThat(run.exitCode()).as(run.log()).isEqualTo(exitCode);
        assertThat(run.log()).contains(words);
    }
}
