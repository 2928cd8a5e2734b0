package tributary.consensus;

import java.util.ArrayList;
import java.util.List;

/**
 * All draws that were weighed so far, from every round's proposal, and their importance ratios under the deterministic
 * mixture of those proposals (adaptive multiple importance sampling, Cornuet et al. 2012).
 *
 * <p>The ratio of a draw is {@code target(u) / sum_r (n_r / N) q_r(u)}: a draw of a poor early round is weighed by what all
 * rounds together would have drawn there, so no round can dominate.
 */
final class Evidence {
    private final List<double[]> draws = new ArrayList<>();
    private final List<Double> logTargets = new ArrayList<>();
    private final List<Proposal> proposals = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    /** Per proposal, its log density at every draw. */
    private final List<List<Double>> logProposals = new ArrayList<>();

    /** Adds one round. */
    void add(Proposal proposal, double[][] fresh, double[] logTarget) {
        for (int r = 0; r < proposals.size(); r++) {
            for (double[] draw : fresh) {
                logProposals.get(r).add(proposals.get(r).logDensity(draw));
            }
        }
        List<Double> own = new ArrayList<>();
        for (double[] draw : draws) {
            own.add(proposal.logDensity(draw));
        }
        for (int t = 0; t < fresh.length; t++) {
            own.add(proposal.logDensity(fresh[t]));
            draws.add(fresh[t]);
            logTargets.add(logTarget[t]);
        }
        proposals.add(proposal);
        counts.add(fresh.length);
        logProposals.add(own);
    }

    /** The number of draws. */
    int size() {
        return draws.size();
    }

    /** All draws, none copied. */
    double[][] draws() {
        return draws.toArray(double[][]::new);
    }

    /** One draw, not a copy. */
    double[] draw(int index) {
        return draws.get(index);
    }

    /** The log importance ratios; negative infinity where the target vanishes or does not exist. */
    double[] logRatios() {
        double[] ratios = new double[draws.size()];
        for (int t = 0; t < ratios.length; t++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int r = 0; r < proposals.size(); r++) {
                largest = Math.max(largest, term(r, t));
            }
            double sum = 0;
            for (int r = 0; r < proposals.size(); r++) {
                sum += StrictMath.exp(term(r, t) - largest);
            }
            double target = logTargets.get(t);
            ratios[t] = Double.isNaN(target) || target == Double.POSITIVE_INFINITY
                    ? Double.NEGATIVE_INFINITY
                    : target - largest - StrictMath.log(sum);
        }
        return ratios;
    }

    private double term(int proposal, int draw) {
        return StrictMath.log((double) counts.get(proposal) / draws.size())
                + logProposals.get(proposal).get(draw);
    }

    /**
     * The ratios flattened by a power b in (0, 1], the largest for which the effective sample size of {@code w^b} is at
     * least {@code least}: what a refit may safely be based on.
     */
    double[] temperedWeights(double least) {
        double[] ratios = logRatios();
        double low = 0;
        double high = 1;
        if (effective(weights(ratios, 1)) < least) {
            for (int step = 0; step < 50; step++) {
                double middle = 0.5 * (low + high);
                if (effective(weights(ratios, middle)) >= least) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return weights(ratios, low);
        }
        return weights(ratios, 1);
    }

    private static double[] weights(double[] ratios, double power) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double ratio : ratios) {
            largest = Math.max(largest, ratio);
        }
        double[] weights = new double[ratios.length];
        double sum = 0;
        for (int t = 0; t < ratios.length; t++) {
            weights[t] = ratios[t] == Double.NEGATIVE_INFINITY ? 0 : StrictMath.exp(power * (ratios[t] - largest));
            sum += weights[t];
        }
        for (int t = 0; t < ratios.length; t++) {
            weights[t] /= sum;
        }
        return weights;
    }

    /** From the smallest to the largest log ratio of those that exist; negative infinity where none does. */
    static double span(double[] ratios) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double ratio : ratios) {
            if (ratio > Double.NEGATIVE_INFINITY) {
                low = Math.min(low, ratio);
                high = Math.max(high, ratio);
            }
        }
        return high - low;
    }

    /** The effective sample size {@code 1 / sum w^2} of normalised weights. */
    static double effective(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight * weight;
        }
        return 1 / sum;
    }
}
