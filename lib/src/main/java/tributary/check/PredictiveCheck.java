package tributary.check;

import java.io.Serializable;

/**
 * A prior or posterior predictive statistic against the observed one: a row of the {@code predictive_checks} table.
 *
 * @param analysis the experiment or model
 * @param metric the metric or outcome
 * @param arm the arm whose data are replicated
 * @param unit the segment; {@code all} for everybody
 * @param kind {@code prior} or {@code posterior}
 * @param statistic what is compared, such as {@code mean}, {@code sd}, {@code zero_share}, {@code relative_lift}
 * @param observed its value in the data; NaN for a prior check
 * @param mean its predictive mean
 * @param sd its predictive standard deviation
 * @param q025 predictive quantiles
 * @param q25 25 %
 * @param q50 50 %
 * @param q75 75 %
 * @param q975 97.5 %
 * @param tailProbability P(replicated at least observed), ties counted half; for a prior check of the relative lift
 *     the share beyond plus or minus 100 %
 * @param noiseVariance the part of the predictive variance that sampling noise makes: E[Var(statistic | parameters)];
 *     NaN where it does not apply
 * @param parameterVariance the part that parameter uncertainty makes: Var(E[statistic | parameters])
 * @param passed whether the observed value is inside the central 99 %; true for a prior check
 * @param note what it means in words
 */
public record PredictiveCheck(
        String analysis,
        String metric,
        String arm,
        String unit,
        String kind,
        String statistic,
        double observed,
        double mean,
        double sd,
        double q025,
        double q25,
        double q50,
        double q75,
        double q975,
        double tailProbability,
        double noiseVariance,
        double parameterVariance,
        boolean passed,
        String note)
        implements Serializable {
    private static final long serialVersionUID = 1L;
}
