package tributary.jobs.report;

import java.util.OptionalDouble;

/** The lift that matters, as the decision table or the run's conf states it. */
final class Thresholds {
    private Thresholds() {}

    /** The absolute or relative threshold of a metric; empty where none is stated. */
    static OptionalDouble of(ResultRow run, String analysis, String metric, boolean relative) {
        return OptionalDouble.empty();
    }
}
