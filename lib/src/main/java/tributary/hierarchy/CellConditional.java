package tributary.hierarchy;

import org.jspecify.annotations.Nullable;
import tributary.random.RandomStream;

/**
 * The coefficients of groups of cells given the hyper-parameters: independence Metropolis with Laplace's approximation,
 * its tails widened to a t, as proposal.
 *
 * <p>The conditional density has normal tails, so its ratio to the proposal is bounded, by M times their scales, and after n
 * steps the law of the chain is within {@code (1 - 1 / M)^n} of the conditional one (Mengersen and Tweedie, 1996). Where M is
 * below 1.25, as of all but the smallest groups of log-concave likelihoods, {@value #CONCAVE_STEPS} steps leave less than 2
 * in 1,000, which as many draws cannot show; that is no bound for every group. Of a student-t group whose rows contradict each other the proposal is a mixture about
 * the modes that {@link CellAlgebra#solveAll} finds, each with the mass that Laplace gives it; a mode that is not found is reached
 * through the tails alone, that is, too seldom.
 */
final class CellConditional implements GroupConditional {
    private static final int STEPS = 6;
    private static final int CONCAVE_STEPS = 4;
    private static final double DEGREES = 8;

    private final int q;
    private final int k;
    private final CellAlgebra algebra;
    private final double centre;
    private final double[] factor;
    private final double[] z;
    private final double[] proposal;
    private final double[] column;
    private final double[] weights = new double[CellAlgebra.MOST_MODES];
    private final double[] near;
    private final int steps;
    private int modes;

    /**
     * Groups given a position.
     *
     * @param near where to look for the modes of groups, group after group; none to look from zero
     */
    CellConditional(CellTable table, GroupModel model, double[] position, @Nullable Shifts shifts, double[] near) {
        this.near = near;
        steps = table.likelihood() == CellLikelihood.STUDENT_T ? STEPS : CONCAVE_STEPS;
        HyperLayout layout = new HyperLayout(model);
        q = model.coefficients().size();
        k = layout.varying().length;
        factor = new double[q * k];
        new HyperPrior(model, layout).fillFactor(position, 1, layout.correlationFactor(position), factor);
        centre = table.centre();
        algebra = new CellAlgebra(table, model, layout);
        algebra.condition(position, factor);
        if (shifts != null) {
            algebra.shift(shifts);
        }
        z = new double[k];
        proposal = new double[k];
        column = new double[k];
    }

    /** Means and variances are Laplace's, about the mode of most mass. */
    @Override
    public void draw(int group, RandomStream stream, double[] coefficients, double[] means, double[] variances) {
        modes = algebra.solveAll(group, near);
        algebra.weigh(weights);
        double current = propose(stream);
        System.arraycopy(proposal, 0, z, 0, k);
        for (int i = 1; i < steps; i++) {
            double ratio = propose(stream);
            if (StrictMath.log(stream.nextDouble()) < ratio - current) {
                System.arraycopy(proposal, 0, z, 0, k);
                current = ratio;
            }
        }
        coefficients(z, coefficients);
        if (modes > 1) {
            int heaviest = 0;
            for (int i = 1; i < modes; i++) {
                heaviest = weights[i] > weights[heaviest] ? i : heaviest;
            }
            algebra.use(heaviest);
        }
        coefficients(algebra.mode(), means);
        java.util.Arrays.fill(variances, 0);
        for (int a = 0; a < k; a++) {
            java.util.Arrays.fill(column, 0);
            column[a] = 1;
            algebra.spread(column);
            for (int j = 0; j < q; j++) {
                double reach = 0;
                for (int b = 0; b < k; b++) {
                    reach += factor[j * k + b] * column[b];
                }
                variances[j] += reach * reach;
            }
        }
    }

    /** The mode of a group; overwritten by the next call. */
    double[] mode(int group) {
        algebra.solve(group);
        return algebra.mode();
    }

    private void coefficients(double[] deviations, double[] into) {
        for (int j = 0; j < q; j++) {
            into[j] = algebra.coefficients()[j];
            for (int a = 0; a < k; a++) {
                into[j] += factor[j * k + a] * deviations[a];
            }
        }
        into[0] += centre;
    }

    /** Proposes, and gives the logarithm of the density over the proposal's. */
    private double propose(RandomStream stream) {
        if (modes > 1) {
            algebra.use(pick(stream.nextDouble()));
        }
        double half = 0.5 * DEGREES;
        double scale = StrictMath.sqrt(half / stream.nextGamma(half));
        double squares = 0;
        for (int a = 0; a < k; a++) {
            proposal[a] = scale * stream.nextGaussian();
            squares += proposal[a] * proposal[a];
        }
        algebra.spread(proposal);
        for (int a = 0; a < k; a++) {
            proposal[a] += algebra.mode()[a];
        }
        double value = algebra.value(proposal);
        return modes > 1
                ? value - algebra.logTails(proposal, DEGREES)
                : value - algebra.peak() + 0.5 * (DEGREES + k) * StrictMath.log1p(squares / DEGREES);
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

    @Override
    public void spreads(double[] deviations) {
        for (int j = 0; j < q; j++) {
            double sum = 0;
            for (int a = 0; a < k; a++) {
                sum += factor[j * k + a] * factor[j * k + a];
            }
            deviations[j] = StrictMath.sqrt(sum);
        }
    }

    /** Not in closed form: models of cells are not compared in this way. */
    @Override
    public double logLikelihood(int group) {
        return Double.NaN;
    }

    @Override
    public double logLeftOut(int group, double[] x, double y) {
        return Double.NaN;
    }
}
