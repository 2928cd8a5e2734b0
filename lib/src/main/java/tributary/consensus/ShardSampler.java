package tributary.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.consensus.SubPosterior.Origin;
import tributary.consensus.SubPosterior.Quality;
import tributary.infer.Draws;
import tributary.infer.EffectiveSize;
import tributary.infer.EnergyFraction;
import tributary.infer.RHat;
import tributary.infer.nuts.DenseMetric;
import tributary.infer.nuts.DrawWatch;
import tributary.infer.nuts.MetricKind;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
import tributary.infer.nuts.Starts;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * The task that samples one sub-posterior: NUTS on {@code prior(u)^(1/S) likelihood_s(u)}, started about the anchor in its
 * metric (that of the whole, where the shard alone has none), judged, rerun longer where it is unfit, and at last replaced by the
 * shard's Laplace approximation. A shard that is {@link ShardLikelihood#thin} is replaced at once, if need be by a typical shard's.
 *
 * <p>Fit means: R-hat below 1.05, at least 100 effective draws, and no direction in which the covariance is less than a
 * quarter of both the shard's Laplace approximation's and that of a typical shard (S times the whole's). A chain that is
 * stuck, of a near-zero variance, would otherwise take almost all the weight of the consensus. Wider than its Laplace
 * approximation a shard may be: of few groups, under 1/S of the prior, a log deviation rightly has a long left tail, and
 * draws that are spread too far weigh little. Draws of chains that have not met are seen by R-hat.
 */
public final class ShardSampler implements Workers.ShardTask<SubPosterior> {
    private static final long serialVersionUID = 1L;
    /** Above this a shard's chains disagree. */
    public static final double MOST_R_HAT = 1.05;
    /** Below this a shard's moments are too noisy. */
    public static final double LEAST_ESS = 100;
    /** How much smaller than expected a shard's covariance may be, as a factor. */
    public static final double METRIC_FACTOR = 4;
    /** A rerun is this many times as long. */
    private static final int LONGER = 3;

    private final PriorDensity prior;
    private final Nuts settings;
    private final int shards;
    private final int kept;
    private final StreamKey key;
    private final double[] start;
    private final @Nullable Gaussian[] laplace;
    /** The whole posterior's covariance times S, which is a shard's where all are alike; null where there is none. */
    private final double @Nullable [][] typical;

    /** The law of such a shard. */
    private final @Nullable Gaussian whole;

    /**
     * A sampler of all shards.
     *
     * @param prior the whole log prior in unconstrained space; each shard takes its share
     * @param settings chains and lengths per shard
     * @param anchor start, metric and yardstick
     * @param kept the largest number of draws a shard sends back
     * @param key names the streams; shard s reads {@code key / "shard" / s}
     */
    public ShardSampler(PriorDensity prior, Nuts settings, Anchor anchor, int kept, StreamKey key) {
        this.prior = prior;
        this.settings = settings.withMetric(MetricKind.DENSE);
        this.shards = anchor.shards();
        this.kept = kept;
        this.key = key;
        this.start = anchor.mode();
        this.laplace = new Gaussian[shards];
        for (int s = 0; s < shards; s++) {
            laplace[s] = anchor.laplaceOfShard(s);
        }
        Gaussian all = anchor.laplace();
        this.typical = all == null ? null : all.covariance();
        for (int i = 0; typical != null && i < typical.length; i++) {
            for (int j = 0; j < typical.length; j++) {
                typical[i][j] *= shards;
            }
        }
        this.whole = all == null || typical == null ? null : Gaussian.of(all.mean(), typical);
    }

    @Override
    public String words() {
        return "sub-posteriors";
    }

    @Override
    public SubPosterior run(int shard, ShardLikelihood likelihood) {
        return run(shard, likelihood, DrawWatch.NONE);
    }

    @Override
    public SubPosterior run(int shard, ShardLikelihood likelihood, DrawWatch watch) {
        StreamKey own = key.with("shard").with(shard);
        Gaussian stand = laplace[shard] == null ? whole : laplace[shard];
        if (!likelihood.thin().isEmpty() && stand != null) {
            return replaced(shard, likelihood, stand, likelihood.thin(), own);
        }
        SubPosterior first = sample(shard, likelihood, settings, Origin.SAMPLED, "", own, watch);
        String complaint = complaint(first);
        if (complaint.isEmpty()) {
            return first;
        }
        Nuts longer = settings.withLengths(settings.warmup() * LONGER, settings.draws() * LONGER)
                .withTargetAcceptance(Math.max(0.95, settings.targetAcceptance()));
        SubPosterior second = sample(shard, likelihood, longer, Origin.RERUN, complaint, own.with("rerun"), watch);
        if (complaint(second).isEmpty()) {
            return second;
        }
        Gaussian approximation = laplace[shard];
        return approximation == null
                ? second
                : replaced(shard, likelihood, approximation, complaint + "; rerun: " + complaint(second), own);
    }

    private SubPosterior sample(
            int shard,
            ShardLikelihood likelihood,
            Nuts nuts,
            Origin origin,
            String reason,
            StreamKey own,
            DrawWatch watch) {
        int dimension = likelihood.dimension();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < dimension; i++) {
            names.add("u" + i);
        }
        Gaussian approximation = laplace[shard];
        double[][] metric = approximation == null ? typical : approximation.covariance();
        NutsFit fit = nuts.run(
                () -> PowerDensity.ofShard(prior.open(), likelihood, shards),
                names,
                starts(approximation),
                metric == null ? null : DenseMetric.of(metric),
                own,
                Runnable::run,
                watch);
        if (fit.failures().size() == nuts.chains()) {
            double[][] stuck = new double[dimension + 2][];
            java.util.Arrays.fill(stuck, start);
            return new SubPosterior(
                    shard,
                    likelihood.rows(),
                    stuck,
                    new Quality(origin, Double.POSITIVE_INFINITY, 0, 0, 0, 0, 0, "no chain could start"));
        }
        return new SubPosterior(shard, likelihood.rows(), thin(fit.draws()), judge(fit, origin, reason, approximation));
    }

    /** A chain starts at a draw of the shard's Laplace approximation, ever closer to the anchor if that is impossible. */
    private Starts starts(@Nullable Gaussian approximation) {
        double[] anchor = start;
        return (chain, attempt, dimension, stream) -> {
            if (attempt > 20) {
                return Optional.empty();
            }
            if (approximation == null || attempt == 20) {
                return attempt == 20 || attempt == 0 ? Optional.of(anchor.clone()) : Optional.empty();
            }
            double[] z = new double[dimension];
            for (int i = 0; i < dimension; i++) {
                z[i] = stream.nextGaussian();
            }
            return Optional.of(approximation.shifted(z, StrictMath.pow(0.7, attempt)));
        };
    }

    private Quality judge(NutsFit fit, Origin origin, String reason, @Nullable Gaussian approximation) {
        Draws draws = fit.draws();
        double rHat = 1;
        double ess = Double.POSITIVE_INFINITY;
        for (int i = 0; i < draws.names().size(); i++) {
            double[][] chains = draws.byChain(i);
            rHat = Math.max(rHat, nanAs(RHat.of(chains), Double.POSITIVE_INFINITY));
            ess = Math.min(ess, nanAs(EffectiveSize.bulk(chains), 0));
        }
        int divergences = 0;
        double fraction = Double.POSITIVE_INFINITY;
        for (int chain = 0; chain < draws.chains(); chain++) {
            divergences += fit.stats().divergences(chain);
            fraction = Math.min(fraction, nanAs(EnergyFraction.of(fit.stats().energy(chain)), 0));
        }
        double low = Double.NaN;
        double high = Double.NaN;
        SubPosterior sample = new SubPosterior(
                0, 0, thin(draws), new Quality(origin, rHat, ess, divergences, fraction, low, high, reason));
        Gaussian sampled = Gaussian.of(sample.mean(), sample.covariance());
        if (approximation != null) {
            double[] range = sampled == null ? new double[] {0, 0} : sampled.eigenvalueRange(approximation);
            low = range[0];
            high = range[1];
            if (sampled != null && whole != null) {
                low = Math.max(low, sampled.eigenvalueRange(whole)[0]);
            }
        }
        return new Quality(origin, rHat, ess, divergences, fraction, low, high, reason);
    }

    private static double nanAs(double value, double replacement) {
        return Double.isNaN(value) ? replacement : value;
    }

    /** What is wrong with a sub-posterior, in words; empty where nothing is. */
    static String complaint(SubPosterior shard) {
        Quality quality = shard.quality();
        List<String> complaints = new ArrayList<>();
        if (!(quality.rHat() < MOST_R_HAT)) {
            complaints.add("R-hat " + rounded(quality.rHat()));
        }
        if (!(quality.ess() >= LEAST_ESS)) {
            complaints.add("effective draws " + rounded(quality.ess()));
        }
        if (quality.metricLow() < 1 / METRIC_FACTOR) {
            complaints.add("variance " + rounded(quality.metricLow()) + " times the least that is expected");
        }
        return String.join(", ", complaints);
    }

    private static String rounded(double value) {
        return String.format(java.util.Locale.ROOT, "%.3g", value);
    }

    private SubPosterior replaced(
            int shard, ShardLikelihood likelihood, Gaussian approximation, String reason, StreamKey own) {
        RandomStream random = own.with("laplace").stream();
        double[][] draws = new double[kept][];
        for (int t = 0; t < kept; t++) {
            double[] z = new double[approximation.dimension()];
            for (int i = 0; i < z.length; i++) {
                z[i] = random.nextGaussian();
            }
            draws[t] = approximation.shifted(z, 1);
        }
        return new SubPosterior(
                shard, likelihood.rows(), draws, new Quality(Origin.LAPLACE, 1, kept, 0, 1, 1, 1, reason));
    }

    /** At most {@code kept} draws, evenly spaced over all chains. */
    private double[][] thin(Draws draws) {
        int count = Math.min(kept, draws.size());
        double step = (double) draws.size() / count;
        double[][] rows = new double[count][draws.names().size()];
        for (int t = 0; t < count; t++) {
            draws.row((int) (t * step), rows[t]);
        }
        return rows;
    }
}
