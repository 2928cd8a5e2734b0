package tributary.consensus;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tributary.infer.Draws;
import tributary.infer.EffectiveSize;
import tributary.infer.Psis;
import tributary.infer.RHat;
import tributary.infer.SampleStats;
import tributary.infer.nuts.DenseMetric;
import tributary.infer.nuts.MetricKind;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
import tributary.posterior.InferenceStatus;
import tributary.random.StreamKey;

/**
 * Samples the surrogate posterior by NUTS on one machine and weighs its draws against every row.
 *
 * <p>The ratio of posterior to surrogate hardly varies, whatever the posterior's shape or dimension: unlike a fitted
 * proposal it follows skew and curved tails.
 */
final class SurrogateSampler {
    private static final int CHAINS = 4;
    /** As many and as careful as hierarchies want: a long tail that is seldom reached is cut off, and no weight tells. */
    private static final int WARMUP = 1000;

    private static final double TARGET = 0.95;
    private static final int FEWEST_DRAWS = 1000;
    private static final double MOST_DIVERGENT = 0.01;

    private final Anchor anchor;
    private final Surrogate surrogate;
    private final Weigher weigher;
    private final Estimands estimands;
    private final int output;
    private final StreamKey key;

    /**
     * A sampler of a surrogate.
     *
     * @param output certified draws to return
     */
    SurrogateSampler(
            Anchor anchor, Surrogate surrogate, Weigher weigher, Estimands estimands, int output, StreamKey key) {
        this.anchor = anchor;
        this.surrogate = surrogate;
        this.weigher = weigher;
        this.estimands = estimands;
        this.output = output;
        this.key = key.with("surrogate");
    }

    /** Draws of the surrogate in unconstrained space, what they are worth, and the step size that made them. */
    static final class Sampled {
        final double[][] draws;
        final Certified certified;
        final double stepSize;

        private Sampled(double[][] draws, Certified certified, double stepSize) {
            this.draws = draws;
            this.certified = certified;
            this.stepSize = stepSize;
        }
    }

    /** Samples and judges; null where the anchor is no maximum, or a chain of the surrogate could not run. */
    @Nullable
    Sampled sample(int passesSoFar, int rounds) {
        Gaussian laplace = anchor.laplace();
        if (laplace == null) {
            return null;
        }
        Nuts nuts = Nuts.DEFAULT
                .withChains(CHAINS)
                .withLengths(WARMUP, Math.max(FEWEST_DRAWS, output / CHAINS))
                .withTargetAcceptance(TARGET)
                .withMetric(MetricKind.DENSE);
        List<String> names =
                IntStream.range(0, laplace.dimension()).mapToObj(i -> "u" + i).toList();
        NutsFit fit = nuts.run(
                () -> surrogate,
                names,
                (chain, attempt, dimension, stream) -> {
                    double[] z = new double[dimension];
                    for (int i = 0; i < dimension; i++) {
                        z[i] = stream.nextGaussian();
                    }
                    return attempt > 20
                            ? Optional.empty()
                            : Optional.of(laplace.shifted(z, StrictMath.pow(0.7, attempt)));
                },
                DenseMetric.of(laplace.covariance()),
                key,
                Runnable::run);
        if (!fit.failures().isEmpty()) {
            return null;
        }
        Draws chains = fit.draws();
        double efficiency = 1;
        double rHat = 1;
        for (int i = 0; i < names.size(); i++) {
            double[][] one = chains.byChain(i);
            // Of a heavy tail that chains seldom reach the bulk knows nothing, and the weights cannot either.
            double least = Math.min(EffectiveSize.bulk(one), EffectiveSize.tail(one));
            efficiency = Math.min(efficiency, least / chains.size());
            rHat = Math.max(rHat, RHat.of(one));
        }
        double[][] draws = new double[chains.size()][names.size()];
        for (int t = 0; t < draws.length; t++) {
            chains.row(t, draws[t]);
        }
        double[] ratios = weigher.weigh(draws);
        double[] gradient = new double[names.size()];
        for (int t = 0; t < draws.length; t++) {
            ratios[t] -= surrogate.evaluate(draws[t], gradient);
            ratios[t] = Double.isNaN(ratios[t]) ? Double.NEGATIVE_INFINITY : ratios[t];
        }
        double stepSize = fit.reports().stream()
                .mapToDouble(report -> report.stepSize())
                .average()
                .orElse(1);
        Certified certified = judge(draws, ratios, rHat, efficiency, passesSoFar + weigher.passes(), rounds);
        return new Sampled(draws, certified.doubted(doubt(fit.stats(), draws.length)), stepSize);
    }

    /** Chains that diverge leave out a place of the surrogate itself, which no weight of what they drew can tell. */
    static String doubt(SampleStats stats, int draws) {
        int divergences = stats.divergences();
        return divergences > MOST_DIVERGENT * draws
                ? divergences + " divergent transitions of " + draws + " where the surrogate was sampled"
                : "";
    }

    private Certified judge(double[][] draws, double[] ratios, double rHat, double efficiency, int passes, int rounds) {
        // Chains that do not agree weigh nothing that can be certified.
        boolean mixed = rHat < ShardSampler.MOST_R_HAT && efficiency > 0;
        double relative = mixed ? Math.min(1, efficiency) : 1;
        Psis psis = Psis.smooth(ratios, relative);
        Certificate certificate = Certificate.weighed(
                mixed ? weigher.claim() : InferenceStatus.UNCERTIFIED,
                psis,
                psis.ess() * relative,
                ratios,
                estimands.shapes(draws, ratios, relative),
                rounds + 1,
                passes,
                "surrogate");
        double[] weights = psis.weights();
        return new Certified(
                certificate,
                Certifier.resample(draws, weights, output, key.with("resample")),
                WeightedFit.normal(draws, weights));
    }
}
