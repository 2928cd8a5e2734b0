package tributary.infer.mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import tributary.math.LogDensity;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Arrow matrices do what the same matrices written out do by Commons Math; Hessians are found block by block at once. */
class ArrowTest {
    private static final Arrow ARROW = Arrow.of(9, List.of(new int[] {0, 4}, new int[] {7, 2, 5}, new int[] {8}));
    private static final int[] BLOCK = {0, -1, 1, -1, 0, 1, -1, 1, 2};

    /**
     * Minus a sum of {@code cosh} of differences and squares: curved everywhere, and each coordinate touches its block and the
     * shared ones, or all others.
     */
    private static LogDensity density(boolean everywhere) {
        return new LogDensity() {
            @Override
            public int dimension() {
                return BLOCK.length;
            }

            @Override
            public double evaluate(double[] x, double[] gradient) {
                double sum = 0;
                for (int i = 0; i < x.length; i++) {
                    gradient[i] = -(i + 1) * x[i];
                    sum -= 0.5 * (i + 1) * x[i] * x[i];
                }
                for (int i = 0; i < x.length; i++) {
                    for (int j = 0; j < i; j++) {
                        if (everywhere || BLOCK[i] == BLOCK[j] || BLOCK[i] < 0 || BLOCK[j] < 0) {
                            double weight = 1 + 0.1 * i + 0.2 * j;
                            sum -= weight * StrictMath.cosh(x[i] - 0.5 * x[j]);
                            gradient[i] -= weight * StrictMath.sinh(x[i] - 0.5 * x[j]);
                            gradient[j] += 0.5 * weight * StrictMath.sinh(x[i] - 0.5 * x[j]);
                        }
                    }
                }
                return sum;
            }
        };
    }

    private static double[] numbers(int seed) {
        RandomStream random = StreamKey.of(seed).stream();
        double[] numbers = new double[BLOCK.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextGaussian();
        }
        return numbers;
    }

    private static RealMatrix written(ArrowMatrix matrix) {
        int n = matrix.arrow().dimension();
        RealMatrix all = new Array2DRowRealMatrix(n, n);
        for (int j = 0; j < n; j++) {
            double[] unit = new double[n];
            unit[j] = 1;
            all.setColumn(j, matrix.times(unit));
        }
        return all;
    }

    private static ArrowMatrix curvature() {
        return Curvature.negativeHessian(density(false), numbers(1), ARROW);
    }

    @Test
    void blocksMovedTogetherGiveTheHessian() {
        double[][] all = Curvature.negativeHessian(density(false), numbers(1));
        RealMatrix arrow = written(curvature());
        for (int i = 0; i < BLOCK.length; i++) {
            for (int j = 0; j < BLOCK.length; j++) {
                assertThat(arrow.getEntry(i, j)).isCloseTo(all[i][j], within(1e-7 * (1 + Math.abs(all[i][j]))));
            }
        }
    }

    @Test
    void anArrowThatDoesNotFitIsFoundOut() {
        double[] at = numbers(1);
        assertThat(Curvature.fits(density(false), at, curvature(), numbers(2))).isTrue();
        ArrowMatrix spoiled = Curvature.negativeHessian(density(true), at, ARROW);
        assertThat(Curvature.fits(density(true), at, spoiled, numbers(2))).isFalse();
        ArrowMatrix whole = Curvature.negativeHessian(density(true), at, Arrow.whole(BLOCK.length));
        assertThat(Curvature.fits(density(true), at, whole, numbers(2))).isTrue();
    }

