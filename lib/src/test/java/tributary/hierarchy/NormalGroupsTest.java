package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The collapsed density against the joint normal law of all rows of a group, written out; its gradient by differences. */
class NormalGroupsTest {
    /** Full groups, one of a single row, one without rows, and one whose treatment never varies is the single row. */
    private static final int[] SIZES = {6, 1, 0, 9, 2};

    private static RandomGroups groups(double offset) {
        RandomStream stream = StreamKey.of(5).stream();
        double[][] coefficients = new double[SIZES.length][];
        double[] z = new double[SIZES.length];
        for (int g = 0; g < SIZES.length; g++) {
            coefficients[g] = new double[] {offset + stream.nextGaussian(), 0.5 + 0.3 * stream.nextGaussian(), 0.7};
            z[g] = stream.nextGaussian();
        }
        return RandomGroups.draw(SIZES, coefficients, z, 0.8, stream);
    }

    private static double[] position(int dimension, long seed) {
        RandomStream stream = StreamKey.of(seed).stream();
        double[] position = new double[dimension];
        Arrays.setAll(position, i -> 0.5 * stream.nextGaussian());
        return position;
    }

    @Test
    void equalsTheJointNormalLawOfAllRows() {
        RandomGroups groups = groups(1);
        NormalGroups density = new NormalGroups(groups.table(0), RandomGroups.model());
        double[] gradient = new double[density.dimension()];
        double[] reference = position(density.dimension(), 100);
        double base = density.evaluate(reference, gradient) - joint(groups, reference);
        for (int point = 0; point < 20; point++) {
            double[] at = position(density.dimension(), point);
            assertThat(density.evaluate(at, gradient) - joint(groups, at)).isCloseTo(base, within(1e-9));
        }
    }

    /** Position: intercept, slope of z, effect, covariate, log sds, atanh correlation, log sigma. */
    private static double joint(RandomGroups groups, double[] at) {
        double sdIntercept = Math.exp(at[4]);
        double sdEffect = Math.exp(at[5]);
        double r = Math.tanh(at[6]);
        double sigma = Math.exp(at[7]);
        double sum = 0;
        for (int g = 0; g < groups.rows().size(); g++) {
            double[][] rows = groups.rows().get(g);
            int n = rows.length;
            if (n > 0) {
                RealMatrix covariance = MatrixUtils.createRealIdentityMatrix(n).scalarMultiply(sigma * sigma);
                double[] off = new double[n];
                for (int i = 0; i < n; i++) {
                    double mean = at[0] + at[1] * groups.predictor()[g] + at[2] * rows[i][0] + at[3] * rows[i][1];
                    off[i] = rows[i][2] - mean;
                    for (int j = 0; j < n; j++) {
                        covariance.addToEntry(
                                i,
                                j,
                                sdIntercept * sdIntercept
                                        + r * sdIntercept * sdEffect * (rows[i][0] + rows[j][0])
                                        + sdEffect * sdEffect * rows[i][0] * rows[j][0]);
                    }
                }
                LUDecomposition lu = new LUDecomposition(covariance);
                ArrayRealVector vector = new ArrayRealVector(off, false);
                sum += -0.5 * Math.log(lu.getDeterminant())
                        - 0.5 * vector.dotProduct(lu.getSolver().solve(vector));
            }
        }
        // Priors with their Jacobians: LKJ(2) of two has density 1 - r^2, and dr/du = 1 - r^2.
        return sum
                - 0.5 * Math.pow((at[0] - 1) / 2, 2)
                - 0.5 * (at[1] * at[1] + at[2] * at[2] + at[3] * at[3])
                - 0.5 * sdIntercept * sdIntercept
                + at[4]
                - 2 * sdEffect
                + at[5]
                + 2 * Math.log(1 - r * r)
                - 0.5 * sigma * sigma
                + at[7];
    }

    @Test
    void gradientMatchesDifferences() {
        NormalGroups density = new NormalGroups(groups(1).table(1), RandomGroups.model());
        checkGradient(density);
    }

    @Test
    void gradientMatchesDifferencesForThreeCorrelatedCoefficients() {
        List<GroupModel.Coefficient> coefficients = List.of(
                GroupModel.Coefficient.of("intercept", 0, 2, SpreadPrior.halfCauchy(1)),
                GroupModel.Coefficient.of("effect", 0, 1, SpreadPrior.exponential(0.5)),
                GroupModel.Coefficient.of("covariate", 0, 1, SpreadPrior.halfNormal(0.5)));
        GroupModel model = GroupModel.of(coefficients, 1.5, SpreadPrior.halfNormal(1));
        NormalGroups density = new NormalGroups(groups(1).table(1), model);
        checkGradient(density);
    }

