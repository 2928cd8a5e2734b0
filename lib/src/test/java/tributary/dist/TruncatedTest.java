package tributary.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.dist.compound.Truncated;
import tributary.dist.compound.Truncated.Sides;
import tributary.dist.continuous.Gamma;
import tributary.dist.continuous.Normal;
import tributary.dist.discrete.Poisson;
import tributary.expr.Axis;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.expr.TreeEvaluator;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Truncation in numbers equals truncation in formulas, far into the tails, and says when it cannot. */
class TruncatedTest {
    /** Standard normals cut off; log densities by mpmath 1.4.1 at 50 digits: log(npdf(x)) - log(mass). */
    @ParameterizedTest
    @CsvSource({
        "LOWER, 1, , 1.5, -0.20291688819540924",
        "LOWER, 8, , 8.2, 0.47449862670988298",
        "BOTH, -2, 0.5, -1, -1.0165372208660976",
        "BOTH, 6, 9, 6.5, -1.307169583115574",
        "UPPER, , -30, -30.01, 3.1022554231384775",
        "LOWER, 60, , 60.01, 3.4945721473625853"
    })
    void normalsEqualReference(Sides sides, Double lower, Double upper, double x, double expected) {
        List<Double> arguments = new ArrayList<>(List.of(0.0, 1.0));
        java.util.stream.Stream.of(lower, upper)
                .filter(java.util.Objects::nonNull)
                .forEach(arguments::add);
        double[] numbers = arguments.stream().mapToDouble(a -> a).toArray();
        Truncated truncated = new Truncated(new Normal(), sides);
        assertThat(truncated.logDensity(x, numbers)).isCloseTo(expected, within(1e-11));
        assertThat(symbolic(truncated, x, numbers)).isCloseTo(expected, within(1e-11));
        RandomStream stream = StreamKey.of(1).stream();
        Support support = truncated.support(
                Arrays.stream(numbers).mapToObj(Exprs::constant).toList());
        assertThat(IntStream.range(0, 200).allMatch(i -> support.contains(truncated.sample(stream, numbers))))
                .isTrue();
    }

    @Test
    void countsWithoutZeroKeepTheirDigitsAtSmallRates() {
        Truncated positive = new Truncated(new Poisson(), Sides.LOWER);
        // mpmath: log(rate) - rate - log(-expm1(-rate)) at rate = 1/1000; its terms of size 7 round to 1e-15 each.
        assertThat(positive.logDensity(1, 1e-3, 1)).isCloseTo(-0.00050004166666631944, within(1e-14));
        Parameter rate = Exprs.parameter("rate");
        Expr density = positive.logDensity(Exprs.constant(1), List.of(rate, Exprs.constant(1)));
        TreeEvaluator evaluator = new TreeEvaluator(Layout.of(rate), Columns.none());
        assertThat(evaluator.value(density, new double[] {1e-3})).isCloseTo(-0.00050004166666631944, within(1e-12));
    }

    @Test
    void saysWhenThereIsNoFormula() {
        Parameter shape = Exprs.parameter("shape");
        assertThatThrownBy(() -> new Truncated(new Gamma(), Sides.LOWER)
                        .logDensity(Exprs.constant(3), List.of(shape, Exprs.constant(1), Exprs.constant(2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("truncated_gamma needs constant arguments");
        assertThatThrownBy(() -> new Truncated(new Poisson(), Sides.LOWER)
                        .logDensity(Exprs.constant(3), List.of(Exprs.constant(1), shape)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("constant bounds");
        assertThatThrownBy(() -> new Truncated(new Poisson(), Sides.UPPER)
                        .logDensity(Exprs.constant(3), List.of(shape, Exprs.constant(1e6))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too many to sum");
    }

    /** The formula at parameters that are not constants. */
    private static double symbolic(Univariate family, double x, double... arguments) {
        Parameter all = Exprs.parameter("all", Axis.levels("all", arguments.length));
        List<Expr> elements = IntStream.range(0, arguments.length)
                .mapToObj(i -> Exprs.element(all, i))
                .toList();
        TreeEvaluator evaluator = new TreeEvaluator(Layout.of(all), Columns.none());
        return evaluator.value(family.logDensity(Exprs.constant(x), elements), arguments);
    }
}
