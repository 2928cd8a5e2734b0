package tributary.jobs.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import tributary.family.experiment.ArmStatistics;
import tributary.family.experiment.ExperimentSpec;
import tributary.jobs.scan.AnalysisKey;
import tributary.jobs.scan.ArmAllocation;
import tributary.jobs.scan.ExperimentCounts;
import tributary.jobs.scan.MetricColumns;
import tributary.jobs.scan.ScanRequest;
import tributary.jobs.scan.ScanResult;

/** All checks of the experiments of one scan, from its counts and statistics alone: no further pass over the data. */
public final class ExperimentChecks {
    private final ScanRequest request;
    private final QualityThresholds limits;
    private final List<QualityCheck> checks = new ArrayList<>();

    private ExperimentChecks(ScanRequest request, QualityThresholds limits) {
        this.request = request;
        this.limits = limits;
    }

    /** One row per check and what it concerns, passed ones included. */
    public static List<QualityCheck> judge(ScanRequest request, ScanResult result, QualityThresholds limits) {
        ExperimentChecks judge = new ExperimentChecks(request, limits);
        for (int i = 0; i < request.experiments().size(); i++) {
            judge.experiment(request.experiments().get(i), result.experiments().get(i));
        }
        result.analyses().forEach(judge::analysis);
        return List.copyOf(judge.checks);
    }

    private void experiment(ArmAllocation design, ExperimentCounts counts) {
        String id = design.experiment();
        long known = design.arms().stream()
                .mapToLong(a -> counts.units().getOrDefault(a, 0L))
                .sum();
        long all = counts.units().values().stream().mapToLong(Long::longValue).sum();
        long armsSeen = design.arms().stream()
                .filter(a -> counts.units().getOrDefault(a, 0L) > 0)
                .count();
        add(
                "units",
                id,
                (double) known,
                1,
                known >= 1,
                known,
                "no unit of any arm: check experiment and arm names, or wait");
        add(
                "arms_present",
                id,
                (double) armsSeen,
                design.arms().size(),
                armsSeen == design.arms().size(),
                known,
                "arms without units: check the names of arms " + design.arms() + " against "
                        + counts.units().keySet());
        double p = SampleRatio.pValue(design, counts.units());
        add(
                "srm",
                id,
                p,
                limits.srm(),
                p >= limits.srm(),
                known,
                "units are not split as designed (expected shares " + design.shares() + ", got " + counts.units()
                        + "): find the loss or the bot before reading any effect");
        share(
                Severity.WARN,
                "unknown_arms",
                id,
                all - known,
                all,
                limits.unknownArms(),
                "name these variants as arms, or" + " filter them: "
                        + counts.units().keySet());
        share(
                Severity.GATE,
                "null_keys",
                id,
                counts.nullKeys(),
                all + counts.nullKeys(),
                limits.nullKeys(),
                "rows without unit, variant or time of exposure were left out: repair the exposure log");
        if (counts.firstExposures()) {
            share(
                    Severity.GATE,
                    "crossovers",
                    id,
                    counts.crossovers(),
                    all,
                    limits.crossovers(),
                    "units were seen in several arms: check the assignment, or drop them (drop-crossovers = true)");
            share(
                    Severity.WARN,
                    "duplicates",
                    id,
                    counts.repeated(),
                    all + counts.repeated(),
                    1,
                    "repeated exposures; the first of each unit counts");
        }
        double early = all == 0 ? 0 : (double) counts.early() / all;
        checks.add(new QualityCheck(
                "metric_before_exposure",
                id,
                null,
                null,
                early,
                limits.early(),
                Severity.WARN,
                early <= limits.early(),
                counts.early(),
                "facts before exposure are not counted: check clocks, or that exposure is logged at first sight"));
        checks.add(new QualityCheck(
                "broken_facts",
                id,
                null,
                null,
                (double) counts.brokenFacts(),
                0,
                Severity.GATE,
                counts.brokenFacts() == 0,
                counts.brokenFacts(),
                "facts without a time, or NaN or infinite, were left out: repair the facts"));
        counts.metrics().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(e -> metric(id, e.getKey(), e.getValue()));
    }

