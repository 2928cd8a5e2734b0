package tributary.family.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.jspecify.annotations.Nullable;
import tributary.posterior.InferencePath;
import tributary.posterior.conjugate.BetaBinomial;
import tributary.posterior.conjugate.CorrelatedLift;
import tributary.posterior.conjugate.GammaAmounts;
import tributary.posterior.conjugate.GridDensity;
import tributary.posterior.conjugate.LognormalAmounts;
import tributary.posterior.conjugate.NormalInverseGamma;
import tributary.posterior.conjugate.NormalInverseWishart;
import tributary.random.RandomStream;
import tributary.random.StreamKey;
import tributary.stats.CrossProducts;

/**
 * The likelihoods of experiments: from the statistics of the arms and a prior to draws of the arms' means.
 *
 * <p>Independent arms read streams named by the arm, so an arm's draws do not depend on which other arms exist.
 */
final class ArmModels {
    private static final long UNITS_PER_COLUMN = 10;

    /** The largest share of a second moment that may lie beyond all draws, for mean and sd to be told. */
    private static final double MOST_UNSEEN = 0.05;

    private final Map<String, ArmStatistics> arms;
    private final StreamKey key;
    private final int draws;
    private final Map<String, double[]> means = new LinkedHashMap<>();
    private final Map<String, Boolean> exists = new LinkedHashMap<>();
    private final Map<String, String> problems = new LinkedHashMap<>();

    private ArmModels(Map<String, ArmStatistics> arms, StreamKey key, int draws) {
        this.arms = arms;
        this.key = key;
        this.draws = draws;
    }

    /**
     * Draws of all arms' means.
     *
     * @param metric the metric
     * @param adjustment how covariates are used; the metric's own, or NONE for the answer beside it
     * @param prior a prior that fits
     * @param arms statistics, control first
     * @param key names the analysis
     * @param draws how many
     */
    static ArmMeans sample(
            MetricSpec metric,
            Adjustment adjustment,
            PriorSpec prior,
            Map<String, ArmStatistics> arms,
            StreamKey key,
            int draws) {
        ArmModels models = new ArmModels(arms, key, draws);
        InferencePath path = InferencePath.EXACT;
        String note = "";
        if (prior instanceof PriorSpec.Betas betas) {
            arms.forEach((arm, s) -> {
                BetaBinomial posterior = betas.of(arm).update((double) s.units(), (double) s.positives());
                models.independent(arm, true, posterior::sample);
            });
        } else if (prior instanceof PriorSpec.Lift lift) {
            models.lift(lift);
            path = InferencePath.CELLS;
        } else if (prior instanceof PriorSpec.Normals normals) {
            note = models.normals(normals, adjustment);
        } else if (prior instanceof PriorSpec.Coefficients coefficients) {
            note = models.regression(coefficients);
        } else if (prior instanceof PriorSpec.Gammas gammas) {
            arms.forEach((arm, s) -> {
                double events = s.all().sum(0);
                if (events >= 0) {
                    models.independent(arm, true, gammas.of(arm).update((double) s.units(), events)::sample);
                } else {
                    models.problems.put(arm, "arm " + arm + " has a negative total count");
                }
            });
        } else if (prior instanceof PriorSpec.Hurdle hurdle) {
            path = hurdle.likelihood() == AmountLikelihood.GAMMA ? InferencePath.CELLS : path;
            note = hurdle.logs() ? "" : "the mean amount is normal by the central limit theorem, whatever the amounts";
            arms.forEach((arm, s) -> models.hurdle(arm, s, hurdle));
        } else if (prior instanceof PriorSpec.RatioMeans ratio) {
            note = "bivariate normal means of numerator and denominator";
            arms.forEach((arm, s) -> models.ratio(arm, s, ratio));
        }
        return new ArmMeans(models.means, models.exists, models.problems, path, note);
    }

    private void independent(String arm, boolean momentsExist, ToDoubleFunction<RandomStream> sampler) {
        RandomStream stream = key.with(arm).stream();
        double[] values = new double[draws];
        for (int i = 0; i < draws; i++) {
            values[i] = sampler.applyAsDouble(stream);
        }
        keep(
                arm,
                momentsExist,
                values,
                () -> "the posterior mean of arm " + arm + " overflows: too few data for this likelihood");
    }

    private void keep(String arm, boolean momentsExist, double[] values, Supplier<String> otherwise) {
        if (Arrays.stream(values).allMatch(Double::isFinite)) {
            means.put(arm, values);
            exists.put(arm, momentsExist);
        } else {
            problems.put(arm, otherwise.get());
        }
    }

