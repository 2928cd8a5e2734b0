package tributary.hierarchy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tributary.math.UnaryFunction;
import tributary.random.RandomStream;

/**
 * The coefficients of groups of cells given the hyper-parameters, with {@link CellProposal} as proposal.
 *
 * <p>Of strictly concave log densities draws are accepted or rejected (von Neumann, 1951): what is accepted has a density
 * proportional to the lesser of the group's own and the proposal times the bound, and the mass by which the former exceeds
 * the latter, next to nothing, is all that it differs by. A student-t group may have several modes: there the proposal is
 * a mixture about those that {@link CellAlgebra#solveAll} finds, each with the mass that Laplace gives it, in {@value
 * #STEPS} steps of independence Metropolis. With M the greatest ratio times their scales the law of the chain after n
 * steps is within {@code (1 - 1 / M)^n} of the conditional one (Mengersen and Tweedie, 1996); a mode that is not found is
 * reached through the tails alone, that is, too seldom.
 */
final class CellConditional implements GroupConditional {
    private static final int STEPS = 6;
    /** Positions at which bounds are looked for, the middle one apart. */
    private static final int PROBED = 8;
    /** Proposals for a draw at most; the last one stands. */
    private static final int MOST_PROPOSALS = 1_000;

    private final int q;
    private final int k;
    private final CellProposal proposal;
    private final CellAlgebra algebra;
    private final boolean concave;
    private final double centre;
    private final double[] position;
    private final @Nullable Shifts shifts;
    private final double[] factor;
    private final double[] spreads;
    private final double[] z;
    private final double[] column;
    /** Where bounds are looked for: the middle of all positions first. */
    private CellConditional[] probed = {};

    private CellConditional(
            CellTable table,
            GroupModel model,
            HyperLayout layout,
            CellProposal proposal,
            double[] position,
            @Nullable Shifts shifts) {
        this.proposal = proposal;
        this.position = position;
        this.shifts = shifts;
        algebra = proposal.algebra();
        concave = table.likelihood() != CellLikelihood.STUDENT_T;
        q = model.coefficients().size();
        k = layout.varying().length;
        factor = new double[q * k];
        new HyperPrior(model, layout).fillFactor(position, 1, layout.correlationFactor(position), factor);
        centre = table.centre();
        z = new double[k];
        column = new double[k];
        spreads = new double[q];
        for (int j = 0; j < q; j++) {
            double sum = 0;
            for (int a = 0; a < k; a++) {
                sum += factor[j * k + a] * factor[j * k + a];
            }
            spreads[j] = StrictMath.sqrt(sum);
        }
    }

    /** What the groups of a position are shifted by. */
    @FunctionalInterface
    interface Shifting {
        /** The shifts, by the deviations of parents that the position holds; null where there are no parents. */
        @Nullable
        Shifts of(double[] position);
    }

    /** The groups of a table given each of some positions, to be used one after the other. */
    static CellConditional[] given(CellTable table, GroupModel model, double[][] positions, Shifting shifting) {
        HyperLayout layout = new HyperLayout(model);
        CellProposal proposal =
                new CellProposal(new CellAlgebra(table, model, layout), table.groups(), layout.varying().length);
        double[] middle = new double[positions[0].length];
        for (double[] position : positions) {
            for (int i = 0; i < middle.length; i++) {
                middle[i] += position[i] / positions.length;
            }
        }
        CellConditional[] given = new CellConditional[positions.length];
        for (int m = 0; m < given.length; m++) {
            given[m] = m > 0 && positions[m] == positions[m - 1]
                    ? given[m - 1]
                    : new CellConditional(table, model, layout, proposal, positions[m], shifting.of(positions[m]));
        }
        CellConditional[] probed = new CellConditional[1 + Math.min(PROBED, given.length)];
        probed[0] = new CellConditional(table, model, layout, proposal, middle, shifting.of(middle));
        for (int i = 1; i < probed.length; i++) {
            probed[i] = given[(int) ((long) (2 * i - 1) * given.length / (2L * (probed.length - 1)))];
        }
        for (CellConditional one : given) {
            one.probed = probed;
        }
        return given;
    }

    /** What is proposed from, shared by all positions. */
    CellProposal proposal() {
        return proposal;
    }

    /** Turns to a group at this position, and gives its bound. */
    double bound(int group) {
        double shared = proposal.bound(group, probed);
        condition();
        proposal.settle(group);
        return shared == Double.POSITIVE_INFINITY ? proposal.bound() : shared;
    }

    /** Turns the shared memory to this position. */
    void condition() {
        algebra.condition(position, factor);
        algebra.shift(shifts);
    }

    /** Means and variances are Laplace's, about the mode of most mass. */
    @Override
    public void draw(int group, RandomStream stream, double[] coefficients, double[] means, double[] variances) {
        if (concave) {
            double bound = bound(group);
            for (int i = 0; i < MOST_PROPOSALS; i++) {
                double ratio = proposal.propose(stream);
                if (UnaryFunction.LOG.apply(stream.nextDouble()) < ratio - bound) {
                    break;
                }
            }
            coefficients(proposal.point(), coefficients);
        } else {
            condition();
            proposal.settleAll(group);
            chain(stream);
            coefficients(z, coefficients);
            proposal.useHeaviest();
        }
        coefficients(algebra.mode(), means);
        Arrays.fill(variances, 0);
        for (int a = 0; a < k; a++) {
            Arrays.fill(column, 0);
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

    /** Steps of Metropolis from a proposal on. */
    private void chain(RandomStream stream) {
        double current = proposal.propose(stream);
        System.arraycopy(proposal.point(), 0, z, 0, k);
        for (int i = 1; i < STEPS; i++) {
            double ratio = proposal.propose(stream);
            if (UnaryFunction.LOG.apply(stream.nextDouble()) < ratio - current) {
                System.arraycopy(proposal.point(), 0, z, 0, k);
                current = ratio;
            }
        }
    }

    private void coefficients(double[] deviations, double[] into) {
        for (int j = 0; j < q; j++) {
            double sum = algebra.coefficients()[j];
            for (int a = 0; a < k; a++) {
                sum += factor[j * k + a] * deviations[a];
            }
            into[j] = sum;
        }
        into[0] += centre;
    }

    @Override
    public void spreads(double[] deviations) {
        System.arraycopy(spreads, 0, deviations, 0, q);
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
