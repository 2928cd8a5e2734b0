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
            throw ReadFailure.of(open.snapshots(), e).orElseThrow(() -> unknown(e));
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
                .allMatch(m -> m.broken() == 0)) {
            return usual;
        }
        // Facts are finite, so a unit out of range has more facts than usual: the sums need more room.
        FactsForm.Read all = FactsForm.of(open.table(0), open.table(1), input, request, Long.MAX_VALUE);
        return byUnit(all.units(), request, inputs);
    }

    private static ScanResult byUnit(UnitTable table, ScanRequest request, List<InputSnapshot> inputs) {
        Caps caps = Caps.of(table, request.metrics());
        RollUp rollUp = new RollUp(request, table.segments());
        List<Cell> cells = new CellScan(
                        table,
                        request.experiments().stream()
                                .map(ArmAllocation::experiment)
                                .collect(Collectors.toSet()),
                        request.metrics(),
                        caps)
                .run();
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
        return new ScanResult(
                analyses, rollUp.counts(cells, table.firstExposures()), strays, inputs, fingerprint(analyses));
    }

    private static ScanResult aggregates(OpenInput open, ExperimentInput.Aggregates input, ScanRequest request) {
        AggregatesForm form = new AggregatesForm(open.table(0), input, request);
        requireRows(open.table(0), form.rows());
        RollUp rollUp = new RollUp(request, List.of());
        List<ExperimentCounts> counts = form.read(rollUp);
        SortedMap<AnalysisKey, SortedMap<String, ArmStatistics>> analyses = rollUp.analyses();
        return new ScanResult(
                analyses, counts, form.withoutExperiment(), open.counted(form.rows()), fingerprint(analyses));
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
