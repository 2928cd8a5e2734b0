package tributary.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.kernel.Snapshot;
import io.delta.kernel.Table;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.check.PredictiveCheck;
import tributary.decide.Action;
import tributary.decide.Decision;
import tributary.decide.RopeVerdict;
import tributary.decide.WorkflowArtifact;
import tributary.estimand.EffectSummary;
import tributary.estimand.IntervalSpec;
import tributary.family.experiment.SensitivityRow;
import tributary.infer.DensityCurve;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.SharedSpark;
import tributary.posterior.InferencePath;
import tributary.posterior.InferenceStatus;

/** The result tables as written: protocol, comments, keys, constraints, views, and a second reader. */
class ResultTablesTest {
    private static final double NONE = Double.NaN;

    private final SparkSession spark = SharedSpark.session();

    @TempDir
    Path folder;

    @Test
    void definitionsKeepTheHouseRules() {
        Set<String> names = new HashSet<>();
        for (TableDefinition table : ResultTables.ALL) {
            assertThat(names.add(table.name())).isTrue();
            assertThat(table.columns().get(0).name()).isEqualTo("run_id");
            assertThat(table.columns().get(1).name()).isEqualTo("attempt_id");
            assertThat(table.columns()).allSatisfy(c -> assertThat(c.comment()).isNotBlank());
            assertThat(table.columns().stream().map(TableColumn::name)).doesNotHaveDuplicates();
            assertThat(table.checks().stream().map(TableCheck::name)).doesNotHaveDuplicates();
            if (table.gated()) {
                assertThat(table.columns().stream().map(TableColumn::name)).contains(table.analysisColumn());
            }
        }
    }

    @Test
    void recordsOfLibBecomeRowsAndWhatDoesNotExistIsNull() throws IOException {
        TableStore store = new TableStore(spark, ResultsRoot.path(folder.toString()));
        store.append(
                EffectsTable.DEFINITION,
                false,
                store.rows(EffectsTable.DEFINITION, List.of(EffectsTable.row(effect(0.9)))),
                "r",
                "a");
        Row row = store.read(EffectsTable.DEFINITION, false).orElseThrow().first();
        assertThat(row.<String>getAs("ci_kind")).isEqualTo("hdi");
        assertThat(row.<Double>getAs("prob_positive")).isEqualTo(0.9);
        assertThat(row.isNullAt(row.fieldIndex("r_hat"))).isTrue();
        assertThat(row.<String>getAs("path")).isEqualTo("EXACT");

        assertThatThrownBy(() -> store.append(
                        EffectsTable.DEFINITION,
                        false,
                        store.rows(EffectsTable.DEFINITION, List.of(EffectsTable.row(effect(1.5)))),
                        "r",
                        "a"))
                .isInstanceOfSatisfying(JobFailure.class, f -> {
                    assertThat(f.exitCode()).isEqualTo(ExitCode.UNEXPECTED);
                    assertThat(f.reason()).contains("prob_positive_is_probability");
                });

        String path = folder.resolve("effects").toString();
        Row detail = DeltaTable.forPath(spark, path).detail().first();
        assertThat(detail.<Integer>getAs("minReaderVersion")).isEqualTo(1);
        assertThat(detail.<String>getAs("description")).isEqualTo(EffectsTable.DEFINITION.comment());
        for (StructField field :
                spark.read().format("delta").load(path).schema().fields()) {
            assertThat(field.getComment().isDefined()).as(field.name()).isTrue();
        }
        String log = Files.readString(folder.resolve("effects/_delta_log/00000000000000000000.json"));
        assertThat(log).contains("delta.constraints.prob_positive_is_probability", "\"nullable\\\":false");

        // A second reader, written apart from Spark's: Delta Kernel.
        DefaultEngine engine = DefaultEngine.create(new Configuration());
        Snapshot snapshot = Table.forPath(engine, path).getLatestSnapshot(engine);
        assertThat(snapshot.getVersion()).isEqualTo(1);
        assertThat(snapshot.getSchema().fieldNames()).startsWith("run_id", "attempt_id", "job", "analysis");
    }

    @Test
    void theOtherRecordsFitTheirTables() {
        assertThat(DecisionsTable.row("experiment", decision()).size())
                .isEqualTo(DecisionsTable.DEFINITION.rowSchema().size());
        assertThat(SensitivityTable.row("experiment", sensitivity()).size())
                .isEqualTo(SensitivityTable.DEFINITION.rowSchema().size());
        assertThat(PredictiveChecksTable.row("experiment", check()).size())
                .isEqualTo(PredictiveChecksTable.DEFINITION.rowSchema().size());
        TableStore store = new TableStore(spark, ResultsRoot.path(folder.toString()));
        store.append(
                SensitivityTable.DEFINITION,
                true,
                store.rows(SensitivityTable.DEFINITION, List.of(SensitivityTable.row("experiment", sensitivity()))),
                "r",
                "a");
        Row row = store.read(SensitivityTable.DEFINITION, true).orElseThrow().first();
        assertThat(row.<Double>getList(row.fieldIndex("density_x"))).containsExactly(0.0, 0.5);
        List<Row> rows = List.of(
                DecisionsTable.row("experiment", decision()),
                PredictiveChecksTable.row("experiment", check()),
                ArtifactsTable.row(
                        "experiment",
                        new WorkflowArtifact("e", "m", WorkflowArtifact.Step.PREDICTIVE_CHECKS, true, "two")));
        List<TableDefinition> tables =
                List.of(DecisionsTable.DEFINITION, PredictiveChecksTable.DEFINITION, ArtifactsTable.DEFINITION);
        for (int i = 0; i < tables.size(); i++) {
            assertThat(store.rows(tables.get(i), List.of(rows.get(i))).collectAsList())
                    .hasSize(1);
        }
    }

