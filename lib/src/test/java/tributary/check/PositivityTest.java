package tributary.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.consensus.Blocks;
import tributary.consensus.LocalBlocks;
import tributary.estimand.IntervalSpec;
import tributary.identify.EffectIdentification;
import tributary.identify.ModelIdentification;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.random.NormalQuantile;

/** Cells that a formula asks for and no row shows, and the sensitivity of effects put together. */
class PositivityTest {
    private static EffectIdentification effect(String model) {
        return ModelIdentification.of(Model.parse("p.model", model))
                .questions()
                .get(0)
                .effects()
                .get(0);
    }

    /** The shape of the online game: nobody who is not engaged has won, so the front-door formula has a hole. */
    @Test
    void aFrontDoorWithoutDataLeansOnTheFunctionalForm() {
        EffectIdentification door = effect("""
                row engaged, won, bought
                a, b ~ normal(0, 1)
                engaged ~ bernoulli(0.5)
                won ~ bernoulli_logit(a * engaged)
                bought ~ normal(b * won, 1)
                engaged <-> bought
                estimands { ate = "E[bought | do(engaged = 1)] - E[bought | do(engaged = 0)]" }
                """);
        Blocks blocks = new LocalBlocks(List.of(
                Data.builder()
                        .numbers("engaged", 0, 0, 1, 1)
                        .numbers("won", 0, 0, 0, 1)
                        .numbers("bought", 3, 4, 5, 6)
                        .numbers(Blocks.WEIGHT, 30, 10, 40, 20)
                        .build(),
                Data.builder()
                        .numbers("engaged", 1)
                        .numbers("won", 1)
                        .numbers("bought", 9)
                        .numbers(Blocks.WEIGHT, 100)
                        .build()));
        Positivity found = Positivity.of(blocks, door).orElseThrow();
        assertThat(found.cells()).isEqualTo(4);
        assertThat(found.empty()).containsExactly("won = 1, engaged = 0");
        assertThat(found.affected()).isCloseTo(40.0 / 200, within(1e-12));
        assertThat(found.words())
                .isEqualTo(
                        "1 of 4 combinations that the formula asks for occur in no row, such as won = 1, engaged = 0: "
                                + "the answer leans on the functional form of the model there");
    }

    @Test
    void strataWithoutAnArmAreCounted() {
        EffectIdentification adjusted = effect("""
                row t, c, y
                a, b ~ normal(0, 1)
                t ~ bernoulli_logit(c)
                y ~ normal(a * t + b * c, 1)
                estimands { ate = "E[y | do(t = 1)] - E[y | do(t = 0)]" }
                """);
        Blocks blocks = new LocalBlocks(List.of(Data.builder()
                .numbers("t", 0, 1, 0, 1, 0)
                .numbers("c", 0, 0, 1, 1, 2)
                .numbers("y", 1, 2, 3, 4, 5)
                .numbers(Blocks.WEIGHT, 50, 30, 10, 40, 70)
                .build()));
        Positivity found = Positivity.of(blocks, adjusted).orElseThrow();
        assertThat(found.empty()).containsExactly("t = 1, c = 2");
        assertThat(found.thin()).isOne();
        assertThat(found.affected()).isCloseTo(70.0 / 200, within(1e-12));
    }

    /** The napkin: no set, front door or instrument, but a ratio of sums in which any value of z serves. */
    private static final String NAPKIN = """
            row w, z, x, y
            a, b, c ~ normal(0, 1)
            z ~ bernoulli_logit(a * w)
            x ~ bernoulli_logit(b * z)
            y ~ normal(c * x, 1)
            w <-> x
            w <-> y
            estimands { ate = "E[y | do(x = 1)] - E[y | do(x = 0)]" }
            """;

    private static Blocks blocks(double[] w, double[] z, double[] x, double... rows) {
        return new LocalBlocks(List.of(Data.builder()
                .numbers("w", w)
                .numbers("z", z)
                .numbers("x", x)
                .numbers("y", new double[w.length])
                .numbers(Blocks.WEIGHT, rows)
                .build()));
    }

