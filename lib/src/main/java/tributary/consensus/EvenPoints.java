package tributary.consensus;

import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.SobolSequenceGenerator;
import tributary.random.NormalQuantile;
import tributary.random.RandomStream;

/**
 * Random points that fill the unit cube evenly: a Sobol sequence (Joe and Kuo 2008) under a random digital shift, so
 * that each point is uniform by itself while together they integrate smooth functions far better than independent ones
 * (Owen 1998; Lemieux 2009).
 *
 * <p>A weighted mean over such draws has a smaller error than the importance sample size says: the published Monte
 * Carlo error is an upper bound.
 */
final class EvenPoints {
    /** The library knows direction numbers of so many coordinates. */
    private static final int MOST = 1000;

    private static final int BITS = 52;

    private final int dimension;
    private final SobolSequenceGenerator sobol;
    private final long[] shift;
    private final RandomStream random;

    /** Points of a dimension; beyond 1000 coordinates the rest are independent. */
    EvenPoints(int dimension, RandomStream random) {
        this.dimension = dimension;
        this.random = random;
        int even = Math.min(dimension, MOST);
        this.sobol = new SobolSequenceGenerator(even);
        this.shift = new long[even];
        for (int i = 0; i < even; i++) {
            shift[i] = random.nextLong() >>> (Long.SIZE - BITS);
        }
    }

    /** The next point, each coordinate strictly between 0 and 1. */
    double[] next() {
        double[] point = new double[dimension];
        double[] plain = sobol.nextVector();
        for (int i = 0; i < plain.length; i++) {
            long digits = (long) (plain[i] * 0x1p52) ^ shift[i];
            point[i] = (digits + 0.5) * 0x1p-52;
        }
        for (int i = plain.length; i < dimension; i++) {
            point[i] = random.nextDouble();
        }
        return point;
    }

    /**
     * The next multivariate Student t in standard form: normal coordinates over the root of a chi-square over its degrees of
     * freedom.
     *
     * @param into receives the normal coordinates, one fewer than the points' dimension
     * @param half the gamma distribution of half the degrees of freedom and unit scale
     * @return what to multiply the coordinates by
     */
    double next(double[] into, GammaDistribution half) {
        double[] point = next();
        for (int i = 0; i < into.length; i++) {
            into[i] = NormalQuantile.of(point[i + 1]);
        }
        return StrictMath.sqrt(half.getShape() / half.inverseCumulativeProbability(point[0]));
    }
}
