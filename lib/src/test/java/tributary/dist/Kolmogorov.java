package tributary.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** The Kolmogorov test of draws against a distribution function that may jump; with jumps it errs on the safe side. */
final class Kolmogorov {
    /** P(sqrt(n) D > 2.69) = 1e-6. */
    private static final double CRITICAL = 2.69;

    private Kolmogorov() {}

    static void assertFits(String what, double[] draws, DoubleUnaryOperator cdf) {
        double[] sorted = draws.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double distance = 0;
        for (int i = 0; i < n; i++) {
            if (i == 0 || sorted[i - 1] < sorted[i]) {
                double before = cdf.applyAsDouble(Math.nextDown(sorted[i]));
                distance = Math.max(distance, Math.abs(before - (double) i / n));
            }
            if (i == n - 1 || sorted[i + 1] > sorted[i]) {
                distance = Math.max(distance, Math.abs((i + 1.0) / n - cdf.applyAsDouble(sorted[i])));
            }
        }
        assertThat(distance * Math.sqrt(n))
                .as("Kolmogorov distance of %s", what)
                .isLessThan(CRITICAL);
    }
}
