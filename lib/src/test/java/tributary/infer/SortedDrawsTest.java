package tributary.infer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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
    }

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
