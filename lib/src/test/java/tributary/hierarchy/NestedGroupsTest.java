package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Groups within parents against the joint normal law of all rows of a parent, written out; gradients by differences. */
class NestedGroupsTest {
    /** Full groups, single rows, one without rows; the third parent has no group, the second a single one. */
    private static final int[] SIZES = {6, 1, 0, 9, 2, 5};

    private static final int[] PARENTS = {0, 0, 0, 1, 3, 3};

    private static final List<SpreadPrior> SPREADS = List.of(SpreadPrior.halfNormal(0.8), SpreadPrior.exponential(0.7));

    private static RandomGroups groups() {
        RandomStream stream = StreamKey.of(5).stream();
        double[][] coefficients = new double[SIZES.length][];
        double[] z = new double[SIZES.length];
        for (int g = 0; g < SIZES.length; g++) {
            coefficients[g] = new double[] {1 + stream.nextGaussian(), 0.5 + 0.3 * stream.nextGaussian(), 0.7};
            z[g] = stream.nextGaussian();
        }
        return RandomGroups.draw(SIZES, coefficients, z, 0.8, stream);
    }

    private static NestedTable nested() {
        return NestedTable.of(groups().table(1), PARENTS, 4, SPREADS);
    }

    private static double[] position(int dimension, long seed) {
        RandomStream stream = StreamKey.of(seed).stream();
        double[] position = new double[dimension];
        Arrays.setAll(position, i -> 0.5 * stream.nextGaussian());
        return position;
    }

    /** Mean of a row of a group, less the centre. */
    private static double mean(RandomGroups groups, double[] at, int group, double[] row) {
        return at[0] + at[1] * groups.predictor()[group] + at[2] * row[0] + at[3] * row[1];
    }

    private static double[][] covariance(double sdOne, double sdOther, double r) {
        return new double[][] {{sdOne * sdOne, r * sdOne * sdOther}, {r * sdOne * sdOther, sdOther * sdOther}};
    }

    private static double shared(double[][] covariance, double[] one, double[] other) {
        return covariance[0][0] + covariance[0][1] * (one[0] + other[0]) + covariance[1][1] * one[0] * other[0];
    }

    /** Position: intercept, slope of z, effect, covariate, log sds, atanh correlation, log sigma; log sds, atanh above. */
    private static double joint(RandomGroups groups, double[] at) {
        double[][] within = covariance(Math.exp(at[4]), Math.exp(at[5]), Math.tanh(at[6]));
        double sigma = Math.exp(at[7]);
        double[][] between = covariance(Math.exp(at[8]), Math.exp(at[9]), Math.tanh(at[10]));
        double sum = 0;
        for (int p = 0; p < 4; p++) {
            List<double[]> rows = new java.util.ArrayList<>();
            List<Integer> of = new java.util.ArrayList<>();
            for (int g = 0; g < SIZES.length; g++) {
                for (double[] row : groups.rows().get(g)) {
                    if (PARENTS[g] == p) {
                        rows.add(row);
                        of.add(g);
                    }
                }
            }
            int n = rows.size();
            if (n == 0) {
                continue;
            }
            RealMatrix covariance = MatrixUtils.createRealIdentityMatrix(n).scalarMultiply(sigma * sigma);
            double[] off = new double[n];
            for (int i = 0; i < n; i++) {
                off[i] = rows.get(i)[2] - 1 - mean(groups, at, of.get(i), rows.get(i));
                for (int j = 0; j < n; j++) {
                    covariance.addToEntry(
                            i,
                            j,
                            shared(between, rows.get(i), rows.get(j))
                                    + (of.get(i).equals(of.get(j)) ? shared(within, rows.get(i), rows.get(j)) : 0));
                }
            }
            LUDecomposition lu = new LUDecomposition(covariance);
            ArrayRealVector vector = new ArrayRealVector(off, false);
            sum += -0.5 * Math.log(lu.getDeterminant())
                    - 0.5 * vector.dotProduct(lu.getSolver().solve(vector));
        }
        return sum;
    }

