package tributary.family.mediamix;

import tributary.math.Special;
import tributary.random.RandomStream;

/**
 * The integral over what one geo has of its own, given all that geos share: standardised unknowns {@code z ~ Normal(0, 1)},
 * first one for each channel's effect {@code e_c = beta_c exp(spread_c z_c)}, then what else there is.
 *
 * <p>It has no closed form. {@link #laplace} gives its Laplace approximation (Tierney and Kadane, 1986): with h the log
 * integrand, z its maximum and H its negated Hessian there, {@code h(z) - log |H| / 2}. {@link #estimate} gives an unbiased
 * estimate by importance points about the same maximum, so that draws weighed by it are weighed by the integral itself (Tran,
 * Scharth, Pitt and Kohn, 2013); {@link #choose} then picks what goes with a draw from the same points.
 */
abstract class GeoIntegral {
    /** Points of an estimate, in pairs that mirror each other. */
    static final int POINTS = 64;

    /** Heavier tails than the integrand's, which its normal prior bounds. */
    private static final double FREEDOM = 7;

    private static final int MOST_STEPS = 100;
    private static final int HALVINGS = 40;
    /** The decrement after whose step the maximum is exact to rounding: steps are Newton's. */
    private static final double DECREMENT = 1e-12;

    private static final double LOG_TWO_PI = StrictMath.log(2 * StrictMath.PI);

    final int channels;
    final int dimension;
    final double[] z;
    final double[] gradient;
    final double[] step;
    final double[][] curvature;
    final double[][] inverse;
    private final double[] tried;
    private final double[] direction;
    private final double[][] root;
    private final double[][] points = new double[POINTS][];
    private final double[] logWeights = new double[POINTS];
    private double logDeterminant;

    GeoIntegral(int channels, int dimension) {
        this.channels = channels;
        this.dimension = dimension;
        z = new double[dimension];
        tried = new double[dimension];
        gradient = new double[dimension];
        step = new double[dimension];
        direction = new double[dimension];
        curvature = new double[dimension][dimension];
        root = new double[dimension][dimension];
        inverse = new double[dimension][dimension];
        for (int p = 0; p < POINTS; p++) {
            points[p] = new double[dimension];
        }
    }

    /** Takes up a geo at what its shard shares; before everything else. */
    abstract void load(GeoMoments geo, GeoMoments.Values at);

    /** Adds the slopes of {@link #laplace}, which was asked last, in rows and numbers. */
    abstract void addSlopes(GeoMoments geo, GeoMoments.Values at, GeoMoments.Values slopes);

    /**
     * The geo's level that goes with a point: its coordinate, or drawn given the effects.
     *
     * @param effect the channel effects e
     */
    abstract double level(GeoMoments geo, GeoMoments.Values at, double[] point, double[] effect, RandomStream stream);

    /** The log density of a level given the rest of a point and its effects; 0 at a level that is no coordinate's. */
    abstract double logLevel(GeoMoments geo, GeoMoments.Values at, double[] effect, double level);

    /** The point that stands for z of the channels and a level. */
    abstract double[] point(GeoMoments.Values at, double[] channels, double level);

    /** The log integrand at a position, without {@link #constant} and that of the normal prior. */
    abstract double integrand(double[] at);

    /** Gradient and negated Hessian there, after {@link #integrand}; without what may make it indefinite if not exact. */
    abstract void bend(double[] at, boolean exact);

    /** What the log integrand has that no position moves, but for the normal prior's constant. */
    abstract double constant();

    /** The inverse of the curvature, column by column. */
    final void invert() {
        for (int c = 0; c < dimension; c++) {
            double[] column = inverse[c];
            java.util.Arrays.fill(column, 0);
            column[c] = 1;
            solve(column);
        }
    }

    /** The Laplace approximation of the log integral; negative infinity or NaN where nothing is finite. */
    final double laplace() {
        double value = climb();
        return constant() + value - 0.5 * logDeterminant;
    }

