package tributary.jobs.quality;

import java.util.List;
import tributary.jobs.Counted;
import tributary.jobs.JobFailure;
import tributary.jobs.scan.SegmentBlocks;
import tributary.jobs.scan.SegmentInput;

/** Judges the groups that segments lie within: each segment in one of them, and groups enough to tell how far they differ. */
public final class NestingChecks {
    /** Groups that segments lie within, at most. */
    public static final int MOST_GROUPS = 2_000;

    private NestingChecks() {}

    /** The check that every segment lies within one group alone. */
    public static QualityCheck ofNesting(
            String analysis, SegmentInput input, SegmentBlocks.Crossed crossed, long rows) {
        List<String> example = crossed.example().stream().map(JobFailure::quote).toList();
        return new QualityCheck(
                "crossed_groups",
                analysis,
                null,
                null,
                (double) crossed.segments(),
                0,
                Severity.GATE,
                crossed.segments() == 0,
                rows,
                crossed.segments() == 0
                        ? "every segment lies within one group"
                        : Counted.of(crossed.segments(), "segment lies", "segments lie")
                                + " within more than one group, such as "
                                + example.get(0) + " (input.columns.segment) within " + example.get(1) + " and "
                                + example.get(2) + " (input.columns.within)",
                "if these are different segments of one name, name them apart where the table is made (concat(country,"
                        + " '/', region)); if segments and groups cross, leave input.columns.within out: crossed groups are"
                        + " not modelled");
    }

    /** Checks of the number of groups that segments lie within. */
    public static List<QualityCheck> ofGroups(
            String analysis, SegmentInput input, String metric, long groups, long segments, long rows) {
        SegmentFindings made = new SegmentFindings(analysis, input);
        made.add(
                "few_groups",
                metric,
                (double) groups,
                5,
                groups < 2 ? Severity.GATE : Severity.WARN,
                groups >= 5,
                rows,
                lying(segments, groups)
                        + (groups >= 5 ? "" : ", which say little of how far groups differ: the prior of that decides"),
                groups < 2
                        ? "leave input.columns.within out, or bind a column of several groups"
                        : "state that prior with care (priors.group-effect-spread), or leave input.columns.within out");
        made.add(
                "groups_of_one",
                metric,
                (double) groups,
                (double) segments,
                Severity.WARN,
                groups < segments,
                segments,
                lying(segments, groups)
                        + (groups < segments
                                ? ""
                                : ", each in one of its own: only the priors part how far segments differ from how far"
                                        + " groups do"),
                "bind a coarser column to input.columns.within, or leave it out");
        made.add(
                "many_groups",
                metric,
                (double) groups,
                (double) MOST_GROUPS,
                Severity.GATE,
                groups <= MOST_GROUPS,
                rows,
                groups <= MOST_GROUPS
                        ? lying(segments, groups)
                        : "segments lie within more than " + MOST_GROUPS
                                + " groups, the most whose deviations travel with every draw",
                "bind a coarser column to input.columns.within, or leave it out");
        return made.checks();
    }

    private static String lying(long segments, long groups) {
        return Counted.of(segments, "segment lies", "segments lie") + " within " + Counted.of(groups, "group");
    }
}