    @Test
    void equalsTheJointNormalLawOfAllRows() {
        RandomGroups groups = groups();
        CollapsedDensity density = nested().density(RandomGroups.model());
        CollapsedDensity prior = NestedTable.of(
                        GroupTable.builder(3, 1, 1)
                                .add(0, new double[9], new double[3], 0, 0)
                                .build(),
                        new int[1],
                        1,
                        SPREADS)
                .density(RandomGroups.model());
        assertThat(density.names())
                .containsSequence("sigma", "sd_group_intercept", "sd_group_effect", "cor_group_intercept_group_effect");
        double[] gradient = new double[density.dimension()];
        for (int point = 0; point < 20; point++) {
            double[] at = position(density.dimension(), point);
            double likelihood = density.evaluate(at, gradient) - prior.evaluate(at, gradient);
            assertThat(likelihood).isCloseTo(joint(groups, at), within(1e-9 * (1 + Math.abs(likelihood))));
            assertThat(density.value(at)).isCloseTo(density.evaluate(at, gradient), within(1e-9));
            // The prior of both levels: LKJ(2) of two, half-normal and exponential deviations with their Jacobians.
            double above = -0.5 * Math.pow(Math.exp(at[8]) / 0.8, 2)
                    + at[8]
                    - Math.exp(at[9]) / 0.7
                    + at[9]
                    + 2 * Math.log(1 - Math.pow(Math.tanh(at[10]), 2));
            double below = new NormalGroups(
                            GroupTable.builder(3, 1, 1)
                                    .add(0, new double[9], new double[3], 0, 0)
                                    .build(),
                            RandomGroups.model())
                    .evaluate(at, new double[8]);
            assertThat(prior.evaluate(at, gradient)).isCloseTo(above + below, within(1e-9));
        }
    }

    @Test
    void gradientMatchesDifferences() {
        checkGradient(nested().density(RandomGroups.model()), 1e-6);
    }

    private static void checkGradient(CollapsedDensity density, double tolerance) {
        double[] gradient = new double[density.dimension()];
        for (int point = 0; point < 10; point++) {
            double[] at = position(density.dimension(), 50 + point);
            density.evaluate(at, gradient);
            for (int i = 0; i < at.length; i++) {
                double kept = at[i];
                at[i] = kept + 1e-5;
                double up = density.value(at);
                at[i] = kept - 1e-5;
                double down = density.value(at);
                at[i] = kept;
                assertThat(gradient[i])
                        .as("coordinate %d of %s", i, density.coordinates())
                        .isCloseTo((up - down) / 2e-5, within(tolerance * (1 + Math.abs(gradient[i]))));
            }
        }
    }

    /** Draws of parents, and of groups given them, have the moments of the joint normal law given the rows. */
    @Test
    void drawsOfBothLevelsAreConditionalOnTheRows() {
        RandomGroups groups = groups();
        NestedTable nested = nested();
        GroupModel model = RandomGroups.model();
        double[] at = position(11, 3);
        double[][] within = covariance(Math.exp(at[4]), Math.exp(at[5]), Math.tanh(at[6]));
        double[][] between = covariance(Math.exp(at[8]), Math.exp(at[9]), Math.tanh(at[10]));
        double variance = Math.exp(2 * at[7]);
        // Law of (u_0, u_1, d_0, d_1) of group 1 in parent 0 given the seven rows of that parent.
        List<double[]> rows = new java.util.ArrayList<>();
        List<Integer> of = new java.util.ArrayList<>();
        for (int g = 0; g < 3; g++) {
            for (double[] row : groups.rows().get(g)) {
                rows.add(row);
                of.add(g);
            }
        }
        int n = rows.size();
        RealMatrix law = MatrixUtils.createRealIdentityMatrix(n).scalarMultiply(variance);
        RealMatrix cross = MatrixUtils.createRealMatrix(4, n);
        double[] off = new double[n];
        for (int i = 0; i < n; i++) {
            double[] row = rows.get(i);
            off[i] = row[2] - 1 - mean(groups, at, of.get(i), row);
            for (int v = 0; v < 2; v++) {
                cross.setEntry(v, i, between[v][0] + between[v][1] * row[0]);
                cross.setEntry(2 + v, i, of.get(i) == 1 ? within[v][0] + within[v][1] * row[0] : 0);
            }
            for (int j = 0; j < n; j++) {
                law.addToEntry(
                        i,
                        j,
                        shared(between, row, rows.get(j))
                                + (of.get(i).equals(of.get(j)) ? shared(within, row, rows.get(j)) : 0));
            }
        }
        RealMatrix inverse = new LUDecomposition(law).getSolver().getInverse();
        double[] means = cross.multiply(inverse).operate(off);
        RealMatrix posterior = MatrixUtils.createRealMatrix(4, 4);
        for (int v = 0; v < 2; v++) {
            for (int w = 0; w < 2; w++) {
                posterior.setEntry(v, w, between[v][w]);
                posterior.setEntry(2 + v, 2 + w, within[v][w]);
            }
        }
        posterior = posterior.subtract(cross.multiply(inverse).multiply(cross.transpose()));
        int size = 10_000;
        RandomStream stream = StreamKey.of(9).stream();
        double[][] sums = new double[2][4];
        double[] coefficients = new double[3];
        double[] parent = new double[3];
        double[] scratch = new double[3];
        for (int draw = 0; draw < size; draw++) {
            double[] complete = nested.complete(model, at, stream);
            NestedTable.means(model, 4, complete, 0, parent);
            nested.given(model, complete).draw(1, stream, coefficients, scratch, new double[3]);
            for (int v = 0; v < 2; v++) {
                // Coefficient 0 holds the group's predictor, too, which does not stand in the parent's mean.
                double base = at[v == 0 ? 0 : 2];
                double predicted = v == 0 ? at[1] * groups.predictor()[1] : 0;
                double u = parent[v] - base - means[v];
                double whole = coefficients[v] - (v == 0 ? 1 : 0) - base - predicted - means[v] - means[2 + v];
                sums[0][v] += u;
                sums[1][v] += u * u;
                sums[0][2 + v] += whole;
                sums[1][2 + v] += whole * whole;
            }
        }
        for (int v = 0; v < 2; v++) {
            double parents = posterior.getEntry(v, v);
            double all = parents + posterior.getEntry(2 + v, 2 + v) + 2 * posterior.getEntry(v, 2 + v);
            for (int i : new int[] {v, 2 + v}) {
                double expected = i < 2 ? parents : all;
                assertThat(sums[0][i] / size).isCloseTo(0, within(4 * Math.sqrt(expected / size)));
                assertThat(sums[1][i] / size / expected).isCloseTo(1, within(4 * Math.sqrt(2.0 / size)));
            }
        }
    }

