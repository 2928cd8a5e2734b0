package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Parents that polynomials tell: against the normal integral in closed form, differences, and the law of a parent's draws. */
class ToldParentsTest {
    private static final GroupModel MODEL = GroupModel.of(
            List.of(
                    GroupModel.Coefficient.of("baseline", 0, 1, SpreadPrior.halfNormal(1)),
                    GroupModel.Coefficient.of("effect", 0, 1, SpreadPrior.halfNormal(1))),
            2,
            null);
    private static final List<SpreadPrior> SPREADS = List.of(SpreadPrior.halfNormal(1), SpreadPrior.halfNormal(1));
    /** Means, log sds, atanh correlation of groups; log sds, atanh correlation of parents. */
    private static final double[] AT = {0.2, -0.1, -0.4, -0.7, 0.3, -0.3, -0.9, 0.4};

    private static final double[][] PRECISION = {{9, 3}, {3, 5}};
    private static final double[] CENTRE = {0.5, -0.3};

    /** {@code -(mu - c)' P (mu - c) / 2}, a slope in a variance of groups, and if asked for a cube. */
    private static double likelihood(double[] ordered, double cube) {
        double a = ordered[3] - CENTRE[0];
        double b = ordered[4] - CENTRE[1];
        return -0.5 * (PRECISION[0][0] * a * a + 2 * PRECISION[0][1] * a * b + PRECISION[1][1] * b * b)
                + 1.5 * ordered[0]
                + cube * a * a * (b + ordered[1]);
    }

    private static Surrogate fitted(double cube) {
        RandomStream stream = StreamKey.of(3).stream();
        double[][] points = new double[300][5];
        double[] values = new double[points.length];
        double[] weights = new double[points.length];
        for (int i = 0; i < points.length; i++) {
            for (int j = 0; j < 5; j++) {
                points[i][j] = 1.5 * stream.nextGaussian();
            }
            values[i] = likelihood(points[i], cube);
            weights[i] = 1;
        }
        return Surrogate.fit(points, weights, values, 3).orElseThrow();
    }

    private static ToldParents parents(double cube) {
        NestedTable nested = NestedTable.of(
                CellTable.ofArms(CellLikelihood.BERNOULLI, 2, new double[] {1, 1}, new double[2]),
                new int[] {0},
                2,
                SPREADS);
        double[] middle = {0.4, 0, 0.3, CENTRE[0], CENTRE[1]};
        double[] reach = {1, 1, 1, 1, 1};
        List<Optional<ToldParents.Told>> told = new ArrayList<>();
        told.add(Optional.of(ToldParents.Told.of(fitted(cube), middle, reach, 2)));
        told.add(Optional.empty());
        return new ToldParents(nested, 0, new double[8], told);
    }

    /** {@code N(c; m, P^-1 + C C')} over its value at a known u: the normal integral of a quadratic. */
    @Test
    void aQuadraticIsIntegratedInClosedForm() {
        ToldParents parents = parents(0);
        CollapsedDensity density = parents.density(MODEL);
        double prior = density.prior(AT, new double[8]);
        double[] smooth = new double[8];
        density.smooth(AT, smooth);
        double a = Math.exp(2 * AT[5]);
        double d = Math.exp(2 * AT[6]);
        double b = Math.exp(AT[5] + AT[6]) * Math.tanh(AT[7]);
        double determinant = PRECISION[0][0] * PRECISION[1][1] - PRECISION[0][1] * PRECISION[1][0];
        double[][] sum = {
            {PRECISION[1][1] / determinant + a, -PRECISION[0][1] / determinant + b},
            {-PRECISION[0][1] / determinant + b, PRECISION[0][0] / determinant + d}
        };
        double whole = sum[0][0] * sum[1][1] - sum[0][1] * sum[0][1];
        double x = CENTRE[0] - AT[0];
        double y = CENTRE[1] - AT[1];
        double squares = (sum[1][1] * x * x - 2 * sum[0][1] * x * y + sum[0][0] * y * y) / whole;
        double expected = -0.5 * squares - 0.5 * Math.log(whole * determinant) + 1.5 * smooth[2];
        assertThat(density.value(AT) - prior).isCloseTo(expected, within(1e-7));
    }

