package tributary.family.experiment;

import org.apache.commons.math3.distribution.NormalDistribution;
import tributary.infer.Interval;

/**
 * The delta-method answer many experiment platforms publish: the relative lift as a normal, with a normal prior.
 *
 * <p>Mean (m_t - m_c) / m_c, variance v_t / (n_t m_c^2) + v_c m_t^2 / (n_c m_c^4); v is p (1 - p) for a binary outcome
 * and the unbiased variance otherwise. It is an approximation and stands beside the exact answer, never for it.
 *
 * @param mean posterior mean of the relative lift
 * @param sd its standard deviation
 */
public record NormalApproximation(double mean, double sd) {

    /**
     * The posterior; NaN where it does not exist (no units, a control mean of zero, no spread).
     *
     * @param control the control arm
     * @param treated the treated arm
     * @param binary whether the outcome is yes or no
     * @param prior of the relative lift
     */
    public static NormalApproximation of(
            ArmStatistics control, ArmStatistics treated, boolean binary, RelativeEffectPrior prior) {
        double mc = control.mean();
        double mt = treated.mean();
        double ratio = mt / mc;
        double variance = (variance(treated, binary) / treated.units()
                        + variance(control, binary) / control.units() * ratio * ratio)
                / (mc * mc);
        double estimate = (mt - mc) / mc;
        if (!(variance > 0) || Double.isInfinite(variance)) {
            return new NormalApproximation(Double.NaN, Double.NaN);
        }
        double precision = 1 / variance + 1 / prior.variance();
        return new NormalApproximation(
                (estimate / variance + prior.mean() / prior.variance()) / precision, 1 / StrictMath.sqrt(precision));
    }

    private static double variance(ArmStatistics arm, boolean binary) {
        return binary ? arm.mean() * (1 - arm.mean()) : arm.variance();
    }

    /** P(relative lift &gt; 0). */
    public double chanceToWin() {
        return probabilityAbove(0);
    }

    /** P(relative lift &gt; threshold). */
    public double probabilityAbove(double threshold) {
        return Double.isNaN(sd) ? Double.NaN : standard().cumulativeProbability((mean - threshold) / sd);
    }

    /** What holding is expected to miss: E[max(lift, 0)]. */
    public double riskOfControl() {
        if (Double.isNaN(sd)) {
            return Double.NaN;
        }
        double z = mean / sd;
        return mean * standard().cumulativeProbability(z) + sd * standard().density(z);
    }

    /** What launching is expected to lose: E[max(-lift, 0)]. */
    public double riskOfTreatment() {
        return riskOfControl() - mean;
    }

    /** The central interval, which for a normal is also the densest. */
    public Interval interval(double probability) {
        double reach =
                Double.isNaN(sd) ? Double.NaN : sd * standard().inverseCumulativeProbability(0.5 + probability / 2);
        return new Interval(mean - reach, mean + reach);
    }

    private static NormalDistribution standard() {
        return new NormalDistribution(null, 0, 1);
    }
}
