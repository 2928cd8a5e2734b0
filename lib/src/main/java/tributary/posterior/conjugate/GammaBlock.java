package tributary.posterior.conjugate;

import java.util.Optional;
import java.util.function.IntToDoubleFunction;
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
    private static final double TEN = 10;
    /** Points that one pass looks at, so that the mode of any rate between exp(-50) and exp(60) is near one. */
    static final double[] GRID = {-50, -40, -30, -20, -10, 0, 10, 20, 30, 40, 50};

    private final int[] coordinates;
    private final double[] shape;
    private final double[] logRate;

    private GammaBlock(int[] coordinates, double[] shape, double[] logRate) {
        this.coordinates = coordinates;
        this.shape = shape;
        this.logRate = logRate;
    }

    /**
     * Reads the numbers off gradients, in three or four passes.
     *
     * @param gradients of a log density of this form in these coordinates
     * @param coordinates which, from 0
     * @return nothing if a shape or a rate is not positive: the density cannot be normalised
     */
    public static Optional<ClosedForm> of(Gradients gradients, int... coordinates) {
        int n = coordinates.length;
        double[][] grid = new double[1 + GRID.length][gradients.dimension()];
        for (int coordinate : coordinates) {
            grid[0][coordinate] = FAR_LEFT;
            for (int k = 0; k < GRID.length; k++) {
                grid[1 + k][coordinate] = GRID[k];
            }
        }
        double[][] found = gradients.at(grid);
        double[] shape = new double[n];
        double[] u = new double[n];
        boolean proper = true;
        for (int i = 0; i < n; i++) {
            int coordinate = coordinates[i];
            shape[i] = found[0][coordinate];
            proper &= shape[i] > 0 && shape[i] < Double.POSITIVE_INFINITY;
            u[i] = start(shape[i], k -> found[1 + k][coordinate]);
        }
        boolean moving = true;
        for (int step = 0; proper && moving && step < STEPS; step++) {
            moving = false;
            double[][] at = new double[1][gradients.dimension()];
            for (int i = 0; i < n; i++) {
                at[0][coordinates[i]] = u[i];
            }
            double[] gradient = gradients.at(at)[0];
            for (int i = 0; i < n; i++) {
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

    /** The mode as the first point of the grid tells where b exp(u) can be told from the shape; else beyond the grid. */
    static double start(double shape, IntToDoubleFunction gradient) {
        for (int k = 0; k < GRID.length; k++) {
            double next = towardsMode(GRID[k], shape, gradient.applyAsDouble(k));
            if (next != GRID[k] + TEN) {
                return next;
            }
        }
        return GRID[GRID.length - 1] + TEN;
    }

    /** The mode, if b exp(u) can be told from the gradient here; else a step of ten towards it. */
    static double towardsMode(double u, double shape, double gradient) {
        double events = shape - gradient;
        return events > 1e-6 * shape ? u + StrictMath.log(shape / events) : u + TEN;
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
