package tributary.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tributary.expr.Axis;
import tributary.expr.Columns;
import tributary.expr.Constant;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.expr.TreeEvaluator;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Every map lands in its support, comes back, and has the Jacobian that finite differences find. */
class BijectorTest {
    private static final int POINTS = 20;

    static Stream<Arguments> maps() {
        Expr three = Exprs.constant(3);
        Expr none = Exprs.constant(Double.POSITIVE_INFINITY);
        return Stream.of(
                Arguments.of("real", Support.real(), 1),
                Arguments.of("positive", Support.positive(), 1),
                Arguments.of("above 3", Support.interval(three, none), 1),
                Arguments.of("below 3", Support.interval(none.negated(), three), 1),
                Arguments.of("between -2 and 3", Support.interval(Exprs.constant(-2), three), 1),
                Arguments.of("unit", Support.unit(), 1),
                Arguments.of("simplex 2", Support.simplex(), 2),
                Arguments.of("simplex 5", Support.simplex(), 5),
                Arguments.of("ordered 1", Support.ordered(), 1),
                Arguments.of("ordered 4", Support.ordered(), 4),
                Arguments.of("correlation 1", Support.correlationCholesky(), 1),
                Arguments.of("correlation 2", Support.correlationCholesky(), 2),
                Arguments.of("correlation 4", Support.correlationCholesky(), 4),
                Arguments.of("covariance 3", Support.covarianceCholesky(), 3));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("maps")
    void landsInTheSupportAndComesBack(String name, Support support, int dimension) {
        Bijector bijector = Bijector.onto(support, dimension);
        for (double[] u : points(bijector)) {
            double[] value = new double[bijector.constrainedSize() + 1];
            double[] back = new double[bijector.unconstrainedSize() + 2];
            bijector.forward(u, 0, value, 1);
            assertThat(support.contains(Arrays.copyOfRange(value, 1, value.length)))
                    .isTrue();
            bijector.inverse(value, 1, back, 2);
            for (int i = 0; i < u.length; i++) {
                assertThat(back[i + 2]).isCloseTo(u[i], within(1e-11 * (1 + Math.abs(u[i]))));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("maps")
    void expressionsEqualNumbers(String name, Support support, int dimension) {
        Bijector bijector = Bijector.onto(support, dimension);
        for (double[] u : points(bijector)) {
            double[] value = new double[bijector.constrainedSize()];
            bijector.forward(u, 0, value, 0);
            List<Expr> constants = Arrays.stream(u).mapToObj(Exprs::constant).toList();
            List<Expr> symbolic = bijector.forward(constants);
            for (int i = 0; i < value.length; i++) {
                assertThat(number(symbolic.get(i))).isCloseTo(value[i], within(1e-14 * (1 + Math.abs(value[i]))));
            }
            double jacobian = bijector.logAbsDetJacobian(u, 0);
            assertThat(number(bijector.logAbsDetJacobian(constants)))
                    .isCloseTo(jacobian, within(1e-12 * (1 + Math.abs(jacobian))));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("maps")
    void jacobianIsThatOfFiniteDifferences(String name, Support support, int dimension) {
        Bijector bijector = Bijector.onto(support, dimension);
        int[] free = freeNumbers(support, dimension);
        assertThat(free).hasSize(bijector.unconstrainedSize());
        for (double[] u : points(bijector)) {
            if (u.length == 0) {
                continue;
            }
            double[][] matrix = new double[u.length][u.length];
            for (int j = 0; j < u.length; j++) {
                double[] slope = slopes(bijector, u, j);
                for (int i = 0; i < u.length; i++) {
                    matrix[i][j] = slope[free[i]];
                }
            }
            double determinant = new LUDecomposition(MatrixUtils.createRealMatrix(matrix)).getDeterminant();
            assertThat(bijector.logAbsDetJacobian(u, 0)).isCloseTo(Math.log(Math.abs(determinant)), within(1e-6));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("maps")
    void gradientOfTheJacobianIsThatOfFiniteDifferences(String name, Support support, int dimension) {
        Bijector bijector = Bijector.onto(support, dimension);
        int size = bijector.unconstrainedSize();
        if (size == 0) {
            return;
        }
        Parameter all = Exprs.parameter("u", Axis.levels("u", size));
        List<Expr> u =
                IntStream.range(0, size).mapToObj(i -> Exprs.element(all, i)).toList();
        Expr sum = Exprs.add(bijector.forward(u)).plus(bijector.logAbsDetJacobian(u));
        TreeEvaluator evaluator = new TreeEvaluator(Layout.of(all), Columns.none());
        for (double[] at : points(bijector)) {
            double[] gradient = evaluator.gradient(sum, at);
            for (int i = 0; i < size; i++) {
                double[] up = at.clone();
                double[] down = at.clone();
                up[i] += 1e-5;
                down[i] -= 1e-5;
                double slope = (evaluator.value(sum, up) - evaluator.value(sum, down)) / 2e-5;
                assertThat(gradient[i]).isCloseTo(slope, within(1e-7 * (1 + Math.abs(slope))));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("maps")
    void farOutNothingIsNaN(String name, Support support, int dimension) {
        Bijector bijector = Bijector.onto(support, dimension);
        for (double far : new double[] {-750, -40, 40, 700}) {
            double[] u = new double[bijector.unconstrainedSize()];
            Arrays.fill(u, far);
            double[] value = new double[bijector.constrainedSize()];
            bijector.forward(u, 0, value, 0);
            assertThat(Arrays.stream(value).noneMatch(Double::isNaN)).isTrue();
            assertThat(bijector.logAbsDetJacobian(u, 0)).isFinite();
        }
    }

    @Test
    void zeroIsTheCentreOfTheSimplex() {
        double[] value = new double[7];
        Bijector.onto(Support.simplex(), 7).forward(new double[6], 0, value, 0);
        assertThat(value)
                .containsExactly(new double[] {1 / 7., 1 / 7., 1 / 7., 1 / 7., 1 / 7., 1 / 7., 1 / 7.}, within(1e-15));
    }

    @Test
    void boundsMayBeExpressions() {
        Parameter top = Exprs.parameter("top");
        Bijector bijector = Bijector.onto(Support.interval(Exprs.constant(0), top), 1);
        Parameter u = Exprs.parameter("u");
        TreeEvaluator evaluator = new TreeEvaluator(Layout.of(top, u), Columns.none());
        double[] position = {4, 0};
        assertThat(evaluator.value(bijector.forward(List.<Expr>of(u)).get(0), position))
                .isEqualTo(2);
        assertThat(evaluator.value(bijector.logAbsDetJacobian(List.of(u)), position))
                .isCloseTo(0, within(1e-15));
        assertThatThrownBy(() -> bijector.logAbsDetJacobian(position, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("evaluate the arguments");
    }

    @Test
    void integersHaveNoUnconstrainedForm() {
        assertThatThrownBy(() -> Bijector.onto(Support.counts(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("summed out or observed");
    }

    private static List<double[]> points(Bijector bijector) {
        RandomStream stream = StreamKey.of(3).with("bijector").stream();
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            points.add(IntStream.range(0, bijector.unconstrainedSize())
                    .mapToDouble(j -> 1.5 * stream.nextGaussian())
                    .toArray());
        }
        return points;
    }

    /** The numbers of a value with respect to which its density is stated. */
    private static int[] freeNumbers(Support support, int dimension) {
        return switch (support.kind()) {
            case REAL, INTEGER -> new int[] {0};
            case SIMPLEX -> IntStream.range(0, dimension - 1).toArray();
            case ORDERED -> IntStream.range(0, dimension).toArray();
            case COVARIANCE_CHOLESKY ->
                IntStream.range(0, Shape.TRIANGLE.size(dimension)).toArray();
            case CORRELATION_CHOLESKY ->
                IntStream.range(0, dimension)
                        .flatMap(i -> IntStream.range(Shape.TRIANGLE.size(i), Shape.TRIANGLE.size(i) + i))
                        .toArray();
        };
    }

    private static double[] slopes(Bijector bijector, double[] u, int j) {
        double[] up = u.clone();
        double[] down = u.clone();
        up[j] += 1e-5;
        down[j] -= 1e-5;
        double[] above = new double[bijector.constrainedSize()];
        double[] below = new double[bijector.constrainedSize()];
        bijector.forward(up, 0, above, 0);
        bijector.forward(down, 0, below, 0);
        return IntStream.range(0, above.length)
                .mapToDouble(i -> (above[i] - below[i]) / 2e-5)
                .toArray();
    }

    private static double number(Expr folded) {
        return ((Constant) folded).value(0);
    }
}
