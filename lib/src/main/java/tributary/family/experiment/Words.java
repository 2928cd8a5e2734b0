package tributary.family.experiment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers for people: the same in every locale. */
final class Words {
    private Words() {}

    /** At most six digits, no trailing zeros. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "unknown" : value > 0 ? "infinite" : "-infinite";
        }
        double magnitude = Math.abs(value);
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
        return magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e9) ? rounded.toString() : rounded.toPlainString();
    }

    /** A share as a percentage with one digit after the point. */
    static String percent(double share) {
        return Double.isFinite(share)
                ? new BigDecimal(100 * share)
                                .setScale(1, RoundingMode.HALF_EVEN)
                                .toPlainString() + " %"
                : "unknown";
    }

    /** An amount of money with thousands separated and no cents. */
    static String money(double amount, String currency) {
        String digits = Double.isFinite(amount) ? String.format(Locale.ROOT, "%,.0f", amount) : number(amount);
        return currency.isEmpty() ? digits : digits + " " + currency;
    }
}
