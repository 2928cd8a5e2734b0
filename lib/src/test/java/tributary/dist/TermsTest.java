package tributary.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.dist.catalogue.Distributions;
import tributary.expr.Columns;
import tributary.expr.Constant;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.expr.TreeEvaluator;

/** The shared terms keep their digits where the naive forms lose them. */
class TermsTest {
    /** {@code loggamma(a + n) - loggamma(a)} by mpmath 1.4.1 at 50 digits. */
    @ParameterizedTest
    @CsvSource({
        "1e12, 7, 193.41714781152084",
        "1e5, 3000, 34583.318246364366",
        "20000, 1, 9.903487552536128",
        "0.001, 40, 99.728257715291085"
    })
    void risingFactorials(double a, double n, double expected) {
        double rising = ((Constant) Terms.logRising(Exprs.constant(a), Exprs.constant(n))).value(0);
        assertThat(rising).isCloseTo(expected, within(1e-13 * expected));
    }

    @Test
    void sigmoidsAreReadByTheirMeaning() {
        Parameter eta = Exprs.parameter("eta");
        Univariate bernoulli = (Univariate) Distributions.byName("bernoulli").orElseThrow();
        Expr density = bernoulli.logDensity(Exprs.constant(0), List.of(Exprs.sigmoid(eta)));
        TreeEvaluator evaluator = new TreeEvaluator(Layout.of(eta), Columns.none());
        assertThat(evaluator.value(density, new double[] {800})).isEqualTo(-800);
        Univariate hurdle = (Univariate) Distributions.byName("hurdle_gamma").orElseThrow();
        Expr positive =
                hurdle.logDensity(Exprs.constant(1), List.of(Exprs.sigmoid(eta), Exprs.constant(1), Exprs.constant(1)));
        assertThat(evaluator.value(positive, new double[] {800})).isEqualTo(-801);
    }
}
