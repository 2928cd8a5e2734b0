package tributary.posterior.conjugate;

import java.util.Optional;
import tributary.math.LogDensity;
import tributary.random.RandomStream;

/**
 * Independent coordinates u with log density a u - b exp(u): logarithms of rates that are Gamma(a, b).
 *
 * <p>Far to the left the gradient is a; where the gradient vanishes, b exp(u) = a.
 */
public final class GammaBlock implements ClosedForm {
    private static final double FAR_LEFT = -100;
    /** Nearer steps change the logarithm of a rate by less than its rounding in the gradient. */
    static final double CLOSE = 1e-13;

    private static final int STEPS = 60;

    private final int[] coordinates;
    private final double[] shape;
    private final double[] logRate;

    private GammaBlock(int[] coordinates, double[] shape, double[] logRate) {
        this.coordinates = coordinates;
        this.shape = shape;
        this.logRate = logRate;
    }

    /**
     * Reads the numbers off a density.
     *
     * @param density of this form in these coordinates
     * @param coordinates which, from 0
     * @return nothing if a shape or a rate is not positive: the density cannot be normalised
     */
    public static Optional<ClosedForm> of(LogDensity density, int... coordinates) {
        double[] at = new double[density.dimension()];
        double[] gradient = new double[at.length];
        for (int coordinate : coordinates) {
            at[coordinate] = FAR_LEFT;
        }
        density.evaluate(at, gradient);
        double[] shape = new double[coordinates.length];
        double[] u = new double[coordinates.length];
        boolean proper = true;
        for (int i = 0; i < coordinates.length; i++) {
            shape[i] = gradient[coordinates[i]];
            proper &= shape[i] > 0 && shape[i] < Double.POSITIVE_INFINITY;
        }
        boolean moving = true;
        for (int step = 0; proper && moving && step < STEPS; step++) {
            moving = false;
            for (int i = 0; i < coordinates.length; i++) {
                at[coordinates[i]] = u[i];
            }
            density.evaluate(at, gradient);
            for (int i = 0; i < coordinates.length; i++) {
                double next = towardsMode(u[i], shape[i], gradient[coordinates[i]]);
                moving |= Math.abs(next - u[i]) > CLOSE;
                u[i] = next;
                proper &= Math.abs(u[i]) < 500;
            }
        }
        double[] logRate = new double[coordinates.length];
        for (int i = 0; i < coordinates.length; i++) {
            logRate[i] = StrictMath.log(shape[i]) - u[i];
        }
        return proper ? Optional.of(new GammaBlock(coordinates.clone(), shape, logRate)) : Optional.empty();
    }

    /** The mode, if b exp(u) can be told from the gradient here; else a step of ten towards it. */
    static double towardsMode(double u, double shape, double gradient) {
        double events = shape - gradient;
        return events > 1e-6 * shape ? u + StrictMath.log(shape / events) : u + 10;
    }

    /** The distribution of one coordinate's rate. */
    public GammaPoisson rate(int coordinate) {
        return new GammaPoisson(shape[coordinate], StrictMath.exp(logRate[coordinate]));
    }

    @Override
    public void draw(RandomStream stream, double[] position) {
        for (int i = 0; i < coordinates.length; i++) {
            position[coordinates[i]] = stream.nextLogGamma(shape[i]) - logRate[i];
        }
    }
}
