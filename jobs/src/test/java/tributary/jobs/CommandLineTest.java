package tributary.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tributary.jobs.table.ResultsRoot;
import tributary.jobs.table.TableStore;
import tributary.jobs.table.Views;

/** The command line end to end with a small job: exit codes, identity, gates, commit, views. */
class CommandLineTest {
    private static final String CONF = "analyses { a { draws = 3 }, b { draws = 2 } }\nrun.seed = 7\n";

    private static final String SECRET = CONF + "source.password = hunter2\ninput = \"jdbc://me:hunter2@host/db\"\n";

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private SparkSession spark;

    @BeforeEach
    void start() {
        spark = SharedSpark.session();
        root = folder.resolve("results");
    }

    /** The results of one run that succeeded, made once for all tests that only look at it. */
    private Path published() throws IOException {
        Path results = shared.resolve("results");
        if (!Files.exists(results)) {
            root = results;
            assertThat(count(SECRET)).isZero();
            assertThat(out.toString()).contains("counted 5");
            out.getBuffer().setLength(0);
        }
        return results;
    }

    @Test
    void aRunIsPublishedOnceAndItsRepetitionDoesNothing() throws IOException {
        root = published();
        assertThat(count(SECRET)).as("again").isZero();
        assertThat(out.toString()).as("the second time nothing is counted").doesNotContain("counted");
        assertThat(runs()).hasSize(1);
        Row run = runs().get(0);
        assertThat(run.<String>getAs("status")).isEqualTo("SUCCEEDED");
        assertThat(run.<String>getAs("run_id")).startsWith("count-");
        assertThat(run.<Long>getAs("seed")).isEqualTo(7);
        assertThat(run.<Long>getAs("analyses_published")).isEqualTo(2);
        assertThat(run.getList(run.fieldIndex("outputs")).toString()).contains("effect_draws", ",5]");
        assertThat(run.getList(run.fieldIndex("inputs")).toString()).contains("numbers", "f00d");
        assertThat(run.<String>getAs("conf"))
                .as("secrets are masked before the conf is stored")
                .doesNotContain("hunter2")
                .contains("***");
        assertThat(published("effect_draws")).isEqualTo(5);
    }

    @Test
    void aTakenRunIdWithAnotherConfIsMisuse() throws IOException {
        root = published();
        String id = runs().get(0).getAs("run_id");
        assertThat(count(SECRET, "--run-id", id)).isZero();
        assertThat(count(SECRET, "--run-id", id, "--set", "run.seed=8")).isEqualTo(2);
        assertThat(runs()).hasSize(1);
    }

    @Test
    void aForcedAttemptReplacesTheOneBeforeInTheViews() throws IOException {
        assertThat(count(CONF, "--run-id", "one")).isZero();
        assertThat(count(CONF, "--run-id", "one", "--force")).isZero();
        assertThat(runs()).hasSize(2);
        assertThat(published("effect_draws")).isEqualTo(5);
        assertThat(published("runs")).isEqualTo(1);
        assertThat(rows("SELECT * FROM effect_draws")).hasSize(10);
    }

    @Test
    void aHeldBackAnalysisLiesInQuarantineAndTheOthersArePublished() throws IOException {
        assertThat(count(CONF, "--set", "analyses.b.fails=data", "--run-id", "p"))
                .isEqualTo(3);
        assertThat(runs().get(0).<String>getAs("status")).isEqualTo("PARTIAL");
        assertThat(runs().get(0).<String>getAs("reason")).contains("b held back by the data gate: bad rows");
        assertThat(published("effect_draws")).isEqualTo(3);
        assertThat(rows("SELECT * FROM quarantine_effect_draws WHERE experiment = 'b'"))
                .hasSize(2);
        assertThat(rows("SELECT * FROM published_analyses")).hasSize(1);
        assertThat(count(CONF, "--set", "analyses.b.fails=data", "--run-id", "p"))
                .as("a retry of a held-back run does not turn it into a success")
                .isEqualTo(3);
        assertThat(runs()).hasSize(1);
    }

    @Test
    void anInferenceGateEndsWithFourAndAWholeRunMayBeHeldBack() throws IOException {
        assertThat(count(CONF, "--set", "analyses.a.fails=inference", "--set", "gate.scope=run"))
                .isEqualTo(4);
        assertThat(runs().get(0).<String>getAs("status")).isEqualTo("QUARANTINED");
        assertThat(published("effect_draws")).isZero();
        assertThat(rows("SELECT * FROM quarantine_effect_draws")).hasSize(5);
    }

    @Test
    void aRunThatBreaksLeavesARowAndNothingPublishedAndTheSameCommandMayRunAgain() throws IOException {
        String broken = CONF.replace("draws = 2", "draws = 2, breaks = true");
        assertThat(count(broken)).isEqualTo(1);
        assertThat(runs().get(0).<String>getAs("status")).isEqualTo("FAILED");
        assertThat(runs().get(0).<String>getAs("reason")).contains("broke half-way");
        assertThat(published("effect_draws")).isZero();
        assertThat(count(broken)).isEqualTo(1);
        assertThat(runs()).hasSize(2);
    }

