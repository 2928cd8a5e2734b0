package tributary.posterior.conjugate;

import java.util.Optional;
import tributary.random.RandomStream;

/**
 * Independent coordinates u with log density a log p + b log(1 - p), p = sigmoid(u - centre): rates that are Beta(a, b),
 * and the sticks of Dirichlet shares.
 *
 * <p>The gradient is a - (a + b) p. Two points, three units left and right of the centre, give a and b by two equations
 * whose errors stay near the rounding of the gradient itself.
 */
public final class BetaBlock implements ClosedForm {
    private static final double REACH = 3;

    private final int[] coordinates;
    private final double[] centres;
    private final double[] a;
    private final double[] b;

    private BetaBlock(int[] coordinates, double[] centres, double[] a, double[] b) {
        this.coordinates = coordinates;
        this.centres = centres;
        this.a = a;
        this.b = b;
    }

    /**
     * Reads the numbers off gradients, in one pass.
     *
     * @param gradients of a log density of this form in these coordinates
     * @param coordinates which, from 0
     * @param centres one for each coordinate
     * @return nothing if a number is not positive: the density cannot be normalised
     */
    public static Optional<ClosedForm> of(Gradients gradients, int[] coordinates, double[] centres) {
        int n = coordinates.length;
        double[] left = new double[gradients.dimension()];
        double[] right = new double[gradients.dimension()];
        for (int i = 0; i < n; i++) {
            left[coordinates[i]] = centres[i] - REACH;
            right[coordinates[i]] = centres[i] + REACH;
        }
        double[][] both = gradients.at(new double[][] {left, right});
        double[] below = both[0];
        double[] above = both[1];
        double small = 1 / (1 + StrictMath.exp(REACH));
        double large = 1 / (1 + StrictMath.exp(-REACH));
        double[] a = new double[n];
        double[] b = new double[n];
        boolean proper = true;
        for (int i = 0; i < n; i++) {
            double total = (below[coordinates[i]] - above[coordinates[i]]) / (large - small);
            a[i] = below[coordinates[i]] + total * small;
            b[i] = total * small - above[coordinates[i]];
            proper &= a[i] > 0 && b[i] > 0 && a[i] < Double.POSITIVE_INFINITY && b[i] < Double.POSITIVE_INFINITY;
        }
        return proper ? Optional.of(new BetaBlock(coordinates.clone(), centres.clone(), a, b)) : Optional.empty();
    }

    /** The distribution of one coordinate's p. */
    public BetaBinomial rate(int coordinate) {
        return new BetaBinomial(a[coordinate], b[coordinate]);
    }

    /** The logit of a beta is the difference of two log-gammas: no p near 0 or 1 is lost. */
    @Override
    public void draw(RandomStream stream, double[] position) {
        for (int i = 0; i < coordinates.length; i++) {
            position[coordinates[i]] = centres[i] + (stream.nextLogGamma(a[i]) - stream.nextLogGamma(b[i]));
        }
    }
}
