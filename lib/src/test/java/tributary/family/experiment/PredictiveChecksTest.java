package tributary.family.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tributary.check.PredictiveCheck;
import tributary.posterior.conjugate.BetaBinomial;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Data of the very model pass their predictive checks, data of another distribution fail them. */
class PredictiveChecksTest {
    private static final int UNITS = 20_000;
    private static final String ARM = "treated";

    /** Amounts with share .3, mean of the positive 5: gamma of shape 2, or lognormal of the same mean and log spread. */
    private static ArmStatistics amounts(boolean lognormal, double sigma, long seed) {
        RandomStream stream = StreamKey.of(seed).stream();
        double[][] rows = new double[UNITS][];
        for (int i = 0; i < UNITS; i++) {
            double amount = lognormal
                    ? StrictMath.exp(StrictMath.log(5) - sigma * sigma / 2 + sigma * stream.nextGaussian())
                    : 2.5 * stream.nextGamma(2);
            rows[i] = new double[] {stream.nextDouble() < 0.3 ? amount : 0};
        }
        return ArmStatistics.ofRows(rows, 1);
    }

    private static List<PredictiveCheck> checks(MetricSpec metric, ArmStatistics arm) {
        return Examples.analyse(metric, Map.of("control", arm, ARM, arm)).checks().stream()
                .filter(c -> c.kind().equals("posterior") && c.arm().equals(ARM))
                .toList();
    }

    private static MetricSpec revenue(AmountLikelihood likelihood) {
        return MetricSpec.goal("revenue", MetricKind.REVENUE).withPrior(PriorSpec.Hurdle.weak(likelihood));
    }

    private static PredictiveCheck statistic(List<PredictiveCheck> checks, String statistic) {
        return checks.stream()
                .filter(c -> c.statistic().equals(statistic))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void amountsMoreSkewedThanTheirLikelihoodAreFoundOut() {
        ArmStatistics gamma = amounts(false, 0, 1);
        ArmStatistics lognormal = amounts(true, 0.8, 2);
        assertThat(checks(revenue(AmountLikelihood.GAMMA), gamma)).allMatch(PredictiveCheck::passed);
        assertThat(checks(revenue(AmountLikelihood.LOGNORMAL), lognormal)).allMatch(PredictiveCheck::passed);
        PredictiveCheck tooLight = statistic(checks(revenue(AmountLikelihood.GAMMA), lognormal), "sd");
        assertThat(tooLight.passed()).isFalse();
        assertThat(tooLight.observed()).isGreaterThan(tooLight.q975());
        PredictiveCheck tooHeavy = statistic(checks(revenue(AmountLikelihood.LOGNORMAL), gamma), "sd");
        assertThat(tooHeavy.passed()).isFalse();
        assertThat(tooHeavy.observed()).isLessThan(tooHeavy.q025());
    }

    @Test
    void theReplicatedSpreadIsThatOfTheModel() {
        PredictiveCheck sd = statistic(checks(revenue(AmountLikelihood.GAMMA), amounts(false, 0, 1)), "sd");
        // y is 0 with probability .7, else gamma(2) x 2.5: E y = 1.5, E y^2 = .3 x 37.5.
        double exact = StrictMath.sqrt(0.3 * 37.5 - 2.25);
        assertThat(sd.q50()).isCloseTo(exact, within(4 * sd.sd()));
        assertThat(sd.sd()).isLessThan(0.03 * exact);
    }

    @Test
    void aSpreadThatCannotHaveSettledIsNotJudged() {
        PredictiveCheck sd = statistic(checks(revenue(AmountLikelihood.LOGNORMAL), amounts(true, 2, 3)), "sd");
        assertThat(sd.note()).startsWith("not judged");
        assertThat(sd.q50()).isNaN();
        assertThat(sd.observed()).isPositive();
    }

    @Test
    void liftPriorsAndRatiosAreCheckedAgainstWhatTheyPredict() {
        MetricSpec lift = MetricSpec.goal("converted", MetricKind.BINARY)
                .withPrior(new PriorSpec.Lift(new BetaBinomial(15, 600), 0, 0.1, 0.5));
        PredictiveCheck share = statistic(checks(lift, ArmStatistics.binary(5000, 130)), "mean");
        assertThat(share.passed()).isTrue();
        assertThat(share.observed()).isEqualTo(0.026);
        // Counts that no lift of the prior can reach: 5 % against 10 %.
        List<PredictiveCheck> absurd = Examples.analyse(
                        lift.withPrior(new PriorSpec.Lift(new BetaBinomial(15, 600), 0, 0.01, 0.5)),
                        Map.of("control", ArmStatistics.binary(50_000, 2500), ARM, ArmStatistics.binary(50_000, 5000)))
                .checks();
        assertThat(absurd.stream().filter(c -> c.kind().equals("posterior"))).anyMatch(c -> !c.passed());

        RandomStream stream = StreamKey.of(5).stream();
        double[][] pairs = new double[4000][];
        for (int i = 0; i < pairs.length; i++) {
            double views = 3 + stream.nextGamma(2);
            pairs[i] = new double[] {0.2 * views + 0.1 * stream.nextGaussian(), views};
        }
        PredictiveCheck ratio =
                statistic(checks(MetricSpec.goal("rate", MetricKind.RATIO), ArmStatistics.ofRows(pairs, 2)), "ratio");
        assertThat(ratio.passed()).isTrue();
        assertThat(ratio.observed()).isCloseTo(0.2, within(0.002));
        // Sampling noise and posterior spread are of one size: the same data are behind both.
        assertThat(ratio.noiseVariance()).isCloseTo(ratio.parameterVariance(), within(0.2 * ratio.noiseVariance()));
    }
}
