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
        List<SensitivityCell> confounders = sensitivity.confounders();
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
        assertThat(sensitivity.bias(List.of(new BiasPrior("some", 0.5, 0.2)))).hasSize(27);
        assertThat(sensitivity.mediation()).isEmpty();
    }
}
