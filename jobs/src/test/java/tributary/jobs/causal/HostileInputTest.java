package tributary.jobs.causal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.SharedSpark;

/** Models, questions and tables that make no sense, through the command: an early message, and nothing published. */
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
                        "if(id = 7, 1e200D, 0.5D) huge",
                        "if(id = 7, null, 0.5D) absent",
                        "cast(null as double) nothing",
                        "cast(null as string) nowhere",
                        "current_date() day",
                        "array(1.0D) list",
                        "'text' words")
                .coalesce(1)
                .write()
                .format("delta")
                .save(folder.resolve("rows").toString());
    }

    private static CommandRun causal(String id, String model, String... more) throws IOException {
        Path text = Files.writeString(folder.resolve(id + ".model"), model);
        Path conf = Files.writeString(folder.resolve(id + ".conf"), """
                run { results = "%s/%s", seed = 7, draws = 200, chains = 2 }
                model { file = "%s", name = m }
                input { rows { path = "%s/rows" } }
                inference { warmup = 200 }
                """.formatted(folder, id, text, folder));
        List<String> arguments = new ArrayList<>(List.of("causal", "--config", conf.toString(), "--run-id", id));
        for (String one : more) {
            arguments.addAll(List.of("--set", one));
        }
        return CommandRun.of(arguments.toArray(String[]::new));
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
        refused("parameter", 2, causal("parameter", asking("E[y | do(b = 1)]")), "`b` is a parameter");
        refused("group", 2, causal("group", asking("E[y | do(region = 1)]")), "`region` is a group");
        refused("empty", 2, causal("empty", ""), "empty.model");
        refused("garbage", 2, causal("garbage", "\u0000\u0001 row ~ ~ }{"), "garbage.model:1");
    }

    @Test
    void questionsThatTheRowsCannotAnswerAreRefused() throws IOException {
        refused("many", 2, causal("many", asking(ATE.replace(")]", "), by x]"))), "many.model:7", "levels", "classes");
        refused("where", 2, causal("where", asking(ATE.replace(")]", "), where x > 99]"))), "average over no row");
    }

    @Test
    void columnsThatCannotBeRowVariablesAreRefusedByName() throws IOException {
        refused("day", 2, causal("day", MODEL, "input.columns.x=day"), "\"day\" of type DATE");
        refused("list", 2, causal("list", MODEL, "input.columns.x=list"), "\"list\" of type ARRAY");
        refused("words", 2, causal("words", MODEL, "input.columns.x=words"), "\"words\" of type STRING", "`group x`");
        refused("none", 2, causal("none", MODEL, "input.columns.x=no_such"), "no_such", "input.columns.x");
        refused("null", 3, causal("null", MODEL, "input.columns.x=nothing"), "400 in \"nothing\" of 400 rows");
        refused("some", 3, causal("some", MODEL, "input.columns.x=absent"), "1 in \"absent\" of 400 rows");
        refused("group-null", 3, causal("group-null", MODEL, "input.columns.region=nowhere"), "\"nowhere\"");
        refused("huge", 2, causal("huge", MODEL, "input.columns.x=huge"), "1e100");
        refused("not-binary", 2, causal("not-binary", MODEL, "input.columns.t=x"), "t");
    }
}