    /** Without spread between parents, groups within them are groups. */
    @Test
    void parentsThatDoNotDifferChangeNothing() {
        GroupModel model = RandomGroups.model();
        NestedTable nested = nested();
        double[] at = position(11, 4);
        at[8] = -40;
        at[9] = -40;
        NormalGroups alone = new NormalGroups(groups().table(1), model);
        double[] gradient = new double[11];
        double[] single = new double[8];
        double[] zero = at.clone();
        double[] one = position(8, 77);
        System.arraycopy(one, 0, zero, 0, 8);
        double[] other = position(8, 78);
        double[] moved = at.clone();
        System.arraycopy(other, 0, moved, 0, 8);
        CollapsedDensity density = nested.density(model);
        assertThat(density.evaluate(zero, gradient) - density.evaluate(moved, gradient))
                .isCloseTo(alone.evaluate(one, single) - alone.evaluate(other, single), within(1e-9));
    }

    /** The gradient of groups of cells is that of the rule up to the rule's error. */
    @Test
    void gradientOfCellsMatchesDifferences() {
        double[] rows = {8, 7, 5, 0, 0, 0, 30, 25, 4, 4};
        double[] sums = {3, 4, 1, 0, 0, 0, 11, 14, 0, 3};
        NestedTable nested = NestedTable.of(
                CellTable.ofArms(CellLikelihood.BERNOULLI, 2, rows, sums), new int[] {0, 0, 1, 1, 2}, 3, SPREADS);
        GroupModel model = GroupModel.of(
                List.of(
                        GroupModel.Coefficient.of("baseline", 0, 1, SpreadPrior.halfNormal(1)),
                        GroupModel.Coefficient.of("effect", 0, 1, SpreadPrior.halfNormal(1))),
                2,
                null);
        CollapsedDensity density = nested.finer(model);
        assertThat(density.dimension()).isEqualTo(5 + 3 + 6);
        checkGradient(density, 1e-3);
        double[] at = position(14, 6);
        double[] complete = nested.complete(model, at, StreamKey.of(1).stream());
        // u = C z: the first deviation is its sd times z.
        assertThat(complete[8]).isCloseTo(Math.exp(at[5]) * at[8], within(1e-12));
        double r = Math.tanh(at[7]);
        assertThat(complete[9]).isCloseTo(Math.exp(at[6]) * (r * at[8] + Math.sqrt(1 - r * r) * at[9]), within(1e-12));
    }

    @Test
    void refusesWhatHasNoParent() {
        assertThatThrownBy(() -> NestedTable.of(groups().table(1), new int[] {0, 0, 0, 1, 3, 4}, 4, SPREADS))
                .hasMessageContaining("parent 4 of 4");
        assertThatThrownBy(() -> NestedTable.of(groups().table(1), new int[2], 4, SPREADS))
                .hasMessageContaining("2 parents for 6 groups");
        assertThatThrownBy(() -> NestedTable.of(groups().table(1), PARENTS, 4, SPREADS.subList(0, 1))
                        .density(RandomGroups.model()))
                .hasMessageContaining("as many priors");
    }
}
