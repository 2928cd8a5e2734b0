package tributary.jobs.table;

import java.util.List;

/** Table {@code predictive_checks}: a statistic of replicated data against the observed one. */
public final class PredictiveChecksTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "predictive_checks",
                    "One statistic under the prior or posterior predictive, against the observed one")
            .gatedBy("analysis")
            .key("job", "The command")
            .key("analysis", "The analysis, such as an experiment")
            .key("metric", "The metric or outcome")
            .key("arm", "The arm")
            .key("unit_kind", "What unit is, such as all or a segment column")
            .key("unit", "The group; all for everybody")
            .word("phase", List.of("prior", "posterior"), "Which predictive distribution")
            .key("statistic", "The statistic, such as mean, sd or zero_share")
            .text("prior", "The prior, in words")
            .number("observed", "The statistic of the data; NULL for a prior without data")
            .number("predicted_mean", "Mean of the predictive distribution")
            .size("predicted_sd", "Standard deviation of the predictive distribution")
            .number("q025", "2.5 % quantile of the predictive distribution")
            .number("q25", "25 % quantile")
            .number("q50", "50 % quantile")
            .number("q75", "75 % quantile")
            .number("q975", "97.5 % quantile")
            .probability("tail_probability", "P(predicted >= observed)")
            .probability("noise_share", "Share of the predictive variance that is noise")
            .probability("parameter_share", "Share that is uncertainty of parameters")
            .text("reason", "What to make of it, or why a number is NULL")
            .build();

    private PredictiveChecksTable() {}
}
