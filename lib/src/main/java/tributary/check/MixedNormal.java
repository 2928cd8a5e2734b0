package tributary.check;

import java.util.Arrays;
import tributary.estimand.IntervalKind;
import tributary.estimand.IntervalSpec;
import tributary.infer.Interval;
import tributary.math.Special;

/**
 * The law of a posterior draw minus a normal bias, without drawing the bias: an equal mixture of normals about the draws.
 *
 * <p>Mean, variance and tail probabilities are exact given the draws; quantiles come from the distribution function on
 * {@value #POINTS} points, interpolated, right to about 1e-4 of the standard deviation.
 */
final class MixedNormal {
    private static final int POINTS = 2048;
    private static final double REACH = 6;

    private final double[] draws;
    private final double mean;
    private final double sd;
    private final double[] at;
    private final double[] below;

    /**
     * The law of {@code draw - bias}.
     *
     * @param draws posterior draws, finite
     */
    MixedNormal(double[] draws, BiasPrior bias) {
        this.draws = new double[draws.length];
        for (int i = 0; i < draws.length; i++) {
            this.draws[i] = draws[i] - bias.mean();
        }
        Arrays.sort(this.draws);
        this.sd = bias.sd();
        this.mean = Arrays.stream(this.draws).average().orElse(Double.NaN);
        if (sd > 0) {
            double low = this.draws[0] - REACH * sd;
            double high = this.draws[draws.length - 1] + REACH * sd;
            this.at = new double[POINTS];
            this.below = new double[POINTS];
            for (int i = 0; i < POINTS; i++) {
                at[i] = low + (high - low) * i / (POINTS - 1.0);
                below[i] = probabilityBelow(at[i]);
            }
        } else {
            this.at = new double[0];
            this.below = new double[0];
        }
    }

    double mean() {
        return mean;
    }

    /** sqrt(variance of the draws + variance of the bias). */
    double sd() {
        double sum = 0;
        for (double draw : draws) {
            sum += (draw - mean) * (draw - mean);
        }
        return Math.sqrt((draws.length < 2 ? 0 : sum / (draws.length - 1)) + sd * sd);
    }

    double probabilityAbove(double value) {
        return 1 - probabilityBelow(value);
    }

    private double probabilityBelow(double value) {
        double sum = 0;
        for (double draw : draws) {
            sum += sd > 0 ? Special.normalCdf((value - draw) / sd) : draw <= value ? 1 : 0;
        }
        return sum / draws.length;
    }

    double quantile(double p) {
        if (at.length == 0) {
            double place = p * (draws.length - 1);
            int low = (int) place;
            int high = Math.min(low + 1, draws.length - 1);
            return draws[low] + (place - low) * (draws[high] - draws[low]);
        }
        int low = 0;
        int high = POINTS - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (below[middle] < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double step = below[high] - below[low];
        return step > 0 ? at[low] + (at[high] - at[low]) * (p - below[low]) / step : at[low];
    }

    Interval interval(IntervalSpec spec) {
        double outside = 1 - spec.probability();
        if (spec.kind() == IntervalKind.ETI) {
            return new Interval(quantile(outside / 2), quantile(1 - outside / 2));
        }
        if (sd == 0) {
            return Interval.highestDensity(draws, spec.probability());
        }
        Interval best = new Interval(quantile(outside / 2), quantile(1 - outside / 2));
        int steps = 400;
        for (int i = 1; i < steps; i++) {
            double p = outside * i / steps;
            Interval one = new Interval(quantile(p), quantile(p + spec.probability()));
            if (one.upper() - one.lower() < best.upper() - best.lower()) {
                best = one;
            }
        }
        return best;
    }
}
