package tributary.jobs.table;

import org.apache.spark.sql.types.DataTypes;

/** Table {@code channel_contributions}: the outcome week by week and by source, posterior beside prior. */
public final class ChannelContributionsTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "channel_contributions", "What one source brought in one week, with the prior beside the posterior")
            .gatedBy("analysis", "kpi", "")
            .key("analysis", "The analysis")
            .key("kpi", "The outcome")
            .key("source", "A channel, baseline (no media at all) or expected (everything together)")
            .key("geo", "The geo; all for all together")
            .key("date", DataTypes.DateType, "The week's first day")
            .number("observed", "The observed outcome, on rows of expected; NULL elsewhere")
            .size("spend", "What was spent on the channel; NULL for other sources")
            .number("mean", "Posterior mean of what it brought, carry-over from earlier weeks included")
            .size("sd", "Posterior standard deviation")
            .number("ci_lb", "Lower bound of the interval")
            .number("ci_ub", "Upper bound of the interval")
            .number("prior_mean", "Prior mean")
            .number("prior_lb", "Lower bound of the prior's interval")
            .number("prior_ub", "Upper bound of the prior's interval")
            .build();

    private ChannelContributionsTable() {}
}
