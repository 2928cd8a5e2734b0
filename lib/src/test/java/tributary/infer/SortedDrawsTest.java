package tributary.infer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** One sort answers as many sorts do, to the bit. */
class SortedDrawsTest {
    private static void check(double... values) {
        SortedDraws sorted = SortedDraws.of(values);
        String drawn = Arrays.toString(values);
        assertThat(sorted.median()).as(drawn).isEqualTo(Double.valueOf(Describe.median(values)));
        assertThat(sorted.mad()).as(drawn).isEqualTo(Double.valueOf(Describe.mad(values)));
        assertThat(sorted.quantile(0.9)).as(drawn).isEqualTo(Double.valueOf(Describe.quantile(values, 0.9)));
        for (double threshold : new double[] {0, -0.0, 1, -0.3, 2, Double.POSITIVE_INFINITY, Double.NaN}) {
            assertThat(sorted.probabilityAbove(threshold))
                    .as(drawn)
                    .isEqualTo(Double.valueOf(Describe.probabilityAbove(values, threshold)));
        }
        for (DoubleUnaryOperator function : FUNCTIONS) {
            double[] under = Arrays.stream(values).map(function).toArray();
            for (double p : new double[] {0, 0.2, 0.5, 1}) {
                assertThat(sorted.under(function).quantile(p))
                        .as(drawn)
                        .isEqualTo(Double.valueOf(Describe.quantile(under, p)));
            }
        }
    }

    /** Rising, falling, constant (both zeros), and neither. */
    private static final List<DoubleUnaryOperator> FUNCTIONS =
            List.of(x -> 3 * x - 1, x -> -x, x -> 0 * x, x -> -2 * x + 0.5, x -> x * x);

    @Test
    void medianAndDeviationAreThoseOfTheDefinition() {
        RandomStream stream = StreamKey.of(3).with("sorted").stream();
        for (int n = 1; n < 60; n++) {
            double[] values = new double[n];
            Arrays.setAll(values, i -> stream.nextGaussian());
            check(values);
            Arrays.setAll(values, i -> StrictMath.rint(2 * stream.nextGaussian()));
            check(values);
        }
    }

    @Test
    void badNumbersAreAnsweredAsBefore() {
        check();
        check(1, Double.NaN, 2);
        check(1, Double.POSITIVE_INFINITY, 2);
        check(Double.NEGATIVE_INFINITY, 1, 2, 5);
        check(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 2);
        check(-Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE);
        check(0.0, -0.0, 0.0);
    }
}
