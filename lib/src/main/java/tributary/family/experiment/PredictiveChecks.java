package tributary.family.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;
import tributary.check.PredictiveCheck;
import tributary.infer.Describe;
import tributary.posterior.conjugate.BetaBinomial;
import tributary.posterior.conjugate.GammaPoisson;
import tributary.posterior.conjugate.NormalInverseGamma;
import tributary.random.RandomStream;
import tributary.random.StreamKey;
import tributary.stats.CrossProducts;

/**
 * Data replicated from the posterior against the data seen, and what the priors alone say of the relative lift.
 *
 * <p>Replicates are drawn for statistics that the sufficient statistics can be compared with: a normal outcome's share
 * of values at or below zero, a count's spread and share of zeros, a yes-or-no outcome's mean, revenue's mean and spread
 * (what skewed amounts get wrong first), a ratio of means. Sampling noise of a statistic is taken normal about its
 * expectation given the parameters, with its exact variance (for shares p (1 - p) / n), cut off at 0 and 1. Where that
 * cannot be trusted the observed number stands alone, and its note says why; third moments are not kept, so skewness
 * itself is never compared.
 */
final class PredictiveChecks {
    private static final int REPLICATES = 1000;

    /** Relative noise of a sample variance beyond which its normal approximation says nothing. */
    private static final double TOO_NOISY = 0.3;

    private final ExperimentSpec spec;
    private final MetricSpec metric;
    private final String segment;
    private final Map<String, ArmStatistics> arms;
    private final ArmMeans published;
    private final StreamKey key;

    PredictiveChecks(
            ExperimentSpec spec,
            MetricSpec metric,
            String segment,
            Map<String, ArmStatistics> arms,
            ArmMeans published,
            StreamKey key) {
        this.spec = spec;
        this.metric = metric;
        this.segment = segment;
        this.arms = arms;
        this.published = published;
        this.key = key;
    }

    /** One parameter draw's prediction of a statistic: expectation and noise variance. */
    private interface Prediction {
        double[] of(RandomStream stream);
    }

    List<PredictiveCheck> all() {
        List<PredictiveCheck> checks = new ArrayList<>();
        if (metric.kind() == MetricKind.BINARY && segment.equals(ExperimentSpec.ALL)) {
            checks.add(priorLift("published", metric.prior()));
            metric.sensitivity().forEach(other -> checks.add(priorLift(other.name(), other.prior())));
        }
        arms.forEach((arm, s) -> {
            if (s.units() >= 2) {
                posterior(checks, arm, s);
            }
        });
        return checks;
    }

