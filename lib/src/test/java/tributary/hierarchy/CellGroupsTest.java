package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tributary.infer.Describe;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Groups of cells, with a covariate and a group predictor: the integral against a fine grid over rows, the gradient by
 * differences, conditional draws against the grid.
 */
class CellGroupsTest {
    /** Rows of control and arm of each group: full, one row, one-armed, empty, larger. */
    private static final int[][] SIZES = {{8, 7}, {1, 0}, {5, 0}, {0, 0}, {30, 25}};

    /** baseline, slope of the predictor, effect, slope of the covariate, log sds, partial correlation, log noise and nu. */
    private static final double[] AT = {
        -0.4, 0.5, 0.4, 0.3, StrictMath.log(0.7), StrictMath.log(0.4), 0.3, StrictMath.log(0.6), StrictMath.log(5)
    };

    private static final double CENTRE = 0.2;

    private static int dimension(CellLikelihood likelihood) {
        return 7 + (likelihood == CellLikelihood.STUDENT_T ? 2 : likelihood == CellLikelihood.GAMMA ? 1 : 0);
    }

    private static GroupModel model(CellLikelihood likelihood, boolean varyingEffect) {
        GroupModel model = GroupModel.of(
                List.of(
                        new GroupModel.Coefficient(
                                "baseline",
                                0,
                                2,
                                SpreadPrior.halfNormal(1),
                                List.of(new GroupModel.Predictor("mean_x", 0, 1))),
                        GroupModel.Coefficient.of("effect", 0, 1, varyingEffect ? SpreadPrior.halfNormal(1) : null),
                        GroupModel.Coefficient.of("slope", 0, 1, null)),
                2,
                dimension(likelihood) > 7 ? SpreadPrior.halfNormal(1) : null);
        return likelihood == CellLikelihood.STUDENT_T
                ? model.withNoise(GroupModel.Noise.TAILS)
                : likelihood == CellLikelihood.GAMMA ? model.withNoise(GroupModel.Noise.VARIATION) : model;
    }

    /** Rows (arm, x, y) of each group; x takes few values, so that rows share cells. */
    private static double[][][] rows(CellLikelihood likelihood) {
        double[][][] rows = new double[SIZES.length][][];
        for (int g = 0; g < rows.length; g++) {
            RandomStream stream = StreamKey.of(5).with(g).stream();
            rows[g] = new double[SIZES[g][0] + SIZES[g][1]][];
            for (int i = 0; i < rows[g].length; i++) {
                double arm = i < SIZES[g][0] ? 0 : 1;
                double x = (stream.nextInt(3) - 1) * 0.8;
                double eta = -0.3 + 0.5 * arm + 0.4 * x;
                double y = switch (likelihood) {
                    case BERNOULLI -> stream.nextDouble() < likelihood.mean(eta) ? 1 : 0;
                    case POISSON -> stream.nextInt(3);
                    case GAMMA -> StrictMath.exp(eta) * stream.nextGamma(3) / 3;
                    case STUDENT_T -> eta + 0.6 * stream.nextGaussian() + (i % 7 == 6 ? 4 : 0);
                };
                rows[g][i] = new double[] {arm, x, y};
            }
        }
        return rows;
    }

    private static double predictor(int group) {
        return 0.4 * group - 0.7;
    }

    private static CellTable table(CellLikelihood likelihood, boolean empty) {
        boolean own = likelihood == CellLikelihood.STUDENT_T;
        double centre = own ? CENTRE : 0;
        CellTable.Builder builder = CellTable.builder(likelihood, 3, 1, centre);
        double[][][] rows = rows(likelihood);
        for (int g = 0; g < rows.length; g++) {
            for (int i = 0; i < rows[g].length && !empty; i++) {
                double[] like = rows[g][i];
                boolean first = true;
                double n = 0;
                double sum = 0;
                double logs = 0;
                for (int j = 0; j < rows[g].length; j++) {
                    double[] row = rows[g][j];
                    if (row[0] == like[0] && row[1] == like[1] && (!own || row[2] == like[2])) {
                        first &= j >= i;
                        n++;
                        sum += row[2] - centre;
                        logs += likelihood == CellLikelihood.GAMMA ? StrictMath.log(row[2]) : 0;
                    }
                }
                if (first) {
                    builder.cell(n, sum, logs, new double[] {1, like[0], like[1]});
                }
            }
            builder.endGroup(predictor(g));
        }
        return builder.build();
    }

