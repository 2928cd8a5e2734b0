package tributary.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** PSIS-LOO equals ArviZ's on stored log likelihoods to 1e-8 and exact leave-one-out where that is known. */
class LeaveOneOutTest {
    private static final List<String> MODELS = List.of("free", "fixed", "heavy");

    private final Map<String, double[][]> stored = StoredDraws.series("loo.csv");

    private double[][] lines(String name) {
        return Objects.requireNonNull(stored.get(name));
    }

    private Map<String, LeaveOneOut> results() {
        Map<String, LeaveOneOut> results = new LinkedHashMap<>();
        MODELS.forEach(name -> results.put(name, LeaveOneOut.of(lines(name + ".loglik"), 0.8)));
        return results;
    }

    @Test
    void equalsArviz() {
        results().forEach((name, loo) -> {
            double[] expected = lines(name + ".loo")[0];
            assertThat(loo.elpd()).isCloseTo(expected[0], within(1e-8));
            assertThat(loo.standardError()).isCloseTo(expected[1], within(1e-8));
            assertThat(loo.effectiveParameters()).isCloseTo(expected[2], within(1e-8));
            assertThat(loo.kHats()).containsExactly(lines(name + ".k")[0], within(1e-8));
            assertThat(loo.pointwise()).containsExactly(lines(name + ".pointwise")[0], within(1e-8));
        });
    }

    @Test
    void ranksAsArvizDoes() {
        double objective = 0;
        double reference = 0;
        List<ModelComparison.Place> places = ModelComparison.compare(results());
        for (int i = 0; i < lines("free.loglik").length; i++) {
            double mine = 0;
            double its = 0;
            for (ModelComparison.Place place : places) {
                double density = Math.exp(lines(place.model() + ".pointwise")[0][i]);
                mine += place.weight() * density;
                its += lines(place.model() + ".compare")[0][3] * density;
            }
            objective += Math.log(mine);
            reference += Math.log(its);
        }
        for (ModelComparison.Place place : places) {
            double[] expected = lines(place.model() + ".compare")[0];
            assertThat((double) place.rank()).isEqualTo(expected[0]);
            assertThat(place.difference()).isCloseTo(expected[1], within(1e-8));
            assertThat(place.differenceError()).isCloseTo(expected[2], within(1e-8));
            assertThat(place.weight()).isCloseTo(expected[3], within(0.01));
        }
        // an optimum is judged by what it optimises
        assertThat(objective).isGreaterThanOrEqualTo(reference - 1e-6);
        assertThat(places.stream().mapToDouble(ModelComparison.Place::weight).sum())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void equalsExactLeaveOneOutOfAConjugateModel() {
        double[] y = {0.3, -1.2, 0.8, 1.9, -0.4, 0.6, 0.1, 2.2, -0.9, 0.5};
        // y ~ normal(mu, 1), flat mu: posterior normal(mean, 1/n); leaving one out, predictive normal(mean_-i, 1 +
        // 1/(n-1))
        int n = y.length;
        int draws = 20_000;
        RandomStream stream = StreamKey.of(15).stream();
        double mean = Describe.mean(y);
        double[] mu = new double[draws];
        for (int d = 0; d < draws; d++) {
            mu[d] = mean + stream.nextGaussian() / Math.sqrt(n);
        }
        LeaveOneOut loo = LeaveOneOut.of(
                n,
                draws,
                (i, out) -> {
                    for (int d = 0; d < draws; d++) {
                        out[d] = -0.5 * Math.log(2 * Math.PI) - 0.5 * (y[i] - mu[d]) * (y[i] - mu[d]);
                    }
                },
                1);
        double exact = 0;
        for (double value : y) {
            double rest = (n * mean - value) / (n - 1);
            exact += new NormalDistribution(rest, Math.sqrt(1 + 1.0 / (n - 1))).logDensity(value);
        }
        // the log of an importance-sampling mean of 20000 mild weights: errors of a few thousandths
        assertThat(loo.elpd()).isCloseTo(exact, within(0.02));
        assertThat(loo.effectiveParameters()).isBetween(0.5, 2.0);
        assertThat(loo.unreliable()).isZero();
    }

    @Test
    void refusesDifferentObservations() {
        LeaveOneOut two = LeaveOneOut.of(new double[][] {{-1, -2, -1}, {-1, -1, -2}}, 1);
        LeaveOneOut one = LeaveOneOut.of(new double[][] {{-1, -2, -1}}, 1);
        assertThatThrownBy(() -> ModelComparison.compare(Map.of("one", one, "two", two)))
                .hasMessageContaining("same observations");
    }
}
