package tributary.consensus;

import java.util.ArrayList;
import java.util.List;
import tributary.math.LogDensity;

/**
 * The posterior from a sample of rows with a control variate of second order: about the anchor every row is replaced by
 * its quadratic, whose sum over all rows is known exactly, and only the remainders are taken from the sample (Bardenet,
 * Doucet and Holmes 2017; Quiroz et al. 2019).
 *
 * <p>{@code log pi~(u) = log prior(u) + g'd - d'H d / 2 + sum_k f_k [l_k(u) - l_k(a) - g_k'd + d'H_k d / 2]}, d = u - a, g
 * and H the gradient and negated Hessian of the log likelihood of all rows at the anchor a, k over the sampled rows. Its
 * error is that of a sampled remainder of third order: about {@code c / sqrt(m N)} for m of N rows, within the posterior.
 */
final class Surrogate implements LogDensity {
    private final LogDensity prior;
    private final double reference;
    private final double[] anchor;
    private final double[] slope;
    private final double[][] curvature;
    private final List<Term> terms = new ArrayList<>();
    private final double[] gap;
    private final double[] partial;

    private record Term(ShardLikelihood rows, double factor, double reference) {}

    /**
     * A surrogate about an anchor.
     *
     * @param all the log likelihood of all rows at the anchor, to second order
     * @param sample rows of this machine
     */
    Surrogate(LogDensity prior, double[] anchor, Expansion all, RowSample sample) {
        this.prior = prior;
        this.anchor = anchor.clone();
        this.gap = new double[anchor.length];
        this.partial = new double[anchor.length];
        this.reference = prior.evaluate(anchor, partial);
        Expansion rest = all;
        rest = add(sample.certain(), 1, rest);
        for (ShardLikelihood group : sample.groups()) {
            rest = add(group, sample.factor(), rest);
        }
        this.slope = rest.gradient;
        this.curvature = rest.precision;
        if (sample.complete()) {
            // All rows are here: what is left of the quadratic is rounding.
            java.util.Arrays.fill(slope, 0);
            for (double[] row : curvature) {
                java.util.Arrays.fill(row, 0);
            }
        }
    }

    private Expansion add(ShardLikelihood rows, double factor, Expansion rest) {
        Expansion own = Expansion.of(rows, anchor);
        terms.add(new Term(rows, factor, own.value));
        return rest.plus(own, -factor);
    }

    @Override
    public int dimension() {
        return anchor.length;
    }

    /** The log density relative to the anchor's. */
    @Override
    public double evaluate(double[] position, double[] gradient) {
        double value = prior.evaluate(position, gradient) - reference;
        for (int i = 0; i < gap.length; i++) {
            gap[i] = position[i] - anchor[i];
        }
        for (int i = 0; i < gap.length; i++) {
            double bend = 0;
            for (int j = 0; j < gap.length; j++) {
                bend += curvature[i][j] * gap[j];
            }
            value += gap[i] * (slope[i] - 0.5 * bend);
            gradient[i] += slope[i] - bend;
        }
        for (Term term : terms) {
            value += term.factor * (term.rows.evaluate(position, partial) - term.reference);
            for (int i = 0; i < partial.length; i++) {
                gradient[i] += term.factor * partial[i];
            }
        }
        return value;
    }
}
