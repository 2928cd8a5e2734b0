package tributary.family.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tributary.posterior.conjugate.BetaBinomial;
import tributary.posterior.conjugate.GammaPoisson;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Truths drawn from the prior fall into the central half of their posterior half of the time (Cook et al. 2006). */
class CoverageTest {
    private static final int DRAWS = 200;

    /** Draws true means of control and treated, and data given them. */
    private interface World {
        double[] simulate(RandomStream stream, Map<String, ArmStatistics> into);
    }

    @Test
    void betaRates() {
        BetaBinomial prior = new BetaBinomial(3, 20);
        covers(MetricKind.BINARY, PriorSpec.Betas.same(prior), 400, (stream, arms) -> {
            double[] rates = {prior.sample(stream), prior.sample(stream)};
            arms.put("control", binary(stream, 60, rates[0]));
            arms.put("treated", binary(stream, 40, rates[1]));
            return rates;
        });
    }

    @Test
    void poissonRates() {
        GammaPoisson prior = new GammaPoisson(3, 2);
        covers(MetricKind.COUNT, PriorSpec.Gammas.same(prior), 400, (stream, arms) -> {
            double[] rates = {prior.sample(stream), prior.sample(stream)};
            arms.put("control", counts(stream, 8, rates[0]));
            arms.put("treated", counts(stream, 5, rates[1]));
            return rates;
        });
    }

    @Test
    void correlatedLifts() {
        lifts(40);
    }

    @Test
    @Tag("full")
    void correlatedLiftsAtLength() {
        lifts(500);
    }

    private static void lifts(int simulations) {
        PriorSpec.Lift prior = new PriorSpec.Lift(new BetaBinomial(15, 60), 0.05, 0.2, 0.5);
        covers(MetricKind.BINARY, prior, simulations, (stream, arms) -> {
            double control = prior.control().sample(stream);
            double shared = StrictMath.sqrt(0.5) * stream.nextGaussian();
            double[] rates = new double[3];
            rates[0] = control;
            for (int k = 1; k < 3; k++) {
                double lift = 0.05 + 0.2 * (shared + StrictMath.sqrt(0.5) * stream.nextGaussian());
                rates[k] = Math.min(0.999, Math.max(1e-3, control * (1 + lift)));
            }
            arms.put("control", binary(stream, 200, rates[0]));
            arms.put("treated", binary(stream, 150, rates[1]));
            arms.put("other", binary(stream, 300, rates[2]));
            return rates;
        });
    }

    private static void covers(MetricKind kind, PriorSpec prior, int simulations, World world) {
        RandomStream truth = StreamKey.of(99).stream();
        MetricSpec metric = MetricSpec.goal("m", kind).withPrior(prior);
        int inside = 0;
        for (int i = 0; i < simulations; i++) {
            Map<String, ArmStatistics> arms = new LinkedHashMap<>();
            double[] means = world.simulate(truth, arms);
            ArmMeans fit = ArmModels.sample(metric, Adjustment.NONE, prior, arms, StreamKey.of(i), DRAWS);
            double[] control = Objects.requireNonNull(fit.draws().get("control"));
            double[] treated = Objects.requireNonNull(fit.draws().get("treated"));
            int below = 0;
            for (int d = 0; d < DRAWS; d++) {
                below += treated[d] / control[d] < means[1] / means[0] ? 1 : 0;
            }
            inside += below > DRAWS / 4 && below < 3 * DRAWS / 4 ? 1 : 0;
        }
        double error = 4 * StrictMath.sqrt(0.25 * simulations);
        assertThat((double) inside).isBetween(0.5 * simulations - error, 0.5 * simulations + error);
    }

    private static ArmStatistics binary(RandomStream stream, int n, double rate) {
        int successes = 0;
        for (int i = 0; i < n; i++) {
            successes += stream.nextDouble() < rate ? 1 : 0;
        }
        return ArmStatistics.binary(n, successes);
    }

    private static ArmStatistics counts(RandomStream stream, int n, double rate) {
        double[][] rows = new double[n][1];
        for (double[] row : rows) {
            // Events before one unit of time has passed.
            for (double time = stream.nextExponential(); time < rate; time += stream.nextExponential()) {
                row[0]++;
            }
        }
        return ArmStatistics.ofRows(rows, 1);
    }
}
