package tributary.jobs.causal;

import static org.assertj.core.api.Assertions.assertThat;

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
import tributary.jobs.PublishedViews;
import tributary.jobs.SharedSpark;

/** Models, questions and tables that make no sense, through the command: an early message, or a warning beside the answer. */
class HostileInputTest {
    private static final String MODEL = """
            row t, x, y
            group region
            a, b, c ~ normal(0, 1)
            s ~ half_normal(1)
            t ~ bernoulli_logit(x)
            y ~ normal(a + b * t + c * x, s)
            estimands { ate = "E[y | do(t = 1)] - E[y | do(t = 0)]" }
            """;
    private static final String ATE = "E[y | do(t = 1)] - E[y | do(t = 0)]";

    @TempDir
    static Path folder;

    @BeforeAll
    static void table() {
        SharedSpark.session()
                .range(400)
                .selectExpr(
                        "cast(pmod(hash(id, 4), 2) as double) t",
                        "(pmod(hash(id, 1), 2001) - 1000) / 500.0D x",
                        "pmod(hash(id, 3), 1000) / 1000.0D y",
                        "if(id % 3 = 0, 'north', 'south') region",
                        "if(id % 3 = 0, 1.0D, cast(pmod(hash(id, 4), 2) as double)) pushed",
                        "1.0D always",
                        "if(id = 7, 1e200D, 0.5D) huge",
                        "if(id = 7, null, 0.5D) absent",
                        "if(id = 7, null, (pmod(hash(id, 1), 2001) - 1000) / 500.0D) holed",
                        "if(id = 7, null, id) number",
                        "cast(null as double) nothing",
                        "cast(null as string) nowhere",
                        "current_date() day",
                        "array(1.0D) list",
                        "'text' words",
                        "x `odd.name-\"with\"'quotes'`")
                .coalesce(1)
                .write()
                .format("delta")
                .save(folder.resolve("rows").toString());
    }

    private static String conf(String id, String model) throws IOException {
        Path text = Files.writeString(folder.resolve(id + ".model"), model);
        return """
                run { results = "%s/%s", seed = 7, draws = 200, chains = 2 }
                model { file = "%s", name = m }
                input { rows { path = "%s/rows" } }
                inference { warmup = 200 }
                """.formatted(folder, id, text, folder);
    }

    private static CommandRun causal(String id, String model, String... more) throws IOException {
        return new CommandFolder(folder).run("causal", id, conf(id, model), more);
    }

    private static String asking(String question) {
        return MODEL.replace(ATE, question);
    }

    private static void refused(String id, int exitCode, CommandRun run, String... words) {
        assertThat(run.exitCode()).as(id + ": " + run.log()).isEqualTo(exitCode);
        assertThat(run.log()).as(id).contains(words).contains("cause:", "remedy:");
        assertThat(folder.resolve(id + "/effects")).as(id).doesNotExist();
        assertThat(folder.resolve(id + "/parameter_draws")).as(id).doesNotExist();
    }

    @Test
    void modelsThatMakeNoSenseAreRefusedAtTheirPlace() throws IOException {
        refused("circle", 2, causal("circle", MODEL.replace("bernoulli_logit(x)", "bernoulli_logit(y)")), "circle");
        refused("effect", 2, causal("effect", asking("E[x | do(y = 1)]")), "effect.model:7", "`y` is a descendant");
        refused("unknown", 2, causal("unknown", asking("E[z | do(t = 1)]")), "unknown.model:7", "`z` is not declared");
        assertThat(causal("near", asking("E[z | do(t = 1)]")).log()).doesNotContain("did you mean");
        refused("parameter", 2, causal("parameter", asking("E[y | do(b = 1)]")), "`b` is a parameter");
        refused("group", 2, causal("group", asking("E[y | do(region = 1)]")), "`region` is a group");
        refused("empty", 2, causal("empty", ""), "empty.model");
        refused("garbage", 2, causal("garbage", "\u0000\u0001 row ~ ~ }{"), "garbage.model:1");
    }

    @Test
    void questionsThatTheRowsCannotAnswerAreRefused() throws IOException {
        refused("many", 2, causal("many", asking(ATE.replace(")]", "), by x]"))), "many.model:7", "levels", "classes");
        refused("where", 2, causal("where", asking(ATE.replace(")]", "), where x > 99]"))), "average over no row");
        refused(
                "level",
                2,
                causal("level", asking(ATE.replace(")]", "), where region == 'west']"))),
                "level.model:7",
                "west");
    }

    @Test
    void interventionsOfTheCommandLineAreReadAsTheLanguageReadsThem() throws IOException {
        String conf = Files.writeString(folder.resolve("predict.conf"), conf("predict", MODEL))
                .toString();
        for (String[] fault : new String[][] {
            {"t = 1, x = wrong(x, 3)", "there is no function `wrong`"},
            {"t == 1", "is no intervention"},
            {"t = 1), where (x = 2", "is no intervention"},
            {"t = 1, t = 0", "sets a variable twice"}
        }) {
            CommandRun run = CommandRun.of("causal", "--dry-run", "--config", conf, "--predict", fault[0]);
            assertThat(run.exitCode()).as(run.log()).isEqualTo(2);
            assertThat(run.log()).contains(fault[1], "cause:", "remedy:");
        }
        CommandRun good = CommandRun.of("causal", "--dry-run", "--config", conf, "--predict", "t = 1, x = min(x, 3)");
        assertThat(good.exitCode()).as(good.log()).isZero();
    }

