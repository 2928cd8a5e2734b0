package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tributary.infer.Describe;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Groups of counts: the integral against a fine grid, the gradient by differences, conditional draws against the grid. */
class CountGroupsTest {
    /** Control and arm of six groups: full, without events, all events (for yes or no), one-armed, empty, large. */
    private static final double[] TRIALS = {40, 35, 20, 22, 6, 6, 30, 0, 0, 0, 900, 1100};

    private static final double[] SUMS = {10, 14, 0, 0, 6, 6, 3, 0, 0, 0, 250, 400};
    private static final double[] AT = {-0.8, 0.4, StrictMath.log(0.7), StrictMath.log(0.4), 0.3};

    private static GroupModel model(boolean varyingEffect) {
        return GroupModel.of(
                List.of(
                        GroupModel.Coefficient.of("baseline", 0, 2, SpreadPrior.halfNormal(1)),
                        GroupModel.Coefficient.of("effect", 0, 1, varyingEffect ? SpreadPrior.halfNormal(1) : null)),
                2,
                null);
    }

    private static CountTable table(CountLikelihood likelihood) {
        return CountTable.of(likelihood, 2, TRIALS, SUMS);
    }

    /** {@code log int exp(loglik(b)) N(b; m, Omega) db} by the trapezoid rule in standardised deviations. */
    private static double grid(CountLikelihood likelihood, int group, double[][] moments) {
        double r = StrictMath.tanh(AT[4]);
        double s0 = StrictMath.exp(AT[2]);
        double s1 = StrictMath.exp(AT[3]);
        double step = 0.02;
        double sum = 0;
        double top = Double.NaN;
        double[] first = new double[4];
        for (int pass = 0; pass < 2; pass++) {
            double most = Double.NEGATIVE_INFINITY;
            for (double u = -8; u <= 8; u += step) {
                for (double v = -8; v <= 8; v += step) {
                    double b0 = AT[0] + s0 * u;
                    double b1 = AT[1] + s1 * (r * u + StrictMath.sqrt(1 - r * r) * v);
                    double log = -0.5 * (u * u + v * v);
                    for (int c = 0; c < 2; c++) {
                        double eta = b0 + c * b1;
                        log += SUMS[2 * group + c] * eta - TRIALS[2 * group + c] * likelihood.cumulant(eta);
                    }
                    most = Math.max(most, log);
                    if (pass == 1) {
                        double weight = StrictMath.exp(log - top);
                        sum += weight;
                        first[0] += weight * b0;
                        first[1] += weight * b1;
                        first[2] += weight * b0 * b0;
                        first[3] += weight * b1 * b1;
                    }
                }
            }
            top = most;
        }
        for (int i = 0; i < 4; i++) {
            moments[group][i] = first[i] / sum;
        }
        return top + StrictMath.log(sum * step * step / (2 * StrictMath.PI));
    }

    @ParameterizedTest
    @EnumSource
    void integralsAndConditionalDrawsAgreeWithAGrid(CountLikelihood likelihood) {
        CountTable table = table(likelihood);
        double[][] moments = new double[6][4];
        double exact = 0;
        for (int g = 0; g < 6; g++) {
            exact += grid(likelihood, g, moments);
        }
        // The same prior stands in both: it is taken from a table without trials, whose integrals are one.
        CountTable empty = CountTable.of(likelihood, 2, new double[12], new double[12]);
        double[] gradient = new double[5];
        double prior = empty.finer(model(true)).evaluate(AT, gradient);
        assertThat(table.finer(model(true)).evaluate(AT, gradient) - prior).isCloseTo(exact, within(2e-4));
        assertThat(table.density(model(true)).evaluate(AT, gradient) - prior).isCloseTo(exact, within(5e-3));

        GroupConditional given = table.given(model(true), AT);
        double[] coefficients = new double[2];
        double[] means = new double[2];
        double[] variances = new double[2];
        int size = 4000;
        for (int g = 0; g < 6; g++) {
            double[][] draws = new double[2][size];
            RandomStream stream = StreamKey.of(17).with(g).stream();
            for (int m = 0; m < size; m++) {
                given.draw(g, stream, coefficients, means, variances);
                draws[0][m] = coefficients[0];
                draws[1][m] = coefficients[1];
            }
            for (int j = 0; j < 2; j++) {
                double sd = StrictMath.sqrt(moments[g][2 + j] - moments[g][j] * moments[g][j]);
                // Four Monte Carlo errors of independent draws.
                assertThat(Describe.mean(draws[j]))
                        .as("group %d coefficient %d", g, j)
                        .isCloseTo(moments[g][j], within(4 * sd / StrictMath.sqrt(size)));
                assertThat(Describe.sd(draws[j])).isCloseTo(sd, within(4 * sd * 0.85 / StrictMath.sqrt(size)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientIsTheSlopeUpToTheRulesError(CountLikelihood likelihood) {
        for (boolean varying : new boolean[] {true, false}) {
            CollapsedDensity density = table(likelihood).finer(model(varying));
            double[] at = new double[density.dimension()];
            System.arraycopy(AT, 0, at, 0, at.length);
            double[] gradient = new double[at.length];
            density.evaluate(at, gradient);
            double[] ignored = new double[at.length];
            for (int i = 0; i < at.length; i++) {
                double kept = at[i];
                at[i] = kept + 1e-4;
                double up = density.evaluate(at, ignored);
                at[i] = kept - 1e-4;
                double down = density.evaluate(at, ignored);
                at[i] = kept;
                assertThat(gradient[i]).as("coordinate %d", i).isCloseTo((up - down) / 2e-4, within(2e-3));
            }
        }
    }

    @Test
    void refusesWhatIsNoCount() {
        assertThatThrownBy(() -> CountTable.of(CountLikelihood.BERNOULLI, 1, new double[] {2}, new double[] {3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3.0 of 2.0");
        assertThatThrownBy(() -> CountTable.of(CountLikelihood.POISSON, 1, new double[] {-1}, new double[] {0}))
                .isInstanceOf(IllegalArgumentException.class);
        List<CountTable> parts = new ArrayList<>();
        parts.add(table(CountLikelihood.POISSON));
        parts.add(table(CountLikelihood.POISSON));
        assertThat(CountTable.concat(parts).groups()).isEqualTo(12);
    }
}
