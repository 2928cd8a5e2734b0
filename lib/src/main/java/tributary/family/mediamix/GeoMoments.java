package tributary.family.mediamix;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One geo's rows and lift tests as the quadratic form of its channel effects, its level integrated out, and slopes in that
 * form back as slopes in the rows.
 *
 * <p>Rows are {@code y_t = base_t + level + sum_c e_c curve_tc + noise}, noise normal with deviation sigma and {@code level ~
 * Normal(0, geo spread)}, whose integral leaves a normal with precision {@code (I - shrink 1 1') / sigma^2}, {@code shrink =
 * geo spread^2 / (sigma^2 + n geo spread^2)}. A lift test of the geo is one more row, of its channel alone.
 */
final class GeoMoments implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double LOG_TWO_PI = StrictMath.log(2 * StrictMath.PI);

    private final String geo;
    private final int first;
    private final double[] outcome;
    private final boolean[] seen;
    private final ArrayList<Lift> lifts;
    private final int count;
    private final double fixed;

    /**
     * A lift test of the geo.
     *
     * @param number counted from 0 over all lift tests of the shard
     * @param channel counted from 0
     * @param lift what was measured, scaled as the outcome
     * @param se its standard error
     */
    record Lift(int number, int channel, double lift, double se) implements Serializable {}

    /**
     * A geo.
     *
     * @param first its first row in the shard
     * @param outcome scaled outcome, or its logarithm, by week
     * @param seen which weeks the model may learn from
     * @param fixed what else the log likelihood has, of no unknown
     */
    GeoMoments(String geo, int first, double[] outcome, boolean[] seen, List<Lift> lifts, double fixed) {
        this.geo = geo;
        this.first = first;
        this.outcome = outcome;
        this.seen = seen;
        this.lifts = new ArrayList<>(lifts);
        int n = 0;
        for (boolean one : seen) {
            n += one ? 1 : 0;
        }
        this.count = n;
        double sum = fixed - 0.5 * (n + lifts.size()) * LOG_TWO_PI;
        for (Lift lift : lifts) {
            sum -= StrictMath.log(lift.se());
        }
        this.fixed = sum;
    }

    /** The geo's name. */
    String geo() {
        return geo;
    }

    /** Its first row in the shard. */
    int first() {
        return first;
    }

    /** The scaled outcome of a week, or its logarithm. */
    double outcome(int week) {
        return outcome[week];
    }

    /** Whether the model may learn from a week. */
    boolean seen(int week) {
        return seen[week];
    }

    /** Its lift tests; not to be changed. */
    List<Lift> lifts() {
        return lifts;
    }

    /** Its rows. */
    int rows() {
        return outcome.length;
    }

    /** What the program of a shard gives at a position: rows of base and curves, and single numbers. */
    static final class Values {
        final int channels;
        final double[][] rows;
        final double[] single;

        /** Rows of base, then of each channel; numbers as {@link SharedModel} orders them. */
        Values(int channels, double[][] rows, double[] single) {
            this.channels = channels;
            this.rows = rows;
            this.single = single;
        }

        double sigma() {
            return single[0];
        }

        double geoSpread() {
            return single[1];
        }

        int beta(int channel) {
            return 2 + channel;
        }

        int spread(int channel) {
            return 2 + channels + channel;
        }

        int lift(int number) {
            return 2 + 2 * channels + 2 * number;
        }

        /** Where Student's degrees of freedom stand, if anywhere: last. */
        int nu() {
            return single.length - 1;
        }
    }

    /** Gives the effects what they are asked about. */
    void into(Values at, GeoEffects effects) {
        double variance = at.sigma() * at.sigma();
        double between = at.geoSpread() * at.geoSpread();
        double whole = variance + count * between;
        double shrink = between / whole;
        int channels = at.channels;
        double residuals = 0;
        double squares = 0;
        double[] sums = effects.sums;
        java.util.Arrays.fill(sums, 0);
        for (int c = 0; c < channels; c++) {
            java.util.Arrays.fill(effects.gram[c], 0);
        }
        java.util.Arrays.fill(effects.pull, 0);
        for (int t = 0; t < outcome.length; t++) {
            if (!seen[t]) {
                continue;
            }
            double residual = outcome[t] - at.rows[0][first + t];
            residuals += residual;
            squares += residual * residual;
            for (int c = 0; c < channels; c++) {
                double x = at.rows[1 + c][first + t];
                sums[c] += x;
                effects.pull[c] += x * residual;
                for (int d = 0; d <= c; d++) {
                    effects.gram[c][d] += x * at.rows[1 + d][first + t];
                }
            }
        }
        effects.residuals = residuals;
        effects.squares = squares;
        effects.square = (squares - shrink * residuals * residuals) / variance;
        for (int c = 0; c < channels; c++) {
            effects.pull[c] = (effects.pull[c] - shrink * sums[c] * residuals) / variance;
            for (int d = 0; d <= c; d++) {
                effects.gram[c][d] = (effects.gram[c][d] - shrink * sums[c] * sums[d]) / variance;
                effects.gram[d][c] = effects.gram[c][d];
            }
            effects.beta[c] = at.single[at.beta(c)];
            effects.spread[c] = at.single[at.spread(c)];
        }
        effects.constant = fixed - 0.5 * (count - 1) * StrictMath.log(variance) - 0.5 * StrictMath.log(whole);
        for (Lift lift : lifts) {
            double x = at.single[at.lift(lift.number())] / lift.se();
            double gap = (lift.lift() - at.single[at.lift(lift.number()) + 1]) / lift.se();
            effects.gram[lift.channel()][lift.channel()] += x * x;
            effects.pull[lift.channel()] += x * gap;
            effects.square += gap * gap;
        }
    }

    /**
     * Adds slopes in rows and single numbers, after {@link #into} at the same values and {@link GeoEffects#slopes}.
     *
     * @param slopes receives them, arranged as the values
     */
    void back(Values at, GeoEffects effects, Values slopes) {
        double variance = at.sigma() * at.sigma();
        double between = at.geoSpread() * at.geoSpread();
        double whole = variance + count * between;
        double shrink = between / whole;
        int channels = at.channels;
        double residuals = effects.residuals;
        double squares = effects.squares;
        double[] sums = effects.sums;
        for (int t = 0; t < outcome.length; t++) {
            if (!seen[t]) {
                continue;
            }
            double residual = outcome[t] - at.rows[0][first + t] - shrink * residuals;
            double ofResidual = 2 * GeoEffects.SQUARE_SLOPE * residual;
            for (int c = 0; c < channels; c++) {
                double slope = effects.pullSlope[c] * residual;
                for (int d = 0; d < channels; d++) {
                    slope += 2 * effects.gramSlope[c][d] * (at.rows[1 + d][first + t] - shrink * sums[d]);
                }
                slopes.rows[1 + c][first + t] += slope / variance;
                ofResidual += effects.pullSlope[c] * (at.rows[1 + c][first + t] - shrink * sums[c]);
            }
            slopes.rows[0][first + t] -= ofResidual / variance;
        }
        // What the variances do: through the scale of all three, through the shrinkage, and by themselves.
        double scaled = GeoEffects.SQUARE_SLOPE * (squares - shrink * residuals * residuals) / variance;
        double ofShrink = -GeoEffects.SQUARE_SLOPE * residuals * residuals;
        for (int c = 0; c < channels; c++) {
            double pull = effects.pull[c];
            ofShrink -= effects.pullSlope[c] * sums[c] * residuals;
            for (int d = 0; d < channels; d++) {
                scaled += effects.gramSlope[c][d] * effects.gram[c][d];
                ofShrink -= effects.gramSlope[c][d] * sums[c] * sums[d];
            }
            scaled += effects.pullSlope[c] * pull;
            slopes.single[at.beta(c)] += effects.betaSlope[c];
            slopes.single[at.spread(c)] += effects.spreadSlope[c];
        }
        for (Lift lift : lifts) {
            int c = lift.channel();
            double x = at.single[at.lift(lift.number())] / lift.se();
            double gap = (lift.lift() - at.single[at.lift(lift.number()) + 1]) / lift.se();
            // The tests' own share of the form has no sigma.
            scaled -= effects.gramSlope[c][c] * x * x + effects.pullSlope[c] * x * gap;
            slopes.single[at.lift(lift.number())] +=
                    (2 * effects.gramSlope[c][c] * x + effects.pullSlope[c] * gap) / lift.se();
            slopes.single[at.lift(lift.number()) + 1] -=
                    (effects.pullSlope[c] * x + 2 * GeoEffects.SQUARE_SLOPE * gap) / lift.se();
        }
        ofShrink /= variance;
        double ofVariance =
                -scaled / variance - ofShrink * between / (whole * whole) - 0.5 * (count - 1) / variance - 0.5 / whole;
        double ofBetween = ofShrink * variance / (whole * whole) - 0.5 * count / whole;
        slopes.single[0] += 2 * at.sigma() * ofVariance;
        slopes.single[1] += 2 * at.geoSpread() * ofBetween;
    }

    /**
     * The level given effects: normal; its mean and standard deviation.
     *
     * @param effect the channel effects e
     */
    double[] level(Values at, double[] effect) {
        double variance = at.sigma() * at.sigma();
        double between = at.geoSpread() * at.geoSpread();
        double sum = 0;
        for (int t = 0; t < outcome.length; t++) {
            if (seen[t]) {
                double residual = outcome[t] - at.rows[0][first + t];
                for (int c = 0; c < effect.length; c++) {
                    residual -= effect[c] * at.rows[1 + c][first + t];
                }
                sum += residual;
            }
        }
        double shrink = between / (variance + count * between);
        return new double[] {shrink * sum, StrictMath.sqrt(variance * shrink)};
    }

    /** What the media do in all the geo's rows together, given effects. */
    double media(Values at, double[] effect) {
        double sum = 0;
        for (int c = 0; c < effect.length; c++) {
            for (int t = 0; t < outcome.length; t++) {
                sum += effect[c] * at.rows[1 + c][first + t];
            }
        }
        return sum;
    }
}
