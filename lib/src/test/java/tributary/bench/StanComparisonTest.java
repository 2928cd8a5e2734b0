package tributary.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tributary.infer.EffectiveSize;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
import tributary.math.LogDensity;
import tributary.random.StreamKey;

/**
 * Effective draws a gradient are on a par with Stan's, at its defaults: no lower than nine tenths, beyond chance. The
 * figures of Stan are means over 20 runs, made by {@code scripts/reference/ess_per_gradient.R}.
 */
class StanComparisonTest {
    private static final int RUNS = 4;
    private static final int STAN_RUNS = 20;

    @ParameterizedTest
    @CsvFileSource(resources = "/tributary/infer/stan_ess_per_gradient.csv")
    void gradientsAreSpentAsWell(String target, double stan, double error, double stepsPerDraw) {
        Supplier<LogDensity> density = StanTargets.named(target);
        double worth = 0;
        double steps = 0;
        for (int run = 0; run < RUNS; run++) {
            NutsFit fit = Nuts.DEFAULT.run(density, names(density.get().dimension()), StreamKey.of(100 + run));
            worth += smallest(fit) / fit.stats().leapfrogs() / RUNS;
            steps += fit.stats().leapfrogs() / (double) fit.draws().size() / RUNS;
        }
        // Our runs scatter as Stan's do.
        double chance = error * StrictMath.sqrt(1 + STAN_RUNS / (double) RUNS);
        assertThat(worth).isGreaterThan(0.9 * stan - 4 * chance);
        assertThat(steps).isCloseTo(stepsPerDraw, within(0.15 * stepsPerDraw));
    }

    private static double smallest(NutsFit fit) {
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < fit.draws().names().size(); i++) {
            smallest = Math.min(smallest, EffectiveSize.bulk(fit.draws().byChain(i)));
        }
        return smallest;
    }

    private static List<String> names(int dimension) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < dimension; i++) {
            names.add("u" + i);
        }
        return names;
    }
}
