package tributary.jobs.scan;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import tributary.family.experiment.ExperimentSpec;
import tributary.jobs.scan.Cell.Tally;

/**
 * The one scan: a unit table to its finest cells, for all experiments, arms, metrics and segments at once, over whole
 * columns or in one GROUP BY of compiled expressions. Only cells reach the driver; coarser groups are merged there,
 * exactly.
 */
final class CellScan {
    static final String MISSING_VALUE = "(missing)";

    private final UnitTable table;
    private final Set<String> experiments;
    private final List<String> keys = new ArrayList<>(List.of("experiment", "variant"));
    private final List<MetricMoments> metrics = new ArrayList<>();
    private final Totals totals;
    private final Totals.Count rows;
    private final Totals.Count nullKeys;
    private final Totals.@Nullable Count copies;
    private final Totals.@Nullable Count crossovers;
    private final Totals.@Nullable Count early;
    private final Totals.@Nullable Count brokenFacts;

    CellScan(UnitTable table, Set<String> experiments, List<MetricColumns> request, Caps caps) {
        this.table = table;
        this.experiments = experiments;
        IntStream.range(0, table.segments().size()).forEach(i -> keys.add("segment" + i));
        totals = new Totals(keys.size());
        rows = totals.countAll();
        nullKeys = totals.countIf(col("null_key"));
        copies = table.firstExposures() ? totals.sumOf(col("copies")) : null;
        crossovers = table.firstExposures() ? totals.countIf(col("crossover")) : null;
        early = table.facts() ? totals.sumOf(col("early")) : null;
        brokenFacts = table.facts() ? totals.sumOf(col("broken_facts")) : null;
        for (int m = 0; m < request.size(); m++) {
            MetricMoments moments = new MetricMoments(m, request.get(m), table, caps.limit(m), caps.largest(m));
            moments.ask(totals, rows, table);
            metrics.add(moments);
        }
    }

    /** Runs it: over whole columns where that can be done, else by the engine. */
    List<Cell> run() {
        return columnar().orElseGet(this::byEngine);
    }

    /** The scan over whole columns, where it applies. */
    Optional<List<Cell>> columnar() {
        PlainUnits plain = table.plain();
        if (plain == null || metrics.stream().anyMatch(m -> !m.columnar())) {
            return Optional.empty();
        }
        List<String> numbers = plain.measures().values().stream()
                .map(Measure::source)
                .distinct()
                .toList();
        return ColumnarScan.run(
                        plain,
                        numbers,
                        places -> new ColumnarPass(
                                places,
                                plain.only(),
                                experiments,
                                metrics.stream()
                                        .map(m -> m.kernel(totals, plain.measures(), numbers::indexOf))
                                        .toList(),
                                totals.size(),
                                totals.slot(rows),
                                totals.slot(nullKeys)))
                .map(groups -> groups.entrySet().stream()
                        .map(group -> cell(totals.row(group.getKey(), group.getValue())))
                        .toList());
    }

    /** The scan as one GROUP BY. */
    List<Cell> byEngine() {
        List<Column> prepared = new ArrayList<>();
        keys.forEach(k -> prepared.add(col(k)));
        prepared.add(col("null_key"));
        if (table.firstExposures()) {
            prepared.add(col("copies"));
            prepared.add(col("crossover"));
        }
        if (table.facts()) {
            prepared.add(col("early"));
            prepared.add(col("broken_facts"));
        }
        metrics.forEach(m -> prepared.addAll(m.prepared()));
        Dataset<Row> grouped = table.rows()
                .select(prepared.toArray(Column[]::new))
                .groupBy(keys.stream().map(k -> col(k)).toArray(Column[]::new))
                .agg(totals.first(), totals.others());
        return grouped.collectAsList().stream().map(this::cell).toList();
    }

    /**
     * For each metric with broken values one of them: where there is any the data are read once more, since whoever is
     * to repair them wants to know what to look for.
     */
    Map<AnalysisKey, String> examples(List<ExperimentCounts> counts) {
        Map<AnalysisKey, String> examples = new TreeMap<>();
        List<MetricMoments> broken = metrics.stream()
                .filter(m -> counts.stream().anyMatch(c -> broken(c, m) > 0))
                .toList();
        if (!broken.isEmpty()) {
            List<Column> questions =
                    broken.stream().map(MetricMoments::brokenExample).toList();
            List<Row> answers = table.rows()
                    .filter(col("variant").isNotNull().and(col("experiment").isNotNull()))
                    .groupBy(col("experiment"))
                    .agg(
                            questions.get(0),
                            questions.subList(1, questions.size()).toArray(Column[]::new))
                    .collectAsList();
            for (Row answer : answers) {
                for (int i = 0; i < broken.size(); i++) {
                    examples.put(
                            new AnalysisKey(answer.getString(0), broken.get(i).name(), ExperimentSpec.ALL),
                            answer.getString(1 + i));
                }
            }
        }
        return examples;
    }

    private static long broken(ExperimentCounts counts, MetricMoments metric) {
        return counts.metrics().getOrDefault(metric.name(), MetricCounts.NONE).broken();
    }

    private Cell cell(Row row) {
        long units = rows.read(row);
        long nulls = nullKeys.read(row);
        long repeated = copies == null ? 0 : copies.read(row) - (units - nulls);
        Tally tally = new Tally(
                units - nulls,
                nulls,
                Math.max(0, repeated),
                read(crossovers, row),
                read(early, row),
                read(brokenFacts, row));
        List<String> segments = new ArrayList<>();
        for (int i = 2; i < keys.size(); i++) {
            segments.add(row.isNullAt(i) ? MISSING_VALUE : row.getString(i));
        }
        return new Cell(
                row.getString(0),
                row.getString(1),
                segments,
                tally,
                metrics.stream().map(m -> m.statistics(row)).toList(),
                metrics.stream().map(m -> m.counts(row)).toList());
    }

    private static long read(Totals.@Nullable Count count, Row row) {
        return count == null ? 0 : count.read(row);
    }
}
