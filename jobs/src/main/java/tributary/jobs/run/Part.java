package tributary.jobs.run;

import java.util.Optional;

/**
 * What a verdict of the gates is on: an analysis, or only its rows of one metric, of one unit, or of both.
 *
 * @param analysis the analysis, such as an experiment's name
 * @param metric the metric; empty for all
 * @param unit the group, such as a segment; empty for all, everybody included
 */
public record Part(String analysis, Optional<String> metric, Optional<String> unit) {
    /** The whole of an analysis. */
    public static Part whole(String analysis) {
        return new Part(analysis, Optional.empty(), Optional.empty());
    }

    /** Whether it is the whole of its analysis. */
    public boolean whole() {
        return metric.isEmpty() && unit.isEmpty();
    }

    /** In words: the analysis, then what of it. */
    String words() {
        return analysis
                + metric.map(m -> " / " + m).orElse("")
                + unit.map(u -> " in " + u).orElse("");
    }
}
