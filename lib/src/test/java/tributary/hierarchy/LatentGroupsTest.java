package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** A latent shared by treatment and outcome: density, left-out rows and groups against the joint normal law. */
class LatentGroupsTest {
    private static final int[] SIZES = {5, 1, 0, 8};
    private static final LatentTable.Treatment TREATMENT =
            new LatentTable.Treatment(0.2, 1.5, SpreadPrior.halfNormal(1), SpreadPrior.exponential(1), 2);
    private static final GroupModel MODEL = GroupModel.of(
            List.of(
                    GroupModel.Coefficient.of("baseline", 0.5, 2, SpreadPrior.halfNormal(1)),
                    GroupModel.Coefficient.of("effect", 0, 1, null),
                    GroupModel.Coefficient.of("slope", 0, 1, null)),
            0,
            SpreadPrior.exponential(1));

    /** Rows (x, z, y) by group. */
    private static List<double[][]> rows() {
        RandomStream stream = StreamKey.of(11).stream();
        List<double[][]> groups = new ArrayList<>();
        for (int size : SIZES) {
            double u = stream.nextGaussian();
            double[][] rows = new double[size][];
            for (int i = 0; i < size; i++) {
                double x = 0.3 + 0.8 * u + stream.nextGaussian();
                double z = stream.nextGaussian();
                rows[i] = new double[] {x, z, 1 + 0.5 * x - 0.4 * z + u + stream.nextGaussian()};
            }
            groups.add(rows);
        }
        return groups;
    }

    private static LatentTable table(List<double[][]> groups) {
        GroupTable.Builder builder = GroupTable.builder(3, 0, 0);
        for (double[][] rows : groups) {
            double[] gram = new double[9];
            double[] cross = new double[3];
            double squares = 0;
            for (double[] row : rows) {
                double[] x = {1, row[0], row[1]};
                for (int i = 0; i < 3; i++) {
                    for (int j = 0; j < 3; j++) {
                        gram[3 * i + j] += x[i] * x[j];
                    }
                    cross[i] += x[i] * row[2];
                }
                squares += row[2] * row[2];
            }
            builder.add(rows.length, gram, cross, squares);
        }
        return LatentTable.of(builder.build(), TREATMENT);
    }

    private static double[] position(long seed) {
        RandomStream stream = StreamKey.of(seed).stream();
        double[] position = new double[9];
        for (int i = 0; i < 9; i++) {
            position[i] = 0.5 * stream.nextGaussian();
        }
        return position;
    }

