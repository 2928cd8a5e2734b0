package tributary.estimand;

import org.apache.commons.math3.analysis.integration.gauss.HermiteRuleFactory;
import org.apache.commons.math3.util.Pair;

/** Gauss and Hermite's rule for means of functions of a standard normal number. */
final class Hermite {
    private static final double SQRT_TWO = StrictMath.sqrt(2);
    private static final double SQRT_PI = StrictMath.sqrt(StrictMath.PI);

    private Hermite() {}

    /** Points and weights: {@code E f(Z) = sum_i w_i f(z_i)}, exact for polynomials of degree {@code 2 size - 1}. */
    static double[][] rule(int size) {
        Pair<double[], double[]> physicists = new HermiteRuleFactory().getRule(size);
        double[][] rule = new double[2][size];
        for (int i = 0; i < size; i++) {
            rule[0][i] = SQRT_TWO * physicists.getFirst()[i];
            rule[1][i] = physicists.getSecond()[i] / SQRT_PI;
        }
        return rule;
    }
}
