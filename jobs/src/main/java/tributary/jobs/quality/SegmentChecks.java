package tributary.jobs.quality;

import java.util.List;
import tributary.family.segments.SegmentFacts;
import tributary.jobs.Counted;
import tributary.jobs.JobFailure;
import tributary.jobs.scan.SegmentBlocks;
import tributary.jobs.scan.SegmentInput;

/** Judges how segments are filled: what tells nothing holds back, segments that tell little are a warning. */
public final class SegmentChecks {
    /** Cells of all segments that the driver holds at most. */
    private static final long MOST_CELLS = 2_000_000;

    private SegmentChecks() {}

    /** The check that the cells of all segments fit where their hyper-parameters are sampled. */
    public static QualityCheck ofCells(String analysis, SegmentInput.Metric metric, long cells, long rows) {
        return new QualityCheck(
                "cells",
                analysis,
                metric.name(),
                null,
                (double) cells,
                (double) MOST_CELLS,
                Severity.GATE,
                cells <= MOST_CELLS,
                rows,
                rows + " rows have " + cells + " distinct combinations of segment and columns "
                        + String.join(", ", metric.columns()) + " (metrics." + metric.name() + "); up to " + MOST_CELLS
                        + " can be pooled",
                "round or bin these columns where the table is made (such as floor(age / 5)), or leave covariates out");
    }

    /** Checks of how the segments of a metric are filled. */
    public static List<QualityCheck> ofSegments(
            String analysis, SegmentInput input, String metric, SegmentFacts facts) {
        SegmentFindings made = new SegmentFindings(analysis, input);
        long n = facts.segments();
        made.add(
                "few_segments",
                metric,
                (double) n,
                5,
                n < 2 ? Severity.GATE : Severity.WARN,
                n >= 5,
                n,
                n < 2
                        ? "one segment has no other to be pooled with, and nothing tells how far segments differ"
                        : Counted.of(n, "segment")
                                + (n >= 5
                                        ? ""
                                        : " say little of how far segments differ: the prior of the spread decides how"
                                                + " much is pooled"),
                n < 2
                        ? "analyse it as an experiment (command experiment), or bind another segment column"
                        : "state that prior with care, or analyse the segments as experiments");
        made.add(
                "segments_without_effect",
                metric,
                (double) facts.untold(),
                0,
                Severity.WARN,
                facts.untold() == 0,
                facts.untold(),
                facts.untold() + " of " + Counted.of(n, "segment") + (facts.untold() == 1 ? " tells" : " tell")
                        + " no effect of its own (" + facts.empty() + " without a row, " + facts.oneArmed()
                        + " without a row in some arm)"
                        + (facts.untold() == 0 ? "" : ": the answer there is what the others say"),
                "read shrinkage_weight beside their effects");
        return made.checks();
    }

    /** Checks of estimates: one a segment, each with an error. */
    public static List<QualityCheck> ofEstimates(
            String analysis,
            SegmentInput input,
            SegmentInput.Metric metric,
            SegmentFacts facts,
            SegmentBlocks.LeastError least) {
        SegmentFindings made = new SegmentFindings(analysis, input);
        made.none(
                "repeated_segments",
                metric.name(),
                facts.doubled(),
                facts.segments(),
                Severity.GATE,
                "segments have more than one row of estimates",
                "give one row a segment, or form = rows");
        made.add(
                "standard_errors",
                metric.name(),
                least.standardError(),
                0,
                Severity.GATE,
                least.standardError() > 0,
                facts.segments(),
                "the least number of " + made.column(metric.columns().get(1)) + " is " + least.standardError()
                        + ", of segment " + JobFailure.quote(least.segment()),
                "a standard error is a positive number: repair the column, or leave such rows out of the table");
        return made.checks();
    }

    /** The check that there are segments of more than one row. */
    public static List<QualityCheck> ofRows(String analysis, SegmentInput input, String metric, SegmentFacts facts) {
        SegmentFindings made = new SegmentFindings(analysis, input);
        made.add(
                "single_rows",
                metric,
                (double) facts.single(),
                (double) facts.segments(),
                Severity.WARN,
                facts.single() < facts.segments(),
                facts.single(),
                facts.single() + " of " + Counted.of(facts.segments(), "segment")
                        + (facts.single() == 1 ? " has" : " have") + " one row",
                "if all have, nothing tells the variation between segments from that within them but the priors");
        return made.checks();
    }

    /** The check that an outcome varies. */
    public static QualityCheck ofVariation(String analysis, String metric, double deviation, long rows, double value) {
        return new QualityCheck(
                "no_variation",
                analysis,
                metric,
                null,
                deviation,
                0,
                Severity.GATE,
                deviation > 0,
                rows,
                rows == 0
                        ? "no row has all of its numbers"
                        : deviation > 0 ? "the outcome varies" : "every row has the outcome " + value,
                "bind another column: an outcome that never varies has no effects");
    }
}
