package tributary.posterior.conjugate;

import java.math.BigDecimal;
import java.math.MathContext;

/** Validation and printing of parameters. */
final class Parameters {
    private Parameters() {}

    static void positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be positive and finite, is " + value);
        }
    }

    static void finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite, is " + value);
        }
    }

    /** A number for people: at most six digits, no trailing zeros, the same in every locale. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        double magnitude = Math.abs(value);
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
        return magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e7) ? rounded.toString() : rounded.toPlainString();
    }
}
