package tributary.posterior.conjugate;

import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import tributary.random.RandomStream;

/**
 * Coordinates that are jointly normal, perhaps given one more: a log variance (or log precision) by which the whole
 * precision is scaled, and which is itself log-inverse-gamma: the normal-inverse-gamma family of linear regression.
 *
 * <p>The gradient is linear in the normal coordinates, so its differences along each are the precision P, exactly, and
 * one Newton step is the mean; a second round about the mean, in steps of one standard deviation, removes what
 * rounding the first left. With w = -log sigma2, the log density at the mean is A w - B exp(w); integrating d normal
 * coordinates out leaves exp(w) ~ Gamma(A - d/2, B), which is the posterior of the precision (Gelman et al. 2013,
 * sections 3.3 and 14.2).
 */
public final class NormalBlock implements ClosedForm {
    private static final int NO_SCALE = -1;
    private static final int STEPS = 60;

    private final int[] coordinates;
    private final double[] mean;
    private final double[][] root;
    private final int scale;
    private final double sign;
    private final double shape;
    private final double logRate;

    private NormalBlock(
            int[] coordinates, double[] mean, double[][] root, int scale, double sign, double shape, double logRate) {
        this.coordinates = coordinates;
        this.mean = mean;
        this.root = root;
        this.scale = scale;
        this.sign = sign;
        this.shape = shape;
        this.logRate = logRate;
    }

    /**
     * Reads a normal off gradients that are linear in these coordinates, in three passes.
     *
     * @return nothing if the precision is not positive definite: the density cannot be normalised, or only just
     */
    public static Optional<ClosedForm> known(Gradients gradients, int... coordinates) {
        double[] at = new double[gradients.dimension()];
        return solve(gradients, coordinates, at)
                .map(root -> new NormalBlock(coordinates.clone(), pick(at, coordinates), root, NO_SCALE, 1, 0, 0));
    }

    /**
     * Reads a normal-inverse-gamma off gradients, in about seven passes.
     *
     * @param scale the coordinate of the logarithm of the variance or the precision
     * @param variance whether it is the variance
     * @return nothing if the density cannot be normalised
     */
    public static Optional<ClosedForm> scaled(Gradients gradients, int[] coordinates, int scale, boolean variance) {
        double sign = variance ? -1 : 1;
        double[] at = new double[gradients.dimension()];
        Optional<double[][]> root = solve(gradients, coordinates, at);
        if (root.isEmpty()) {
            return Optional.empty();
        }
        double[][] grid = new double[1 + GammaBlock.GRID.length][];
        for (int k = 0; k < grid.length; k++) {
            grid[k] = at.clone();
            grid[k][scale] = sign * (k == 0 ? -100 : GammaBlock.GRID[k - 1]);
        }
        double[][] found = gradients.at(grid);
        double conditional = sign * found[0][scale];
        double w = GammaBlock.start(conditional, k -> sign * found[1 + k][scale]);
        double moved = 1;
        for (int step = 0; step < STEPS && moved > GammaBlock.CLOSE; step++) {
            at[scale] = sign * w;
            double next =
                    GammaBlock.towardsMode(w, conditional, sign * gradients.at(new double[][] {at})[0][scale]);
            moved = Math.abs(next - w);
            w = next;
        }
        double shape = conditional - coordinates.length / 2.0;
        boolean proper = shape > 0 && Math.abs(w) < 500;
        return proper
                ? Optional.of(new NormalBlock(
                        coordinates.clone(),
                        pick(at, coordinates),
                        root.get(),
                        scale,
                        sign,
                        shape,
                        StrictMath.log(conditional) - w))
                : Optional.empty();
    }

