package tributary.jobs.scan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import tributary.family.experiment.ArmStatistics;
import tributary.jobs.JobFailure;

/**
 * The scan: an input, experiments and metrics to the statistics of every analysis, in one pass over the data.
 *
 * <p>One GROUP BY gives the finest cells (experiment, arm, one value per segment dimension) of all metrics; segments
 * and {@code all} are merged from them on the driver. Sums are exact, so the result is the same to the bit for every
 * number of partitions and order of rows. Ranges of columns come from Delta's log; where a format keeps none (Parquet,
 * CSV) one light pass finds them. Quantile caps and metrics by cluster each cost one more pass.
 */
public final class ExperimentScan {
    /** Each has its posterior, draws and decision; beyond, no driver and no reader would cope. */
    private static final int MOST_ANALYSES = 200_000;

    private ExperimentScan() {}

    /**
     * Runs the scan.
     *
     * @throws JobFailure usage (2) for missing columns, wrong types or metrics the input cannot answer; input absent
     *     (5) for a table without rows; unexpected (1) for files that cannot be read
     */
    public static ScanResult run(OpenInput open, ScanRequest request) {
        try {
            return switch (kind(open.input())) {
                case FACTS -> facts(open, (ExperimentInput.Facts) open.input(), request);
                case UNITS -> units(open, (ExperimentInput.Units) open.input(), request);
                case AGGREGATES -> aggregates(open, (ExperimentInput.Aggregates) open.input(), request);
            };
        } catch (JobFailure known) {
            throw known;
        } catch (Exception e) { // Spark throws checked exceptions undeclared
            throw ReadFailure.of(open.session(), open.input().tables(), e).orElseThrow(() -> unknown(e));
        }
    }

    private static RuntimeException unknown(Exception e) {
        return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }

    private enum Kind {
        FACTS,
        UNITS,
        AGGREGATES
    }

    private static Kind kind(ExperimentInput input) {
        if (input instanceof ExperimentInput.Facts) {
            return Kind.FACTS;
        }
        return input instanceof ExperimentInput.Units ? Kind.UNITS : Kind.AGGREGATES;
    }

    private static ScanResult units(OpenInput open, ExperimentInput.Units input, ScanRequest request) {
        UnitTable table = UnitsForm.of(open.table(0), input, request);
        requireRows(open.table(0), table.size());
        return byUnit(table, request, open.counted(table.size()));
    }

    private static ScanResult facts(OpenInput open, ExperimentInput.Facts input, ScanRequest request) {
        FactsForm.Read read =
                FactsForm.of(open.table(0), open.table(1), input, request, FactsForm.USUAL_FACTS_PER_UNIT);
        requireRows(open.table(0), read.units().size());
        List<InputSnapshot> inputs = open.counted(read.units().size(), read.factRows());
        ScanResult usual = byUnit(read.units(), request, inputs);
        if (usual.experiments().stream()
                .flatMap(e -> e.metrics().values().stream())
                .anyMatch(m -> m.broken() > 0)) {
            // Facts are finite, so a unit out of range has more facts than usual: the sums need more room.
            FactsForm.Read all = FactsForm.of(open.table(0), open.table(1), input, request, Long.MAX_VALUE);
            usual = byUnit(all.units(), request, inputs);
        }
        return usual.experiments().stream().anyMatch(e -> e.brokenFacts() > 0)
                ? usual.withExample(
                        ScanResult.FACTS, FactsForm.brokenExample(open.table(1), input.factColumns(), request))
                : usual;
    }

    private static ScanResult byUnit(UnitTable table, ScanRequest request, List<InputSnapshot> inputs) {
        Caps caps = Caps.of(table, request.metrics());
        RollUp rollUp = new RollUp(request, table.segments());
        CellScan scan = new CellScan(
                table,
                request.experiments().stream().map(ArmAllocation::experiment).collect(Collectors.toSet()),
                request.metrics(),
                caps);
        List<Cell> cells = scan.run();
        rollUp.add(cells);
        for (int m = 0; m < request.metrics().size(); m++) {
            if (request.metrics().get(m).byCluster()) {
                ClusterScan.run(table, m, request.metrics().get(m), caps, rollUp);
            }
        }
        long strays = cells.stream()
                .filter(c -> c.experiment() == null)
                .mapToLong(c -> c.tally().units() + c.tally().nullKeys())
                .sum();
        SortedMap<AnalysisKey, SortedMap<String, ArmStatistics>> analyses = rollUp.analyses();
        requireFew(table, analyses.size());
        List<ExperimentCounts> counts = rollUp.counts(cells, table.firstExposures());
        return new ScanResult(analyses, counts, strays, inputs, fingerprint(analyses), scan.examples(counts));
    }

    private static ScanResult aggregates(OpenInput open, ExperimentInput.Aggregates input, ScanRequest request) {
        AggregatesForm form = new AggregatesForm(open.table(0), input, request);
        requireRows(open.table(0), form.rows());
        RollUp rollUp = new RollUp(request, List.of());
        List<ExperimentCounts> counts = form.read(rollUp);
        SortedMap<AnalysisKey, SortedMap<String, ArmStatistics>> analyses = rollUp.analyses();
        return new ScanResult(
                analyses,
                counts,
                form.withoutExperiment(),
                open.counted(form.rows()),
                fingerprint(analyses),
                form.examples());
    }

    private static void requireFew(UnitTable table, int analyses) {
        if (analyses > MOST_ANALYSES) {
            throw JobFailure.usage(
                    "the segments make " + analyses + " analyses; this command is for up to " + MOST_ANALYSES,
                    "each value of " + table.segments() + " (input.segments) is analysed by itself, for every metric",
                    "take columns with fewer values, such as a country rather than a unit");
        }
    }

    private static void requireRows(OpenTable table, long rows) {
        if (rows == 0) {
            throw JobFailure.inputAbsent(
                    "input " + table.name() + " is empty: "
                            + JobFailure.quote(table.snapshot().location()),
                    "the table has no rows",
                    "run again when the input has arrived");
        }
    }

    private static String fingerprint(SortedMap<AnalysisKey, SortedMap<String, ArmStatistics>> analyses) {
        MessageDigest digest = InputReader.sha256();
        analyses.forEach((key, arms) -> arms.forEach((arm, statistics) -> {
            StringBuilder text = new StringBuilder(key + "/" + arm);
            text.append(' ').append(statistics.positives());
            for (var moments : List.of(statistics.all(), statistics.logPositive())) {
                text.append(' ').append(moments.count());
                for (int i = 0; i < moments.dimension(); i++) {
                    text.append(' ').append(moments.sum(i));
                    for (int j = 0; j <= i; j++) {
                        text.append(' ').append(moments.product(i, j));
                    }
                }
            }
            digest.update(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        }));
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }
}