    @Test
    void columnsThatCannotBeRowVariablesAreRefusedByName() throws IOException {
        refused("day", 2, causal("day", MODEL, "input.columns.x=day"), "\"day\" of type DATE");
        refused("list", 2, causal("list", MODEL, "input.columns.x=list"), "\"list\" of type ARRAY");
        refused("words", 2, causal("words", MODEL, "input.columns.x=words"), "\"words\" of type STRING", "`group x`");
        refused("none", 2, causal("none", MODEL, "input.columns.x=no_such"), "no_such", "input.columns.x");
        refused("null", 3, causal("null", MODEL, "input.columns.x=nothing"), "400 in \"nothing\" of 400 rows");
        refused("some", 3, causal("some", MODEL, "input.columns.x=absent"), "1 in \"absent\" of 400 rows");
        refused("no-key", 3, causal("no-key", MODEL, "input.key=number"), "1 in the key \"number\" of 400 rows");
        refused(
                "shared-key",
                3,
                causal("shared-key", MODEL, "input.key=region", "predict.worlds.on.t=1"),
                "\"region\" does not tell rows apart",
                "stands in several");
        refused("group-null", 3, causal("group-null", MODEL, "input.columns.region=nowhere"), "\"nowhere\"");
        refused("huge", 2, causal("huge", MODEL, "input.columns.x=huge"), "1e100");
        refused("not-binary", 2, causal("not-binary", MODEL, "input.columns.t=x"), "t");
    }

    @Test
    void oneArmAndOneLevelWithOneArmAreAnsweredWithAWarning() throws IOException {
        String model = MODEL.replace("t ~ bernoulli_logit(x)\n", "")
                .replace("estimands {", "estimands {\n  cate = \"" + ATE.replace(")]", "), by region]") + "\"\n");
        // Odd names are bound and told as they are.
        CommandRun run = causal(
                "arms",
                model.replace(
                        "estimands {",
                        "estimands {\n  seen = \"E[y | where t == 1, by region] - E[y | where t == 0, by region]\"\n"),
                "sensitivity.populations.next={north = 0.5, south = 0.5}",
                "input.columns.t=pushed",
                "input.columns.x=\"odd.name-\\\"with\\\"'quotes'\"",
                "model.name=\"a <b> 'm' ü\"");
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(sql("arms", "SELECT analysis FROM published_effects WHERE estimand = 'ate'")
                        .toString())
                .isEqualTo("[[a <b> 'm' ü]]");
        // No row of the north has t = 0: what is seen there has no answer, and another population neither.
        assertThat(sql(
                                "arms",
                                "SELECT estimand, unit, mean IS NULL, prob_positive IS NULL FROM published_effects"
                                        + " WHERE estimand IN ('seen', 'cate') ORDER BY 1, 2")
                        .toString())
                .isEqualTo("[[cate,north,false,false], [cate,south,false,false], [seen,north,true,true],"
                        + " [seen,south,false,false]]");
        assertThat(sql(
                                "arms",
                                "SELECT estimand, mean IS NULL, prior LIKE '%no answer, for there is none at the level north'"
                                        + " FROM published_sensitivity WHERE grid = 'transport' ORDER BY 1")
                        .toString())
                .isEqualTo("[[cate,false,false], [seen,true,true]]");
        List<Row> found = sql(
                "arms",
                "SELECT unit, passed, detail FROM published_data_quality"
                        + " WHERE check_name = 'overlap' AND metric = 'cate' ORDER BY unit NULLS FIRST");
        assertThat(found).hasSize(3);
        assertThat(found.get(1).getString(0)).isEqualTo("north");
        assertThat(found.get(1).getBoolean(1)).isFalse();
        assertThat(found.get(1).getString(2)).contains("every row of north has t = 1: nothing is compared");
        assertThat(found.get(2).getBoolean(1)).isTrue();
        // Both questions compare within x, everybody and within the region.
        assertThat(sql(
                                "arms",
                                "SELECT covariates, sum(rows), count(*) FROM published_propensities"
                                        + " WHERE unit = 'all' GROUP BY covariates ORDER BY 1")
                        .toString())
                .isEqualTo("[[x,800,4]]");
        CommandRun same =
                causal("always", model, "input.columns.t=always", "input.columns.x=holed", "input.missing=drop");
        assertThat(same.exitCode()).as(same.log()).isZero();
        // What was left out is said, and counted.
        assertThat(same.out()).contains("1 of 400 rows lacks a value and was left out (1 in \"holed\")");
        assertThat(sql(
                                "always",
                                "SELECT observed, passed, rows_affected, inputs[0].rows FROM published_data_quality"
                                        + " JOIN published_runs USING (run_id) WHERE check_name = 'missing_values'")
                        .toString())
                .isEqualTo("[[1.0,false,1,399]]");
        assertThat(sql(
                                "always",
                                "SELECT DISTINCT detail FROM published_data_quality"
                                        + " WHERE check_name = 'overlap' AND NOT passed")
                        .toString())
                .contains("every row has t = 1: nothing is compared");
    }

    private static List<Row> sql(String id, String query) {
        return PublishedViews.rows(folder.resolve(id), query);
    }
}
