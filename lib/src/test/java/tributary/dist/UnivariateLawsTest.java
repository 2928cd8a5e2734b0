package tributary.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tributary.dist.Cases.Case;
import tributary.dist.catalogue.Distributions;
import tributary.expr.Columns;
import tributary.expr.Constant;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.expr.TreeEvaluator;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The laws that every family of one number obeys, at every case of {@link Cases}. */
class UnivariateLawsTest {
    private static final int DRAWS = 5_000;
    private static final double[] LEVELS = {1e-9, 1e-3, 0.1, 0.25, 0.5, 0.8, 0.95, 0.9999};

    @Test
    void everyFamilyOfOneNumberHasCases() {
        assertThat(Cases.byName().keySet())
                .containsAll(Distributions.names().stream()
                        .filter(name -> Distributions.byName(name).orElseThrow() instanceof Univariate)
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> densityIntegratesToOne() {
        return law(c -> assertThat(expectation(c, x -> 1)).as(c.toString()).isCloseTo(1, within(1e-9)));
    }

    @TestFactory
    Stream<DynamicTest> meanAndVarianceAreTheKnownOnes() {
        return law(c -> {
            double mean = c.family()
                    .mean(constants(c.arguments()))
                    .map(UnivariateLawsTest::number)
                    .orElse(Double.NaN);
            if (!Double.isNaN(mean)) {
                assertThat(expectation(c, x -> x)).as("mean of %s", c).isCloseTo(mean, relative(mean, 1e-8));
            }
            if (!Double.isNaN(c.variance())) {
                assertThat(expectation(c, x -> (x - mean) * (x - mean)))
                        .as("variance of %s", c)
                        .isCloseTo(c.variance(), relative(c.variance(), 1e-8));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> distributionFunctionIsTheIntegralOfTheDensity() {
        return law(c -> {
            Univariate family = c.family();
            double previous = family.quantile(LEVELS[0], c.arguments());
            for (double level : Arrays.copyOfRange(LEVELS, 1, LEVELS.length)) {
                double next = family.quantile(level, c.arguments());
                double from = previous;
                double expected = expectation(c, x -> x > from && x <= next ? 1 : 0, from, next);
                assertThat(family.cdf(next, c.arguments()) - family.cdf(from, c.arguments()))
                        .as("%s between %s and %s", c, from, next)
                        .isCloseTo(expected, within(1e-9));
                previous = next;
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> survivalIsOneMinusDistributionFunction() {
        return law(c -> DoubleStream.of(LEVELS)
                .map(p -> c.family().quantile(p, c.arguments()))
                .forEach(x -> assertThat(c.family().survival(x, c.arguments()))
                        .as("%s at %s", c, x)
                        .isCloseTo(1 - c.family().cdf(x, c.arguments()), within(1e-12))));
    }

    @TestFactory
    Stream<DynamicTest> quantileInvertsDistributionFunction() {
        return law(c -> {
            for (double p : LEVELS) {
                assertQuantile(c, p, c.family().quantile(p, c.arguments()));
                assertQuantile(c, 1 - p, c.family().upperQuantile(p, c.arguments()));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> tailsKeepTheirDigits() {
        return law(c -> {
            Univariate family = c.family();
            for (double tail : new double[] {1e-5, 1e-12}) {
                double low = family.quantile(tail, c.arguments());
                double high = family.upperQuantile(tail, c.arguments());
                assertThat(family.logDensity(low, c.arguments()))
                        .as("%s at %s", c, low)
                        .isFinite();
                assertThat(family.logDensity(high, c.arguments()))
                        .as("%s at %s", c, high)
                        .isFinite();
                if (!family.discrete() && !atom(c, low)) {
                    assertThat(family.cdf(Math.nextDown(low), c.arguments()))
                            .as("%s", c)
                            .isLessThan(tail * 1.01);
                    assertThat(family.cdf(Math.nextUp(low), c.arguments()))
                            .as("%s", c)
                            .isGreaterThan(tail / 1.01);
                }
                if (!family.discrete() && !atom(c, high)) {
                    assertThat(family.survival(Math.nextDown(high), c.arguments()))
                            .as("%s", c)
                            .isGreaterThan(tail / 1.01);
                    assertThat(family.survival(Math.nextUp(high), c.arguments()))
                            .as("%s", c)
                            .isLessThan(tail * 1.01);
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> samplerFitsDistributionFunction() {
        return law(c -> {
            double[] draws = draws(c, StreamKey.of(20_240_607).with(c.toString()).stream());
            assertThat(draws).isEqualTo(draws(c, StreamKey.of(20_240_607).with(c.toString()).stream()));
            Support support = c.family().support(constants(c.arguments()));
            assertThat(Arrays.stream(draws).allMatch(support::contains))
                    .as("draws of %s in the support", c)
                    .isTrue();
            Kolmogorov.assertFits(c.toString(), draws, x -> c.family().cdf(x, c.arguments()));
        });
    }

    @Tag("full")
    @TestFactory
    Stream<DynamicTest> samplerFitsDistributionFunctionFinely() {
        return law(c -> {
            RandomStream stream = StreamKey.of(20_240_608).with(c.toString()).stream();
            double[] draws = DoubleStream.generate(() -> c.family().sample(stream, c.arguments()))
                    .limit(40L * DRAWS)
                    .toArray();
            Kolmogorov.assertFits(c.toString(), draws, x -> c.family().cdf(x, c.arguments()));
        });
    }

    @TestFactory
    Stream<DynamicTest> countsFitProbabilities() {
        return law(c -> {
            if (c.family().discrete()) {
                double[] draws = draws(c, StreamKey.of(7).with(c.toString()).stream());
                assertThat(chiSquareTail(c, draws)).as("chi-square of %s", c).isGreaterThan(1e-6);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> gradientIsThatOfFiniteDifferences() {
        return law(c -> DoubleStream.of(0.15, 0.6, 0.9).forEach(p -> {
            double value = c.family().quantile(p, c.arguments());
            int free = c.family().discrete() ? 1 : 0;
            Parameter all = Exprs.parameter("all", tributary.expr.Axis.levels("all", c.arguments().length + 1));
            List<Expr> entries = new ArrayList<>();
            double[] position = new double[c.arguments().length + 1];
            for (int i = 0; i < position.length; i++) {
                position[i] = i == 0 ? value : c.arguments()[i - 1];
                boolean fixed = i == 0 ? free == 1 || atom(c, value) : !c.symbolic() || isFixed(c, i - 1);
                entries.add(fixed ? Exprs.constant(position[i]) : Exprs.element(all, i));
            }
            Expr density = c.family().logDensity(entries.get(0), entries.subList(1, entries.size()));
            TreeEvaluator evaluator = new TreeEvaluator(Layout.of(all), Columns.none());
            double[] gradient = evaluator.gradient(density, position);
            for (int i = 0; i < position.length; i++) {
                double slope = entries.get(i) instanceof Constant ? 0 : slope(evaluator, density, position, i);
                assertThat(gradient[i])
                        .as("%s at %s, coordinate %d", c, value, i)
                        .isCloseTo(slope, within(2e-7 * (1 + Math.abs(slope))));
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> nothingOutsideTheSupport() {
        return law(c -> {
            Support support = c.family().support(constants(c.arguments()));
            List<Double> outside = new ArrayList<>(List.of(Double.NaN));
            if (!Double.isInfinite(support.least())) {
                outside.addAll(List.of(Math.nextDown(support.least()), support.least() - 1, -1e300));
                assertThat(c.family().cdf(support.least() - 1, c.arguments())).isZero();
                assertThat(c.family().survival(support.least() - 1, c.arguments()))
                        .isEqualTo(1);
            }
            if (!Double.isInfinite(support.greatest())) {
                outside.addAll(List.of(Math.nextUp(support.greatest()), support.greatest() + 1, 1e300));
                assertThat(c.family().cdf(support.greatest(), c.arguments())).isEqualTo(1);
                assertThat(c.family().survival(support.greatest(), c.arguments()))
                        .isZero();
            }
            if (c.family().discrete()) {
                assertThat(c.family().logDensity(support.least() + 0.5, c.arguments()))
                        .isEqualTo(Double.NEGATIVE_INFINITY);
            }
            for (double x : outside) {
                assertThat(support.contains(x)).isFalse();
                assertThat(c.family().logDensity(x, c.arguments())).isEqualTo(Double.NEGATIVE_INFINITY);
                if (!Double.isNaN(x)) {
                    Expr guarded = c.family().guardedLogDensity(constants(x), constants(c.arguments()));
                    assertThat(number(guarded)).isEqualTo(Double.NEGATIVE_INFINITY);
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> extremeArgumentsGiveNoNaN() {
        return law(c -> {
            for (int i = 0; i < c.arguments().length; i++) {
                for (double extreme : extremes(c.family(), i)) {
                    double[] arguments = c.arguments().clone();
                    arguments[i] = extreme;
                    Support support = c.family().support(constants(arguments));
                    for (double x : new double[] {-1e150, -745, -1, 0, 1e-300, 1e-9, 0.5, 1, 2, 3, 40, 1e6, 1e150}) {
                        double density = c.family().logDensity(x, arguments);
                        assertThat(density)
                                .as("%s%s at %s", c.family(), Arrays.toString(arguments), x)
                                .isNotNaN();
                        if (support.contains(x)) {
                            assertThat(c.family().cdf(x, arguments))
                                    .as("%s%s below %s", c.family(), Arrays.toString(arguments), x)
                                    .isBetween(0.0, 1.0);
                        }
                    }
                }
            }
        });
    }

    private static double[] extremes(Univariate family, int index) {
        if (family instanceof tributary.dist.compound.Truncated
                || index >= family.arguments().size()) {
            return new double[0];
        }
        Argument argument = family.arguments().get(index);
        Support constraint = argument.constraint();
        if (argument.shape() != Shape.SCALAR || family.name().equals("uniform")) {
            return new double[0];
        }
        if (constraint.kind() == Support.Kind.INTEGER) {
            return new double[] {0, 1, 1e5};
        }
        if (constraint.greatest() == 1) {
            return new double[] {0, 1e-300, 1e-12, 1 - 1e-12, 1};
        }
        return constraint.least() == 0 ? new double[] {1e-12, 1e-3, 1e3, 1e6} : new double[] {-700, -40, 40, 700};
    }

    private static boolean isFixed(Case c, int index) {
        List<Argument> arguments = c.family().arguments();
        Argument argument = arguments.get(Math.min(index, arguments.size() - 1));
        boolean bound = c.family() instanceof tributary.dist.compound.Truncated
                && c.family().discrete()
                && (argument.name().equals("lower") || argument.name().equals("upper"));
        return bound || argument.constraint().kind() == Support.Kind.INTEGER;
    }

    /** The expectation of a function, by sum or by quadrature in unconstrained space, an atom at zero apart. */
    private static double expectation(Case c, DoubleUnaryOperator f) {
        return expectation(c, f, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    private static double expectation(Case c, DoubleUnaryOperator f, double from, double to) {
        Univariate family = c.family();
        Support support = family.support(constants(c.arguments()));
        if (family.discrete()) {
            double top = Math.min(support.greatest(), family.upperQuantile(1e-16, c.arguments()) + 5);
            double sum = 0;
            for (double k = support.least(); k <= top; k++) {
                sum += Math.exp(family.logDensity(k, c.arguments())) * f.applyAsDouble(k);
            }
            return sum;
        }
        Bijector bijector = Bijector.onto(support, 1);
        DoubleUnaryOperator density = densityInU(c, bijector, f);
        double atom = atom(c, 0) ? Math.exp(family.logDensity(0, c.arguments())) * f.applyAsDouble(0) : 0;
        if (Double.isInfinite(from)) {
            double middle =
                    inU(bijector, family.quantile(atom(c, 0) ? 1 - (1 - c.arguments()[0]) / 2 : 0.5, c.arguments()));
            double kink = family.name().endsWith("laplace") ? Math.max(support.least(), c.arguments()[0]) : Double.NaN;
            double centre = kink > support.least() ? inU(bijector, kink) : middle;
            return atom + Quadrature.line(density, centre, 1);
        }
        double start = inU(bijector, from == 0 && atom(c, 0) ? Double.MIN_NORMAL : from);
        double end = inU(bijector, to);
        return to > from ? Math.abs(Quadrature.interval(density, start, end)) : 0;
    }

    private static DoubleUnaryOperator densityInU(Case c, Bijector bijector, DoubleUnaryOperator f) {
        Parameter u = Exprs.parameter("u");
        Expr x = bijector.forward(List.<Expr>of(u)).get(0);
        Expr density = c.family().logDensity(x, constants(c.arguments())).plus(bijector.logAbsDetJacobian(List.of(u)));
        TreeEvaluator evaluator = new TreeEvaluator(Layout.of(u), Columns.none());
        return at -> {
            double[] position = {at};
            double log = evaluator.value(density, position);
            double value = Math.exp(log) * f.applyAsDouble(evaluator.value(x, position));
            return Double.isNaN(value) ? 0 : value;
        };
    }

    private static double inU(Bijector bijector, double x) {
        double[] u = new double[1];
        bijector.inverse(new double[] {x}, 0, u, 0);
        return u[0];
    }

    private static boolean atom(Case c, double x) {
        return x == 0 && c.family().name().startsWith("hurdle");
    }

    private static void assertQuantile(Case c, double p, double x) {
        Univariate family = c.family();
        if (family.discrete() || atom(c, x)) {
            double slack = 1e-12;
            assertThat(family.cdf(x, c.arguments())).as("%s at %s", c, x).isGreaterThanOrEqualTo(p - slack);
            assertThat(family.cdf(x - 1, c.arguments())).as("%s at %s", c, x).isLessThan(p + slack);
        } else {
            assertThat(family.cdf(x, c.arguments())).as("%s at %s", c, x).isCloseTo(p, within(1e-11));
        }
    }

    private static double[] draws(Case c, RandomStream stream) {
        return DoubleStream.generate(() -> c.family().sample(stream, c.arguments()))
                .limit(DRAWS)
                .toArray();
    }

    /** Cells of at least ten expected draws, what is left over in the last. */
    private static double chiSquareTail(Case c, double... draws) {
        Univariate family = c.family();
        var counts = Arrays.stream(draws).boxed().collect(Collectors.groupingBy(x -> x, Collectors.counting()));
        Support support = family.support(constants(c.arguments()));
        double statistic = 0;
        int cells = 0;
        double expected = 0;
        double observed = 0;
        double restExpected = DRAWS;
        double restObserved = DRAWS;
        double top = family.upperQuantile(1e-3, c.arguments());
        for (double k = support.least(); k <= top; k++) {
            expected += DRAWS * Math.exp(family.logDensity(k, c.arguments()));
            observed += counts.getOrDefault(k, 0L);
            if (expected >= 10 && restExpected - expected >= 10) {
                statistic += (observed - expected) * (observed - expected) / expected;
                restExpected -= expected;
                restObserved -= observed;
                cells++;
                expected = 0;
                observed = 0;
            }
        }
        statistic += (restObserved - restExpected) * (restObserved - restExpected) / restExpected;
        return 1 - new ChiSquaredDistribution(null, cells).cumulativeProbability(statistic);
    }

    /** Central differences of fourth order. */
    private static double slope(TreeEvaluator evaluator, Expr density, double[] position, int i) {
        double h = 1e-3 * Math.max(1e-3, Math.abs(position[i]));
        double[] at = new double[4];
        double[] steps = {-2, -1, 1, 2};
        for (int k = 0; k < 4; k++) {
            double[] moved = position.clone();
            moved[i] += steps[k] * h;
            at[k] = evaluator.value(density, moved);
        }
        return (at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * h);
    }

    private static org.assertj.core.data.Offset<Double> relative(double x, double tolerance) {
        return within(tolerance * Math.abs(x) + 1e-14);
    }

    private static double number(Expr folded) {
        return ((Constant) folded).value(0);
    }

    private static List<Expr> constants(double... numbers) {
        return Arrays.stream(numbers).mapToObj(Exprs::constant).toList();
    }

    private static Stream<DynamicTest> law(Consumer<Case> law) {
        return Cases.all().stream().map(c -> DynamicTest.dynamicTest(c.toString(), () -> law.accept(c)));
    }
}