    @Test
    void aFormulaWithoutANameIsEvaluatedOnTheCells() {
        EffectIdentification napkin = effect(NAPKIN);
        assertThat(napkin.route().orElseThrow().strategy()).isEqualTo(tributary.identify.Strategy.FUNCTIONAL);
        double[] w = {0, 0, 0, 0, 1, 1, 1, 1};
        double[] z = {0, 0, 1, 1, 0, 0, 1, 1};
        double[] x = {0, 1, 0, 1, 0, 1, 0, 1};
        Positivity full = Positivity.of(blocks(w, z, x, 30, 30, 30, 30, 30, 30, 30, 30), napkin)
                .orElseThrow();
        assertThat(full.empty()).isEmpty();
        assertThat(full.affected()).isZero();
        // Without rows of z = 1 among w = 1, z = 0 serves; nothing is missing.
        Positivity one = Positivity.of(blocks(w, z, x, 30, 30, 30, 30, 30, 30, 0, 0), napkin)
                .orElseThrow();
        assertThat(one.empty()).isEmpty();
        // Neither value of z occurs in both strata of w: each leaves the stratum's share of the sum without data.
        Positivity hole = Positivity.of(blocks(w, z, x, 0, 0, 30, 30, 60, 60, 0, 0), napkin)
                .orElseThrow();
        assertThat(hole.empty()).contains("w = 0, z = 0");
        // With z = 0: 1/2 * 2/3 of what is known over that and the stratum's 1/3, all of which might be this x.
        assertThat(hole.affected()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void anInstrumentIsHeldAgainstItsFirstStage() {
        EffectIdentification effect = effect("""
                row z, t, y
                randomised z
                t <-> y
                a, b ~ normal(0, 1)
                t ~ normal(a * z, 1)
                y ~ normal(b * t, 1)
                estimands { ate = "E[y | do(t = 1)] - E[y | do(t = 0)]" }
                """);
        double[] z = new double[200];
        double[] strong = new double[200];
        double[] weak = new double[200];
        for (int i = 0; i < 200; i++) {
            z[i] = i % 2;
            double noise = NormalQuantile.of((i * 73 % 200 + 0.5) / 200);
            strong[i] = z[i] + noise;
            weak[i] = 0.05 * z[i] + noise;
        }
        InstrumentStrength good = InstrumentStrength.of(
                        new LocalBlocks(List.of(Data.builder()
                                .numbers("z", z)
                                .numbers("t", strong)
                                .numbers("y", strong)
                                .build())),
                        effect)
                .orElseThrow();
        // With one binary instrument F is the square of the t test's statistic of two means.
        double[][] arms = new double[2][100];
        for (int i = 0; i < 200; i++) {
            arms[i % 2][i / 2] = strong[i];
        }
        double pooled = (tributary.infer.Describe.variance(arms[0]) + tributary.infer.Describe.variance(arms[1])) / 2;
        double difference = tributary.infer.Describe.mean(arms[1]) - tributary.infer.Describe.mean(arms[0]);
        assertThat(good.statistic()).isCloseTo(difference * difference / (pooled * 2 / 100), within(1e-9));
        assertThat(good.passed()).isTrue();
        InstrumentStrength bad = InstrumentStrength.of(
                        new LocalBlocks(List.of(Data.builder()
                                .numbers("z", z)
                                .numbers("t", weak)
                                .numbers("y", weak)
                                .build())),
                        effect)
                .orElseThrow();
        assertThat(bad.passed()).isFalse();
        assertThat(bad.words()).contains("weak instrument");
    }

    @Test
    void manyValuesAreNotCounted() {
        EffectIdentification adjusted = effect("""
                row t, c, y
                a, b ~ normal(0, 1)
                y ~ normal(a * t + b * c, 1)
                estimands { ate = "E[y | do(t = 1)] - E[y | do(t = 0)]" }
                """);
        double[] c = new double[100];
        double[] t = new double[100];
        double[] y = new double[100];
        for (int i = 0; i < 100; i++) {
            c[i] = i / 7.0;
            t[i] = i % 2;
            y[i] = 0.1 * i + t[i] + (i * 37 % 11);
        }
        Blocks blocks = new LocalBlocks(List.of(
                Data.builder().numbers("t", t).numbers("c", c).numbers("y", y).build()));
        assertThat(Positivity.of(blocks, adjusted)).isEmpty();

        double[] draws = new double[400];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = 1.5 + 0.3 * NormalQuantile.of((i + 0.5) / draws.length);
        }
        EffectSensitivity sensitivity = new EffectSensitivity(blocks, adjusted, draws, IntervalSpec.standard());
        List<SensitivityCell> confounders = sensitivity.confounders(true);
        assertThat(confounders)
                .extracting(SensitivityCell::cell)
                .contains("E-value of the estimate", "robustness value", "as strong as c");
        // t = 5 on 97 degrees of freedom.
        double sd = tributary.infer.Describe.sd(draws);
        assertThat(confounders.stream()
                        .filter(cell -> cell.cell().equals("robustness value"))
                        .findFirst()
                        .orElseThrow()
                        .tippingPoint())
                .isCloseTo(RobustnessValue.of(1.5 / sd, 97, 1), within(1e-12));
        SensitivityCell wrong =
                sensitivity.misclassified(new Misclassification(0.9, 0.9)).orElseThrow();
        // Half treated: PPV = NPV = .9, so the effect is 1 / .8 as large.
        assertThat(wrong.mean()).isCloseTo(1.5 / 0.8, within(1e-9));
        // A difference over something has no E-value, which the outcome's own unit is needed for.
        assertThat(sensitivity.confounders(false))
                .extracting(SensitivityCell::cell)
                .contains("robustness value")
                .doesNotContain("E-value of the estimate");
        // A dose is not recorded rightly or wrongly at a rate, though its mean may look like one.
        double[] dose = new double[100];
        for (int i = 0; i < 100; i++) {
            dose[i] = 0.01 * i;
        }
        Blocks doses = new LocalBlocks(List.of(Data.builder()
                .numbers("t", dose)
                .numbers("c", c)
                .numbers("y", y)
                .build()));
        SensitivityCell asked = new EffectSensitivity(doses, adjusted, draws, IntervalSpec.standard())
                .misclassified(new Misclassification(0.9, 0.9))
                .orElseThrow();
        assertThat(asked.mean()).isNaN();
        assertThat(asked.assumption()).contains("t is no yes or no");
        assertThat(sensitivity.bias(List.of(new BiasPrior("some", 0.5, 0.2)))).hasSize(27);
        assertThat(sensitivity.mediation()).isEmpty();
    }
}
