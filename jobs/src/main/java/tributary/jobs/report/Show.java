package tributary.jobs.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How numbers are written for people: few digits, real minus signs, and a dash for a number that does not exist. */
final class Show {
    /** Stands for a number that does not exist. */
    static final String NONE = "\u2013";

    private static final String MINUS = "\u2212";
    private static final String NARROW_SPACE = "\u202f";

    private Show() {}

    /** Four significant digits, thousands separated: 0.01054, 12.35, 178,249. */
    static String number(double x) {
        if (!Double.isFinite(x)) {
            return NONE;
        }
        double size = Math.abs(x);
        if (size != 0 && (size < 1e-4 || size >= 1e15)) {
            return sign(String.format(Locale.ROOT, "%.2e", x));
        }
        BigDecimal rounded = new BigDecimal(x).round(new MathContext(4));
        return sign(
                size >= 1000
                        ? String.format(Locale.ROOT, "%,.0f", x)
                        : rounded.stripTrailingZeros().toPlainString());
    }

    /** With its sign: +0.01054. */
    static String signed(double x) {
        return plus(x, number(x));
    }

    /** A share as percent with its sign: +12.4 %. */
    static String signedPercent(double share) {
        return plus(share, percent(share));
    }

    /** A share as percent: 12.4 %. */
    static String percent(double share) {
        if (!Double.isFinite(share)) {
            return NONE;
        }
        double hundred = 100 * share;
        int digits = Math.abs(hundred) >= 100 ? 0 : Math.abs(hundred) >= 1 || hundred == 0 ? 1 : 2;
        return sign(String.format(Locale.ROOT, "%,." + digits + "f", hundred)) + NARROW_SPACE + "%";
    }

    /** A probability as percent, never rounded to certainty: &gt; 99.9 %. */
    static String probability(double p) {
        if (!Double.isFinite(p)) {
            return NONE;
        }
        if (p > 0.999) {
            return ">" + NARROW_SPACE + "99.9" + NARROW_SPACE + "%";
        }
        return p < 0.001 ? "<" + NARROW_SPACE + "0.1" + NARROW_SPACE + "%" : percent(p);
    }

    /** Money without decimals from a hundred on. */
    static String money(double amount) {
        if (!Double.isFinite(amount)) {
            return NONE;
        }
        return sign(String.format(Locale.ROOT, Math.abs(amount) >= 100 ? "%,.0f" : "%,.2f", amount));
    }

    /** Money with its currency, where one is named. */
    static String money(double amount, String currency) {
        return currency.isEmpty() || !Double.isFinite(amount) ? money(amount) : money(amount) + NARROW_SPACE + currency;
    }

    /** The probability of an interval: 94 %. */
    static String level(double share) {
        return Double.isFinite(share) ? tick(100 * share) + NARROW_SPACE + "%" : NONE;
    }

    /** An interval's probability and kind: 94 % HDI, which is an interval already. */
    static String interval(ResultRow effect) {
        return level(effect.number("ci_prob"))
                + (effect.text("ci_kind").equals("hdi") ? " HDI" : " equal-tailed interval");
    }

    /** A tick of an axis: no digits it does not need. */
    static String tick(double x) {
        double size = Math.abs(x);
        if (size != 0 && (size < 1e-5 || size >= 1e15)) {
            return sign(String.format(Locale.ROOT, "%.1e", x));
        }
        String plain =
                new BigDecimal(x).round(new MathContext(6)).stripTrailingZeros().toPlainString();
        return sign(size >= 10_000 ? String.format(Locale.ROOT, "%,.0f", x) : plain);
    }

    /** A tick of an axis of shares. */
    static String percentTick(double share) {
        return tick(100 * share) + NARROW_SPACE + "%";
    }

    /** A count, thousands separated. */
    static String count(double n) {
        return Double.isFinite(n) ? sign(String.format(Locale.ROOT, "%,.0f", n)) : NONE;
    }

    /** A count, thousands separated. */
    static String count(long n) {
        return sign(String.format(Locale.ROOT, "%,d", n));
    }

    /** The words of a code such as {@code keep_testing}: keep testing. */
    static String words(String code) {
        return code.replace('_', ' ');
    }

    /** The same with a capital letter. */
    static String sentence(String code) {
        String words = words(code);
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** The group a row is of: everyone, or a segment's column and value. */
    static String unit(String kind, String unit) {
        if (unit.equals("all")) {
            return "Everyone";
        }
        return kind.isEmpty() || kind.equals("all") || kind.equals("segment") ? unit : kind + " " + unit;
    }

    private static String plus(double x, String written) {
        return x > 0 ? "+" + written : written;
    }

    /** A real minus sign, and none before a zero. */
    private static String sign(String written) {
        if (!written.startsWith("-")) {
            return written;
        }
        return written.chars().anyMatch(c -> c >= '1' && c <= '9')
                ? MINUS + written.substring(1)
                : written.substring(1);
    }
}