    @Test
    void surplusAndMissingColumnsAreDefects() {
        TableStore store = new TableStore(spark, ResultsRoot.path(folder.toString()));
        assertThatThrownBy(() -> store.append(
                        AnalysesTable.DEFINITION, false, spark.range(1).toDF("number"), "r", "a"))
                .hasMessageContaining("lack the key column");
        assertThat(folder.resolve("analyses")).doesNotExist();
    }

    @Test
    void theShippedViewsAreTheOnesTheTablesMake() throws IOException {
        Path generated =
                Files.writeString(Files.createDirectories(Path.of("target")).resolve("views.sql"), Views.script());
        assertThat(conf().resolve("views.sql"))
                .as("conf/views.sql is generated: copy %s over it", generated.toAbsolutePath())
                .content()
                .isEqualTo(Views.script());
    }

    @Test
    void aSchemaNameIsNotSql() {
        assertThatThrownBy(() -> ResultsRoot.schema("x; DROP TABLE y")).isInstanceOf(JobFailure.class);
        assertThatThrownBy(() -> ResultsRoot.path(" ")).isInstanceOf(JobFailure.class);
        assertThat(ResultsRoot.path("/a/b/").location(RunsTable.DEFINITION, true))
                .isEqualTo("/a/b/quarantine/runs");
        assertThat(ResultsRoot.schema("main.x").location(EffectsTable.DEFINITION, true))
                .isEqualTo("main.x.quarantine_effects");
    }

    @Test
    void aSchemaOfACatalogWorksLikeAFolder() {
        spark.sql("CREATE DATABASE IF NOT EXISTS shell_results");
        TableStore store = new TableStore(spark, ResultsRoot.schema("shell_results"));
        TableOutput output = store.append(
                AnalysesTable.DEFINITION,
                false,
                store.rows(
                        AnalysesTable.DEFINITION,
                        List.of(RowFactory.create("count", "a", null, null, "published", "none", "well"))),
                "r",
                "a");
        assertThat(output.rows()).isEqualTo(1);
        assertThat(store.read(AnalysesTable.DEFINITION, false).orElseThrow().count())
                .isEqualTo(1);
        RootAccess.requireWritable(spark, store.root());
        assertThatThrownBy(() -> RootAccess.requireWritable(spark, ResultsRoot.schema("no_such_schema")))
                .isInstanceOf(JobFailure.class);
    }

    private static Path conf() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("conf")) ? here.resolve("conf") : here.resolveSibling("conf");
    }

    private static EffectSummary effect(double probPositive) {
        return new EffectSummary(
                "experiment",
                "e",
                "lift_abs",
                "m",
                "b",
                "all",
                "all",
                1,
                1,
                1,
                1,
                IntervalSpec.standard(),
                0,
                2,
                probPositive,
                NONE,
                NONE,
                NONE,
                NONE,
                4000,
                4000,
                NONE,
                0.01,
                0.01,
                InferencePath.EXACT,
                InferenceStatus.EXACT,
                NONE,
                "flat",
                "randomised",
                "");
    }

    private static Decision decision() {
        return new Decision(
                "e",
                "m",
                "b",
                "all",
                null,
                NONE,
                Action.LAUNCH,
                "it pays",
                0.9,
                0.9,
                0.9,
                0.9,
                RopeVerdict.ABOVE,
                NONE,
                NONE,
                NONE,
                NONE,
                NONE,
                0,
                1,
                1,
                NONE,
                "ok",
                "stable",
                false,
                "");
    }

    private static SensitivityRow sensitivity() {
        return new SensitivityRow(
                "e",
                "m",
                "b",
                "all",
                "flat",
                "Beta(1, 1)",
                true,
                1,
                1,
                1,
                0,
                2,
                0.9,
                0.9,
                NONE,
                Action.LAUNCH,
                false,
                new DensityCurve(0, 0.5, new double[] {1, 2}));
    }

    private static PredictiveCheck check() {
        return new PredictiveCheck(
                "e", "m", "b", "all", "posterior", "mean", 1, 1, 1, 0, 0.5, 1, 1.5, 2, 0.5, 1, 1, true, "");
    }
}
