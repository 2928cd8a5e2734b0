package tributary.stats;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * A sum of doubles that never rounds: an integer times a power of two, so that every order of adding gives the same
 * bits.
 *
 * <p>Every finite double is {@code m 2^e} with integers m and e; sums and products of such numbers are such numbers
 * again. Only {@link #toDouble()} rounds, once, to nearest with ties to even. Immutable; kept in lowest terms, so
 * equal values are equal objects.
 */
public final class ExactSum implements Serializable, Comparable<ExactSum> {
    private static final long serialVersionUID = 1L;
    private static final int MANTISSA_BITS = 52;
    private static final int LOWEST_EXPONENT = -1074;
    private static final int DIVISION_BITS = 128;

    /** The empty sum. */
    public static final ExactSum ZERO = new ExactSum(BigInteger.ZERO, 0);

    private final BigInteger mantissa;
    private final int exponent;

    private ExactSum(BigInteger mantissa, int exponent) {
        this.mantissa = mantissa;
        this.exponent = exponent;
    }

    /**
     * The exact value of a double.
     *
     * @throws IllegalArgumentException if the value is NaN or infinite
     */
    public static ExactSum of(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("an exact sum takes finite numbers only, got " + value);
        }
        if (value == 0) {
            return ZERO;
        }
        long bits = Double.doubleToRawLongBits(value);
        int biased = (int) (bits >>> MANTISSA_BITS) & 0x7FF;
        long fraction = bits & ((1L << MANTISSA_BITS) - 1);
        long integer = biased == 0 ? fraction : fraction | 1L << MANTISSA_BITS;
        return lowest(BigInteger.valueOf(bits < 0 ? -integer : integer), Math.max(biased, 1) + LOWEST_EXPONENT - 1);
    }

    /** The exact value of an integer. */
    public static ExactSum of(long value) {
        return lowest(BigInteger.valueOf(value), 0);
    }

    /** The exact sum of the given numbers, such as the limbs of one total. */
    public static ExactSum ofAll(double... values) {
        ExactSum sum = ZERO;
        for (double value : values) {
            sum = sum.plus(value);
        }
        return sum;
    }

    /** This sum and one more number. */
    public ExactSum plus(double value) {
        return value == 0 ? this : plus(of(value));
    }

    /** This sum and another: commutative and associative to the bit. */
    public ExactSum plus(ExactSum other) {
        if (isZero()) {
            return other;
        }
        if (other.isZero()) {
            return this;
        }
        int common = Math.min(exponent, other.exponent);
        return lowest(aligned(common).add(other.aligned(common)), common);
    }

    /** This sum less another. */
    public ExactSum minus(ExactSum other) {
        return plus(new ExactSum(other.mantissa.negate(), other.exponent));
    }

    /** The exact product. */
    public ExactSum times(ExactSum other) {
        return lowest(mantissa.multiply(other.mantissa), exponent + other.exponent);
    }

    /** Whether the sum is exactly zero. */
    public boolean isZero() {
        return mantissa.signum() == 0;
    }

    /** The nearest double, ties to even; infinite beyond the range of doubles. */
    public double toDouble() {
        int length = mantissa.bitLength();
        if (length + exponent <= Double.MIN_EXPONENT) {
            return subnormal();
        }
        // BigInteger rounds correctly by itself; a longer mantissa than its range allows keeps a sticky last bit.
        int excess = Math.max(0, length - 1000);
        BigInteger head =
                excess == 0 ? mantissa : sticky(mantissa.abs(), excess).multiply(sign());
        return Math.scalb(head.doubleValue(), exponent + excess);
    }

    /**
     * The quotient by a positive integer, rounded once to the nearest double.
     *
     * @throws IllegalArgumentException if the divisor is not positive
     */
    public double dividedBy(long divisor) {
        if (divisor <= 0) {
            throw new IllegalArgumentException("divisor must be positive, is " + divisor);
        }
        BigInteger[] parts = mantissa.shiftLeft(DIVISION_BITS).divideAndRemainder(BigInteger.valueOf(divisor));
        // A remainder becomes a sticky bit far below the last digit that a double keeps.
        BigInteger quotient = parts[0].shiftLeft(1).add(BigInteger.valueOf(parts[1].signum()));
        return lowest(quotient, exponent - DIVISION_BITS - 1).toDouble();
    }

    private BigInteger aligned(int toExponent) {
        return mantissa.shiftLeft(exponent - toExponent);
    }

    private static ExactSum lowest(BigInteger mantissa, int exponent) {
        if (mantissa.signum() == 0) {
            return ZERO;
        }
        int zeros = mantissa.getLowestSetBit();
        return zeros == 0
                ? new ExactSum(mantissa, exponent)
                : new ExactSum(mantissa.shiftRight(zeros), exponent + zeros);
    }

    /** The nearest multiple of the smallest double, ties to even. */
    private double subnormal() {
        int drop = LOWEST_EXPONENT - exponent;
        if (drop <= 0) {
            return mantissa.shiftLeft(-drop).doubleValue() * Double.MIN_VALUE;
        }
        long quarters = sticky(mantissa.abs().shiftLeft(2), drop).longValue();
        long kept = quarters >> 2;
        long rest = quarters & 3;
        boolean up = rest == 3 || (rest == 2 && (kept & 1) == 1);
        return mantissa.signum() * (up ? kept + 1 : kept) * Double.MIN_VALUE;
    }

    private BigInteger sign() {
        return BigInteger.valueOf(mantissa.signum());
    }

    /** The number without its last bits; the last bit kept is set if any of those was. */
    private static BigInteger sticky(BigInteger number, int drop) {
        BigInteger head = number.shiftRight(drop);
        return number.getLowestSetBit() < drop ? head.setBit(0) : head;
    }

    @Override
    public int compareTo(ExactSum other) {
        int common = Math.min(exponent, other.exponent);
        return aligned(common).compareTo(other.aligned(common));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExactSum that && exponent == that.exponent && mantissa.equals(that.mantissa);
    }

    @Override
    public int hashCode() {
        return 31 * mantissa.hashCode() + exponent;
    }

    @Override
    public String toString() {
        return mantissa + " x 2^" + exponent;
    }
}
