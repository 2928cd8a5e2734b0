package tributary.jobs.table;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import tributary.check.PredictiveCheck;

/** Table {@code predictive_checks}: a statistic of replicated data against the observed one. */
public final class PredictiveChecksTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "predictive_checks",
                    "One statistic under the prior or posterior predictive, against the observed one")
            .gatedBy("analysis", "metric", "unit")
            .key("job", "The command")
            .key("analysis", "The analysis, such as an experiment")
            .key("metric", "The metric or outcome")
            .key("arm", "The arm")
            .key("unit_kind", "What unit is, such as all or a segment column")
            .key("unit", "The group; all for everybody")
            .word(
                    "phase",
                    List.of("prior", "posterior", "holdout"),
                    "Which predictive distribution; holdout: of weeks that the model was fitted without")
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
            .probability(
                    "tail_probability",
                    "P(predicted >= observed), ties half; for a prior's relative lift the share beyond 100 % either way")
            .size("noise_variance", "The part of the predictive variance that sampling noise makes")
            .size("parameter_variance", "The part that uncertainty of the parameters makes")
            .flag("passed", "Whether the observed value lies where the predictive distribution expects it")
            .text("reason", "What it means, or why a number is NULL")
            .build();

    private PredictiveChecksTable() {}

    /** The row of a check of {@code job}, for {@code Results.write}. */
    public static Row row(String job, PredictiveCheck c) {
        return RowFactory.create(
                job,
                c.analysis(),
                c.metric(),
                c.arm(),
                Cells.unitKind(c.unit()),
                c.unit(),
                c.kind(),
                c.statistic(),
                null,
                Cells.number(c.observed()),
                Cells.number(c.mean()),
                Cells.number(c.sd()),
                Cells.number(c.q025()),
                Cells.number(c.q25()),
                Cells.number(c.q50()),
                Cells.number(c.q75()),
                Cells.number(c.q975()),
                Cells.number(c.tailProbability()),
                Cells.number(c.noiseVariance()),
                Cells.number(c.parameterVariance()),
                c.passed(),
                Cells.text(c.note()));
    }
}
