package tributary.infer.nuts;

import java.util.Arrays;
import tributary.random.RandomStream;

/** A metric of variances alone: coordinates have scales but no correlations. */
public final class DiagonalMetric implements Metric {
    private static final long serialVersionUID = 1L;

    private final double[] variances;
    private final double[] massRoots;

    private DiagonalMetric(double[] variances) {
        this.variances = variances;
        massRoots = new double[variances.length];
        for (int i = 0; i < variances.length; i++) {
            massRoots[i] = 1 / StrictMath.sqrt(variances[i]);
        }
    }

    /**
     * From posterior variances.
     *
     * @throws IllegalArgumentException unless all are positive and finite
     */
    public static DiagonalMetric of(double... variances) {
        for (int i = 0; i < variances.length; i++) {
            if (!(variances[i] > 0) || Double.isInfinite(variances[i])) {
                throw new IllegalArgumentException(
                        "variance of coordinate " + i + " must be positive and finite, is " + variances[i]);
            }
        }
        return new DiagonalMetric(variances.clone());
    }

    /** All variances one. */
    public static DiagonalMetric unit(int dimension) {
        double[] ones = new double[dimension];
        Arrays.fill(ones, 1);
        return new DiagonalMetric(ones);
    }

    @Override
    public int dimension() {
        return variances.length;
    }

    @Override
    public void velocity(double[] momentum, double[] velocity) {
        for (int i = 0; i < variances.length; i++) {
            velocity[i] = variances[i] * momentum[i];
        }
    }

    @Override
    public void drawMomentum(RandomStream stream, double[] momentum) {
        for (int i = 0; i < massRoots.length; i++) {
            momentum[i] = massRoots[i] * stream.nextGaussian();
        }
    }

    @Override
    public double[] variances() {
        return variances.clone();
    }
}
