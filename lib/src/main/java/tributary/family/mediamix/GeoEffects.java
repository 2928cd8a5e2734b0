package tributary.family.mediamix;

import tributary.math.Special;
import tributary.random.RandomStream;

/**
 * The channel effects of one geo, given all that geos share: {@code e_c = beta_c exp(spread_c z_c)} with {@code z ~ Normal(0,
 * 1)} and a normal likelihood, which is quadratic in e: {@code log p(y | e) = constant - (square - 2 pull'e + e' gram e) / 2}.
 *
 * <p>The integral over z has no closed form. {@link #laplace} gives its Laplace approximation (Tierney and Kadane, 1986) with
 * the gradient in everything that is given, by hand: with h the log integrand, z its maximum and H its negated Hessian there,
 * {@code h(z) - log |H| / 2}. {@link #estimate} gives an unbiased estimate by importance points about the same maximum, so
 * that draws weighed by it are weighed by the integral itself (Tran, Scharth, Pitt and Kohn, 2013); {@link #choose} then picks
 * the effects that go with a draw from the same points.
 */
final class GeoEffects {
    /** Points of an estimate, in pairs that mirror each other. */
    static final int POINTS = 64;

    /** Heavier tails than the integrand's, which are normal or lighter. */
    private static final double FREEDOM = 7;

    private static final int MOST_STEPS = 100;
    private static final int HALVINGS = 40;
    /** The decrement after whose step the maximum is exact to rounding: steps are Newton's. */
    private static final double DECREMENT = 1e-12;

    private static final double LOG_TWO_PI = StrictMath.log(2 * StrictMath.PI);

    final int channels;
    // What is given.
    final double[][] gram;
    final double[] pull;
    final double[] beta;
    final double[] spread;
    double square;
    double constant;
    // What the geo's rows summed to, for the way back: residuals, their squares, and each curve.
    final double[] sums;
    double residuals;
    double squares;
    // What the Laplace approximation's value depends on them by.
    final double[][] gramSlope;
    final double[] pullSlope;
    final double[] betaSlope;
    final double[] spreadSlope;
    /** The slope in {@link #square}, whatever else. */
    static final double SQUARE_SLOPE = -0.5;

    private final double[] z;
    private final double[] tried;
    private final double[] effect;
    private final double[] rise;
    private final double[] rest;
    private final double[] gradient;
    private final double[] step;
    private final double[] mixed;
    private final double[] bent;
    private final double[] tilt;
    private final double[] normal;
    private final double[][] curvature;
    private final double[][] root;
    private final double[][] inverse;
    private final double[][] points = new double[POINTS][];
    private final double[] logWeights = new double[POINTS];
    private double logDeterminant;

    GeoEffects(int channels) {
        this.channels = channels;
        gram = new double[channels][channels];
        pull = new double[channels];
        sums = new double[channels];
        beta = new double[channels];
        spread = new double[channels];
        gramSlope = new double[channels][channels];
        pullSlope = new double[channels];
        betaSlope = new double[channels];
        spreadSlope = new double[channels];
        z = new double[channels];
        tried = new double[channels];
        effect = new double[channels];
        rise = new double[channels];
        rest = new double[channels];
        gradient = new double[channels];
        step = new double[channels];
        mixed = new double[channels];
        bent = new double[channels];
        tilt = new double[channels];
        normal = new double[channels];
        curvature = new double[channels][channels];
        root = new double[channels][channels];
        inverse = new double[channels][channels];
        for (int p = 0; p < POINTS; p++) {
            points[p] = new double[channels];
        }
    }

    /** The Laplace approximation of the log integral; negative infinity or NaN where nothing is finite. */
    double laplace() {
        double value = climb();
        return constant + value - 0.5 * logDeterminant;
    }

    /** The log integrand, without the constant of the normal prior, and the effects at a position. */
    private double integrand(double[] at) {
        double sum = square;
        double prior = 0;
        for (int c = 0; c < channels; c++) {
            effect[c] = beta[c] * StrictMath.exp(spread[c] * at[c]);
            prior += at[c] * at[c];
        }
        for (int c = 0; c < channels; c++) {
            double row = 0;
            for (int d = 0; d < channels; d++) {
                row += gram[c][d] * effect[d];
            }
            rest[c] = pull[c] - row;
            sum -= effect[c] * (pull[c] + rest[c]);
        }
        return -0.5 * (prior + sum);
    }

