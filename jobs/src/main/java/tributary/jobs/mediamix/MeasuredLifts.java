package tributary.jobs.mediamix;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.MeasuredLift;
import tributary.jobs.table.AnalysesTable;
import tributary.jobs.table.EffectsTable;
import tributary.jobs.table.FewRows;
import tributary.jobs.table.PastRun;
import tributary.jobs.table.ResultsRoot;
import tributary.jobs.table.TableDefinition;
import tributary.jobs.table.TableInput;
import tributary.jobs.table.TableStore;

/**
 * Reads what experiments measured of channels, from the published results of a run: the difference in means and its
 * standard error, which is what the experiment's rows say alone. The posterior of the lift holds the experiment's prior
 * besides, and a likelihood made of it would count that prior as if it had been measured.
 */
final class MeasuredLifts {
    private static final int SHOWN = 20;

    /** The estimand of {@code effects} that no prior is in. */
    private static final String DIFFERENCE = "difference_in_means";

    private final MeasuredLift test;
    private final TableStore store;

    private MeasuredLifts(SparkSession spark, MeasuredLift test) {
        this.test = test;
        this.store = new TableStore(
                spark, test.schema().isEmpty() ? ResultsRoot.path(test.results()) : ResultsRoot.schema(test.schema()));
    }

    /**
     * One lift as it was measured.
     *
     * @param test what was asked
     * @param lift the difference in means, times the units
     * @param se its standard error
     * @param source the input as the {@code runs} row shows it
     */
    record Found(MeasuredLift test, double lift, double se, TableInput source) {
        /** Where it comes from. */
        String words() {
            return "run " + test.runId() + ", experiment " + test.experiment() + ", " + test.metric() + " of "
                    + test.arm();
        }
    }

    /**
     * All lifts that a conf asks for.
     *
     * @throws JobFailure input absent (5) where the run has not succeeded, data gate (3) where the experiment was held
     *     back, usage (2) where it has no such metric, arm or segment
     */
    static List<Found> read(SparkSession spark, List<MeasuredLift> tests) {
        List<Found> found = new ArrayList<>();
        for (MeasuredLift test : tests) {
            found.add(new MeasuredLifts(spark, test).find());
        }
        return found;
    }

    private Found find() {
        String attempt = winner();
        published(attempt);
        List<Row> rows = rows(
                EffectsTable.DEFINITION,
                attempt,
                "analysis",
                List.of("metric", "arm", "unit", "mean", "sd"),
                List.of("estimand", DIFFERENCE));
        List<Row> mine = rows.stream()
                .filter(r -> r.getString(0).equals(test.metric())
                        && r.getString(1).equals(test.arm())
                        && r.getString(2).equals(test.segment()))
                .toList();
        if (mine.isEmpty()) {
            throw JobFailure.usage(
                    asked() + ", which has no lift of the metric " + JobFailure.quote(test.metric()) + ", the arm "
                            + JobFailure.quote(test.arm()) + " and the segment " + JobFailure.quote(test.segment())
                            + ".",
                    rows.isEmpty()
                            ? "It has no published lift at all."
                            : "It has "
                                    + rows.stream()
                                            .map(r -> r.getString(0) + " / " + r.getString(1) + " / " + r.getString(2))
                                            .distinct()
                                            .sorted()
                                            .limit(SHOWN)
                                            .collect(Collectors.joining(", "))
                                    + ".",
                    "Name one of them in " + test.key() + ".metric, .arm and .segment.");
        }
        Row row = mine.get(0);
        if (row.isNullAt(3) || row.isNullAt(4) || !(row.getDouble(4) > 0)) {
            throw new JobFailure(
                    ExitCode.DATA_GATE,
                    asked() + ", whose difference in means has no standard error.",
                    "An arm has too few units, or " + test.metric() + " is the same for all of them.",
                    "Measure with more units, or leave " + test.key() + " out.");
        }
        return new Found(
                test,
                test.units() * row.getDouble(3),
                test.units() * row.getDouble(4),
                new TableInput(
                        test.key(),
                        store.root().location(EffectsTable.DEFINITION, false),
                        "delta",
                        null,
                        1L,
                        test.runId() + " " + attempt));
    }

    private String asked() {
        return "The lift test " + test.key() + " asks for the experiment " + JobFailure.quote(test.experiment())
                + " of the run " + JobFailure.quote(test.runId());
    }

    private String winner() {
        List<PastRun> attempts = store.attempts(test.runId());
        for (int i = attempts.size() - 1; i >= 0; i--) {
            String status = attempts.get(i).status();
            if (status.equals("SUCCEEDED") || status.equals("PARTIAL")) {
                return attempts.get(i).attemptId();
            }
        }
        if (attempts.isEmpty()) {
            throw JobFailure.inputAbsent(
                    asked() + ", and there is no such run at " + store.root().name() + ".",
                    "No attempt of it has finished there.",
                    "Run the experiment first, or correct " + test.key() + ".run-id (or .results, its results root).");
        }
        PastRun last = attempts.get(attempts.size() - 1);
        if (last.finished()) {
            throw heldBack(last.reason());
        }
        throw JobFailure.inputAbsent(
                asked() + ", and that run has failed.",
                last.reason(),
                "Run the experiment again until it succeeds, or leave " + test.key() + " out.");
    }

    private JobFailure heldBack(String why) {
        return new JobFailure(
                ExitCode.DATA_GATE,
                asked() + ", which was held back.",
                why,
                "A lift in quarantine is no evidence: mend the experiment and run it again, or leave " + test.key()
                        + " out.");
    }

    private void published(String attempt) {
        List<Row> verdicts = rows(
                AnalysesTable.DEFINITION,
                attempt,
                "analysis",
                List.of("verdict", "metric", "unit", "reason"),
                List.of());
        if (verdicts.isEmpty()) {
            throw JobFailure.usage(
                    asked() + ", which has no such analysis.",
                    "It has " + names(attempt).stream().sorted().limit(SHOWN).collect(Collectors.joining(", ")) + ".",
                    "Name one of them in " + test.key() + ".experiment.");
        }
        for (Row verdict : verdicts) {
            boolean metric = verdict.isNullAt(1) || verdict.getString(1).equals(test.metric());
            boolean unit = verdict.isNullAt(2) || verdict.getString(2).equals(test.segment());
            if (verdict.getString(0).equals("held_back") && metric && unit) {
                throw heldBack(verdict.isNullAt(3) ? "A gate held it back." : verdict.getString(3));
            }
        }
    }

    private List<String> names(String attempt) {
        return store
                .read(AnalysesTable.DEFINITION, false)
                .map(all -> FewRows.atMost(
                        all.where(col(TableDefinition.ATTEMPT_ID).equalTo(lit(attempt)))
                                .select("analysis")
                                .distinct(),
                        10_000))
                .orElse(List.of())
                .stream()
                .map(r -> r.getString(0))
                .toList();
    }

    private List<Row> rows(
            TableDefinition table, String attempt, String analysis, List<String> columns, List<String> equal) {
        Dataset<Row> all = store.read(table, false).orElse(null);
        if (all == null) {
            return List.of();
        }
        Dataset<Row> mine = all.where(col(TableDefinition.ATTEMPT_ID).equalTo(lit(attempt)))
                .where(col(analysis).equalTo(lit(test.experiment())));
        for (int i = 0; i < equal.size(); i += 2) {
            mine = mine.where(col(equal.get(i)).equalTo(lit(equal.get(i + 1))));
        }
        return FewRows.atMost(
                mine.select(columns.stream().map(c -> col(c)).toArray(org.apache.spark.sql.Column[]::new)), 10_000);
    }
}