    private void posterior(List<PredictiveCheck> checks, String arm, ArmStatistics s) {
        double n = s.units();
        double zeros = 1 - s.positives() / n;
        // Sums may come without the number of units above zero; a mean above zero then gives the 0 away.
        boolean counted = s.positives() > 0 || !(s.mean() > 0);
        double sd = StrictMath.sqrt(s.variance());
        if (metric.prior() instanceof PriorSpec.Betas betas) {
            BetaBinomial posterior = betas.of(arm).update((double) s.units(), (double) s.positives());
            checks.add(check(arm, "mean", s.positives() / n, "the share of yes", true, stream -> {
                double p = posterior.sample(stream);
                return new double[] {p, p * (1 - p) / n};
            }));
        } else if (metric.kind() == MetricKind.CONTINUOUS) {
            NormalInverseGamma prior =
                    metric.prior() instanceof PriorSpec.Normals normals ? normals.of(arm) : NormalInverseGamma.weak();
            NormalInverseGamma posterior = prior.update(n, s.mean(), s.all().centred(0, 0));
            checks.add(check(arm, "mean", s.mean(), "the unadjusted mean", false, stream -> {
                double variance = posterior.sampleVariance(stream);
                return new double[] {posterior.sampleMean(stream, variance), variance / n};
            }));
            if (counted) {
                NormalDistribution normal = new NormalDistribution(null, 0, 1);
                String note =
                        "a normal outcome has this share at or below zero; far off, try a revenue or count metric";
                checks.add(check(arm, "non_positive_share", zeros, note, true, stream -> {
                    double variance = posterior.sampleVariance(stream);
                    double p = normal.cumulativeProbability(
                            -posterior.sampleMean(stream, variance) / StrictMath.sqrt(variance));
                    return new double[] {p, p * (1 - p) / n};
                }));
            }
        } else if (metric.prior() instanceof PriorSpec.Gammas gammas && s.all().sum(0) >= 0) {
            GammaPoisson posterior = gammas.of(arm).update(n, s.all().sum(0));
            String over = "a Poisson's spread follows its mean; more spread makes the intervals too narrow";
            checks.add(check(arm, "sd", sd, over, false, stream -> {
                double rate = posterior.sample(stream);
                // Var(s^2) of a Poisson sample, carried to the standard deviation.
                double variance = (rate + 2 * rate * rate * n / (n - 1)) / n;
                return new double[] {StrictMath.sqrt(rate), variance / (4 * rate)};
            }));
            if (counted) {
                checks.add(check(arm, "zero_share", zeros, "a Poisson has exp(-mean) zeros", true, stream -> {
                    double p = StrictMath.exp(-posterior.sample(stream));
                    return new double[] {p, p * (1 - p) / n};
                }));
            }
        } else if (metric.prior() instanceof PriorSpec.Lift) {
            drawn(checks, arm, "mean", s.positives() / n, "the share of yes", (p, i) -> p * (1 - p) / n);
        } else if (metric.prior() instanceof PriorSpec.RatioMeans && s.units() >= 3) {
            double below = s.all().mean(1);
            String note = "the ratio of the means; nothing is assumed of single units, so nothing else is replicated";
            drawn(checks, arm, "ratio", s.mean() / below, note, (ratio, i) -> {
                CrossProducts all = s.all();
                double spread =
                        all.variance(0) - 2 * ratio * all.centred(0, 1) / (n - 1) + ratio * ratio * all.variance(1);
                return spread / (n * below * below);
            });
        } else if (metric.prior() instanceof PriorSpec.Hurdle hurdle) {
            BetaBinomial share = hurdle.positive().update(n, (double) s.positives());
            checks.add(check(arm, "zero_share", zeros, "the share without an amount", true, stream -> {
                double p = 1 - share.sample(stream);
                return new double[] {p, p * (1 - p) / n};
            }));
            if (hurdle.logs() && s.logPositive().count() >= 30) {
                amounts(checks, arm, s, hurdle, share);
            }
        }
    }

    /** The noise variance of a statistic, given its expectation. */
    private interface Noise {
        double of(double expected, int draw);
    }

    /** A check whose expectations are the published draws of the arm's mean themselves. */
    private void drawn(
            List<PredictiveCheck> checks, String arm, String statistic, double observed, String note, Noise noise) {
        double[] means = published.draws().get(arm);
        if (means != null) {
            int[] next = {0};
            checks.add(check(arm, statistic, observed, note, statistic.equals("mean"), stream -> {
                int i = next[0]++ % means.length;
                return new double[] {means[i], noise.of(means[i], i)};
            }));
        }
    }

    /** Mean and spread of amounts per unit, zeros included; far off, the amounts have another distribution. */
    private void amounts(
            List<PredictiveCheck> checks, String arm, ArmStatistics s, PriorSpec.Hurdle hurdle, BetaBinomial share) {
        double n = s.units();
        HurdleMoments moments = HurdleMoments.of(s, hurdle, share);
        String name = hurdle.likelihood().name().toLowerCase(java.util.Locale.ROOT);
        if (hurdle.likelihood() == AmountLikelihood.LOGNORMAL) {
            String note = "the mean amount per unit; far off, the amounts are not lognormal";
            checks.add(check(arm, "mean", s.mean(), note, false, stream -> {
                double[] raw = moments.sample(stream);
                return new double[] {raw[1], (raw[2] - raw[1] * raw[1]) / n};
            }));
        }
        double observed = StrictMath.sqrt(s.variance());
        if (moments.spreadNoise(n) > TOO_NOISY) {
            checks.add(unjudged(
                    arm,
                    "sd",
                    observed,
                    "not judged: amounts this skewed need far more than " + s.units()
                            + " units before their spread settles"));
            return;
        }
        String note = "the spread of amounts per unit; far off, they are more or less skewed than a " + name;
        checks.add(check(arm, "sd", observed, note, false, stream -> {
            double[] raw = moments.sample(stream);
            double variance = raw[2] - raw[1] * raw[1];
            return new double[] {StrictMath.sqrt(variance), HurdleMoments.varianceOfVariance(raw) / n / (4 * variance)};
        }));
    }