    @Test
    void theRootIsTheMatrixs() {
        ArrowMatrix matrix = curvature();
        RealMatrix all = written(matrix);
        RealMatrix inverse = new LUDecomposition(all).getSolver().getInverse();
        ArrowRoot root = matrix.root().orElseThrow();
        double[] solution = new double[BLOCK.length];
        root.solve(numbers(3), solution, new double[ARROW.widthShared()]);
        assertThat(solution).containsExactly(inverse.operate(numbers(3)), within(1e-12));
        RealMatrix lower = new Array2DRowRealMatrix(BLOCK.length, BLOCK.length);
        for (int j = 0; j < BLOCK.length; j++) {
            double[] unit = new double[BLOCK.length];
            unit[j] = 1;
            root.times(unit, solution);
            lower.setColumn(j, solution);
        }
        RealMatrix product = lower.multiply(lower.transpose());
        double[] diagonal = root.inverseDiagonal();
        for (int i = 0; i < BLOCK.length; i++) {
            assertThat(product.getRow(i)).containsExactly(all.getRow(i), within(1e-12 * all.getEntry(i, i)));
            assertThat(diagonal[i]).isCloseTo(inverse.getEntry(i, i), within(1e-12));
        }
    }

    @Test
    void variancesWithinBlocksAreThoseGivenWhatIsShared() {
        ArrowMatrix matrix = curvature();
        double[] variances = matrix.variancesWithinBlocks();
        RealMatrix all = written(matrix);
        int[] block = {7, 2, 5};
        RealMatrix inverse =
                new LUDecomposition(all.getSubMatrix(block, block)).getSolver().getInverse();
        for (int i = 0; i < block.length; i++) {
            assertThat(variances[block[i]]).isCloseTo(inverse.getEntry(i, i), within(1e-12));
        }
        assertThat(variances[8]).isCloseTo(1 / all.getEntry(8, 8), within(1e-12));
        assertThat(variances[1]).isNaN();
    }

    @Test
    void variancesAreThoseGivenTheOthers() {
        ArrowMatrix matrix = curvature();
        RealMatrix all = written(matrix);
        for (int[] some : new int[][] {{7, 2, 5}, {5, 1}, {8}}) {
            double[] variances = matrix.variancesGivenOthers(some);
            RealMatrix inverse = new LUDecomposition(all.getSubMatrix(some, some))
                    .getSolver()
                    .getInverse();
            for (int i = 0; i < some.length; i++) {
                assertThat(variances[i]).isCloseTo(inverse.getEntry(i, i), within(1e-12));
            }
        }
        matrix.shared[0] = -1;
        assertThat(matrix.variancesGivenOthers(ARROW.shared())[0]).isNaN();
    }

    @Test
    void whatHasNoRootHasOneNearby() {
        ArrowMatrix matrix = ArrowMatrix.identity(ARROW);
        matrix.own[0][0] = -2;
        assertThat(matrix.root()).isEmpty();
        // Only the block that is not definite is moved.
        double[] diagonal = matrix.nearbyRoot().orElseThrow().inverseDiagonal();
        for (int i = 0; i < diagonal.length; i++) {
            assertThat(diagonal[i]).isCloseTo(i == 0 ? 0.5 : 1, within(1e-5));
        }
        ArrowMatrix ridge = ArrowMatrix.identity(ARROW);
        ridge.own[0][1] = 1.5;
        ridge.own[0][2] = 1.5;
        assertThat(ridge.root()).isEmpty();
        assertThat(ridge.nearbyRoot()).isPresent();
        ArrowMatrix hole = ArrowMatrix.identity(ARROW);
        hole.shared[0] = Double.NaN;
        assertThat(hole.root()).isEmpty();
        assertThat(hole.nearbyRoot()).isEmpty();
        assertThat(ArrowMatrix.zero(ARROW).nearbyRoot()).isEmpty();
    }

    @Test
    void blocksAreApart() {
        assertThatThrownBy(() -> Arrow.of(3, List.of(new int[] {0, 1}, new int[] {1})))
                .hasMessageContaining("coordinate 1 of 3");
        assertThatThrownBy(() -> Arrow.of(3, List.of(new int[] {3}))).hasMessageContaining("coordinate 3 of 3");
        assertThat(Arrow.whole(0).widest()).isZero();
    }
}
