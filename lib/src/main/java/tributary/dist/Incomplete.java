package tributary.dist;

import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;

/** The regularised incomplete gamma and beta functions, with their values at the ends of their ranges. */
public final class Incomplete {
    private Incomplete() {}

    /** P(a, x), the distribution function of Gamma(a, 1) at x. */
    public static double lowerGamma(double a, double x) {
        if (x <= 0) {
            return 0;
        }
        return beyond(a, x) ? 1 : Gamma.regularizedGammaP(a, x);
    }

    /** Q(a, x) = 1 - P(a, x), accurate where it is small. */
    public static double upperGamma(double a, double x) {
        if (x <= 0) {
            return 1;
        }
        return beyond(a, x) ? 0 : Gamma.regularizedGammaQ(a, x);
    }

    /** I_x(a, b), the distribution function of Beta(a, b) at x. */
    public static double beta(double x, double a, double b) {
        if (x <= 0) {
            return 0;
        }
        return x >= 1 ? 1 : Beta.regularizedBeta(x, a, b);
    }

    /** Whether what lies above x is below the smallest double, so that no fraction need be continued. */
    private static boolean beyond(double a, double x) {
        return x > 1e4 && x > 2 * a;
    }
}
