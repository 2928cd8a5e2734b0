package tributary.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.dist.catalogue.Distributions;
import tributary.expr.Axis;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.expr.TreeEvaluator;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The laws that every family of several numbers obeys: the integral in unconstrained space, gradient, sampler. */
class VectorLawsTest {
    private static final int DRAWS = 5_000;

    @Test
    void everyFamilyOfSeveralNumbersIsTestedHere() {
        assertThat(Distributions.names().stream()
                        .filter(name -> !(Distributions.byName(name).orElseThrow() instanceof Univariate))
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of("mvnormal", "dirichlet", "lkj"));
    }

    @ParameterizedTest
    @CsvSource({
        "mvnormal, 2, 0.5 -1 2 0.7 0.4",
        "dirichlet, 2, 0.7 3",
        "dirichlet, 3, 2 0.8 4",
        "lkj, 2, 0.8",
        "lkj, 2, 6",
        "lkj, 3, 1.5"
    })
    void densityIntegratesToOneInUnconstrainedSpace(String name, int dimension, String arguments) {
        InU density = new InU(name, dimension, numbers(arguments));
        assertThat(integral(density, new double[density.size()], 0)).isCloseTo(1, within(1e-7));
    }

    @ParameterizedTest
    @CsvSource({"mvnormal, 3, 0.5 -1 2 0.7 0.4 1.2 -0.3 0.8 0.5", "dirichlet, 4, 2 0.8 4 1", "lkj, 4, 1.5"})
    void gradientIsThatOfFiniteDifferences(String name, int dimension, String arguments) {
        InU density = new InU(name, dimension, numbers(arguments));
        RandomStream stream = StreamKey.of(11).with(name).stream();
        for (int point = 0; point < 10; point++) {
            double[] position = density.position();
            for (int i = 0; i < density.size(); i++) {
                position[i] = stream.nextGaussian();
            }
            double[] gradient = density.evaluator.gradient(density.density, position);
            for (int i = 0; i < position.length; i++) {
                double[] up = position.clone();
                double[] down = position.clone();
                up[i] += 1e-5;
                down[i] -= 1e-5;
                double slope = (density.at(up) - density.at(down)) / 2e-5;
                assertThat(gradient[i]).isCloseTo(slope, within(1e-7 * (1 + Math.abs(slope))));
            }
        }
    }