    private static void checkGradient(NormalGroups density) {
        double[] gradient = new double[density.dimension()];
        double[] ignored = new double[density.dimension()];
        for (int point = 0; point < 10; point++) {
            double[] at = position(density.dimension(), 50 + point);
            density.evaluate(at, gradient);
            for (int i = 0; i < at.length; i++) {
                double kept = at[i];
                at[i] = kept + 1e-5;
                double up = density.evaluate(at, ignored);
                at[i] = kept - 1e-5;
                double down = density.evaluate(at, ignored);
                at[i] = kept;
                assertThat(gradient[i])
                        .as("coordinate %d", i)
                        .isCloseTo((up - down) / 2e-5, within(1e-6 * (1 + Math.abs(gradient[i]))));
            }
        }
    }

    @Test
    void theCorrelationPriorIsLkjForThree() {
        // The prior alone, from groups without rows: density in u = det(R)^(shape - 1) |dr/du|.
        List<GroupModel.Coefficient> coefficients = List.of(
                GroupModel.Coefficient.of("a", 0, 1, SpreadPrior.halfNormal(1)),
                GroupModel.Coefficient.of("b", 0, 1, SpreadPrior.halfNormal(1)),
                GroupModel.Coefficient.of("c", 0, 1, SpreadPrior.halfNormal(1)));
        GroupTable empty = GroupTable.builder(3, 0, 0)
                .add(0, new double[9], new double[3], 0)
                .build();
        NormalGroups density = new NormalGroups(empty, GroupModel.of(coefficients, 1.7, null));
        double[] base = new double[density.dimension()];
        double reference = lkj(density, base) - density.evaluate(base, new double[base.length]);
        for (int point = 0; point < 10; point++) {
            double[] at = base.clone();
            double[] random = position(at.length, 70 + point);
            System.arraycopy(random, 6, at, 6, 3);
            assertThat(lkj(density, at) - density.evaluate(at, new double[at.length]))
                    .isCloseTo(reference, within(1e-7));
        }
    }

    private static double lkj(NormalGroups density, double[] at) {
        double[] r = correlations(density, at);
        RealMatrix matrix =
                new Array2DRowRealMatrix(new double[][] {{1, r[0], r[1]}, {r[0], 1, r[2]}, {r[1], r[2], 1}});
        RealMatrix jacobian = new Array2DRowRealMatrix(3, 3);
        for (int i = 0; i < 3; i++) {
            double[] up = at.clone();
            up[6 + i] += 1e-5;
            double[] down = at.clone();
            down[6 + i] -= 1e-5;
            double[] high = correlations(density, up);
            double[] low = correlations(density, down);
            for (int j = 0; j < 3; j++) {
                jacobian.setEntry(j, i, (high[j] - low[j]) / 2e-5);
            }
        }
        return 0.7 * Math.log(new LUDecomposition(matrix).getDeterminant())
                + Math.log(Math.abs(new LUDecomposition(jacobian).getDeterminant()));
    }

    private static double[] correlations(NormalGroups density, double[] at) {
        double[] values = new double[at.length];
        density.natural(at, values);
        return Arrays.copyOfRange(values, 6, 9);
    }

    @Test
    void aLargeOffsetCostsNoDigits() {
        RandomGroups near = groups(1);
        RandomGroups far = groups(1);
        far.rows().forEach(rows -> Arrays.stream(rows).forEach(row -> row[2] += 1e8));
        GroupModel flat = GroupModel.of(
                List.of(
                        new GroupModel.Coefficient(
                                "intercept",
                                0,
                                Double.POSITIVE_INFINITY,
                                SpreadPrior.halfNormal(1),
                                List.of(new GroupModel.Predictor("slope_z", 0, 1))),
                        GroupModel.Coefficient.of("effect", 0, 1, SpreadPrior.exponential(0.5)),
                        GroupModel.Coefficient.of("covariate", 0, 1, null)),
                2,
                SpreadPrior.halfNormal(1));
        NormalGroups one = new NormalGroups(near.table(0), flat);
        NormalGroups other = new NormalGroups(far.table(1e8), flat);
        double[] at = position(one.dimension(), 3);
        double[] gradient = new double[at.length];
        // Rows near 1e8 are themselves rounded to 1.5e-8.
        assertThat(other.evaluate(at, gradient)).isCloseTo(one.evaluate(at, gradient), within(1e-5));
    }

    @Test
    void refusesTablesOfAnotherShape() {
        GroupTable table = GroupTable.builder(1, 0, 0).estimate(1, 0.5).build();
        assertThatThrownBy(() -> new NormalGroups(table, RandomGroups.model()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 coefficients");
        assertThatThrownBy(() -> GroupTable.builder(1, 0, 0).estimate(1, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GroupTable.builder(1, 0, 0).build()).isInstanceOf(IllegalArgumentException.class);
    }
}