    @Test
    void anAbsentInputIsFiveAndNoted() throws IOException {
        assertThat(count("")).isEqualTo(5);
        assertThat(runs().get(0).<Integer>getAs("exit_code")).isEqualTo(5);
    }

    @Test
    void misuseIsTwoAndTouchesNothing() throws IOException {
        assertThat(run("count")).isEqualTo(2);
        assertThat(run("cuont", "--config", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("count");
        assertThat(run()).isEqualTo(2);
        assertThat(run("count", "--config", folder.resolve("absent.conf").toString()))
                .isEqualTo(2);
        assertThat(count(CONF + "sed = 1")).isEqualTo(2);
        assertThat(count(CONF, "--logical-date", "yesterday")).isEqualTo(2);
        assertThat(count(CONF, "--run-id", "../evil")).isEqualTo(2);
        assertThat(folder.resolve("results")).doesNotExist();
    }

    /** Problem, cause and remedy, as every failure has. */
    @Test
    void misuseIsToldInThreeParts() {
        for (String[] wrong : new String[][] {
            {"count", "Missing required option: '--config=FILE'", "cannot run without it", "tributary count --help"},
            {"cuont", "Unmatched argument", "The commands are count, explain, report, sql", "Did you mean count"},
            {"count --confg x --config y", "Unknown option", "no such option", "Did you mean --config"},
            {"count --config x --logical-date soon", "'soon'", "does not fit the option", "tributary count --help"},
            {"count --config x --logical-date 2026-02-30", "'2026-02-30'.", "which wants YYYY-MM-DD", "--help"},
            {"count --config x --set", "'--set' (NAME=VALUE)", "cannot run without it", "--help"},
            {"report", "Missing required argument", "cannot run without it", "report --help"},
            {"sql --results a --results-schema b q", "mutually exclusive", "where the same thing is", "sql --help"},
            {"", "Name a command.", "count, explain, report, sql", "tributary --help"}
        }) {
            err.getBuffer().setLength(0);
            assertThat(run(wrong[0].isEmpty() ? new String[0] : wrong[0].split(" ")))
                    .isEqualTo(2);
            assertThat(err.toString())
                    .as(wrong[0])
                    .containsSubsequence(wrong[1], "\n  cause:  ", wrong[2], "\n  remedy: ", wrong[3])
                    .doesNotContain("Error:", "java.", "***");
        }
    }

    /** Nothing that was ever run is there: no answer is better than an empty one. */
    @Test
    void resultsThatAreNotThereAreFive() {
        String absent = folder.resolve("resluts").toString();
        assertThat(run("sql", "--results", absent, "SELECT * FROM published_effects"))
                .isEqualTo(5);
        assertThat(run("report", "--results", absent)).isEqualTo(5);
        assertThat(run("sql", "--results-schema", "no_such_schema", "SELECT 1")).isEqualTo(2);
        assertThat(folder.resolve("resluts")).doesNotExist();
        assertThat(out.toString()).isEmpty();
    }

    /** What several lines say, the log says in one. */
    @Test
    void theLastLineIsOneLine() {
        String line = OutcomeLine.of("count", "two errors:\n  a is 1\n\n  b is 2\n", ExitCode.USAGE);
        assertThat(line).contains("\"reason\":\"two errors:; a is 1; b is 2\"").doesNotContain("\\n", "\n");
    }

    @Test
    void anUnwritableRootIsTwo() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        assertThat(count(CONF, "--set", "run.results=" + file)).isEqualTo(2);
        assertThat(count(CONF, "--set", "run.results=" + file.resolve("below"))).isEqualTo(2);
        assertThat(count(CONF, "--dry-run", "--set", "run.results=" + file)).isEqualTo(2);
        assertThat(count(CONF, "--set", "run.results=nosuchscheme://x/y")).isEqualTo(2);
    }

    @Test
    void aCorruptDeltaLogIsOne() throws IOException {
        assertThat(count(CONF, "--run-id", "one")).isZero();
        Path log = folder.resolve("results/runs/_delta_log");
        try (var files = Files.list(log)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                Files.writeString(file, "{ not json");
            }
        }
        try (var files = Files.list(log)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".crc")).toList()) {
                Files.delete(file);
            }
        }
        org.apache.spark.sql.delta.DeltaLog.clearCache();
        assertThat(count(CONF, "--run-id", "two")).isEqualTo(1);
    }

    @Test
    void aDryRunAndExplainPrintThePlanAndWriteNothing() throws IOException {
        assertThat(count(CONF, "--dry-run")).isZero();
        assertThat(out.toString()).contains("count a, b");
        Path conf = conf(CONF);
        assertThat(run("explain", "count", "--config", conf.toString())).isZero();
        assertThat(run("explain", "sql", "--config", conf.toString())).isEqualTo(2);
        assertThat(folder.resolve("results")).doesNotExist();
    }

    @Test
    void helpAndVersionAreZero() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("count", "Counts.", "explain", "sql");
        assertThat(run("count", "--help")).isZero();
        assertThat(out.toString()).contains("--config", "--set", "--run-id", "--logical-date", "--dry-run", "--force");
        assertThat(run("--version")).isZero();
    }

    @Test
    void theHelpOfEveryCommandHasAnExampleOfFilesThatAreThere() {
        CommandLine line = Main.commandLine(Main.jobs(), new PrintWriter(out), new PrintWriter(err));
        assertThat(line.getSubcommands()).hasSize(10);
        line.getSubcommands().forEach((name, command) -> {
            String help = command.getUsageMessage();
            assertThat(help).contains("Example:", "scripts/submit " + name, "Exit codes:", "5   input absent");
            assertThat(Pattern.compile("conf/\\S+\\.conf")
                            .matcher(help)
                            .results()
                            .map(MatchResult::group))
                    .allSatisfy(conf -> assertThat(Path.of("..", conf)).exists());
        });
    }

    @Test
    void theNewestLogicalDateIsTheLatestPerAnalysis() throws IOException {
        assertThat(count(CONF, "--logical-date", "2026-02-02")).isZero();
        assertThat(count("analyses { a { draws = 9 } }", "--logical-date", "2026-02-03"))
                .isZero();
        assertThat(count("analyses { b { draws = 4 } }", "--logical-date", "2026-02-01"))
                .isZero();
        assertThat(rows("SELECT experiment, COUNT(*) FROM latest_effect_draws GROUP BY experiment ORDER BY experiment")
                        .toString())
                .isEqualTo("[[a,9], [b,2]]");
        assertThat(rows("SELECT * FROM latest_runs")).hasSize(2);
    }

    @Test
    void sqlAnswersFromTheViews() throws IOException {
        root = published();
        String results = root.toString();
        String question = "SELECT experiment, COUNT(*) AS n FROM published_effect_draws GROUP BY 1 ORDER BY 1";
        assertThat(run("sql", "--results", results, "--format", "csv", question))
                .isZero();
        assertThat(out.toString()).contains("experiment,n\na,3\nb,2");
        assertThat(run("sql", "--results", results, question)).isZero();
        assertThat(run("sql", "--results", results, "--format", "json", question))
                .isZero();
        assertThat(out.toString()).contains("{\"experiment\":\"a\",\"n\":3}", "(2 rows)");
        assertThat(run("sql", "--results", results, "--format", "markdown", "SELECT 'a|b' AS x, NULL AS y"))
                .isZero();
        assertThat(out.toString()).contains("| x | y |\n| --- | --- |\n| a\\|b | NULL |");
        assertThat(run("sql", "--results", results, "--limit", "-1", question)).isEqualTo(2);
        Path file =
                Files.writeString(folder.resolve("two.sql"), "-- two; of them\nSELECT 11 AS x;\nSELECT 'b;' AS y;\n");
        assertThat(run("sql", "--results", results, "--format", "csv", "--file", file.toString(), "SELECT 3 AS z"))
                .isZero();
        assertThat(out.toString()).contains("x\n11\n\ny\nb;\n\nz\n3");
        assertThat(run("sql", "--results", results, "-- nothing")).isEqualTo(2);
        assertThat(run("sql", "--results", results, " /* nothing */ ")).isEqualTo(2);
        for (String format : List.of("csv", "json", "markdown")) {
            CommandRun part = CommandRun.of("sql", "--results", results, "--format", format, "--limit", "1", question);
            assertThat(part.out()).contains("a").doesNotContain("b,2", "\"b\"", "| b |");
            assertThat(part.log()).contains("only the first 1 rows were printed");
        }
        assertThat(run("sql", "--results", results, "SELECT nothing FROM nowhere"))
                .isEqualTo(2);
        assertThat(run("sql", "--results", results, "SELEKT")).isEqualTo(2);
        for (String broken : List.of("SELECT 1 / 0", "SELECT sum(1 / id) FROM range(3)", "SELECT cast('a' AS INT)")) {
            CommandRun fails = CommandRun.of("sql", "--results", results, broken);
            assertThat(fails.exitCode()).as(broken + ": " + fails.log()).isEqualTo(2);
            assertThat(fails.log()).contains("fails on the values", "cause:", "remedy:");
        }
        assertThat(run("sql", question)).isEqualTo(2);
    }

    private int count(String conf, String... more) throws IOException {
        List<String> args =
                new ArrayList<>(List.of("count", "--config", conf(conf).toString()));
        args.addAll(Arrays.asList(more));
        return run(args.toArray(String[]::new));
    }

    private Path conf(String text) throws IOException {
        return Files.writeString(folder.resolve("count.conf"), "run.results = \"" + root + "\"\n" + text);
    }

    private int run(String... args) {
        return Main.commandLine(List.of(new CountJob()), new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(args);
    }

    private List<Row> runs() {
        return rows("SELECT * FROM runs ORDER BY finished_at");
    }

    private long published(String table) {
        return rows("SELECT * FROM published_" + table).size();
    }

    private List<Row> rows(String query) {
        Views.registerFor(query, spark, new TableStore(spark, ResultsRoot.path(root.toString())));
        return spark.sql(query).collectAsList();
    }
}
