package tributary.consensus;

import java.util.List;
import tributary.posterior.InferenceStatus;

/**
 * Weighs draws by a difference estimator instead of a pass over all rows: the quadratic of all rows about the anchor is
 * exact, the remainder of third order comes from a sample of rows (Quiroz et al. 2019), with rows of great leverage
 * taken for certain.
 *
 * <p>The standard error of each log ratio follows from 16 groups of the sample. It must not exceed 0.05 on any draw that
 * carries weight; otherwise this round is a pass over all rows after all.
 */
final class SampledPass implements Weigher {
    /** The most standard error of a log ratio. */
    static final double MOST_ERROR = 0.05;

    private final PriorDensity prior;
    private final double[] anchor;
    private final Expansion all;
    private final RowSample sample;
    private final ExactPass exact;
    private boolean sampled;
    private double worst;

    /**
     * A pass over a sample.
     *
     * @param all the log likelihood of all rows at the anchor, to second order
     * @param sample rows that the proposal has not seen
     * @param exact what is done where the sample is too small
     */
    SampledPass(PriorDensity prior, double[] anchor, Expansion all, RowSample sample, ExactPass exact) {
        this.prior = prior;
        this.anchor = anchor.clone();
        this.all = all;
        this.sample = sample;
        this.exact = exact;
    }

    @Override
    public int passes() {
        return exact.passes();
    }

    @Override
    public InferenceStatus claim() {
        return sampled && !sample.complete() ? InferenceStatus.CERTIFIED_SAMPLED : InferenceStatus.CERTIFIED;
    }

    /** The largest standard error of a log ratio that was accepted. */
    double worstError() {
        return worst;
    }

    @Override
    public double[] weigh(double[][] draws) {
        double[] total = remainders(List.of(sample.certain()), draws)[0];
        double[][] groups = remainders(sample.groups(), draws);
        var density = prior.open();
        double[] gradient = new double[anchor.length];
        double reference = density.evaluate(anchor, gradient);
        double[] errors = new double[draws.length];
        double highest = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < draws.length; t++) {
            double sum = 0;
            for (double[] group : groups) {
                sum += group[t];
            }
            double squares = 0;
            for (double[] group : groups) {
                double gap = group[t] - sum / groups.length;
                squares += gap * gap;
            }
            // The sum of the groups, scaled up, has G times the variance of one of them.
            int g = groups.length;
            errors[t] = g < 2 ? 0 : sample.factor() * Math.sqrt(g * squares / (g - 1));
            total[t] += sample.factor() * sum + quadratic(draws[t]) + density.evaluate(draws[t], gradient) - reference;
            highest = Double.isNaN(total[t]) ? highest : Math.max(highest, total[t]);
        }
        // A draw so far below the best has no weight under any proposal of ours, unless its error could lift it.
        double low = highest - 20 - 2.0 * anchor.length;
        double largest = 0;
        for (int t = 0; t < draws.length; t++) {
            if (!(total[t] + 3 * errors[t] < low)) {
                largest = errors[t] <= largest ? largest : errors[t];
            }
        }
        if (!(largest <= MOST_ERROR)) {
            return exact.weigh(draws);
        }
        sampled = true;
        worst = Math.max(worst, largest);
        return total;
    }

    /** For each group of rows and draw the likelihood ratio less its own quadratic. */
    private double[][] remainders(List<ShardLikelihood> groups, double[][] draws) {
        double[][] remainders = new double[groups.size()][];
        for (int k = 0; k < remainders.length; k++) {
            ShardLikelihood rows = groups.get(k);
            Expansion own = Expansion.of(rows, anchor);
            remainders[k] = rows.relative(draws, anchor);
            for (int t = 0; t < draws.length; t++) {
                remainders[k][t] -= quadratic(own, draws[t]);
            }
        }
        return remainders;
    }

    private double quadratic(double[] draw) {
        return quadratic(all, draw);
    }

    private double quadratic(Expansion about, double[] draw) {
        double value = 0;
        for (int i = 0; i < anchor.length; i++) {
            double bend = 0;
            for (int j = 0; j < anchor.length; j++) {
                bend += about.precision[i][j] * (draw[j] - anchor[j]);
            }
            value += (draw[i] - anchor[i]) * (about.gradient[i] - 0.5 * bend);
        }
        return value;
    }
}