    @Test
    void gradientIsThatOfDifferencesAndBothRulesAgree() {
        ToldParents parents = parents(0.8);
        CollapsedDensity density = parents.finer(MODEL);
        double[] at = AT.clone();
        double[] gradient = new double[8];
        double value = density.evaluate(at, gradient);
        assertThat(parents.density(MODEL).value(at)).isCloseTo(value, within(0.01));
        for (int i = 0; i < 8; i++) {
            at[i] = AT[i] + 1e-5;
            double up = density.value(at);
            at[i] = AT[i] - 1e-5;
            double down = density.value(at);
            at[i] = AT[i];
            assertThat(gradient[i])
                    .as(density.names().get(i))
                    .isCloseTo((up - down) / 2e-5, within(2e-3 * (1 + Math.abs(gradient[i]))));
        }
    }

    @Test
    void slicesAreThePolynomialAlsoBeyondItsReachAndPlanesAdd() {
        RandomStream stream = StreamKey.of(4).stream();
        Surrogate whole = fitted(0.8);
        double[][] corners = new double[40][5];
        double[] heights = new double[40];
        double[] ones = new double[40];
        for (int i = 0; i < 40; i++) {
            Arrays.setAll(corners[i], j -> stream.nextGaussian());
            heights[i] = 0.3 + 0.2 * corners[i][0] - 0.7 * corners[i][4];
            ones[i] = 1;
        }
        Surrogate tilted = whole.plus(
                Surrogate.fit(corners, ones, heights, 1).orElseThrow().everywhere());
        SurrogateSlice slice = whole.another().slice(3);
        double[] slopes = new double[5];
        double[] last = new double[2];
        for (double scale : new double[] {0.5, 2, 30}) {
            double[] point = new double[5];
            Arrays.setAll(point, i -> scale * stream.nextGaussian());
            double value = whole.evaluate(point, slopes);
            slice.enter(point);
            double[] tail = {point[3], point[4]};
            assertThat(slice.value(tail, last)).isCloseTo(value, within(1e-9 * (1 + Math.abs(value))));
            assertThat(last[0]).isCloseTo(slopes[3], within(1e-9 * (1 + Math.abs(slopes[3]))));
            slice.expect(0.5, tail);
            slice.expect(0.5, tail);
            double[] expected = new double[5];
            slice.addSlopes(expected);
            for (int i = 0; i < 5; i++) {
                assertThat(expected[i]).isCloseTo(slopes[i], within(1e-9 * (1 + Math.abs(slopes[i]))));
            }
            if (scale == 0.5) {
                assertThat(tilted.value(point) - value).isCloseTo(0.3 + 0.2 * point[0] - 0.7 * point[4], within(1e-9));
            }
        }
    }

    /** Of a quadratic the conditional law is normal; a parent without rows has its prior. */
    @Test
    void drawsOfParentsHaveTheirConditionalLaw() {
        ToldParents parents = parents(0);
        int size = 4000;
        RandomStream stream = StreamKey.of(5).stream();
        double[] sum = new double[4];
        double[] squares = new double[4];
        for (int i = 0; i < size; i++) {
            double[] complete = parents.complete(MODEL, AT, stream);
            for (int j = 0; j < 4; j++) {
                sum[j] += complete[8 + j] / size;
                squares[j] += complete[8 + j] * complete[8 + j] / size;
            }
        }
        // z | rows is normal of precision I + C'P C and mean that inverse times C'P (c - m).
        double s = Math.exp(AT[5]);
        double t = Math.exp(AT[6]);
        double r = Math.tanh(AT[7]);
        double[][] c = {{s, 0}, {t * r, t * Math.sqrt(1 - r * r)}};
        double[][] precision = new double[2][2];
        double[] right = new double[2];
        for (int a = 0; a < 2; a++) {
            for (int v = 0; v < 2; v++) {
                for (int w = 0; w < 2; w++) {
                    right[a] += c[v][a] * PRECISION[v][w] * (CENTRE[w] - AT[w]);
                    for (int b = 0; b < 2; b++) {
                        precision[a][b] += c[v][a] * PRECISION[v][w] * c[w][b];
                    }
                }
            }
            precision[a][a] += 1;
        }
        double whole = precision[0][0] * precision[1][1] - precision[0][1] * precision[0][1];
        double[] variances = {precision[1][1] / whole, precision[0][0] / whole, 1, 1};
        double[] means = {
            (precision[1][1] * right[0] - precision[0][1] * right[1]) / whole,
            (precision[0][0] * right[1] - precision[0][1] * right[0]) / whole,
            0,
            0
        };
        for (int j = 0; j < 4; j++) {
            assertThat(sum[j]).isCloseTo(means[j], within(4 * Math.sqrt(variances[j] / size)));
            assertThat((squares[j] - sum[j] * sum[j]) / variances[j]).isCloseTo(1, within(4 * Math.sqrt(2.0 / size)));
        }
    }
}