    private void lift(PriorSpec.Lift prior) {
        List<String> names = new ArrayList<>(arms.keySet());
        double[] units = names.stream().mapToDouble(a -> statistics(a).units()).toArray();
        double[] positives =
                names.stream().mapToDouble(a -> statistics(a).positives()).toArray();
        CorrelatedLift posterior =
                new CorrelatedLift(prior.control(), prior.mean(), prior.sd(), prior.correlation(), units, positives);
        joint(names, posterior::sample);
    }

    private ArmStatistics statistics(String arm) {
        ArmStatistics found = arms.get(arm);
        if (found == null) {
            throw new IllegalArgumentException("no statistics of arm " + arm);
        }
        return found;
    }

    private void joint(List<String> names, java.util.function.Function<RandomStream, double[]> sampler) {
        RandomStream stream = key.with("joint").stream();
        double[][] values = new double[names.size()][draws];
        for (int i = 0; i < draws; i++) {
            double[] row = sampler.apply(stream);
            for (int k = 0; k < row.length; k++) {
                values[k][i] = row[k];
            }
        }
        for (int k = 0; k < names.size(); k++) {
            keep(names.get(k), true, values[k], () -> "the joint posterior overflows");
        }
    }

    private String normals(PriorSpec.Normals prior, Adjustment adjustment) {
        Cuped cuped = adjustment == Adjustment.CUPED ? cuped(arms.values()) : null;
        arms.forEach((arm, s) -> {
            if (s.units() == 0) {
                problems.put(arm, "arm " + arm + " has no units");
                return;
            }
            double mean = cuped == null ? s.mean() : cuped.mean(s.all());
            double squares = cuped == null ? s.all().centred(0, 0) : cuped.centredSquares(s.all());
            NormalInverseGamma posterior = prior.of(arm).update((double) s.units(), mean, squares);
            if (posterior.degreesOfFreedom() <= 2) {
                problems.put(arm, "arm " + arm + " has " + s.units() + " units: its mean has no posterior variance");
            }
            independent(arm, posterior.degreesOfFreedom() > 2, posterior::sample);
        });
        if (adjustment == Adjustment.CUPED && cuped == null) {
            CrossProducts pooled = pooled(arms.values());
            return "not adjusted: CUPED wants at least " + UNITS_PER_COLUMN * pooled.dimension() + " units, there are "
                    + pooled.count();
        }
        return cuped == null ? "" : "CUPED removes " + Words.percent(cuped.varianceReduction()) + " of the variance";
    }

    /**
     * The adjustment by covariates that all units together give; null where they are too few: the coefficients are
     * estimated from the same units, and with few of them to spare they would explain noise.
     */
    static @Nullable Cuped cuped(Collection<ArmStatistics> arms) {
        CrossProducts pooled = pooled(arms);
        return pooled.count() >= UNITS_PER_COLUMN * pooled.dimension() ? new Cuped(pooled) : null;
    }

    static CrossProducts pooled(Collection<ArmStatistics> arms) {
        return arms.stream()
                .map(ArmStatistics::all)
                .reduce(CrossProducts::merge)
                .orElseThrow();
    }

    private String regression(PriorSpec.Coefficients prior) {
        List<String> names = new ArrayList<>();
        List<CrossProducts> statistics = new ArrayList<>();
        arms.forEach((arm, s) -> {
            if (s.units() > 0) {
                names.add(arm);
                statistics.add(s.all());
            } else {
                problems.put(arm, "arm " + arm + " has no units");
            }
        });
        String control = arms.keySet().iterator().next();
        if (names.isEmpty() || !names.get(0).equals(control)) {
            return "";
        }
        try {
            ArmRegression regression = new ArmRegression(statistics, prior);
            if (regression.posterior().degreesOfFreedom() <= 2) {
                problems.put(control, "too few units: the regression has no posterior variance");
            }
            joint(names, stream -> regression.armMeans(regression.posterior().sample(stream)));
            names.forEach(arm -> exists.put(arm, regression.posterior().degreesOfFreedom() > 2));
            return "covariates and arms explain " + Words.percent(regression.varianceReduction()) + " of the variance";
        } catch (NonPositiveDefiniteMatrixException collinear) {
            problems.put(control, "the covariates are collinear: drop one of them");
            return "";
        }
    }

