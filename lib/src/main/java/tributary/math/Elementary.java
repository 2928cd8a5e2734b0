package tributary.math;

/**
 * The elementary transcendental functions, the same bits on every platform and in every kernel.
 *
 * <p>Written without branches on numbers, so that the vector kernels can follow them line by line: argument reduction
 * by powers of two, a polynomial (fitted at Chebyshev nodes to less than 2^-55 of the value), and fused
 * multiply-adds, which IEEE 754 defines exactly. Errors against exact values stay below 1 ulp for exp and log and
 * below 3 ulp for the rest, 8 for pow with exponents up to 500 (tested over the whole range, special values included); the forms of log and its correction
 * for log1p follow W. Kahan and K.-C. Ng.
 */
public final class Elementary {
    static final double LOG2_E = 1.4426950408889634;
    static final double LN2 = 0.6931471805599453;
    static final double LN2_REST = 2.3190468138462996e-17;
    static final double LN2_HIGH = 0.6931471803691238;
    static final double LN2_LOW = 1.9082149292705877e-10;

    /** Adding this rounds to an integer, which then stands in the lowest bits. */
    static final double ROUNDER = 0x1.8p52;

    static final double EXP_LARGEST = 710;
    static final double EXP_SMALLEST = -746;
    static final double EXPM1_SMALLEST = -40;
    static final double DECAY_SMALLEST = -708;
    static final double TANH_LARGEST = 22;

    /** {@code (e^r - 1 - r) / r^2} for |r| up to log(2) / 2, lowest power first. */
    static final double E0 = 0.5000000000000001;

    static final double E1 = 0.16666666666666669;
    static final double E2 = 0.04166666666662413;
    static final double E3 = 0.008333333333330062;
    static final double E4 = 0.0013888888917213717;
    static final double E5 = 0.00019841269863053618;
    static final double E6 = 2.4801521295954376e-05;
    static final double E7 = 2.7557268459997064e-06;
    static final double E8 = 2.7620088445409746e-07;
    static final double E9 = 2.510038549551032e-08;

    /** {@code (log((1 + s) / (1 - s)) - 2 s) / s^3} in s^2, for the s of numbers from sqrt(1/2) to sqrt(2). */
    static final double L0 = 0.666666666666667;

    static final double L1 = 0.3999999999989926;
    static final double L2 = 0.285714286260867;
    static final double L3 = 0.22222211116643983;
    static final double L4 = 0.18182890447465838;
    static final double L5 = 0.15331677659440854;
    static final double L6 = 0.1461699270804503;

    static final long SQRT_HALF_BITS = 0x3fe6a09e667f3bcdL;
    static final long ONE_BITS = 0x3ff0000000000000L;
    static final long ROUNDER_BITS = 0x4338000000000000L;
    static final long MANTISSA = 0x000fffffffffffffL;
    static final long COUNTER_BITS = 0x4330000000000000L;
    static final double COUNTER = 0x1.0p52;
    static final double TWO_54 = 0x1.0p54;

    /** Less this, numbers from 1 to 2 round to 0 below sqrt(2) and to 1 above. */
    static final double ABOVE_SQRT_TWO = 0.9142135623730951;

    private Elementary() {}

    /** {@code e^x}. */
    public static double exp(double x) {
        double clamped = x > EXP_LARGEST ? EXP_LARGEST : x < EXP_SMALLEST ? EXP_SMALLEST : x;
        double shifted = Math.fma(clamped, LOG2_E, ROUNDER);
        double power = shifted - ROUNDER;
        double r = Math.fma(power, -LN2_REST, Math.fma(power, -LN2, clamped));
        return scale(1 + reduced(r), shifted);
    }

    /** {@code e^r - 1} for |r| up to log(2) / 2. */
    static double reduced(double r) {
        double q = Math.fma(E9, r, E8);
        q = Math.fma(q, r, E7);
        q = Math.fma(q, r, E6);
        q = Math.fma(q, r, E5);
        q = Math.fma(q, r, E4);
        q = Math.fma(q, r, E3);
        q = Math.fma(q, r, E2);
        q = Math.fma(q, r, E1);
        q = Math.fma(q, r, E0);
        return Math.fma(r * r, q, r);
    }

    /** y times two to the integer in the low bits of shifted, in two steps so that subnormals round once. */
    static double scale(double y, double shifted) {
        long sum = Double.doubleToRawLongBits(shifted) - ROUNDER_BITS + 2046;
        long half = sum >>> 1;
        double first = Double.longBitsToDouble(half << 52);
        double second = Double.longBitsToDouble((sum - half) << 52);
        return y * first * second;
    }

