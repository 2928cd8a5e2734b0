package tributary.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.SharedSpark;
import tributary.jobs.run.Session;
import tributary.jobs.table.AnalysesTable;
import tributary.jobs.table.DecisionsTable;
import tributary.jobs.table.EffectDrawsTable;
import tributary.jobs.table.EffectsTable;
import tributary.jobs.table.ResultsRoot;
import tributary.jobs.table.RunsTable;
import tributary.jobs.table.TableDefinition;
import tributary.jobs.table.TableStore;

/** Rows written as a run writes them come back as the page: the newest, densities included, unfinished never. */
class PublishedResultsTest {
    private static final double MEAN = 0.0105;
    private static final double SD = 0.0064;

    @TempDir
    static Path folder;

    private static final Map<TableDefinition, List<Row>> rows = new HashMap<>();
    private static TableStore store;

    @BeforeAll
    static void runs() {
        store = new TableStore(SharedSpark.session(), ResultsRoot.path(folder.toString()));
        attempt("r1", "a1", "2026-01-01", "hold", true);
        attempt("r2", "a2", "2026-01-02", "launch", true);
        attempt("r3", "a3", "2026-01-03", "roll_back", false);
        rows.forEach(PublishedResultsTest::save);
        save(EffectDrawsTable.DEFINITION, draws("r2", "a2"));
    }

    @Test
    void theLatestPublishedAttemptIsShownAndTheUnfinishedOneNever() {
        ReportData data = new PublishedResults(SharedSpark.session(), store).latest();
        assertThat(data.runs()).hasSize(1);
        assertThat(data.decisions()).hasSize(1);
        assertThat(data.decisions().get(0).text("action")).isEqualTo("launch");
        AnalysisReport analysis = data.analyses().get(0);
        assertThat(analysis.run().text("run_id")).isEqualTo("r2");
        assertThat(analysis.effects()).hasSize(1);
        assertThat(ReportPage.render(data)).contains("Posterior of the lift").contains("2026-01-02");
        isTheDensityOfTheDraws(analysis.densities().get(new AnalysisReport.Lift("conversion", "b", "lift_abs")));
    }

    private static void isTheDensityOfTheDraws(@Nullable Curve curve) {
        assertThat(curve).isNotNull();
        NormalDistribution posterior = new NormalDistribution(MEAN, SD);
        assertThat(curve.area()).isBetween(0.99, 1.01);
        for (double z = -2; z <= 2; z += 0.5) {
            double expected = posterior.density(MEAN + z * SD);
            assertThat(curve.at(MEAN + z * SD)).isBetween(expected * 0.93 - 0.5, expected * 1.07 + 0.5);
        }
    }

    @Test
    void aRunThatIsNotThereIsAbsentInput() {
        PublishedResults results = new PublishedResults(SharedSpark.session(), store);
        assertThatThrownBy(() -> results.ofRun("r3"))
                .isInstanceOfSatisfying(
                        JobFailure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.INPUT_ABSENT));
    }

    @Test
    void theCommandWritesBothFiles(@TempDir Path out) throws Exception {
        ReportCommand command = new ReportCommand();
        new picocli.CommandLine(command)
                .parseArgs("--results", folder.toString(), "--run-id", "r2", "--out", out.toString());
        try (Session session = new Session("report test")) {
            assertThat(command.execute(session).text()).contains("report.html").contains("decision.md");
        }
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("checkout")
                .contains("launch");
        assertThat(Files.readString(out.resolve("decision.md"))).contains("**Recommendation.** Launch.");
    }

    /** The rows of one attempt, without its draws, which are the same for all. */
    private static void attempt(String run, String attempt, String date, String action, boolean finishes) {
        Map<String, Object> common = new HashMap<>(Map.of("run_id", run, "attempt_id", attempt, "job", "experiment"));
        common.putAll(Map.of(
                "command",
                "experiment",
                "analysis",
                "checkout",
                "metric",
                "conversion",
                "arm",
                "b",
                "unit_kind",
                "all",
                "unit",
                "all"));
        Map<String, Object> whole = new HashMap<>(common);
        whole.keySet().removeAll(List.of("metric", "unit"));
        note(AnalysesTable.DEFINITION, whole, Map.of("verdict", "published", "gate", "none"));
        note(DecisionsTable.DEFINITION, common, Map.of("role", "goal", "action", action, "reason", "because"));
        note(
                EffectsTable.DEFINITION,
                common,
                Map.of(
                        "estimand",
                        "lift_abs",
                        "mean",
                        MEAN,
                        "sd",
                        SD,
                        "ci_kind",
                        "hdi",
                        "ci_prob",
                        0.94,
                        "ci_lb",
                        -0.0015,
                        "ci_ub",
                        0.0225,
                        "path",
                        "EXACT",
                        "status",
                        "EXACT"));
        if (finishes) {
            note(
                    RunsTable.DEFINITION,
                    common,
                    Map.of(
                            "status",
                            "SUCCEEDED",
                            "exit_code",
                            0,
                            "conf",
                            "{}",
                            "seed",
                            1L,
                            "logical_date",
                            Date.valueOf(date),
                            "finished_at",
                            Timestamp.valueOf(date + " 03:00:00")));
        }
    }

    private static List<Row> draws(String run, String attempt) {
        List<Row> draws = new ArrayList<>();
        NormalDistribution posterior = new NormalDistribution(MEAN, SD);
        for (int i = 0; i < 2000; i++) {
            double lift = posterior.inverseCumulativeProbability((i + 0.5) / 2000);
            draws.add(RowFactory.create(
                    run,
                    attempt,
                    "checkout",
                    "conversion",
                    "b",
                    "all",
                    i % 4,
                    i / 4,
                    0.114,
                    0.114 + lift,
                    lift,
                    lift / 0.114));
        }
        return draws;
    }

    private static void note(TableDefinition table, Map<String, Object> common, Map<String, Object> own) {
        Map<String, Object> values = new HashMap<>(common);
        values.putAll(own);
        rows.computeIfAbsent(table, t -> new ArrayList<>())
                .add(RowFactory.create(Arrays.stream(table.schema().fields())
                        .map(field -> values.get(field.name()))
                        .toArray()));
    }

    /** One write for each table, plain: constraints are not the subject here. */
    private static void save(TableDefinition table, List<Row> saved) {
        StructType nullable = new StructType(Arrays.stream(table.schema().fields())
                .map(f -> new StructField(f.name(), f.dataType(), true, f.metadata()))
                .toArray(StructField[]::new));
        SharedSpark.session()
                .createDataFrame(saved, nullable)
                .coalesce(1)
                .write()
                .format("delta")
                .save(store.root().location(table, false));
    }
}
