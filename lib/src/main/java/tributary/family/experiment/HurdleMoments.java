package tributary.family.experiment;

import tributary.posterior.conjugate.BetaBinomial;
import tributary.posterior.conjugate.GammaAmounts;
import tributary.posterior.conjugate.GridDensity;
import tributary.posterior.conjugate.LognormalAmounts;
import tributary.posterior.conjugate.NormalInverseGamma;
import tributary.random.RandomStream;
import tributary.stats.CrossProducts;

/**
 * The first four raw moments of a hurdle outcome under posterior draws of its parameters: with share p of positive
 * amounts, E[y^j] = p exp(j mu + j^2 v / 2) for lognormal amounts and p k (k + 1) ... (k + j - 1) / rate^j for gamma.
 */
abstract class HurdleMoments {
    private static final int ORDERS = 5;

    private HurdleMoments() {}

    /** A draw of the moments, index = order. */
    abstract double[] sample(RandomStream stream);

    /** The moments at a typical value of the parameters. */
    abstract double[] typical();

    /** Of one arm with at least one positive amount. */
    static HurdleMoments of(ArmStatistics s, PriorSpec.Hurdle prior, BetaBinomial share) {
        CrossProducts logs = s.logPositive();
        double typicalShare = (double) s.positives() / s.units();
        return switch (prior.likelihood()) {
            case NORMAL -> throw new IllegalArgumentException("a normal mean amount says nothing of higher moments");
            case LOGNORMAL -> {
                NormalInverseGamma logAmount =
                        prior.amount().update((double) logs.count(), logs.mean(0), logs.centred(0, 0));
                LognormalAmounts amount = LognormalAmounts.of(logAmount, prior.maxLogSd());
                yield new HurdleMoments() {
                    @Override
                    double[] sample(RandomStream stream) {
                        double p = share.sample(stream);
                        double variance = amount.sampleVariance(stream);
                        return lognormal(p, amount.sampleMean(stream, variance), variance);
                    }

                    @Override
                    double[] typical() {
                        return lognormal(typicalShare, logAmount.mean(), logAmount.beta() / logAmount.alpha());
                    }
                };
            }
            case GAMMA -> {
                GammaAmounts amounts = new GammaAmounts(
                        logs.count(),
                        s.all().sum(0),
                        logs.sum(0),
                        prior.logShapeMean(),
                        prior.logShapeSd(),
                        prior.rate());
                GridDensity logShape = amounts.logShape();
                yield new HurdleMoments() {
                    @Override
                    double[] sample(RandomStream stream) {
                        double p = share.sample(stream);
                        double shape = StrictMath.exp(logShape.sample(stream));
                        return gamma(p, shape, amounts.sampleRate(stream, shape));
                    }

                    @Override
                    double[] typical() {
                        double shape = StrictMath.exp(logShape.quantile(0.5));
                        return gamma(
                                typicalShare,
                                shape,
                                shape * logs.count() / s.all().sum(0));
                    }
                };
            }
        };
    }

    /** The standard deviation of a sample variance of n units, relative to the variance. */
    double spreadNoise(double n) {
        double[] raw = typical();
        return StrictMath.sqrt(varianceOfVariance(raw) / n) / (raw[2] - raw[1] * raw[1]);
    }

    /** n Var(s^2) for large n: the fourth central moment less the squared variance. */
    static double varianceOfVariance(double[] raw) {
        double m = raw[1];
        double variance = raw[2] - m * m;
        double fourth = raw[4] - 4 * m * raw[3] + 6 * m * m * raw[2] - 3 * m * m * m * m;
        return fourth - variance * variance;
    }

    private static double[] lognormal(double share, double mu, double variance) {
        double[] raw = new double[ORDERS];
        for (int j = 0; j < ORDERS; j++) {
            raw[j] = share * StrictMath.exp(j * mu + 0.5 * j * j * variance);
        }
        return raw;
    }

    private static double[] gamma(double share, double shape, double rate) {
        double[] raw = new double[ORDERS];
        raw[0] = share;
        for (int j = 1; j < ORDERS; j++) {
            raw[j] = raw[j - 1] * (shape + j - 1) / rate;
        }
        return raw;
    }
}
