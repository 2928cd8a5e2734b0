package tributary.consensus;

import org.jspecify.annotations.Nullable;
import tributary.posterior.InferenceStatus;

/**
 * One pass over the data that weighs many draws at once: for each draw u, {@code log posterior(u) - log posterior(anchor)}
 * with every row counted.
 */
final class ExactPass implements Weigher {
    private final PriorDensity prior;
    private final Workers workers;
    private final double[] anchor;
    private final @Nullable Coupling coupling;
    private int passes;

    /** Passes over all rows, relative to an anchor near the mode. */
    ExactPass(PriorDensity prior, Workers workers, double[] anchor) {
        this(prior, workers, anchor, null);
    }

    /** The same with what no shard can know, which is not relative to the anchor. */
    ExactPass(PriorDensity prior, Workers workers, double[] anchor, @Nullable Coupling coupling) {
        this.coupling = coupling;
        this.prior = prior;
        this.workers = workers;
        this.anchor = anchor.clone();
    }

    @Override
    public int passes() {
        return passes;
    }

    @Override
    public InferenceStatus claim() {
        return InferenceStatus.CERTIFIED;
    }

    @Override
    public double[] weigh(double[][] draws) {
        var density = prior.open();
        double[] gradient = new double[anchor.length];
        double reference = density.evaluate(anchor, gradient);
        double[] priors = new double[draws.length];
        for (int draw = 0; draw < draws.length; draw++) {
            priors[draw] = density.evaluate(draws[draw], gradient) - reference;
        }
        double[] total = RelativePass.add(workers, "exact pass", draws, anchor, priors, coupling);
        passes++;
        return total;
    }
}
