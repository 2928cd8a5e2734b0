package tributary.jobs.table;

/** Table {@code channel_draws}: what a channel returned, one posterior draw a row. */
public final class ChannelDrawsTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "channel_draws", "One posterior draw of what a channel returned over the weeks of the data")
            .gatedBy("analysis", "kpi", "")
            .key("analysis", "The analysis")
            .key("kpi", "The outcome")
            .key("channel", "The channel")
            .key("geo", "The geo; all for all together")
            .position("chain", "Chain")
            .position("draw", "Draw within the chain")
            .number("contribution", "Outcome the channel brought: as it was, less under do(media = 0)")
            .number("share", "The same as a share of the observed outcome")
            .number("roas", "Money returned per money spent; NULL where nothing was spent")
            .number("mroas", "Money returned per money spent on one percent more; NULL where nothing was spent")
            .number("cost_per_kpi", "Money spent per unit of outcome brought; NULL where nothing was spent or brought")
            .build();

    private ChannelDrawsTable() {}
}
