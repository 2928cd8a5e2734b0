package tributary.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tributary.dist.catalogue.Distributions;
import tributary.expr.Constant;
import tributary.expr.Expr;
import tributary.expr.Exprs;

/** Log densities and distribution functions equal SciPy's and mpmath's at the points of {@code reference.csv}. */
class ReferenceTest {
    @TestFactory
    Stream<DynamicTest> agreesWithReference() {
        return rows().stream().collect(Collectors.groupingBy(row -> row[0])).entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(), () -> entry.getValue().forEach(ReferenceTest::check)));
    }

    @Test
    void everyDistributionHasReferenceValues() {
        assertThat(rows().stream().map(row -> row[0]).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Distributions.names());
    }

    private static void check(String... row) {
        Distribution distribution = Distributions.byName(row[0]).orElseThrow();
        double[] arguments = numbers(row[1].replace(' ', ','));
        double[] value = numbers(row[2]);
        double logDensity = Double.parseDouble(row[3]);
        String point = String.join(";", row);
        Expr folded = distribution.logDensity(constants(value), constants(arguments));
        assertThat(((Constant) folded).value(0))
                .as("log density at %s", point)
                .isCloseTo(logDensity, within(1e-11 * (1 + Math.abs(logDensity))));
        if (distribution instanceof Univariate univariate) {
            double cdf = Double.parseDouble(row[4]);
            assertThat(univariate.cdf(value[0], arguments))
                    .as("distribution function at %s", point)
                    .isCloseTo(cdf, within(1e-12));
            assertThat(univariate.survival(value[0], arguments))
                    .as("survival function at %s", point)
                    .isCloseTo(1 - cdf, within(1e-12));
        }
    }

    private static List<Expr> constants(double... numbers) {
        return Arrays.stream(numbers).mapToObj(Exprs::constant).toList();
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    private static List<String[]> rows() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ReferenceTest.class.getResourceAsStream("reference.csv")),
                StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(";", -1))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
