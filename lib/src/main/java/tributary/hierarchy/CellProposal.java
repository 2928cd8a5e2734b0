package tributary.hierarchy;

import java.util.Arrays;
import tributary.math.UnaryFunction;
import tributary.random.RandomStream;

/**
 * What a group's coefficients are proposed from given hyper-parameters, Laplace's approximation with its tails widened to
 * those of a t, and how far the group's own density exceeds it; the working memory of conditionals that are used one after
 * the other.
 *
 * <p>A strictly concave log density has one mode, and where to look for it and the bound are found once for a group: the
 * mode at the mean of all positions, and the greatest log ratio of the density to the proposal, relative to their peaks, on
 * the axes and diagonals of Laplace's approximation at several distances, given some of the positions; to which a margin is
 * added for what lies between. Where these positions do not agree, as of few groups, every draw has a bound of its own. Of a
 * normal density of k dimensions the greatest is at the distance {@code sqrt(k)}, of a
 * skewed one farther out on its long side. Neither depends on what was drawn before.
 */
final class CellProposal {
    private static final double DEGREES = 8;
    /** In Laplace's deviations. */
    private static final double[] DISTANCES = {1, 1.5, 2.2, 3.2, 4.5, 6.5};

    private static final double MARGIN = 0.1;
    /** Bounds of a group at several positions that differ by less stand for those at all positions. */
    private static final double ALIKE = 0.05;

    private final CellAlgebra algebra;
    private final int k;
    private final double[] proposal;
    private final double[] weights = new double[CellModes.MOST];
    /** By group, not a number until it is found. */
    private final double[] bounds;

    private final double[] near;
    private int modes = 1;

    CellProposal(CellAlgebra algebra, int groups, int k) {
        this.algebra = algebra;
        this.k = k;
        proposal = new double[k];
        bounds = new double[groups];
        Arrays.fill(bounds, Double.NaN);
        near = new double[groups * k];
    }

    /** The group under way; conditioned and shifted by whoever uses it. */
    CellAlgebra algebra() {
        return algebra;
    }

    /** Modes of the group under way. */
    int modes() {
        return modes;
    }

    /** The point proposed last; overwritten by the next. */
    double[] point() {
        return proposal;
    }

    /**
     * How far the density of a group exceeds the proposal; infinite if that depends on the position.
     *
     * @param probed the group given the positions where it is looked at; where the mode is looked for is found given the
     *     first
     */
    double bound(int group, CellConditional[] probed) {
        if (Double.isNaN(bounds[group])) {
            probed[0].condition();
            algebra.solve(group);
            System.arraycopy(algebra.mode(), 0, near, group * k, k);
            double least = Double.POSITIVE_INFINITY;
            double greatest = 0;
            for (CellConditional one : probed) {
                one.condition();
                settle(group);
                double own = bound();
                least = Math.min(least, own);
                greatest = Math.max(greatest, own);
            }
            bounds[group] = greatest - least < ALIKE ? greatest : Double.POSITIVE_INFINITY;
        }
        return bounds[group];
    }

    /** Turns to a group of one mode. */
    void settle(int group) {
        modes = 1;
        algebra.solve(group, near, group * k, CellAlgebra.NEAR);
    }

    /** Turns to a group of perhaps several modes. */
    void settleAll(int group) {
        modes = algebra.solveAll(group);
        algebra.modes().weigh(weights);
    }

    /** The same of the group under way as it is conditioned. */
    double bound() {
        double greatest = 0;
        int axes = 2 * k;
        int diagonals = k > 1 ? 1 << k : 0;
        for (double distance : DISTANCES) {
            double tails = tails(distance * distance);
            for (int i = 0; i < axes + diagonals; i++) {
                for (int a = 0; a < k; a++) {
                    proposal[a] = i < axes
                            ? a == i / 2 ? (i % 2 == 0 ? distance : -distance) : 0
                            : ((i - axes) >> a & 1) == 0 ? distance / Math.sqrt(k) : -distance / Math.sqrt(k);
                }
                place();
                greatest = Math.max(greatest, algebra.value(proposal) - algebra.peak() + tails);
            }
        }
        return greatest + MARGIN;
    }

    /** Proposes, and gives the logarithm of the density over the proposal's. */
    double propose(RandomStream stream) {
        if (modes > 1) {
            algebra.use(pick(stream.nextDouble()));
        }
        // Half a chi-squared number of eight degrees is a sum of four exponential ones.
        double half = -UnaryFunction.LOG.apply(
                stream.nextDouble() * stream.nextDouble() * (stream.nextDouble() * stream.nextDouble()));
        double scale = Math.sqrt(0.5 * DEGREES / half);
        double squares = 0;
        for (int a = 0; a < k; a++) {
            proposal[a] = scale * stream.nextGaussian();
            squares += proposal[a] * proposal[a];
        }
        place();
        double value = algebra.value(proposal);
        return modes > 1
                ? value - algebra.modes().logTails(proposal, DEGREES)
                : value - algebra.peak() + tails(squares);
    }

    /** What the proposal's density falls by at a squared distance from its mode. */
    private double tails(double squares) {
        return 0.5 * (DEGREES + k) * UnaryFunction.LOG1P.apply(squares / DEGREES);
    }

    /** From Laplace's deviations to a place. */
    private void place() {
        algebra.spread(proposal);
        for (int a = 0; a < k; a++) {
            proposal[a] += algebra.mode()[a];
        }
    }

    /** Turns to the mode of most mass. */
    void useHeaviest() {
        if (modes > 1) {
            int heaviest = 0;
            for (int i = 1; i < modes; i++) {
                heaviest = weights[i] > weights[heaviest] ? i : heaviest;
            }
            algebra.use(heaviest);
        }
    }

    /** The mode on whose share of the mass a uniform number falls. */
    private int pick(double uniform) {
        double rest = uniform;
        for (int i = 0; i < modes - 1; i++) {
            rest -= weights[i];
            if (rest < 0) {
                return i;
            }
        }
        return modes - 1;
    }
}
