package tributary.jobs.scan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tributary.family.experiment.ArmStatistics;
import tributary.family.experiment.ExperimentSpec;
import tributary.jobs.scan.Cell.Tally;
import tributary.stats.CrossProducts;

/** Cells merged into analyses: every segment by itself, and all units together. */
final class RollUp {
    private final ScanRequest request;
    private final List<String> dimensions;
    private final SortedMap<AnalysisKey, SortedMap<String, ArmStatistics>> analyses = new TreeMap<>();

    RollUp(ScanRequest request, List<String> dimensions) {
        this.request = request;
        this.dimensions = dimensions;
    }

    /** Adds the cells of the metrics that are analysed by unit. */
    void add(List<Cell> cells) {
        List<MetricColumns> metrics = request.metrics();
        for (Cell cell : cells) {
            if (known(cell.experiment(), cell.variant())) {
                for (int m = 0; m < metrics.size(); m++) {
                    if (!metrics.get(m).byCluster()) {
                        ArmStatistics statistics = cell.statistics().get(m);
                        for (String segment : segments(cell)) {
                            put(cell.experiment(), metrics.get(m).name(), segment, cell.variant(), statistics);
                        }
                    }
                }
            }
        }
    }

    /** Adds the statistics of one arm to one analysis. */
    void put(
            @Nullable String experiment,
            String metric,
            String segment,
            @Nullable String variant,
            ArmStatistics statistics) {
        analyses.computeIfAbsent(
                        new AnalysisKey(Objects.requireNonNull(experiment), metric, segment), k -> new TreeMap<>())
                .merge(Objects.requireNonNull(variant), statistics, ArmStatistics::merge);
    }

    /** Whether this is an arm of an experiment asked for. */
    boolean known(@Nullable String experiment, @Nullable String variant) {
        return variant != null
                && request.experiments().stream()
                        .anyMatch(e ->
                                e.experiment().equals(experiment) && e.arms().contains(variant));
    }

    private List<String> segments(Cell cell) {
        List<String> names = new ArrayList<>(List.of(ExperimentSpec.ALL));
        names.addAll(dimensionValues(cell));
        return names;
    }

    private List<String> dimensionValues(Cell cell) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < dimensions.size(); i++) {
            names.add(dimensions.get(i) + "=" + cell.segments().get(i));
        }
        return names;
    }

    /** The analyses, every arm of the design present in each, if only with no units. */
    SortedMap<AnalysisKey, SortedMap<String, ArmStatistics>> analyses() {
        for (ArmAllocation experiment : request.experiments()) {
            for (MetricColumns metric : request.metrics()) {
                analyses.computeIfAbsent(
                        new AnalysisKey(experiment.experiment(), metric.name(), ExperimentSpec.ALL),
                        k -> new TreeMap<>());
            }
        }
        analyses.forEach((key, arms) -> request.experiments().stream()
                .filter(e -> e.experiment().equals(key.experiment()))
                .forEach(e -> e.arms().forEach(arm -> arms.computeIfAbsent(arm, a -> nothing(key.metric())))));
        return analyses;
    }

    private ArmStatistics nothing(String name) {
        MetricColumns metric = request.metrics().stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow();
        int columns = metric.byCluster()
                ? 2
                : 1
                        + (metric.denominator() == null ? 0 : 1)
                        + metric.covariates().size();
        return ArmStatistics.of(CrossProducts.empty(columns), 0);
    }

    /** The counts of each experiment. */
    List<ExperimentCounts> counts(List<Cell> cells, boolean firstExposures) {
        List<MetricColumns> metrics = request.metrics();
        List<ExperimentCounts> all = new ArrayList<>();
        for (ArmAllocation experiment : request.experiments()) {
            SortedMap<String, Long> units = new TreeMap<>();
            SortedMap<String, SortedMap<String, Long>> bySegment = new TreeMap<>();
            Map<String, MetricCounts> byMetric = new LinkedHashMap<>();
            Tally tally = Tally.NONE;
            for (Cell cell : cells) {
                if (!experiment.experiment().equals(cell.experiment())) {
                    continue;
                }
                tally = tally.plus(cell.tally());
                if (cell.variant() != null) {
                    units.merge(cell.variant(), cell.tally().units(), Long::sum);
                    for (String segment : dimensionValues(cell)) {
                        bySegment
                                .computeIfAbsent(segment, name -> new TreeMap<>())
                                .merge(cell.variant(), cell.tally().units(), Long::sum);
                    }
                }
                if (known(cell.experiment(), cell.variant())) {
                    for (int m = 0; m < metrics.size(); m++) {
                        byMetric.merge(metrics.get(m).name(), cell.counts().get(m), MetricCounts::plus);
                    }
                }
            }
            metrics.forEach(m -> byMetric.putIfAbsent(m.name(), MetricCounts.NONE));
            all.add(new ExperimentCounts(
                    experiment.experiment(),
                    units,
                    bySegment,
                    tally.nullKeys(),
                    firstExposures,
                    tally.repeated(),
                    tally.crossovers(),
                    tally.early(),
                    tally.brokenFacts(),
                    byMetric));
        }
        return all;
    }
}
