package tributary.jobs.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tributary.family.experiment.ArmStatistics;
import tributary.family.experiment.ExperimentSpec;
import tributary.jobs.scan.AnalysisKey;
import tributary.jobs.scan.ArmAllocation;
import tributary.jobs.scan.ExperimentCounts;
import tributary.jobs.scan.MetricColumns;
import tributary.jobs.scan.MetricCounts;
import tributary.jobs.scan.ScanRequest;
import tributary.jobs.scan.ScanResult;

/** All checks of the experiments of one scan, from its counts and statistics alone: no further pass over the data. */
public final class ExperimentChecks {
    private final ScanRequest request;
    private final ScanResult result;
    private final QualityThresholds limits;
    private final SourceNames sources;
    private final List<QualityCheck> checks = new ArrayList<>();

    private ExperimentChecks(ScanRequest request, ScanResult result, QualityThresholds limits) {
        this.request = request;
        this.result = result;
        this.limits = limits;
        this.sources = new SourceNames(request.input());
    }

    /** One row per check and what it concerns, passed ones included. */
    public static List<QualityCheck> judge(ScanRequest request, ScanResult result, QualityThresholds limits) {
        ExperimentChecks judge = new ExperimentChecks(request, result, limits);
        for (int i = 0; i < request.experiments().size(); i++) {
            judge.experiment(request.experiments().get(i), result.experiments().get(i));
        }
        result.analyses().forEach(judge::analysis);
        return List.copyOf(judge.checks);
    }

    private void experiment(ArmAllocation design, ExperimentCounts counts) {
        String id = design.experiment();
        Map<String, Long> seen = counts.units();
        long known = units(design.arms(), seen);
        long all = seen.values().stream().mapToLong(Long::longValue).sum();
        List<String> absent = design.arms().stream()
                .filter(a -> seen.getOrDefault(a, 0L) == 0)
                .toList();
        String names = "check experiments." + id + " against the columns " + sources.experimentAndVariant();
        gate(
                "units",
                id,
                (double) known,
                1,
                known >= 1,
                known,
                known + " units of the arms " + design.arms() + " in " + sources.units() + "; variants found: " + seen,
                names + ", or wait for the data");
        gate(
                "arms_present",
                id,
                (double) (design.arms().size() - absent.size()),
                design.arms().size(),
                absent.isEmpty(),
                known,
                (absent.isEmpty() ? "all arms have units" : "no unit of " + absent) + "; variants found: " + seen,
                names);
        double p = SampleRatio.pValue(design, seen);
        gate(
                "srm",
                id,
                p,
                limits.srm(),
                p >= limits.srm(),
                known,
                "units by arm are " + seen + ", the design's shares " + design.arms() + " = " + design.shares()
                        + ": p = " + p,
                "find the loss or the bots before reading any effect; if the design was another, say so in experiments."
                        + id + ".shares");
        bySegment(design, counts, p >= limits.srm());
        strangers(design, seen, all);
        share(
                Severity.GATE,
                "null_keys",
                id,
                counts.nullKeys(),
                all + counts.nullKeys(),
                limits.nullKeys(),
                "rows of " + sources.units() + " without " + sources.keys(),
                "they are left out: repair the table, or filter it; quality.null-keys is the share allowed");
        if (counts.firstExposures()) {
            share(
                    Severity.GATE,
                    "crossovers",
                    id,
                    counts.crossovers(),
                    all,
                    limits.crossovers(),
                    "units of " + sources.units() + " seen in several arms",
                    "check the assignment; quality.crossovers is the share allowed");
            share(
                    Severity.WARN,
                    "duplicates",
                    id,
                    counts.repeated(),
                    all + counts.repeated(),
                    1,
                    "rows of units already seen",
                    "nothing: the first exposure of each unit counts");
        }
        facts(id, counts, all);
        new TreeMap<>(counts.metrics()).forEach((metric, found) -> metric(id, metric(metric), found));
    }

    /**
     * The split inside each segment, the level shared out among them (Bonferroni). A loss in one country may hide in the
     * whole; where the whole is broken already, the segments only say where to look.
     */
    private void bySegment(ArmAllocation design, ExperimentCounts counts, boolean wholeIsSound) {
        SortedMap<String, SortedMap<String, Long>> tested = new TreeMap<>(counts.segments());
        tested.values().removeIf(units -> !SampleRatio.applies(design, units));
        double limit = limits.srm() / Math.max(1, tested.size());
        tested.forEach((segment, units) -> {
            double p = SampleRatio.pValue(design, units);
            checks.add(
                    new QualityCheck(
                            "srm",
                            design.experiment(),
                            null,
                            segment,
                            p,
                            limit,
                            wholeIsSound ? Severity.GATE : Severity.WARN,
                            p >= limit,
                            units(design.arms(), units),
                            "units by arm are " + units + ", the design's shares " + design.arms() + " = "
                                    + design.shares() + ": p = " + p + ", one of " + tested.size() + " segments tested",
                            "find what is lost or added in this segment alone, such as a bot filter, a redirect or its logging"));
        });
    }

    private static long units(List<String> variants, Map<String, Long> seen) {
        return variants.stream().mapToLong(a -> seen.getOrDefault(a, 0L)).sum();
    }