    /** Newton's ascent from zero, which any machine walks alike; ends at the maximum with its curvature factorised. */
    final double climb() {
        java.util.Arrays.fill(z, 0);
        double value = integrand(z);
        logDeterminant = Double.NaN;
        if (!(value > Double.NEGATIVE_INFINITY)) {
            return Double.NEGATIVE_INFINITY;
        }
        boolean arrived = false;
        for (int steps = 0; steps < MOST_STEPS && !arrived; steps++) {
            bend(z, true);
            if (!factorise()) {
                // Without what may be negative it is the identity and something positive.
                bend(z, false);
                if (!factorise()) {
                    return Double.NEGATIVE_INFINITY;
                }
            }
            System.arraycopy(gradient, 0, step, 0, dimension);
            solve(step);
            double decrement = 0;
            for (int c = 0; c < dimension; c++) {
                decrement += step[c] * gradient[c];
            }
            arrived = decrement < DECREMENT;
            double shrink = 1;
            boolean risen = false;
            for (int halving = 0; halving < HALVINGS && !risen; halving++) {
                for (int c = 0; c < dimension; c++) {
                    tried[c] = z[c] + shrink * step[c];
                }
                double there = integrand(tried);
                // Near the maximum the rise is below the rounding of the sum.
                if (there >= value - 1e-12 * Math.abs(value)) {
                    System.arraycopy(tried, 0, z, 0, dimension);
                    value = there;
                    risen = true;
                }
                shrink *= 0.5;
            }
            arrived |= !risen;
        }
        value = integrand(z);
        bend(z, true);
        if (!factorise()) {
            bend(z, false);
            factorise();
        }
        return value;
    }

    final boolean factorise() {
        logDeterminant = 0;
        for (int i = 0; i < dimension; i++) {
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

    final void solve(double[] into) {
        for (int i = 0; i < dimension; i++) {
            for (int k = 0; k < i; k++) {
                into[i] -= root[i][k] * into[k];
            }
            into[i] /= root[i][i];
        }
        backwards(into);
    }

    /** {@code into = L^-T into} for the Cholesky factor L of the curvature. */
    private void backwards(double[] into) {
        for (int i = dimension - 1; i >= 0; i--) {
            for (int k = i + 1; k < dimension; k++) {
                into[i] -= root[k][i] * into[k];
            }
            into[i] /= root[i][i];
        }
    }

    /**
     * An unbiased estimate of the integral, as its logarithm, from points of a Student t about the maximum.
     *
     * @param stream names the points: the same stream gives the same points
     */
    final double estimate(RandomStream stream) {
        double top = climb();
        if (!(top > Double.NEGATIVE_INFINITY) || !Double.isFinite(logDeterminant)) {
            return Double.NEGATIVE_INFINITY;
        }
        double[] mode = z.clone();
        double half = 0.5 * (FREEDOM + dimension);
        double norm = Special.logGamma(half)
                - Special.logGamma(0.5 * FREEDOM)
                - 0.5 * dimension * StrictMath.log(FREEDOM * StrictMath.PI)
                + 0.5 * logDeterminant;
        double largest = Double.NEGATIVE_INFINITY;
        for (int p = 0; p < POINTS; p += 2) {
            double length = 0;
            for (int c = 0; c < dimension; c++) {
                direction[c] = stream.nextGaussian();
                length += direction[c] * direction[c];
            }
            double scale = FREEDOM / (2 * stream.nextGamma(0.5 * FREEDOM));
            double logDensity = norm - half * StrictMath.log1p(length * scale / FREEDOM);
            backwards(direction);
            double stretch = StrictMath.sqrt(scale);
            for (int side = 0; side < 2; side++) {
                double[] point = points[p + side];
                for (int c = 0; c < dimension; c++) {
                    point[c] = mode[c] + (side == 0 ? stretch : -stretch) * direction[c];
                }
                double weight = integrand(point) - 0.5 * dimension * LOG_TWO_PI - logDensity;
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
        return constant() + largest + StrictMath.log(sum / POINTS);
    }

    /**
     * One of the points of {@link #estimate}, by its weight: a draw from the integrand as the estimate has it.
     *
     * @param uniform between 0 and 1
     * @param into receives as much of it as it holds
     */
    final void choose(double uniform, double[] into) {
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
        System.arraycopy(points[chosen], 0, into, 0, Math.min(dimension, into.length));
    }

    /** The log integrand with the constant of its normal prior, at a position: what {@link #laplace} is the integral of. */
    final double joint(double[] at) {
        return constant() + integrand(at) - 0.5 * dimension * LOG_TWO_PI;
    }
}
