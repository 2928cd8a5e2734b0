package tributary.family.experiment;

import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;
import tributary.infer.Interval;
import tributary.stats.CrossProducts;

/**
 * What the rows of an experiment say of a lift, without any prior: the difference of two arms' means and its standard
 * error sqrt(v_t / n_t + v_c / n_c) (Neyman, 1923), normal by the central limit theorem.
 *
 * <p>v is p (1 - p) for a binary outcome, else the unbiased variance; of a ratio R = mean(y) / mean(x) it is var(y - R x)
 * / mean(x)^2 (delta method). Where covariates adjust the outcome, means and variances are those of the outcome less its
 * pooled regression on them (CUPED).
 *
 * <p>Whoever takes the experiment as a measurement, such as a lift test of a media mix, wants this and not the posterior:
 * a posterior is prior times likelihood, and would count the experiment's prior as if it had been measured.
 *
 * @param difference treated less control; NaN where an arm has no units
 * @param error its standard error; NaN where it does not exist, such as for an arm of one unit
 */
record DifferenceInMeans(double difference, double error) {
    static DifferenceInMeans of(MetricSpec metric, Map<String, ArmStatistics> arms, String control, String treated) {
        Cuped cuped = metric.adjustment() == Adjustment.NONE ? null : ArmModels.cuped(arms.values());
        Estimate c = Estimate.of(metric.kind(), arms.get(control), cuped);
        Estimate t = Estimate.of(metric.kind(), arms.get(treated), cuped);
        return new DifferenceInMeans(t.mean - c.mean, StrictMath.sqrt(t.squaredError + c.squaredError));
    }

    /** The mean of one arm and the square of its standard error. */
    private record Estimate(double mean, double squaredError) {
        static Estimate of(MetricKind kind, @Nullable ArmStatistics arm, @Nullable Cuped cuped) {
            if (arm == null || arm.units() == 0) {
                return new Estimate(Double.NaN, Double.NaN);
            }
            CrossProducts all = arm.all();
            double n = arm.units();
            return switch (kind) {
                case BINARY -> new Estimate(arm.mean(), arm.mean() * (1 - arm.mean()) / n);
                case CONTINUOUS, REVENUE, COUNT ->
                    cuped == null
                            ? new Estimate(arm.mean(), all.centred(0, 0) / (n - 1) / n)
                            : new Estimate(cuped.mean(all), cuped.centredSquares(all) / (n - 1) / n);
                case RATIO -> {
                    double ratio = all.mean(0) / all.mean(1);
                    double squares =
                            all.centred(0, 0) - 2 * ratio * all.centred(0, 1) + ratio * ratio * all.centred(1, 1);
                    yield new Estimate(ratio, Math.max(0, squares) / (n - 1) / n / (all.mean(1) * all.mean(1)));
                }
            };
        }
    }

    /** The central interval of the normal. */
    Interval interval(double probability) {
        double reach = usable()
                ? error * new NormalDistribution(null, 0, 1).inverseCumulativeProbability(0.5 + probability / 2)
                : Double.NaN;
        return new Interval(difference - reach, difference + reach);
    }

    /** P(lift &gt; 0) under a flat prior. */
    double probabilityPositive() {
        return usable() ? new NormalDistribution(null, 0, 1).cumulativeProbability(difference / error) : Double.NaN;
    }

    /** Whether there is a standard error, and it is no pretence of certainty. */
    boolean usable() {
        return Double.isFinite(difference) && Double.isFinite(error) && error > 0;
    }
}
