package tributary.family.experiment;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.math3.distribution.BinomialDistribution;
import tributary.decide.Rope;
import tributary.decide.RopeVerdict;
import tributary.decide.Scale;
import tributary.infer.Interval;
import tributary.random.RandomStream;
import tributary.random.StreamKey;
import tributary.stats.CrossProducts;

/**
 * One cell of a Bayesian power analysis, by its five steps: draw an effect, simulate the sampling, fit, ask whether
 * the interval excludes the region of practical equivalence, repeat.
 *
 * <p>Only sufficient statistics are simulated (binomial counts; normal means and chi-square sums of squares), so the
 * cost does not grow with the sample size. Pure: the same spec gives the same row on any machine.
 *
 * @param unitsPerArm the sample size
 * @param effect the hypothetical effect
 * @param prior the prior of the fit
 */
public record DesignCell(int unitsPerArm, HypotheticalEffect effect, NamedPrior prior) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String CONTROL = "control";
    private static final String TREATED = "treated";

    /** Simulates and fits. */
    public PowerRow run(DesignSpec spec) {
        StreamKey key = StreamKey.of(spec.seed())
                .with("design")
                .with(spec.name())
                .with(unitsPerArm)
                .with(effect.name())
                .with(prior.name());
        int right = 0;
        int excluded = 0;
        int falsePositives = 0;
        double width = 0;
        RopeVerdict hoped = effect.mean() < 0 ? RopeVerdict.BELOW : RopeVerdict.ABOVE;
        HypotheticalEffect nothing = new HypotheticalEffect("none", Scale.ABSOLUTE, 0, 0);
        for (int i = 0; i < spec.simulations(); i++) {
            Interval interval = simulate(spec, effect, key.with("effect").with(i));
            RopeVerdict verdict = spec.rope().verdict(interval.lower(), interval.upper());
            right += verdict == hoped ? 1 : 0;
            excluded += excludes(verdict) ? 1 : 0;
            width += interval.width() / spec.simulations();
            Interval none = simulate(spec, nothing, key.with("none").with(i));
            falsePositives += excludes(spec.rope().verdict(none.lower(), none.upper())) ? 1 : 0;
        }
        double n = spec.simulations();
        return new PowerRow(
                spec.name(),
                unitsPerArm,
                effect.name(),
                effect.mean(),
                effect.sd(),
                prior.name(),
                prior.prior().words(),
                right / n,
                error(right / n, n),
                excluded / n,
                falsePositives / n,
                error(falsePositives / n, n),
                width,
                spec.simulations());
    }

    private static boolean excludes(RopeVerdict verdict) {
        return verdict == RopeVerdict.ABOVE || verdict == RopeVerdict.BELOW;
    }

    /** The standard error of a share; that of one success among n + 2 where the share is 0 or 1. */
    private static double error(double share, double n) {
        double p = Math.min(Math.max(share, 1 / (n + 2)), 1 - 1 / (n + 2));
        return StrictMath.sqrt(p * (1 - p) / n);
    }

    private Interval simulate(DesignSpec spec, HypotheticalEffect truth, StreamKey key) {
        RandomStream stream = key.with("data").stream();
        double lift = truth.sample(spec.baseline(), stream);
        Map<String, ArmStatistics> arms = new LinkedHashMap<>();
        arms.put(CONTROL, arm(spec, spec.baseline(), stream));
        arms.put(TREATED, arm(spec, spec.baseline() + lift, stream));
        MetricSpec metric = MetricSpec.goal(spec.name(), spec.kind()).withPrior(prior.prior());
        ArmMeans means = ArmModels.sample(metric, Adjustment.NONE, prior.prior(), arms, key.with("fit"), spec.draws());
        double[] control = means.draws().get(CONTROL);
        double[] treated = means.draws().get(TREATED);
        if (control == null || treated == null) {
            return new Interval(Double.NaN, Double.NaN);
        }
        double[] judged = new double[control.length];
        Rope rope = spec.rope();
        Arrays.setAll(
                judged,
                i -> rope.scale() == Scale.ABSOLUTE ? treated[i] - control[i] : (treated[i] - control[i]) / control[i]);
        return spec.interval().of(judged);
    }

    private ArmStatistics arm(DesignSpec spec, double mean, RandomStream stream) {
        if (spec.kind() == MetricKind.BINARY) {
            double rate = Math.min(1, Math.max(0, mean));
            int successes = rate == 0
                    ? 0
                    : rate == 1
                            ? unitsPerArm
                            : new BinomialDistribution(null, unitsPerArm, rate)
                                    .inverseCumulativeProbability(stream.nextDouble());
            return ArmStatistics.binary(unitsPerArm, successes);
        }
        double variance = spec.sd() * spec.sd();
        double observed = mean + stream.nextGaussian() * StrictMath.sqrt(variance / unitsPerArm);
        double squares = variance * 2 * stream.nextGamma((unitsPerArm - 1) / 2.0);
        return ArmStatistics.of(
                CrossProducts.ofMoments(unitsPerArm, new double[] {observed}, new double[][] {{squares}}), 0);
    }
}
