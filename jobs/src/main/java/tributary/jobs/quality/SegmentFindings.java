package tributary.jobs.quality;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.jobs.JobFailure;
import tributary.jobs.scan.SegmentInput;

/** Findings about one table of segments, as they are made. */
final class SegmentFindings {
    private final String analysis;
    private final SegmentInput input;
    private final List<QualityCheck> checks = new ArrayList<>();

    SegmentFindings(String analysis, SegmentInput input) {
        this.analysis = analysis;
        this.input = input;
    }

    /** All that was added. */
    List<QualityCheck> checks() {
        return List.copyOf(checks);
    }

    /** A column in words: its name, its input, and the key that binds it. */
    static String column(SegmentInput input, String name) {
        return "column " + JobFailure.quote(name) + " of input " + input.table().name() + " (" + key(input, name) + ")";
    }

    private static String key(SegmentInput input, String column) {
        if (column.equals(input.segment())) {
            return "input.columns.segment";
        }
        if (column.equals(input.within())) {
            return "input.columns.within";
        }
        return column.equals(input.arm())
                ? "input.columns.arm"
                : column.equals(input.treatment()) ? "input.columns.treatment" : "metrics";
    }

    String column(String name) {
        return column(input, name);
    }

    /** Adds the check that nothing of a kind was found. */
    void none(
            String check,
            @Nullable String metric,
            long count,
            long rows,
            Severity severity,
            String what,
            String remedy) {
        add(check, metric, (double) count, 0, severity, count == 0, count, count + " of " + rows + ": " + what, remedy);
    }

    /** Adds a check. */
    void add(
            String check,
            @Nullable String metric,
            double observed,
            double threshold,
            Severity severity,
            boolean passed,
            long rows,
            String finding,
            String remedy) {
        checks.add(new QualityCheck(
                check, analysis, metric, null, observed, threshold, severity, passed, rows, finding, remedy));
    }
}
