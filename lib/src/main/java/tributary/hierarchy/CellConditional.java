package tributary.hierarchy;

import org.jspecify.annotations.Nullable;
import tributary.random.RandomStream;

/**
 * The coefficients of groups of cells given the hyper-parameters: independence Metropolis with Laplace's approximation,
 * its tails widened to a t, as proposal.
 *
 * <p>The conditional density has normal tails, so the ratio of density to proposal is bounded and the chain forgets its
 * start at a geometric rate (Tierney, 1994); with acceptance near 0.9 as of log-concave likelihoods, {@value #STEPS} steps
 * leave less than Monte Carlo error of any size can show.
 */
final class CellConditional implements GroupConditional {
    private static final int STEPS = 6;
    private static final double DEGREES = 8;

    private final int q;
    private final int k;
    private final CellAlgebra algebra;
    private final double centre;
    private final double[] factor;
    private final double[] z;
    private final double[] proposal;
    private final double[] column;

    CellConditional(CellTable table, GroupModel model, double[] position, @Nullable Shifts shifts) {
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

    /** Means and variances are Laplace's. */
    @Override
    public void draw(int group, RandomStream stream, double[] coefficients, double[] means, double[] variances) {
        algebra.solve(group);
        double current = propose(stream);
        System.arraycopy(proposal, 0, z, 0, k);
        for (int i = 1; i < STEPS; i++) {
            double ratio = propose(stream);
            if (StrictMath.log(stream.nextDouble()) < ratio - current) {
                System.arraycopy(proposal, 0, z, 0, k);
                current = ratio;
            }
        }
        coefficients(z, coefficients);
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

    private void coefficients(double[] deviations, double[] into) {
        for (int j = 0; j < q; j++) {
            into[j] = algebra.coefficients()[j];
            for (int a = 0; a < k; a++) {
                into[j] += factor[j * k + a] * deviations[a];
            }
        }
        into[0] += centre;
    }

    /** A proposal, and its log density over the proposal's. */
    private double propose(RandomStream stream) {
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
        double logProposal = -0.5 * (DEGREES + k) * StrictMath.log1p(squares / DEGREES);
        return algebra.value(proposal) - algebra.peak() - logProposal;
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
