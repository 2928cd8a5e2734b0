package tributary.math;

/**
 * Gamma and normal functions, the same bits on every platform.
 *
 * <p>The gamma family shifts small arguments up by eight or ten with one product and then uses Stirling's series (Abramowitz
 * and Stegun 1964, 6.1.40, 6.3.18, 6.4.12). The normal family rests on the scaled complementary error function, in the
 * form of Shepherd and Laframboise (1981): {@code (1 + 2x) exp(x^2) erfc(x)} as a polynomial in
 * {@code (x - 4) / (x + 4)}.
 */
public final class Special {
    private static final double HALF_LOG_TWO_PI = 0.91893853320467274178;
    private static final double SQRT_HALF = 0.70710678118654752440;
    private static final double SQRT_TWO_OVER_PI = 0.79788456080286535588;
    private static final double ONE_OVER_SQRT_TWO_PI = 0.39894228040143267794;
    private static final int SHIFT = 8;
    private static final int TRIGAMMA_SHIFT = 10;

    private static final double[] ERFCX = {
        -2.764120233734578e-10,
        9.297625263709659e-10,
        3.2323973445082033e-09,
        -1.2338731403798444e-08,
        -2.0725802488181963e-08,
        1.0631817593818149e-07,
        7.771943241086912e-08,
        -8.210647933297337e-07,
        2.9173425573089733e-07,
        5.70657829924074e-06,
        -1.1221135665965907e-05,
        -2.4397731143023292e-05,
        0.00015062142608651945,
        -0.0001992571524726518,
        -0.0007577732435942576,
        0.005031970069102256,
        -0.01619773406293477,
        0.037167515526338006,
        -0.06633036581186058,
        0.09373283499911264,
        -0.10103906603631811,
        0.06809705425466839,
        0.015379652102619974,
        -0.13962111684056228,
        1.2329951186255526
    };

    private Special() {}

    /** {@code log Gamma(x)} for {@code x > 0}, to 4 ulp or 1e-14, whichever is more; infinite at 0, NaN below. */
    public static double logGamma(double x) {
        boolean shifted = x < SHIFT;
        double product = 1;
        for (int i = 0; shifted && i < SHIFT; i++) {
            product *= x + i;
        }
        double z = shifted ? x + SHIFT : x;
        double inverse = 1 / z;
        double w = inverse * inverse;
        double series = Math.fma(w, -3617.0 / 122400, 1.0 / 156);
        series = Math.fma(series, w, -691.0 / 360360);
        series = Math.fma(series, w, 1.0 / 1188);
        series = Math.fma(series, w, -1.0 / 1680);
        series = Math.fma(series, w, 1.0 / 1260);
        series = Math.fma(series, w, -1.0 / 360);
        series = Math.fma(series, w, 1.0 / 12) * inverse;
        double logZ = Elementary.log(z);
        double stirling = Math.fma(z - 0.5, logZ, -z) + (HALF_LOG_TWO_PI + series);
        double value = shifted ? stirling - Elementary.log(product) : stirling;
        return x >= 0 ? x == Double.POSITIVE_INFINITY ? x : value : Double.NaN;
    }

    /** The derivative of {@link #logGamma}: negative infinity at 0, NaN below. */
    public static double digamma(double x) {
        boolean shifted = x < SHIFT;
        double numerator = 0;
        double product = 1;
        for (int i = 0; shifted && i < SHIFT; i++) {
            double factor = x + i;
            numerator = Math.fma(numerator, factor, product);
            product *= factor;
        }
        double z = shifted ? x + SHIFT : x;
        double inverse = 1 / z;
        double w = inverse * inverse;
        double series = Math.fma(w, -3617.0 / 8160, 1.0 / 12);
        series = Math.fma(series, w, -691.0 / 32760);
        series = Math.fma(series, w, 1.0 / 132);
        series = Math.fma(series, w, -1.0 / 240);
        series = Math.fma(series, w, 1.0 / 252);
        series = Math.fma(series, w, -1.0 / 120);
        series = Math.fma(series, w, 1.0 / 12) * w;
        double value = Elementary.log(z) - Math.fma(0.5, inverse, series) - numerator / product;
        return x >= 0 ? value : Double.NaN;
    }

    /** The derivative of {@link #digamma}: infinite at 0, NaN below. */
    public static double trigamma(double x) {
        boolean shifted = x < TRIGAMMA_SHIFT;
        double sum = 0;
        for (int i = 0; shifted && i < TRIGAMMA_SHIFT; i++) {
            double inverse = 1 / (x + i);
            sum = Math.fma(inverse, inverse, sum);
        }
        double z = shifted ? x + TRIGAMMA_SHIFT : x;
        double inverse = 1 / z;
        double w = inverse * inverse;
        double series = Math.fma(w, -3617.0 / 510, 7.0 / 6);
        series = Math.fma(series, w, -691.0 / 2730);
        series = Math.fma(series, w, 5.0 / 66);
        series = Math.fma(series, w, -1.0 / 30);
        series = Math.fma(series, w, 1.0 / 42);
        series = Math.fma(series, w, -1.0 / 30);
        series = Math.fma(series, w, 1.0 / 6);
        double tail = Math.fma(series * w, inverse, Math.fma(0.5, w, inverse));
        return x >= 0 ? sum + tail : Double.NaN;
    }

    /** {@code exp(x^2) erfc(x)} for {@code x >= 0}. */
    static double erfcx(double x) {
        double near = x > 1e15 ? 1e15 : x;
        double t = (near - 4) / (near + 4);
        double value = ERFCX[0];
        for (int i = 1; i < ERFCX.length; i++) {
            value = Math.fma(value, t, ERFCX[i]);
        }
        return value / Math.fma(2, x, 1.0);
    }

    /** {@code exp(-x^2 / 2)}, without the error of the square. */
    private static double bell(double x) {
        double square = x * x;
        double value = Elementary.exp(-0.5 * square);
        return value == 0 ? 0 : Math.fma(value, -0.5 * Math.fma(x, x, -square), value);
    }

    /** The standard normal density. */
    public static double normalDensity(double x) {
        return ONE_OVER_SQRT_TWO_PI * bell(x);
    }

    /** The upper tail at {@code x >= 0}. */
    private static double tail(double x) {
        return 0.5 * bell(x) * erfcx(x * SQRT_HALF);
    }

    /** The standard normal distribution function, relatively accurate in the left tail. */
    public static double normalCdf(double x) {
        double tail = tail(Math.abs(x));
        return x < 0 ? tail : 1 - tail;
    }

    /** The logarithm of {@link #normalCdf}, for any x: about {@code -x^2 / 2} far to the left. */
    public static double normalLogCdf(double x) {
        double size = Math.abs(x);
        return x < 0
                ? Math.fma(-0.5 * x, x, Elementary.log(0.5 * erfcx(size * SQRT_HALF)))
                : Elementary.log1p(-tail(size));
    }

    /** The normal hazard {@code phi(x) / (1 - Phi(x))}, which grows like x. */
    public static double normalHazard(double x) {
        double size = Math.abs(x);
        return x >= 0 ? SQRT_TWO_OVER_PI / erfcx(size * SQRT_HALF) : normalDensity(x) / (1 - tail(size));
    }
}