    private void strangers(ArmAllocation design, Map<String, Long> seen, long all) {
        Map<String, Long> unknown = new TreeMap<>(seen);
        unknown.keySet().removeAll(design.arms());
        unknown.keySet().removeAll(design.ignored());
        String id = design.experiment();
        share(
                Severity.GATE,
                "unknown_arms",
                id,
                units(List.copyOf(unknown.keySet()), unknown),
                all,
                limits.unknownArms(),
                "units of " + sources.units() + " in variants " + unknown + " of column " + sources.variant()
                        + ", which are no arms",
                "name them in experiments." + id + ".treatments or .ignored-arms, or correct the table;"
                        + " quality.unknown-arms is the share allowed");
    }

    private void facts(String id, ExperimentCounts counts, long all) {
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
                counts.early() + " facts before exposure, of metrics without a pre-period",
                "they are not counted: check clocks and time zones, or that exposure is logged at first sight"));
        gate(
                "broken_facts",
                id,
                (double) counts.brokenFacts(),
                0,
                counts.brokenFacts() == 0,
                counts.brokenFacts(),
                counts.brokenFacts() + " facts in " + sources.facts()
                        + " without a time, or NaN, infinite or beyond 1e50"
                        + (counts.brokenFacts() == 0 ? "" : example(ScanResult.FACTS)),
                "they are left out: repair the facts");
    }

    private String example(AnalysisKey of) {
        String example = result.examples().get(of);
        return example == null ? "" : "; for example " + example;
    }

    private void metric(String experiment, MetricColumns metric, MetricCounts counts) {
        String name = metric.name();
        boolean fail = metric.missing() == MetricColumns.Missing.FAIL;
        String column = sources.of(metric);
        String shown = counts.broken() == 0 ? "" : example(new AnalysisKey(experiment, name, ExperimentSpec.ALL));
        String wrong = metric.binary() ? "other than 0 and 1" : "NaN, infinite or beyond 1e50 in size";
        String found = sources.sums()
                ? counts.broken() + " groups of rows of " + column + " hold sums that no units can have"
                : counts.broken() + " of " + counts.rows() + " values of " + column + " are " + wrong
                        + (metric.byCluster() ? ", or of no cluster" : "");
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
                found + shown,
                "they are left out: repair the column, or map another by metrics." + name
                        + (metric.binary() ? ".source, or analyse it as kind = count" : ".source")));
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
                counts.missing() + " of " + counts.rows() + " units have no value of " + column + "; the policy is "
                        + metric.missing(),
                "repair the column, or choose another policy by metrics." + name + ".missing"));
        boolean nothing = counts.missing() == counts.rows();
        checks.add(new QualityCheck(
                "all_missing",
                experiment,
                name,
                null,
                counts.rows() == 0 ? null : share,
                1,
                Severity.GATE,
                !nothing,
                counts.missing(),
                (nothing ? "not one" : counts.rows() - counts.missing()) + " of " + counts.rows()
                        + " units has a value of " + column,
                "check that metrics." + name + ".source names the right column or fact"));
    }

    private void analysis(AnalysisKey key, SortedMap<String, ArmStatistics> arms) {
        boolean overall = key.segment().equals(ExperimentSpec.ALL);
        long least =
                arms.values().stream().mapToLong(ArmStatistics::units).min().orElse(0);
        if (!overall && least < 2) {
            Map<String, Long> units = new TreeMap<>();
            arms.forEach((arm, statistics) -> units.put(arm, statistics.units()));
            checks.add(new QualityCheck(
                    "segment_size",
                    key.experiment(),
                    key.metric(),
                    key.segment(),
                    (double) least,
                    2,
                    Severity.WARN,
                    false,
                    units.values().stream().mapToLong(Long::longValue).sum(),
                    "units by arm are " + units + ": an arm with fewer than two has no spread",
                    "nothing if small segments are expected; else merge them where the table is made"));
        }
        if (overall) {
            MetricColumns metric = metric(key.metric());
            constant(key, metric, arms);
            Imbalance.checks(key, control(key.experiment()), arms, metric, limits)
                    .forEach(checks::add);
        }
    }

    private String control(String experiment) {
        return request.experiments().stream()
                .filter(e -> e.experiment().equals(experiment))
                .findFirst()
                .orElseThrow()
                .control();
    }

    private MetricColumns metric(String name) {
        return request.metrics().stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void constant(AnalysisKey key, MetricColumns metric, SortedMap<String, ArmStatistics> arms) {
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
                constant
                        ? "all " + all.units() + " values of " + sources.of(metric) + " are " + all.mean()
                        : "values of " + sources.of(metric) + " differ",
                "check the column or fact, its window, and that units are spelled alike in all inputs"));
    }

    private void gate(
            String check,
            String experiment,
            double observed,
            double threshold,
            boolean passed,
            long rows,
            String finding,
            String remedy) {
        checks.add(new QualityCheck(
                check, experiment, null, null, observed, threshold, Severity.GATE, passed, rows, finding, remedy));
    }

    private void share(
            Severity severity,
            String check,
            String experiment,
            long bad,
            long of,
            double limit,
            String finding,
            String remedy) {
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
                bad + " of " + of + " " + finding,
                remedy));
    }
}