    /** The log density of a row, constants dropped as the table drops them. */
    private static double logDensity(CellLikelihood likelihood, double y, double eta) {
        double noise = StrictMath.exp(AT[7]);
        return switch (likelihood) {
            case BERNOULLI -> y * eta - StrictMath.log1p(StrictMath.exp(eta));
            case POISSON -> y * eta - StrictMath.exp(eta);
            case GAMMA ->
                new GammaDistribution(null, 1 / (noise * noise), StrictMath.exp(eta) * noise * noise).logDensity(y);
            case STUDENT_T ->
                new TDistribution(null, StrictMath.exp(AT[8])).logDensity((y - CENTRE - eta) / noise)
                        - StrictMath.log(noise)
                        + 0.5 * StrictMath.log(StrictMath.PI);
        };
    }

    /** {@code log int exp(loglik(b)) N(b; m, Omega) db} by the trapezoid rule in standardised deviations. */
    private static double grid(CellLikelihood likelihood, double[][] rows, int group, double[] moments) {
        double r = StrictMath.tanh(AT[6]);
        double s0 = StrictMath.exp(AT[4]);
        double s1 = StrictMath.exp(AT[5]);
        double centre = likelihood == CellLikelihood.STUDENT_T ? CENTRE : 0;
        double step = 0.1;
        double sum = 0;
        double top = Double.NaN;
        for (int pass = 0; pass < 2; pass++) {
            double most = Double.NEGATIVE_INFINITY;
            for (double u = -7; u <= 7; u += step) {
                for (double v = -7; v <= 7; v += step) {
                    double b0 = AT[0] + AT[1] * predictor(group) + s0 * u;
                    double b1 = AT[2] + s1 * (r * u + StrictMath.sqrt(1 - r * r) * v);
                    double log = -0.5 * (u * u + v * v);
                    for (double[] row : rows) {
                        log += logDensity(likelihood, row[2], b0 + row[0] * b1 + AT[3] * row[1]);
                    }
                    most = Math.max(most, log);
                    if (pass == 1) {
                        double weight = StrictMath.exp(log - top);
                        sum += weight;
                        double[] each = {b0 + centre, b1};
                        for (int j = 0; j < 2; j++) {
                            moments[j] += weight * each[j];
                            moments[2 + j] += weight * each[j] * each[j];
                        }
                    }
                }
            }
            top = most;
        }
        for (int i = 0; i < 4; i++) {
            moments[i] /= sum;
        }
        return top + StrictMath.log(sum * step * step / (2 * StrictMath.PI));
    }

