package tributary.dist;

import java.util.function.DoubleUnaryOperator;

/** Integrals by double-exponential rules (Takahasi and Mori 1974): blind to how the densities are written. */
final class Quadrature {
    private static final double STEP = 1.0 / 32;
    private static final double REACH = 4.5;

    private Quadrature() {}

    /** Over [from, infinity) or, with a negative scale, (-infinity, from]: {@code x = from + scale exp(pi/2 sinh t)}. */
    static double halfLine(DoubleUnaryOperator f, double from, double scale) {
        double sum = 0;
        for (double t = -REACH; t <= REACH; t += STEP) {
            double jump = Math.exp(Math.PI / 2 * Math.sinh(t));
            double weight = jump * Math.PI / 2 * Math.cosh(t);
            double value = f.applyAsDouble(from + scale * jump);
            sum += value == 0 ? 0 : value * weight;
        }
        return sum * STEP * Math.abs(scale);
    }

    /** Over the real line, in two halves that meet at a point. */
    static double line(DoubleUnaryOperator f, double middle, double scale) {
        return halfLine(f, middle, scale) + halfLine(f, middle, -scale);
    }

    /** Over [a, b]: {@code x = (a + b) / 2 + (b - a) / 2 tanh(pi/2 sinh t)}. */
    static double interval(DoubleUnaryOperator f, double a, double b) {
        double sum = 0;
        for (double t = -3; t <= 3; t += STEP) {
            double s = Math.PI / 2 * Math.sinh(t);
            double weight = Math.PI / 2 * Math.cosh(t) / (Math.cosh(s) * Math.cosh(s));
            double value = f.applyAsDouble(0.5 * (a + b) + 0.5 * (b - a) * Math.tanh(s));
            sum += value == 0 ? 0 : value * weight;
        }
        return sum * STEP * 0.5 * (b - a);
    }
}
