package tributary.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The functions against correctly rounded values, in units in the last place, and at special values. */
class ReferenceTest {
    private static final Map<String, DoubleUnaryOperator> FUNCTIONS = Map.ofEntries(
            Map.entry("exp", Elementary::exp),
            Map.entry("expm1", Elementary::expm1),
            Map.entry("log", Elementary::log),
            Map.entry("log1p", Elementary::log1p),
            Map.entry("sigmoid", Elementary::sigmoid),
            Map.entry("softplus", Elementary::softplus),
            Map.entry("tanh", Elementary::tanh),
            Map.entry("logGamma", Special::logGamma),
            Map.entry("digamma", Special::digamma),
            Map.entry("trigamma", Special::trigamma),
            Map.entry("normalCdf", Special::normalCdf),
            Map.entry("normalLogCdf", Special::normalLogCdf));

    private static final Map<String, Double> ULPS = Map.ofEntries(
            Map.entry("exp", 1.0),
            Map.entry("expm1", 2.0),
            Map.entry("log", 1.0),
            Map.entry("log1p", 2.0),
            Map.entry("sigmoid", 3.0),
            Map.entry("softplus", 2.0),
            Map.entry("tanh", 3.0),
            Map.entry("pow", 8.0),
            Map.entry("logGamma", 4.0),
            Map.entry("digamma", 5.0),
            Map.entry("trigamma", 4.0),
            Map.entry("normalCdf", 6.0),
            Map.entry("normalLogCdf", 6.0));

    /** Near their zeros, where relative accuracy is neither had nor needed. */
    private static final Map<String, Double> ABSOLUTE = Map.of("logGamma", 1e-14, "digamma", 2e-15);

    @Test
    void agreesWithCorrectlyRoundedValues() throws Exception {
        Map<String, Double> worst = new TreeMap<>();
        for (String line : lines()) {
            String[] parts = line.split(",");
            double x = Double.parseDouble(parts[1]);
            double expected = Double.parseDouble(parts[3]);
            double actual = parts[0].equals("pow")
                    ? Elementary.pow(x, Double.parseDouble(parts[2]))
                    : FUNCTIONS.get(parts[0]).applyAsDouble(x);
            double error = Math.abs(actual - expected);
            double ulps =
                    actual == expected || error < ABSOLUTE.getOrDefault(parts[0], 0.0) ? 0 : error / Math.ulp(expected);
            worst.merge(parts[0], ulps, Math::max);
        }
        assertThat(worst.keySet()).isEqualTo(ULPS.keySet());
        worst.forEach((name, ulps) -> assertThat(ulps).as(name + " " + worst).isLessThanOrEqualTo(ULPS.get(name)));
    }

    private static List<String> lines() throws Exception {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ReferenceTest.class.getResourceAsStream("reference.csv")),
                StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }

    @Test
    void specialValuesAreStrictMaths() {
        double infinity = Double.POSITIVE_INFINITY;
        double[] special = {
            0, 1, -1, infinity, -infinity, Double.NaN, Double.MIN_VALUE, -Double.MIN_VALUE, 1e308, -1e308
        };
        for (double x : special) {
            same(Elementary.exp(x), StrictMath.exp(x));
            same(Elementary.expm1(x), StrictMath.expm1(x));
            same(Elementary.log(x), StrictMath.log(x));
            same(Elementary.log1p(x), StrictMath.log1p(x));
            same(Elementary.tanh(x), StrictMath.tanh(x));
            for (double y : special) {
                same(Elementary.pow(x, y), StrictMath.pow(x, y));
            }
        }
        assertThat(Elementary.exp(709.782712893384)).isEqualTo(StrictMath.exp(709.782712893384));
        assertThat(Elementary.exp(709.9)).isEqualTo(infinity);
        assertThat(Elementary.exp(-745.2)).isZero();
        assertThat(Elementary.sigmoid(infinity)).isEqualTo(1);
        assertThat(Elementary.sigmoid(-infinity)).isZero();
        assertThat(Elementary.softplus(infinity)).isEqualTo(infinity);
        assertThat(Elementary.softplus(-infinity)).isZero();
        assertThat(Elementary.softplus(Double.NaN)).isNaN();
        assertThat(Special.logGamma(0)).isEqualTo(infinity);
        assertThat(Special.logGamma(infinity)).isEqualTo(infinity);
        assertThat(Special.logGamma(-0.5)).isNaN();
        assertThat(Special.digamma(0)).isEqualTo(-infinity);
        assertThat(Special.digamma(infinity)).isEqualTo(infinity);
        assertThat(Special.trigamma(infinity)).isZero();
        assertThat(Special.normalCdf(-infinity)).isZero();
        assertThat(Special.normalCdf(infinity)).isEqualTo(1);
        assertThat(Special.normalLogCdf(-infinity)).isEqualTo(-infinity);
        assertThat(Special.normalLogCdf(infinity)).isZero();
        assertThat(Special.normalHazard(infinity)).isEqualTo(infinity);
    }

    private static void same(double actual, double expected) {
        boolean oneUlp = Math.abs(actual - expected) <= Math.ulp(expected);
        assertThat(oneUlp ? expected : actual).isEqualTo(Double.valueOf(expected));
    }

    @Test
    void hazardIsTheSlopeOfTheLogTail() {
        for (double x = -8; x < 30; x += 0.37) {
            double h = 1e-4;
            double slope = (Special.normalLogCdf(-x - h) - Special.normalLogCdf(-x + h)) / (2 * h);
            assertThat(Special.normalHazard(x))
                    .isCloseTo(-slope, org.assertj.core.api.Assertions.within(1e-6 * Math.max(1, Math.abs(slope))));
        }
    }
}