    private PredictiveCheck unjudged(String arm, String statistic, double observed, String note) {
        double nan = Double.NaN;
        return new PredictiveCheck(
                spec.name(),
                metric.name(),
                arm,
                segment,
                "posterior",
                statistic,
                observed,
                nan,
                nan,
                nan,
                nan,
                nan,
                nan,
                nan,
                nan,
                nan,
                nan,
                true,
                note);
    }

    private PredictiveCheck check(
            String arm, String statistic, double observed, String note, boolean share, Prediction prediction) {
        RandomStream stream = key.with(statistic).with(arm).stream();
        double[] expected = new double[REPLICATES];
        double[] noise = new double[REPLICATES];
        double[] replicates = new double[REPLICATES];
        for (int i = 0; i < REPLICATES; i++) {
            double[] predicted = prediction.of(stream);
            expected[i] = predicted[0];
            noise[i] = predicted[1];
            double value = predicted[0] + stream.nextGaussian() * StrictMath.sqrt(Math.max(0, predicted[1]));
            replicates[i] = share ? Math.min(1, Math.max(0, value)) : value;
        }
        double[] q = Describe.quantiles(replicates, 0.005, 0.025, 0.25, 0.5, 0.75, 0.975, 0.995);
        double slack = 1e-9 * (1 + StrictMath.abs(observed));
        return new PredictiveCheck(
                spec.name(),
                metric.name(),
                arm,
                segment,
                "posterior",
                statistic,
                observed,
                Describe.mean(replicates),
                Describe.sd(replicates),
                q[1],
                q[2],
                q[3],
                q[4],
                q[5],
                Describe.probabilityAbove(replicates, observed),
                Describe.mean(noise),
                Describe.variance(expected),
                observed >= q[0] - slack && observed <= q[6] + slack,
                note);
    }

    /** What a prior alone says of the relative lift of the first treatment. */
    private PredictiveCheck priorLift(String name, PriorSpec prior) {
        String control = spec.control();
        String treated = spec.treatments().get(0);
        Map<String, ArmStatistics> none = new java.util.LinkedHashMap<>();
        none.put(control, ArmStatistics.binary(0, 0));
        none.put(treated, ArmStatistics.binary(0, 0));
        ArmMeans means = ArmModels.sample(metric, Adjustment.NONE, prior, none, key.with("prior"), 4000);
        double[] c = means.draws().getOrDefault(control, new double[] {Double.NaN});
        double[] t = means.draws().getOrDefault(treated, new double[] {Double.NaN});
        double[] lift = new double[Math.min(c.length, t.length)];
        Arrays.setAll(lift, i -> t[i] / c[i] - 1);
        double[] q = Describe.quantiles(lift, 0.025, 0.25, 0.5, 0.75, 0.975);
        double beyond = Arrays.stream(lift).filter(d -> StrictMath.abs(d) > 1).count() / (double) lift.length;
        return new PredictiveCheck(
                spec.name(),
                metric.name(),
                treated,
                segment,
                "prior",
                "relative_lift",
                Double.NaN,
                Double.NaN,
                Double.NaN,
                q[0],
                q[1],
                q[2],
                q[3],
                q[4],
                beyond,
                Double.NaN,
                Double.NaN,
                true,
                name + ": " + prior.words() + " puts " + Words.percent(beyond) + " beyond +-100 %");
    }
}
