package tributary.jobs.quality;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * One check of the data: what was expected, what was seen, and what to do.
 *
 * @param check the check's name, such as {@code srm}
 * @param experiment the experiment it concerns
 * @param metric the metric it concerns; null for all of the experiment's
 * @param segment the segment it concerns; null for all
 * @param observed the number judged; null where there is none, for example no rows
 * @param threshold the number it is compared with
 * @param severity whether failing holds back the analyses concerned
 * @param passed whether it passed
 * @param rowsAffected rows or units behind the number
 * @param finding what was found, in words that name the input, the column and an example where there is one
 * @param remedy what to do if it failed
 */
public record QualityCheck(
        String check,
        String experiment,
        @Nullable String metric,
        @Nullable String segment,
        @Nullable Double observed,
        double threshold,
        Severity severity,
        boolean passed,
        long rowsAffected,
        String finding,
        String remedy)
        implements Serializable {
    /** Whether this check holds the given analysis back. */
    public boolean holdsBack(String ofExperiment, String ofMetric, String ofSegment) {
        return severity == Severity.GATE
                && !passed
                && experiment.equals(ofExperiment)
                && (metric == null || metric.equals(ofMetric))
                && (segment == null || segment.equals(ofSegment));
    }

    /** The rows of the {@code data_quality} table for checks of a command. */
    public static List<Row> rows(String job, List<QualityCheck> checks) {
        return checks.stream()
                .map(c -> RowFactory.create(
                        job,
                        c.experiment,
                        c.check,
                        c.metric,
                        c.segment,
                        c.observed == null || !Double.isFinite(c.observed) ? null : c.observed,
                        c.threshold,
                        c.severity.word(),
                        c.passed,
                        c.rowsAffected,
                        c.finding,
                        c.remedy))
                .toList();
    }

    /** The check in one line: problem, cause and remedy. */
    public String words() {
        return check + (metric == null ? "" : " of " + metric) + (segment == null ? "" : " in " + segment)
                + (passed ? " passed" : " failed") + "; cause: " + finding + "; remedy: " + remedy;
    }
}
