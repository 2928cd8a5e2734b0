package tributary.hierarchy;

import tributary.math.UnaryFunction;

/**
 * A likelihood of counts with its canonical link: for n trials (or exposures) with sum s at linear predictor eta, {@code
 * log p = s eta - n phi(eta)} up to a constant.
 */
public enum CountLikelihood {
    /** Yes or no on the logit scale: {@code phi = log(1 + exp(eta))}. */
    BERNOULLI {
        @Override
        public double mean(double eta) {
            return UnaryFunction.SIGMOID.apply(eta);
        }

        @Override
        double cumulant(double eta) {
            return UnaryFunction.SOFTPLUS.apply(eta);
        }

        @Override
        double variance(double mean) {
            return mean * (1 - mean);
        }

        @Override
        public double link(double mean) {
            return UnaryFunction.LOGIT.apply(mean);
        }
    },
    /** Counts on the log scale: {@code phi = exp(eta)}. */
    POISSON {
        @Override
        public double mean(double eta) {
            return UnaryFunction.EXP.apply(eta);
        }

        @Override
        double cumulant(double eta) {
            return UnaryFunction.EXP.apply(eta);
        }

        @Override
        double variance(double mean) {
            return mean;
        }

        @Override
        public double link(double mean) {
            return UnaryFunction.LOG.apply(mean);
        }
    };

    /** The mean of one trial: {@code phi'}. */
    public abstract double mean(double eta);

    /** The linear predictor of a mean. */
    public abstract double link(double mean);

    /** {@code phi}. */
    abstract double cumulant(double eta);

    /** {@code phi''} at a mean. */
    abstract double variance(double mean);
}