    /** Mean and covariance of a group's (x_1.., y_1..). */
    private static RealMatrix covariance(double[] at, int n) {
        double loading = Math.exp(at[4]);
        double varianceX = Math.exp(2 * at[5]);
        double lambda = at[6];
        double tau = Math.exp(2 * at[7]);
        double variance = Math.exp(2 * at[8]);
        RealMatrix covariance = MatrixUtils.createRealMatrix(2 * n, 2 * n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double xx = loading * loading + (i == j ? varianceX : 0);
                double yx = at[1] * xx + lambda * loading;
                double yy = at[1] * at[1] * xx
                        + 2 * at[1] * lambda * loading
                        + lambda * lambda
                        + tau
                        + (i == j ? variance : 0);
                covariance.setEntry(i, j, xx);
                covariance.setEntry(n + i, j, yx);
                covariance.setEntry(j, n + i, yx);
                covariance.setEntry(n + i, n + j, yy);
            }
        }
        return covariance;
    }

    private static double[] off(double[] at, double[][] rows) {
        int n = rows.length;
        double[] off = new double[2 * n];
        for (int i = 0; i < n; i++) {
            off[i] = rows[i][0] - at[3];
            off[n + i] = rows[i][2] - (at[0] + at[1] * at[3] + at[2] * rows[i][1]);
        }
        return off;
    }

    private static double logNormal(RealMatrix covariance, double[] off) {
        LUDecomposition lu = new LUDecomposition(covariance);
        ArrayRealVector vector = new ArrayRealVector(off, false);
        return -0.5
                * (Math.log(lu.getDeterminant())
                        + vector.dotProduct(lu.getSolver().solve(vector))
                        + off.length * Math.log(2 * Math.PI));
    }

    private static double joint(double[] at, double[][] rows) {
        return rows.length == 0 ? 0 : logNormal(covariance(at, rows.length), off(at, rows));
    }

    private static double treatments(double[] at, double[][] rows) {
        int n = rows.length;
        return n == 0
                ? 0
                : logNormal(
                        covariance(at, n).getSubMatrix(0, n - 1, 0, n - 1), java.util.Arrays.copyOf(off(at, rows), n));
    }

    @Test
    void equalsTheJointNormalLaw() {
        List<double[][]> groups = rows();
        LatentGroups density = table(groups).density(MODEL);
        double base = Double.NaN;
        for (int point = 0; point < 20; point++) {
            double[] at = position(point);
            double sum = groups.stream().mapToDouble(rows -> joint(at, rows)).sum()
                    - 0.5 * Math.pow((at[0] - 0.5) / 2, 2)
                    - 0.5 * (at[1] * at[1] + at[2] * at[2])
                    - 0.5 * Math.pow((at[3] - 0.2) / 1.5, 2)
                    - 0.5 * Math.exp(2 * at[4])
                    + at[4]
                    - Math.exp(at[5])
                    + at[5]
                    - 0.125 * at[6] * at[6]
                    - 0.5 * Math.exp(2 * at[7])
                    + at[7]
                    - Math.exp(at[8])
                    + at[8];
            double difference = density.evaluate(at, new double[9]) - sum;
            base = point == 0 ? difference : base;
            assertThat(difference).isCloseTo(base, within(1e-9));
        }
    }

    @Test
    void gradientMatchesDifferences() {
        LatentGroups density = table(rows()).density(MODEL);
        double[] gradient = new double[9];
        double[] ignored = new double[9];
        for (int point = 0; point < 5; point++) {
            double[] at = position(40 + point);
            density.evaluate(at, gradient);
            for (int i = 0; i < 9; i++) {
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
    void whatIsLeftOutIsPredictedAsTheJointLawDoes() {
        List<double[][]> groups = rows();
        double[] at = position(3);
        GroupConditional given = table(groups).given(MODEL, at);
        for (int g = 0; g < SIZES.length; g++) {
            double[][] rows = groups.get(g);
            int n = rows.length;
            assertThat(given.logLikelihood(g)).isCloseTo(joint(at, rows) - treatments(at, rows), within(1e-9));
            for (int i = 0; i < n; i++) {
                // p(y_i | the rest) is the joint law over the law of all but y_i.
                int[] rest = new int[2 * n - 1];
                for (int j = 0, k = 0; j < 2 * n; j++) {
                    if (j != n + i) {
                        rest[k++] = j;
                    }
                }
                double[] all = off(at, rows);
                double[] others =
                        java.util.Arrays.stream(rest).mapToDouble(j -> all[j]).toArray();
                double expected = joint(at, rows) - logNormal(covariance(at, n).getSubMatrix(rest, rest), others);
                double[] x = {1, rows[i][0], rows[i][1]};
                assertThat(given.logLeftOut(g, x, rows[i][2])).isCloseTo(expected, within(1e-9));
            }
        }
    }

    @Test
    void theCollapsedHierarchyPredictsWhatItLeavesOut() {
        List<double[][]> groups = rows();
        GroupModel model = GroupModel.of(
                List.of(
                        GroupModel.Coefficient.of("baseline", 0, 2, SpreadPrior.halfNormal(1)),
                        GroupModel.Coefficient.of("effect", 0, 1, SpreadPrior.halfNormal(1)),
                        GroupModel.Coefficient.of("slope", 0, 1, null)),
                2,
                SpreadPrior.exponential(1));
        double[] at = java.util.Arrays.copyOf(position(8), 7);
        for (int g = 0; g < SIZES.length; g++) {
            double[][] rows = groups.get(g);
            GroupConditional all = table(groups).table().given(model, at);
            for (int i = 0; i < rows.length; i++) {
                List<double[]> kept = new ArrayList<>(List.of(rows));
                kept.remove(i);
                List<double[][]> fewer = new ArrayList<>();
                fewer.add(kept.toArray(double[][]::new));
                double without = table(fewer).table().given(model, at).logLikelihood(0);
                double[] x = {1, rows[i][0], rows[i][1]};
                assertThat(all.logLeftOut(g, x, rows[i][2])).isCloseTo(all.logLikelihood(g) - without, within(1e-9));
            }
        }
    }
}