    @Test
    void normalDrawsWhitenToIndependentNormals() {
        double[] arguments = numbers("1 -2 0.5 1.5 0.6 0.8 -0.9 0.3 0.7");
        NormalDistribution standard = new NormalDistribution(null, 0, 1);
        double[][] draws = draws("mvnormal", 3, arguments);
        double[][] z = new double[3][DRAWS];
        for (int d = 0; d < DRAWS; d++) {
            for (int i = 0; i < 3; i++) {
                double rest = draws[i][d] - arguments[i];
                for (int j = 0; j < i; j++) {
                    rest -= arguments[3 + Shape.TRIANGLE.size(i) + j] * z[j][d];
                }
                z[i][d] = rest / arguments[3 + Shape.TRIANGLE.size(i) + i];
            }
        }
        for (int i = 0; i < 3; i++) {
            Kolmogorov.assertFits("z", z[i], standard::cumulativeProbability);
            for (int j = 0; j < i; j++) {
                int a = i;
                int b = j;
                double product = IntStream.range(0, DRAWS)
                        .mapToDouble(d -> z[a][d] * z[b][d])
                        .sum();
                // A sum of products of independent normals has sd root n; 4.9 of them is one in a million.
                assertThat(Math.abs(product)).isLessThan(4.9 * Math.sqrt(DRAWS));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.4 2 1.6", "0.01 0.02 0.03 0.01"})
    void dirichletDrawsHaveBetaMarginals(String text) {
        double[] alpha = numbers(text);
        double sum = Arrays.stream(alpha).sum();
        double[][] draws = draws("dirichlet", alpha.length, alpha);
        for (int k = 0; k < alpha.length; k++) {
            double a = alpha[k];
            Kolmogorov.assertFits("draws", draws[k], x -> Incomplete.beta(x, a, sum - a));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 0.6", "4, 3"})
    void lkjDrawsHaveBetaMarginalCorrelations(int dimension, double eta) {
        double[][] draws = draws("lkj", Shape.TRIANGLE.size(dimension), eta);
        double shape = eta + 0.5 * (dimension - 2);
        BetaDistribution marginal = new BetaDistribution(null, shape, shape);
        for (int i = 1; i < dimension; i++) {
            for (int j = 0; j < i; j++) {
                double[] correlation = new double[DRAWS];
                for (int k = 0; k <= j; k++) {
                    for (int d = 0; d < DRAWS; d++) {
                        correlation[d] += draws[Shape.TRIANGLE.size(i) + k][d] * draws[Shape.TRIANGLE.size(j) + k][d];
                    }
                }
                Kolmogorov.assertFits("correlation", correlation, r -> marginal.cumulativeProbability((r + 1) / 2));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"mvnormal, 2, 0 0 1e-100 0 1e100", "dirichlet, 3, 1e-6 1e6 1", "lkj, 3, 1e-6", "lkj, 3, 1e6"})
    void extremesGiveNoNaN(String name, int dimension, String arguments) {
        InU density = new InU(name, dimension, numbers(arguments));
        for (double far : new double[] {-300, -30, 0, 30, 300}) {
            double[] position = density.position();
            Arrays.fill(position, 0, density.size(), far);
            assertThat(density.at(position)).as("%s at %s", name, far).isNotNaN();
        }
    }

    private static double[][] draws(String name, int size, double... arguments) {
        Distribution distribution = Distributions.byName(name).orElseThrow();
        RandomStream stream = StreamKey.of(5).with(name).with(size).stream();
        double[][] draws = new double[size][DRAWS];
        double[] value = new double[size];
        Support support = distribution.support(List.of());
        for (int d = 0; d < DRAWS; d++) {
            distribution.sample(stream, arguments, value);
            assertThat(support.contains(value)).isTrue();
            for (int i = 0; i < size; i++) {
                draws[i][d] = value[i];
            }
        }
        return draws;
    }

    /** The trapezoidal rule on {@code u = 1.5 sinh t}, one coordinate after the other. */
    private static double integral(InU density, double[] u, int coordinate) {
        if (coordinate == u.length) {
            return Math.exp(density.at(density.position(u)));
        }
        double step = u.length < 3 ? 0.1 : 0.25;
        double sum = 0;
        for (double t = -4; t <= 4 + step / 2; t += step) {
            u[coordinate] = 1.5 * Math.sinh(t);
            sum += integral(density, u, coordinate + 1) * 1.5 * Math.cosh(t);
        }
        return sum * step;
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.trim().split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** A density in unconstrained space, the arguments being coordinates too. */
    private static final class InU {
        private final Bijector[] bijectors;
        private final double[] arguments;
        private final Expr density;
        private final TreeEvaluator evaluator;
        private final int size;

        InU(String name, int dimension, double... arguments) {
            Distribution distribution = Distributions.byName(name).orElseThrow();
            this.arguments = arguments;
            Support support = distribution.support(List.of());
            int copies = support.kind() == Support.Kind.REAL ? dimension : 1;
            bijectors = IntStream.range(0, copies)
                    .mapToObj(i -> Bijector.onto(support, dimension))
                    .toArray(Bijector[]::new);
            size = copies * bijectors[0].unconstrainedSize();
            Parameter all = Exprs.parameter("all", Axis.levels("all", size + arguments.length));
            List<Expr> value = new ArrayList<>();
            List<Expr> terms = new ArrayList<>();
            for (int c = 0; c < copies; c++) {
                int from = c * bijectors[0].unconstrainedSize();
                List<Expr> u = elements(all, from, from + bijectors[0].unconstrainedSize());
                value.addAll(bijectors[c].forward(u));
                terms.add(bijectors[c].logAbsDetJacobian(u));
            }
            terms.add(distribution.logDensity(value, elements(all, size, size + arguments.length)));
            density = Exprs.add(terms);
            evaluator = new TreeEvaluator(Layout.of(all), Columns.none());
        }

        int size() {
            return size;
        }

        double at(double... position) {
            return evaluator.value(density, position);
        }

        double[] position(double... u) {
            double[] position = Arrays.copyOf(u, size + arguments.length);
            System.arraycopy(arguments, 0, position, size, arguments.length);
            return position;
        }

        private static List<Expr> elements(Parameter all, int from, int to) {
            return IntStream.range(from, to)
                    .mapToObj(i -> Exprs.element(all, i))
                    .toList();
        }
    }
}
