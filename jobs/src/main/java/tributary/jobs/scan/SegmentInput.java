package tributary.jobs.scan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tributary.family.segments.Outcome;

/**
 * The table that effects by group are asked of, and what its columns are.
 *
 * @param table where it lies
 * @param segment the column of the segment
 * @param within the column of the group that segments lie within; null if they lie in none
 * @param arm the column of the arm; null for a numeric treatment or estimates
 * @param treatment the column of a numeric treatment; null otherwise
 * @param arms the control and then the treated arms; empty without a column of arms
 * @param metrics the metrics
 */
public record SegmentInput(
        InputTable table,
        String segment,
        @Nullable String within,
        @Nullable String arm,
        @Nullable String treatment,
        List<String> arms,
        List<Metric> metrics) {
    /**
     * One metric.
     *
     * @param name as in the results
     * @param columns its columns of numbers, covariates first, the outcome last; of estimates, estimate and standard
     *     error
     * @param events of estimates: the column of the events behind each; null if it is not told
     * @param cells the outcome whose rows are gathered in cells, because their moments do not suffice; null if they do
     */
    public record Metric(
            String name,
            List<String> columns,
            @Nullable String events,
            @Nullable Outcome cells) {
        /** Copies its list. */
        public Metric {
            columns = List.copyOf(columns);
        }
    }

    /** Copies its lists. */
    public SegmentInput {
        arms = List.copyOf(arms);
        metrics = List.copyOf(metrics);
    }

    /** Every column of numbers, in the order of first use. */
    List<String> numbers() {
        Set<String> columns = new LinkedHashSet<>();
        if (treatment != null) {
            columns.add(treatment);
        }
        for (Metric metric : metrics) {
            columns.addAll(metric.columns());
            if (metric.events() != null) {
                columns.add(metric.events());
            }
        }
        return new ArrayList<>(columns);
    }

    /** The conf key that asks for a column of numbers. */
    String keyOf(String number) {
        return number.equals(treatment)
                ? "input.columns.treatment"
                : metrics.stream()
                        .filter(metric -> metric.columns().contains(number) || number.equals(metric.events()))
                        .map(metric -> "metrics." + metric.name())
                        .findFirst()
                        .orElse("metrics");
    }

    /** Every column with the conf key that asks for it. */
    Map<String, String> keys() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put(segment, "input.columns.segment");
        if (within != null) {
            keys.putIfAbsent(within, "input.columns.within");
        }
        if (arm != null) {
            keys.putIfAbsent(arm, "input.columns.arm");
        }
        if (treatment != null) {
            keys.putIfAbsent(treatment, "input.columns.treatment");
        }
        for (Metric metric : metrics) {
            metric.columns().forEach(column -> keys.putIfAbsent(column, "metrics." + metric.name()));
            if (metric.events() != null) {
                keys.putIfAbsent(metric.events(), "metrics." + metric.name() + ".events");
            }
        }
        return keys;
    }
}
