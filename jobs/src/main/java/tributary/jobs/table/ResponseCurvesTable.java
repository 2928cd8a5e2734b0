package tributary.jobs.table;

import java.util.List;

/** Table {@code response_curves}: points of response and carry-over curves, posterior beside prior. */
public final class ResponseCurvesTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "response_curves", "One point of a channel's response or carry-over curve")
            .gatedBy("analysis", "kpi", "")
            .key("analysis", "The analysis")
            .key("kpi", "The outcome")
            .key("channel", "The channel")
            .word(
                    "curve",
                    List.of("response", "carry_over"),
                    "Response: what a multiple of all media would have brought; carry-over: the share of a week's work by lag")
            .keyNumber("x", "Response: the multiple of the media that were; carry-over: weeks since the media ran")
            .size("spend", "Response: the spend of that multiple over all weeks; NULL for carry-over")
            .flag("within_data", "Whether each week's media stay within those that were seen; NULL for carry-over")
            .number("mean", "Posterior mean: outcome over all weeks, or a share")
            .number("ci_lb", "Lower bound of the interval")
            .number("ci_ub", "Upper bound of the interval")
            .number("prior_mean", "Prior mean")
            .number("prior_lb", "Lower bound of the prior's interval")
            .number("prior_ub", "Upper bound of the prior's interval")
            .build();

    private ResponseCurvesTable() {}
}