    /** Newton's ascent from zero, which any machine walks alike; ends at the maximum with its curvature factorised. */
    private double climb() {
        java.util.Arrays.fill(z, 0);
        double value = integrand(z);
        logDeterminant = Double.NaN;
        if (!(value > Double.NEGATIVE_INFINITY)) {
            return Double.NEGATIVE_INFINITY;
        }
        boolean arrived = false;
        for (int steps = 0; steps < MOST_STEPS && !arrived; steps++) {
            bend(true);
            if (!factorise()) {
                // Without the outcome's own curvature it is the identity and something positive.
                bend(false);
                if (!factorise()) {
                    return Double.NEGATIVE_INFINITY;
                }
            }
            System.arraycopy(gradient, 0, step, 0, channels);
            solve(step);
            double decrement = 0;
            for (int c = 0; c < channels; c++) {
                decrement += step[c] * gradient[c];
            }
            arrived = decrement < DECREMENT;
            double shrink = 1;
            boolean risen = false;
            for (int halving = 0; halving < HALVINGS && !risen; halving++) {
                for (int c = 0; c < channels; c++) {
                    tried[c] = z[c] + shrink * step[c];
                }
                double there = integrand(tried);
                // Near the maximum the rise is below the rounding of the sum.
                if (there >= value - 1e-12 * Math.abs(value)) {
                    System.arraycopy(tried, 0, z, 0, channels);
                    value = there;
                    risen = true;
                }
                shrink *= 0.5;
            }
            arrived |= !risen;
        }
        value = integrand(z);
        bend(true);
        if (!factorise()) {
            bend(false);
            factorise();
        }
        return value;
    }

    /** Gradient and negated Hessian at the effects in hand. */
    private void bend(boolean exact) {
        for (int c = 0; c < channels; c++) {
            rise[c] = spread[c] * effect[c];
        }
        double[] at = z;
        for (int c = 0; c < channels; c++) {
            gradient[c] = rise[c] * rest[c] - at[c];
            for (int d = 0; d < channels; d++) {
                curvature[c][d] = rise[c] * gram[c][d] * rise[d];
            }
            curvature[c][c] += exact ? 1 - spread[c] * rise[c] * rest[c] : 1;
        }
    }