    private void metric(String experiment, String name, tributary.jobs.scan.MetricCounts counts) {
        MetricColumns metric = request.metrics().stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow();
        boolean fail = metric.missing() == MetricColumns.Missing.FAIL;
        checks.add(new QualityCheck(
                "not_finite",
                experiment,
                name,
                null,
                (double) counts.broken(),
                0,
                Severity.GATE,
                counts.broken() == 0,
                counts.broken(),
                metric.binary()
                        ? "values other than 0 and 1 (or NaN, or sums above the number of units) were left out: repair the"
                                + " column, or analyse it as counts"
                        : "NaN or infinite values (or sums that no units can have) were left out: repair the column"));
        double share = counts.rows() == 0 ? 0 : (double) counts.missing() / counts.rows();
        checks.add(new QualityCheck(
                "missing_values",
                experiment,
                name,
                null,
                share,
                fail ? 0 : 1,
                fail ? Severity.GATE : Severity.WARN,
                !fail || counts.missing() == 0,
                counts.missing(),
                "missing values, policy " + metric.missing() + ": repair the column or choose another policy"));
        boolean nothing = counts.rows() > 0 && counts.missing() == counts.rows();
        checks.add(new QualityCheck(
                "all_missing",
                experiment,
                name,
                null,
                share,
                1,
                Severity.GATE,
                !nothing,
                counts.missing(),
                "the metric has no value at all: check its column or fact name"));
    }

    private void analysis(AnalysisKey key, SortedMap<String, ArmStatistics> arms) {
        boolean overall = key.segment().equals(ExperimentSpec.ALL);
        long least =
                arms.values().stream().mapToLong(ArmStatistics::units).min().orElse(0);
        if (!overall && least < 2) {
            checks.add(new QualityCheck(
                    "segment_size",
                    key.experiment(),
                    key.metric(),
                    key.segment(),
                    (double) least,
                    2,
                    Severity.WARN,
                    false,
                    arms.values().stream().mapToLong(ArmStatistics::units).sum(),
                    "an arm has fewer than two units here: its spread is unknown; merge small segments"));
        }
        if (overall) {
            constant(key, arms);
            Imbalance.checks(key, arms, metric(key), limits).forEach(checks::add);
        }
    }

    private MetricColumns metric(AnalysisKey key) {
        return request.metrics().stream()
                .filter(m -> m.name().equals(key.metric()))
                .findFirst()
                .orElseThrow();
    }

    private void constant(AnalysisKey key, SortedMap<String, ArmStatistics> arms) {
        ArmStatistics all = arms.values().stream().reduce(ArmStatistics::merge).orElseThrow();
        boolean constant = all.units() > 1 && all.all().centred(0, 0) == 0;
        checks.add(new QualityCheck(
                "constant",
                key.experiment(),
                key.metric(),
                null,
                all.units() < 2 ? null : all.all().variance(0),
                0,
                Severity.WARN,
                !constant,
                all.units(),
                "the metric is the same for all units: check its column, window and units"));
    }

    private void add(
            String check,
            String experiment,
            double observed,
            double threshold,
            boolean passed,
            long rows,
            String remedy) {
        checks.add(new QualityCheck(
                check, experiment, null, null, observed, threshold, Severity.GATE, passed, rows, remedy));
    }

    private void share(
            Severity severity, String check, String experiment, long bad, long of, double limit, String remedy) {
        double share = of == 0 ? 0 : (double) bad / of;
        checks.add(new QualityCheck(
                check,
                experiment,
                null,
                null,
                share,
                limit,
                severity,
                share <= limit,
                bad,
                Objects.requireNonNull(remedy)));
    }
}
