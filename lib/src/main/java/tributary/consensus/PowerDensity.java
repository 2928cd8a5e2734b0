package tributary.consensus;

import tributary.math.LogDensity;

/** {@code prior(u)^a likelihood(u)^b}: with a = 1 / S the sub-posterior of one of S shards, with b = S one that stands for all. */
public final class PowerDensity implements LogDensity {
    private final LogDensity prior;
    private final double ofPrior;
    private final ShardLikelihood likelihood;
    private final double ofLikelihood;
    private final double[] slope;

    /** Prior and likelihood with their powers. */
    public PowerDensity(LogDensity prior, double ofPrior, ShardLikelihood likelihood, double ofLikelihood) {
        this.prior = prior;
        this.ofPrior = ofPrior;
        this.likelihood = likelihood;
        this.ofLikelihood = ofLikelihood;
        this.slope = new double[likelihood.dimension()];
    }

    /** The fractionated density of one of so many shards. */
    static PowerDensity ofShard(LogDensity prior, ShardLikelihood likelihood, int shards) {
        return new PowerDensity(prior, 1.0 / shards, likelihood, 1);
    }

    @Override
    public int dimension() {
        return slope.length;
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        double value =
                ofPrior * prior.evaluate(position, gradient) + ofLikelihood * likelihood.evaluate(position, slope);
        for (int i = 0; i < slope.length; i++) {
            gradient[i] = ofPrior * gradient[i] + ofLikelihood * slope[i];
        }
        return value;
    }
}
