package tributary.family.mediamix;

import java.util.Arrays;
import tributary.infer.Resampling;

/** What the data alone say of an effect's values near a mode, apart from their prior: {@code told ~ normal(e, error)}. */
final class ToldEffect {
    private final StandardisedMix.Effect effect;
    private final double spread;
    private final double[] told;
    private final double[] errors;
    private final double[] shares;

    /**
     * Of the standardised values at a mode.
     *
     * @param spread the effect's spread there
     * @param mode the whole position
     * @param variances of the values, given all that is shared
     */
    ToldEffect(StandardisedMix.Effect effect, double spread, double[] mode, double[] variances) {
        this.effect = effect;
        this.spread = spread;
        told = new double[variances.length];
        errors = new double[variances.length];
        shares = new double[variances.length];
        for (int k = 0; k < told.length; k++) {
            shares[k] = variances[k] > 0 && variances[k] < 1 ? 1 - variances[k] : 0;
            told[k] = spread * mode[effect.from() + k] / shares[k];
            errors[k] = spread * spread * (1 - shares[k]) / shares[k];
        }
    }

    StandardisedMix.Effect effect() {
        return effect;
    }

    /** The spread at the mode. */
    double spread() {
        return spread;
    }

    /** The share of the data in a value at the mode's spread. */
    double shareAtMode(int k) {
        return shares[k];
    }

    /** How far the told values lie from 0 at most, or the mode's spread if that is more. */
    double reach() {
        double most = spread;
        for (int k = 0; k < told.length; k++) {
            most = Double.isFinite(errors[k]) ? StrictMath.max(most, StrictMath.abs(told[k])) : most;
        }
        return most;
    }

    /** The share of the data in a value at a spread: {@code s^2 / (s^2 + error)}. */
    double share(int k, double s) {
        return Double.isFinite(errors[k]) ? s * s / (s * s + errors[k]) : 0;
    }

    /** The same of all values, on average. */
    double share(double s) {
        double sum = 0;
        for (int k = 0; k < errors.length; k++) {
            sum += share(k, s);
        }
        return sum / errors.length;
    }

    /** The log likelihood of a spread, effects integrated out: {@code told_k ~ normal(0, s^2 + errors_k)}. */
    double logLikelihood(double s) {
        double sum = 0;
        for (int k = 0; k < told.length; k++) {
            if (Double.isFinite(errors[k])) {
                double all = s * s + errors[k];
                sum -= 0.5 * (StrictMath.log(all) + told[k] * told[k] / all);
            }
        }
        return sum;
    }

    /** Which of some spreads is the quantile of the level, by weights told by their logarithms; the first if none has any. */
    static int quantile(double[] logs, double level) {
        double highest = Arrays.stream(logs).max().orElse(Double.NaN);
        return Double.isFinite(highest)
                ? Resampling.systematic(
                        Arrays.stream(logs)
                                .map(log -> StrictMath.exp(log - highest))
                                .toArray(),
                        1,
                        level)[0]
                : 0;
    }
}