    private void hurdle(String arm, ArmStatistics s, PriorSpec.Hurdle prior) {
        BetaBinomial share = prior.positive().update((double) s.units(), (double) s.positives());
        long amounts = prior.logs() ? s.logPositive().count() : s.positives();
        if (amounts < 2) {
            problems.put(
                    arm,
                    "arm " + arm + " has " + amounts + " positive amounts" + (prior.logs() ? " with a logarithm" : "")
                            + ": at least 2 are needed");
            return;
        }
        switch (prior.likelihood()) {
            case NORMAL -> normalAmounts(arm, s, prior, share);
            case LOGNORMAL -> lognormalAmounts(arm, s, prior, share);
            case GAMMA -> gammaAmounts(arm, s, prior, share);
        }
    }

    /** Share times mean amount: to first order its variance is that of the mean over all units, whatever the amounts. */
    private void normalAmounts(String arm, ArmStatistics s, PriorSpec.Hurdle prior, BetaBinomial share) {
        double sum = s.all().sum(0);
        double mean = sum / s.positives();
        double squares = Math.max(0, s.all().product(0, 0) - mean * sum);
        NormalInverseGamma amount = prior.amount().update((double) s.positives(), mean, squares);
        boolean moments = amount.degreesOfFreedom() > 2;
        if (!moments) {
            problems.put(
                    arm,
                    "arm " + arm + " has " + s.positives() + " positive amounts: their mean has no posterior variance");
        }
        independent(arm, moments, stream -> share.sample(stream) * amount.sample(stream));
    }

    private void lognormalAmounts(String arm, ArmStatistics s, PriorSpec.Hurdle prior, BetaBinomial share) {
        CrossProducts logs = s.logPositive();
        LognormalAmounts amounts = LognormalAmounts.of(
                prior.amount().update((double) logs.count(), logs.mean(0), logs.centred(0, 0)), prior.maxLogSd());
        if (amounts.withinBound() < 0.5) {
            problems.put(
                    arm,
                    "the logarithms of the amounts of arm " + arm + " spread more (sd "
                            + Words.number(StrictMath.sqrt(logs.variance(0))) + ") than their prior allows (max-log-sd "
                            + Words.number(prior.maxLogSd()) + ")");
            return;
        }
        double unseen = 1.0 / draws;
        boolean moments = amounts.withinBound() >= 1 - unseen && amounts.tailShare(2, unseen) < MOST_UNSEEN;
        if (!moments) {
            problems.put(
                    arm,
                    "arm " + arm + " has " + logs.count()
                            + " positive amounts, too few for the mean of a lognormal posterior this wide: read the median");
        }
        independent(arm, moments, stream -> share.sample(stream) * amounts.sample(stream));
    }

    private void gammaAmounts(String arm, ArmStatistics s, PriorSpec.Hurdle prior, BetaBinomial share) {
        CrossProducts logs = s.logPositive();
        double sum = s.all().sum(0);
        if (!(sum > 0)) {
            problems.put(
                    arm, "the amounts of arm " + arm + " sum to " + Words.number(sum) + ": none is gamma like that");
            return;
        }
        GammaAmounts amounts = new GammaAmounts(
                logs.count(), sum, logs.sum(0), prior.logShapeMean(), prior.logShapeSd(), prior.rate());
        GridDensity logShape = amounts.logShape();
        boolean moments = amounts.momentsExist(logShape);
        if (!moments) {
            problems.put(
                    arm,
                    "arm " + arm + " has " + logs.count()
                            + " positive amounts, too few for the mean of a gamma posterior: read the median");
        }
        independent(arm, moments, stream -> {
            double p = share.sample(stream);
            double shape = StrictMath.exp(logShape.sample(stream));
            return p * shape / amounts.sampleRate(stream, shape);
        });
    }

    private void ratio(String arm, ArmStatistics s, PriorSpec.RatioMeans prior) {
        if (s.units() < 3) {
            problems.put(arm, "arm " + arm + " has " + s.units() + " units: a ratio of means needs at least 3");
            return;
        }
        NormalInverseWishart posterior = NormalInverseWishart.centred(
                        2, prior.kappa(), prior.degreesOfFreedom(), prior.scale())
                .update(s.all());
        double distance = StrictMath.abs(posterior.mean(1)) / StrictMath.sqrt(posterior.covariance(1, 1));
        if (!(distance > 5)) {
            problems.put(
                    arm,
                    "the denominator's mean of arm " + arm + " may be zero: the ratio has no mean, read the median");
        }
        double[][] pairs = posterior.sample(key.with(arm).stream(), draws);
        keep(
                arm,
                distance > 5,
                Arrays.stream(pairs).mapToDouble(pair -> pair[0] / pair[1]).toArray(),
                () -> "the denominator of arm " + arm + " is zero");
    }
}