    /** {@code e^-|x|}, and e^-708 where that is smaller: never a subnormal, so that one power of two does. */
    static double flushedDecay(double x) {
        double size = -Math.abs(x);
        double clamped = size < DECAY_SMALLEST ? DECAY_SMALLEST : size;
        double shifted = Math.fma(clamped, LOG2_E, ROUNDER);
        double power = shifted - ROUNDER;
        double r = Math.fma(power, -LN2_REST, Math.fma(power, -LN2, clamped));
        return (1 + reduced(r)) * Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) << 52) + ONE_BITS);
    }

    /** {@code e^x - 1}, accurate near zero. */
    public static double expm1(double x) {
        double clamped = x > EXP_LARGEST ? EXP_LARGEST : x < EXPM1_SMALLEST ? EXPM1_SMALLEST : x;
        double shifted = Math.fma(clamped, LOG2_E, ROUNDER);
        double power = shifted - ROUNDER;
        double r = Math.fma(power, -LN2_REST, Math.fma(power, -LN2, clamped));
        long exponent = Double.doubleToRawLongBits(shifted) - ROUNDER_BITS + 1022;
        double half = Double.longBitsToDouble(exponent << 52);
        return 2 * Math.fma(half, reduced(r), half - 0.5);
    }

    /** The natural logarithm: negative infinity at zero, NaN below. */
    public static double log(double x) {
        boolean small = x < Double.MIN_NORMAL;
        double normal = small ? x * TWO_54 : x;
        double value = logOfBits(normal, small ? -54 : 0, 0);
        return edges(x, value);
    }

    /** What log and log1p are where the argument of the logarithm is not positive and finite. */
    private static double edges(double x, double value) {
        double finite = x == Double.POSITIVE_INFINITY ? x : value;
        double notZero = x == 0 ? Double.NEGATIVE_INFINITY : finite;
        return x >= 0 ? notZero : Double.NaN;
    }

    /** {@code log(x) + exponent log(2) + correction} for positive normal x. */
    private static double logOfBits(double x, double exponent, double correction) {
        long bits = Double.doubleToRawLongBits(x) + (ONE_BITS - SQRT_HALF_BITS);
        double power = Double.longBitsToDouble((bits >>> 52) | COUNTER_BITS) - (COUNTER + 1023) + exponent;
        double f = Double.longBitsToDouble((bits & MANTISSA) + SQRT_HALF_BITS) - 1;
        return logOf(f, power, correction);
    }

    /** {@code log(1 + f) + power log(2) + correction} for 1 + f between sqrt(1/2) and sqrt(2). */
    private static double logOf(double f, double power, double correction) {
        double s = f / (2 + f);
        double z = s * s;
        double q = Math.fma(L6, z, L5);
        q = Math.fma(q, z, L4);
        q = Math.fma(q, z, L3);
        q = Math.fma(q, z, L2);
        q = Math.fma(q, z, L1);
        q = Math.fma(q, z, L0);
        double half = 0.5 * f * f;
        double low = Math.fma(power, LN2_LOW, correction);
        double small = Math.fma(s, Math.fma(z, q, half), low);
        return Math.fma(power, LN2_HIGH, f - (half - small));
    }

    /** {@code log(1 + x)}, accurate near zero. */
    public static double log1p(double x) {
        double sum = 1 + x;
        double back = sum - x;
        double lost = (x - (sum - back)) + (1 - back);
        return edges(sum, logOfBits(sum, 0, lost / sum));
    }

    /** {@code log(1 + x)} for x in [0, 1]: no bits to look at, so that plain loops become vector code too. */
    static double log1pOfUnit(double x) {
        double sum = 1 + x;
        double power = (sum - ABOVE_SQRT_TWO) + ROUNDER - ROUNDER;
        double f = Math.fma(sum, Math.fma(power, -0.5, 1.0), -1.0);
        return logOf(f, power, (x - (sum - 1)) / sum);
    }

    /** {@code 1 / (1 + e^-x)}, accurate in both tails. */
    public static double sigmoid(double x) {
        return sigmoid(x, exp(-Math.abs(x)));
    }

    /** The sigmoid, given {@code e^-|x|}. */
    public static double sigmoid(double x, double decay) {
        return numerator(x, decay) / (1 + decay);
    }

    /** {@code log(1 + e^x)}, accurate in both tails. */
    public static double softplus(double x) {
        return softplus(x, exp(-Math.abs(x)));
    }

    /** Softplus, given {@code e^-|x|}. */
    public static double softplus(double x, double decay) {
        return positive(x) + log1pOfUnit(decay);
    }

    /** 1 for positive x, else the decay: by bits, because signs of data are hard to predict. */
    static double numerator(double x, double decay) {
        long negative = Double.doubleToRawLongBits(x) >> 63;
        return Double.longBitsToDouble((Double.doubleToRawLongBits(decay) & negative) | (ONE_BITS & ~negative));
    }

    /** The positive part of x. */
    static double positive(double x) {
        long bits = Double.doubleToRawLongBits(x);
        return Double.longBitsToDouble(bits & ~(bits >> 63));
    }

    /** The hyperbolic tangent. */
    public static double tanh(double x) {
        double size = Math.abs(x);
        double clamped = size > TANH_LARGEST ? TANH_LARGEST : size;
        double t = expm1(clamped + clamped);
        double value = t / (t + 2);
        return x < 0 ? -value : value;
    }

    /** {@code x^y}, with the special cases of {@link StrictMath#pow}. */
    public static double pow(double x, double y) {
        if (!(x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE && Math.abs(y) < 0x1.0p60)) {
            return StrictMath.pow(x, y);
        }
        long bits = Double.doubleToRawLongBits(x) + (ONE_BITS - SQRT_HALF_BITS);
        double power = (bits >>> 52) - 1023;
        double f = Double.longBitsToDouble((bits & MANTISSA) + SQRT_HALF_BITS) - 1;
        double below = 2 + f;
        double s = f / below;
        double sRest = (Math.fma(-s, below, f) - s * (f - (below - 2))) / below;
        double z = s * s;
        double q = Math.fma(Math.fma(Math.fma(L6, z, L5), z, L4), z, L3);
        q = Math.fma(Math.fma(Math.fma(q, z, L2), z, L1), z, L0);
        double most = Math.fma(power, LN2_HIGH, 2 * s);
        double lost = Math.fma(power, LN2_HIGH, -most) + 2 * s;
        double bend = s * z * q;
        double more = most + bend;
        double rest = (most - more) + bend + (lost + Math.fma(power, LN2_LOW, 2 * sRest));
        double high = more + rest;
        double low = (more - high) + rest;
        double product = y * high;
        double error = Math.fma(y, high, -product) + y * low;
        double value = exp(product);
        return value > 0 && value <= Double.MAX_VALUE ? Math.fma(value, error, value) : value;
    }
}