    @ParameterizedTest
    @EnumSource
    void integralsAndConditionalDrawsAgreeWithAGrid(CellLikelihood likelihood) {
        CellTable table = table(likelihood, false);
        GroupModel model = model(likelihood, true);
        double[] at = Arrays.copyOf(AT, dimension(likelihood));
        double[][][] rows = rows(likelihood);
        double[][] moments = new double[rows.length][4];
        double exact = 0;
        for (int g = 0; g < rows.length; g++) {
            exact += grid(likelihood, rows[g], g, moments[g]);
        }
        // The same prior stands in both: it is taken from a table without rows, whose integrals are one.
        double[] gradient = new double[at.length];
        double prior = table(likelihood, true).finer(model).evaluate(at, gradient);
        boolean concave = likelihood != CellLikelihood.STUDENT_T;
        assertThat(table.finer(model).evaluate(at, gradient) - prior).isCloseTo(exact, within(concave ? 2e-4 : 2e-2));
        assertThat(table.density(model).evaluate(at, gradient) - prior).isCloseTo(exact, within(concave ? 5e-3 : 0.1));

        GroupConditional given = table.given(model, at);
        double[] coefficients = new double[3];
        double[] means = new double[3];
        double[] variances = new double[3];
        int size = 4000;
        for (int g = 0; g < rows.length; g++) {
            double[][] draws = new double[2][size];
            RandomStream stream = StreamKey.of(17).with(g).stream();
            for (int m = 0; m < size; m++) {
                given.draw(g, stream, coefficients, means, variances);
                draws[0][m] = coefficients[0];
                draws[1][m] = coefficients[1];
            }
            assertThat(coefficients[2]).isEqualTo(AT[3]);
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
    void gradientIsTheSlopeUpToTheRulesError(CellLikelihood likelihood) {
        for (boolean varying : new boolean[] {true, false}) {
            CollapsedDensity density = table(likelihood, false).finer(model(likelihood, varying));
            // Without a varying effect neither its spread nor the correlation is there.
            double[] at = new double[density.dimension()];
            System.arraycopy(AT, 0, at, 0, 5);
            int rest = at.length - 5;
            System.arraycopy(AT, varying ? 5 : 7, at, 5, rest);
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
                assertThat(gradient[i])
                        .as("%s", density.names().get(i))
                        .isCloseTo((up - down) / 2e-4, within(likelihood == CellLikelihood.STUDENT_T ? 5e-2 : 2e-3));
            }
        }
    }

    /**
     * Rows that contradict each other under heavy tails: the group has two modes of like mass. A finer rule about the mode of
     * the usual one would agree with it, and be wrong.
     */
    @Test
    void aGroupOfTwoModesIsSeenByTheFinerRuleAndDrawnFromBoth() {
        double[] outcomes = {-6.1, -5.8, 5.9, 6.1};
        double[] at = {0.3, StrictMath.log(4), StrictMath.log(0.5), StrictMath.log(3)};
        GroupModel model = GroupModel.of(
                        List.of(GroupModel.Coefficient.of("baseline", 0, 2, SpreadPrior.halfNormal(5))),
                        0,
                        SpreadPrior.halfNormal(1))
                .withNoise(GroupModel.Noise.TAILS);
        CellTable.Builder builder = CellTable.builder(CellLikelihood.STUDENT_T, 1, 0, 0);
        for (double y : outcomes) {
            builder.cell(1, y, 0, new double[] {1});
        }
        CellTable table = builder.endGroup().build();
        CellTable empty =
                CellTable.builder(CellLikelihood.STUDENT_T, 1, 0, 0).endGroup().build();
        TDistribution tails = new TDistribution(null, 3);
        double sum = 0;
        double above = 0;
        double step = 1e-3;
        for (double z = -6; z <= 6; z += step) {
            double log = -0.5 * z * z;
            for (double y : outcomes) {
                log += tails.logDensity((y - 0.3 - 4 * z) / 0.5)
                        - StrictMath.log(0.5)
                        + 0.5 * StrictMath.log(StrictMath.PI);
            }
            sum += StrictMath.exp(log);
            above += 0.3 + 4 * z > 0 ? StrictMath.exp(log) : 0;
        }
        double exact = StrictMath.log(sum * step / StrictMath.sqrt(2 * StrictMath.PI));
        double share = above / sum;
        assertThat(share).isBetween(0.2, 0.8);
        double prior = empty.density(model).value(at);
        double usual = table.density(model).value(at) - prior;
        assertThat(usual).isLessThan(exact - 0.2);
        assertThat(table.finer(model).value(at) - prior).isCloseTo(exact, within(2e-2));
        assertThat(table.finer(model).evaluate(at, new double[4]))
                .isEqualTo(table.finer(model).value(at));

        GroupConditional given = table.given(model, at);
        RandomStream stream = StreamKey.of(18).stream();
        double[] coefficients = new double[1];
        int size = 20_000;
        int found = 0;
        for (int m = 0; m < size; m++) {
            given.draw(0, stream, coefficients, new double[1], new double[1]);
            found += coefficients[0] > 0 ? 1 : 0;
        }
        assertThat((double) found / size).isCloseTo(share, within(4 * StrictMath.sqrt(share * (1 - share) / size)));
    }

    @Test
    void refusesWhatIsNoOutcome() {
        assertThatThrownBy(() -> CellTable.ofArms(CellLikelihood.BERNOULLI, 1, new double[] {2}, new double[] {3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3.0 of 2.0");
        assertThatThrownBy(() -> CellTable.ofArms(CellLikelihood.POISSON, 1, new double[] {-1}, new double[] {0}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CellTable.ofArms(CellLikelihood.GAMMA, 1, new double[] {3}, new double[] {0}))
                .isInstanceOf(IllegalArgumentException.class);
        CellTable part = table(CellLikelihood.GAMMA, false);
        CellTable both = CellTable.concat(List.of(part, part));
        assertThat(both.groups()).isEqualTo(2 * SIZES.length);
        assertThat(both.logs()).isCloseTo(2 * part.logs(), within(1e-12));
    }

    /** Modes are sought from where they were last; a position far outside must leave nothing behind. */
    @ParameterizedTest
    @EnumSource(names = {"BERNOULLI", "POISSON", "GAMMA"})
    void aWildPositionLeavesNothingBehind(CellLikelihood likelihood) {
        CellTable table = table(likelihood, false);
        GroupModel model = model(likelihood, true);
        CollapsedDensity density = table.density(model);
        double[] start = density.start();
        double[] gradient = new double[start.length];
        double[] after = new double[start.length];
        double value = density.evaluate(start, gradient);
        for (double far : new double[] {3, 8, 30, 300}) {
            double[] wild = start.clone();
            for (int i = 0; i < wild.length; i++) {
                wild[i] += i % 2 == 0 ? far : -far;
            }
            double there = density.evaluate(wild, after);
            double alone = table.density(model).evaluate(wild, new double[start.length]);
            assertThat(Double.isFinite(there)).isEqualTo(Double.isFinite(alone));
            assertThat(density.evaluate(start, after)).isCloseTo(value, within(1e-6));
            assertThat(after).containsExactly(gradient, within(1e-3));
        }
    }
}
