package tributary.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Diagnostics equal ArviZ's on stored draws to 1e-8, and answer NaN where there is nothing to say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiagnosticsTest {
    private final Map<String, double[][]> draws = StoredDraws.series("draws.csv");

    List<String[]> references() {
        return StoredDraws.rows("diagnostics.csv");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("references")
    void equalsArviz(String name, String quantity, String stored) {
        double expected = StoredDraws.number(stored);
        double[][] chains = draws.get(name);
        double actual = compute(quantity, chains);
        if (Double.isNaN(expected)) {
            assertThat(actual).isNaN();
        } else {
            assertThat(actual).isCloseTo(expected, within(1e-8 * Math.max(1, Math.abs(expected))));
        }
    }

    private static double compute(String quantity, double[][] chains) {
        double[] pooled = SplitChains.pool(chains);
        return switch (quantity) {
            case "mean" -> Describe.mean(pooled);
            case "sd" -> Describe.sd(pooled);
            case "median" -> Describe.median(pooled);
            case "mad" -> Describe.mad(pooled);
            case "q05" -> Describe.quantile(pooled, 0.05);
            case "q37" -> Describe.quantiles(pooled, 0.1, 0.37)[1];
            case "ess_bulk" -> EffectiveSize.bulk(chains);
            case "ess_tail" -> EffectiveSize.tail(chains);
            case "ess_mean" -> EffectiveSize.mean(chains);
            case "ess_sd" -> EffectiveSize.sd(chains);
            case "ess_q10" -> EffectiveSize.quantile(chains, 0.1);
            case "rhat" -> RHat.of(chains);
            case "rhat_bulk" -> RHat.bulk(chains);
            case "rhat_folded" -> RHat.folded(chains);
            case "mcse_mean" -> MonteCarloError.mean(chains);
            case "mcse_sd" -> MonteCarloError.sd(chains);
            case "mcse_q10" -> MonteCarloError.quantile(chains, 0.1);
            case "mcse_median" -> MonteCarloError.quantile(chains, 0.5);
            case "bfmi" -> EnergyFraction.of(chains[0]);
            case "hdi_low_0.5" -> Interval.highestDensity(pooled, 0.5).lower();
            case "hdi_high_0.5" -> Interval.highestDensity(pooled, 0.5).upper();
            case "hdi_low_0.8" -> Interval.highestDensity(pooled, 0.8).lower();
            case "hdi_high_0.8" -> Interval.highestDensity(pooled, 0.8).upper();
            case "hdi_low_0.94" -> Interval.highestDensity(pooled, 0.94).lower();
            case "hdi_high_0.94" -> Interval.highestDensity(pooled, 0.94).upper();
            default -> throw new IllegalArgumentException(quantity);
        };
    }

    @Test
    void theSummaryIsMadeOfTheSameNumbers() {
        double[][] chains = draws.get("independent");
        PosteriorSummary summary = PosteriorSummary.ofChains(chains, 0.94);
        assertThat(summary.rHat()).isEqualTo(RHat.of(chains));
        assertThat(summary.mcseMean()).isEqualTo(MonteCarloError.mean(chains));
        PosteriorSummary independent = PosteriorSummary.ofIndependent(SplitChains.pool(chains), 1000, 0.94);
        assertThat(independent.rHat()).isNaN();
        assertThat(independent.interval()).isEqualTo(summary.interval());
        assertThat(independent.mcseMean()).isCloseTo(independent.sd() / Math.sqrt(1000), within(1e-15));
    }

    @Test
    void whatCannotBeSaidIsNaN() {
        double[][] tooShort = {{1, 2, 3}, {3, 2, 1}};
        double[][] withNaN = {{1, 2, Double.NaN, 3, 4}, {1, 2, 3, 4, 5}};
        for (double[][] chains : List.of(tooShort, withNaN)) {
            assertThat(EffectiveSize.bulk(chains)).isNaN();
            assertThat(EffectiveSize.tail(chains)).isNaN();
            assertThat(RHat.of(chains)).isNaN();
            assertThat(MonteCarloError.quantile(chains, 0.5)).isNaN();
        }
        assertThat(Describe.median(new double[] {Double.NaN, 1})).isNaN();
        assertThat(Describe.mean(new double[0])).isNaN();
    }
}