    private boolean factorise() {
        logDeterminant = 0;
        for (int i = 0; i < channels; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = curvature[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= root[i][k] * root[j][k];
                }
                if (i > j) {
                    root[i][j] = sum / root[j][j];
                } else if (sum > 0 && sum < Double.POSITIVE_INFINITY) {
                    root[i][i] = StrictMath.sqrt(sum);
                    logDeterminant += 2 * StrictMath.log(root[i][i]);
                } else {
                    logDeterminant = Double.NaN;
                    return false;
                }
            }
        }
        return true;
    }

    private void solve(double[] into) {
        for (int i = 0; i < channels; i++) {
            for (int k = 0; k < i; k++) {
                into[i] -= root[i][k] * into[k];
            }
            into[i] /= root[i][i];
        }
        backwards(into);
    }

    /** {@code into = L^-T into} for the Cholesky factor L of the curvature. */
    private void backwards(double[] into) {
        for (int i = channels - 1; i >= 0; i--) {
            for (int k = i + 1; k < channels; k++) {
                into[i] -= root[k][i] * into[k];
            }
            into[i] /= root[i][i];
        }
    }

    /**
     * The gradient of {@link #laplace}, to be called after it. With G the inverse of H, the explicit part of {@code - log |H|
     * / 2} is {@code - tr(G dH) / 2}; the maximum moves by {@code G d(gradient)}, which moves the determinant alone.
     */
    void slopes() {
        for (int c = 0; c < channels; c++) {
            double[] column = inverse[c];
            java.util.Arrays.fill(column, 0);
            column[c] = 1;
            solve(column);
        }
        // How the determinant moves with the maximum, and what the gradient there weighs by it.
        java.util.Arrays.fill(tilt, 0);
        weigh();
        for (int c = 0; c < channels; c++) {
            step[c] = rise[c] * mixed[c];
        }
        for (int c = 0; c < channels; c++) {
            tilt[c] = 0;
            for (int d = 0; d < channels; d++) {
                tilt[c] += inverse[c][d] * step[d];
            }
        }
        weigh();
        for (int c = 0; c < channels; c++) {
            double ofEffect = rest[c] + mixed[c];
            pullSlope[c] = effect[c] + normal[c];
            betaSlope[c] = ofEffect * effect[c] / beta[c];
            spreadSlope[c] =
                    ofEffect * effect[c] * z[c] + effect[c] * bent[c] + 0.5 * inverse[c][c] * rise[c] * rest[c];
            for (int d = 0; d < channels; d++) {
                gramSlope[c][d] = -0.5
                        * (effect[c] * effect[d]
                                + normal[c] * effect[d]
                                + normal[d] * effect[c]
                                + inverse[c][d] * rise[c] * rise[d]);
            }
        }
    }

    /**
     * The slopes of {@code - tr(G H) / 2 + tilt' gradient} with G and tilt held: in what is left of the pull ({@link
     * #normal}), in the rise ({@link #bent}), and in the effect through both ({@link #mixed}).
     */
    private void weigh() {
        for (int c = 0; c < channels; c++) {
            normal[c] = rise[c] * (0.5 * inverse[c][c] * spread[c] + tilt[c]);
            double coupled = 0;
            for (int d = 0; d < channels; d++) {
                coupled += inverse[c][d] * gram[c][d] * rise[d];
            }
            bent[c] = (0.5 * inverse[c][c] * spread[c] + tilt[c]) * rest[c] - coupled;
        }
        for (int c = 0; c < channels; c++) {
            double back = 0;
            for (int d = 0; d < channels; d++) {
                back += gram[c][d] * normal[d];
            }
            mixed[c] = spread[c] * bent[c] - back;
        }
    }

    /**
     * An unbiased estimate of the integral, as its logarithm, from points of a Student t about the maximum.
     *
     * @param stream names the points: the same stream gives the same points
     */
    double estimate(RandomStream stream) {
        double top = climb();
        if (!(top > Double.NEGATIVE_INFINITY) || !Double.isFinite(logDeterminant)) {
            return Double.NEGATIVE_INFINITY;
        }
        double[] mode = z.clone();
        double half = 0.5 * (FREEDOM + channels);
        double norm = Special.logGamma(half)
                - Special.logGamma(0.5 * FREEDOM)
                - 0.5 * channels * StrictMath.log(FREEDOM * StrictMath.PI)
                + 0.5 * logDeterminant;
        double largest = Double.NEGATIVE_INFINITY;
        for (int p = 0; p < POINTS; p += 2) {
            double length = 0;
            for (int c = 0; c < channels; c++) {
                normal[c] = stream.nextGaussian();
                length += normal[c] * normal[c];
            }
            double scale = FREEDOM / (2 * stream.nextGamma(0.5 * FREEDOM));
            double logDensity = norm - half * StrictMath.log1p(length * scale / FREEDOM);
            backwards(normal);
            double stretch = StrictMath.sqrt(scale);
            for (int side = 0; side < 2; side++) {
                double[] point = points[p + side];
                for (int c = 0; c < channels; c++) {
                    point[c] = mode[c] + (side == 0 ? stretch : -stretch) * normal[c];
                }
                double weight = integrand(point) - 0.5 * channels * LOG_TWO_PI - logDensity;
                logWeights[p + side] = Double.isNaN(weight) ? Double.NEGATIVE_INFINITY : weight;
                largest = Math.max(largest, logWeights[p + side]);
            }
        }
        if (!(largest > Double.NEGATIVE_INFINITY)) {
            return Double.NEGATIVE_INFINITY;
        }
        double sum = 0;
        for (double weight : logWeights) {
            sum += StrictMath.exp(weight - largest);
        }
        return constant + largest + StrictMath.log(sum / POINTS);
    }

    /**
     * One of the points of {@link #estimate}, by its weight: a draw of z from its posterior as the estimate has it.
     *
     * @param uniform between 0 and 1
     * @param into receives z
     */
    void choose(double uniform, double[] into) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double weight : logWeights) {
            largest = Math.max(largest, weight);
        }
        double sum = 0;
        for (double weight : logWeights) {
            sum += StrictMath.exp(weight - largest);
        }
        double left = uniform * sum;
        int chosen = -1;
        for (int p = 0; p < POINTS && left >= 0; p++) {
            double weight = StrictMath.exp(logWeights[p] - largest);
            chosen = weight > 0 ? p : chosen;
            left -= weight;
        }
        System.arraycopy(points[chosen], 0, into, 0, channels);
    }

    /** The log integrand with the constant of its normal prior, at a position: what {@link #laplace} is the integral of. */
    double joint(double[] at) {
        return constant + integrand(at) - 0.5 * channels * LOG_TWO_PI;
    }
}