    /** Moves to the mean, and gives a matrix R with R R' the inverse precision there. */
    private static Optional<double[][]> solve(Gradients gradients, int[] coordinates, double[] at) {
        double[] steps = new double[coordinates.length];
        java.util.Arrays.fill(steps, 1);
        double[][] root = new double[0][0];
        for (int round = 0; round < 3; round++) {
            double[][] found = gradients.at(points(coordinates, at, steps));
            double[][] precision = precision(found, coordinates, at, steps);
            for (int i = 0; i < steps.length; i++) {
                if (!(precision[i][i] > 0 && precision[i][i] < Double.POSITIVE_INFINITY)) {
                    return Optional.empty();
                }
                steps[i] = 1 / StrictMath.sqrt(precision[i][i]);
            }
            try {
                root = inverseRoot(precision, steps);
            } catch (NonPositiveDefiniteMatrixException collinear) {
                return Optional.empty();
            }
            newton(found[0], coordinates, at, root);
        }
        return Optional.of(root);
    }

    /** A position, and those one step from it along each coordinate: one pass answers for all. */
    private static double[][] points(int[] coordinates, double[] at, double[] steps) {
        double[][] points = new double[1 + coordinates.length][];
        points[0] = at.clone();
        for (int j = 0; j < coordinates.length; j++) {
            points[1 + j] = at.clone();
            points[1 + j][coordinates[j]] += steps[j];
        }
        return points;
    }

    /** Minus the differences of the gradient along each coordinate, made symmetric. */
    private static double[][] precision(double[][] found, int[] coordinates, double[] at, double[] steps) {
        int d = coordinates.length;
        double[][] precision = new double[d][d];
        for (int j = 0; j < d; j++) {
            double before = at[coordinates[j]];
            double taken = before + steps[j] - before;
            for (int i = 0; i < d; i++) {
                precision[i][j] = (found[0][coordinates[i]] - found[1 + j][coordinates[i]]) / taken;
            }
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                precision[i][j] = precision[j][i] = 0.5 * (precision[i][j] + precision[j][i]);
            }
        }
        return precision;
    }

    private static void newton(double[] gradient, int[] coordinates, double[] at, double[][] root) {
        int d = coordinates.length;
        double[] inner = new double[d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                inner[j] += root[i][j] * gradient[coordinates[i]];
            }
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                at[coordinates[i]] += root[i][j] * inner[j];
            }
        }
    }

    /** R = D L'^-1 where D P D = L L', D the reciprocal roots of P's diagonal. */
    private static double[][] inverseRoot(double[][] precision, double[] unit) {
        int d = precision.length;
        double[][] scaled = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                scaled[i][j] = precision[i][j] * unit[i] * unit[j];
            }
        }
        double[][] root = new double[d][d];
        if (d == 0) {
            return root;
        }
        RealMatrix lower = new CholeskyDecomposition(new Array2DRowRealMatrix(scaled, false), 1e-6, 1e-12).getL();
        for (int column = 0; column < d; column++) {
            for (int i = column; i >= 0; i--) {
                double rest = i == column ? 1 : 0;
                for (int j = i + 1; j <= column; j++) {
                    rest -= lower.getEntry(j, i) * root[j][column] / unit[j];
                }
                root[i][column] = unit[i] * rest / lower.getEntry(i, i);
            }
        }
        return root;
    }

    private static double[] pick(double[] position, int[] coordinates) {
        double[] picked = new double[coordinates.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = position[coordinates[i]];
        }
        return picked;
    }

    /** The mean of one of the normal coordinates. */
    public double mean(int coordinate) {
        return mean[coordinate];
    }

    /** The distribution of 1 / sigma2, if the scale is unknown. */
    public Optional<GammaPoisson> precision() {
        return scale == NO_SCALE ? Optional.empty() : Optional.of(new GammaPoisson(shape, StrictMath.exp(logRate)));
    }

    @Override
    public void draw(RandomStream stream, double[] position) {
        double sd = 1;
        if (scale != NO_SCALE) {
            double w = stream.nextLogGamma(shape) - logRate;
            position[scale] = sign * w;
            sd = StrictMath.exp(-0.5 * w);
        }
        double[] z = new double[mean.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = sd * stream.nextGaussian();
        }
        for (int i = 0; i < z.length; i++) {
            double value = mean[i];
            for (int j = i; j < z.length; j++) {
                value += root[i][j] * z[j];
            }
            position[coordinates[i]] = value;
        }
    }
}
