package tributary.math;

import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Elementary}, line by line, on vectors: every operation is the same IEEE operation, so every bit is the same.
 */
final class VectorMath {
    /** One 512-bit vector where that is the natural width, else 256 bits: eight logical lanes are one or two. */
    static final VectorSpecies<Double> SPECIES =
            DoubleVector.SPECIES_PREFERRED.length() >= 8 ? DoubleVector.SPECIES_512 : DoubleVector.SPECIES_256;

    static final int LENGTH = SPECIES.length();

    /** Whether the machine has vectors that wide; emulating them would be slower than plain loops. */
    static final boolean NATURAL = DoubleVector.SPECIES_PREFERRED.length() >= 4;

    private VectorMath() {}

    private static DoubleVector of(double value) {
        return DoubleVector.broadcast(SPECIES, value);
    }

    static DoubleVector exp(DoubleVector x) {
        DoubleVector clamped = x.blend(Elementary.EXP_LARGEST, x.compare(GT, Elementary.EXP_LARGEST))
                .blend(Elementary.EXP_SMALLEST, x.compare(LT, Elementary.EXP_SMALLEST));
        DoubleVector shifted = clamped.fma(of(Elementary.LOG2_E), of(Elementary.ROUNDER));
        DoubleVector power = shifted.sub(Elementary.ROUNDER);
        DoubleVector r = power.fma(of(-Elementary.LN2_REST), power.fma(of(-Elementary.LN2), clamped));
        LongVector sum = shifted.reinterpretAsLongs().add(2046 - Elementary.ROUNDER_BITS);
        LongVector half = sum.lanewise(LSHR, 1);
        DoubleVector first = half.lanewise(LSHL, 52).reinterpretAsDoubles();
        DoubleVector second = sum.sub(half).lanewise(LSHL, 52).reinterpretAsDoubles();
        return reduced(r).add(1).mul(first).mul(second);
    }

    private static DoubleVector reduced(DoubleVector r) {
        DoubleVector q = r.fma(of(Elementary.E9), of(Elementary.E8));
        q = q.fma(r, of(Elementary.E7));
        q = q.fma(r, of(Elementary.E6));
        q = q.fma(r, of(Elementary.E5));
        q = q.fma(r, of(Elementary.E4));
        q = q.fma(r, of(Elementary.E3));
        q = q.fma(r, of(Elementary.E2));
        q = q.fma(r, of(Elementary.E1));
        q = q.fma(r, of(Elementary.E0));
        return r.mul(r).fma(q, r);
    }

    static DoubleVector expm1(DoubleVector x) {
        DoubleVector clamped = x.blend(Elementary.EXP_LARGEST, x.compare(GT, Elementary.EXP_LARGEST))
                .blend(Elementary.EXPM1_SMALLEST, x.compare(LT, Elementary.EXPM1_SMALLEST));
        DoubleVector shifted = clamped.fma(of(Elementary.LOG2_E), of(Elementary.ROUNDER));
        DoubleVector power = shifted.sub(Elementary.ROUNDER);
        DoubleVector r = power.fma(of(-Elementary.LN2_REST), power.fma(of(-Elementary.LN2), clamped));
        LongVector exponent = shifted.reinterpretAsLongs().add(1022 - Elementary.ROUNDER_BITS);
        DoubleVector half = exponent.lanewise(LSHL, 52).reinterpretAsDoubles();
        return half.fma(reduced(r), half.sub(0.5)).mul(2);
    }

    static DoubleVector log(DoubleVector x) {
        var small = x.compare(LT, Double.MIN_NORMAL);
        DoubleVector normal = x.blend(x.mul(Elementary.TWO_54), small);
        return edges(x, logOf(normal, of(0).blend(-54, small), of(0)));
    }

    private static DoubleVector edges(DoubleVector x, DoubleVector value) {
        return of(Double.NaN)
                .blend(value, x.compare(GE, 0))
                .blend(Double.POSITIVE_INFINITY, x.compare(EQ, Double.POSITIVE_INFINITY))
                .blend(Double.NEGATIVE_INFINITY, x.compare(EQ, 0));
    }

    private static DoubleVector logOf(DoubleVector x, DoubleVector exponent, DoubleVector correction) {
        LongVector bits = x.reinterpretAsLongs().add(Elementary.ONE_BITS - Elementary.SQRT_HALF_BITS);
        DoubleVector power = bits.lanewise(LSHR, 52)
                .or(Elementary.COUNTER_BITS)
                .reinterpretAsDoubles()
                .sub(Elementary.COUNTER + 1023)
                .add(exponent);
        DoubleVector f = bits.and(Elementary.MANTISSA)
                .add(Elementary.SQRT_HALF_BITS)
                .reinterpretAsDoubles()
                .sub(1);
        DoubleVector s = f.div(f.add(2));
        DoubleVector z = s.mul(s);
        DoubleVector q = z.fma(of(Elementary.L6), of(Elementary.L5));
        q = q.fma(z, of(Elementary.L4));
        q = q.fma(z, of(Elementary.L3));
        q = q.fma(z, of(Elementary.L2));
        q = q.fma(z, of(Elementary.L1));
        q = q.fma(z, of(Elementary.L0));
        DoubleVector half = f.mul(0.5).mul(f);
        DoubleVector low = power.fma(of(Elementary.LN2_LOW), correction);
        DoubleVector small = s.fma(z.fma(q, half), low);
        return power.fma(of(Elementary.LN2_HIGH), f.sub(half.sub(small)));
    }

    static DoubleVector log1p(DoubleVector x) {
        DoubleVector sum = x.add(1);
        DoubleVector back = sum.sub(x);
        DoubleVector lost = x.sub(sum.sub(back)).add(of(1).sub(back));
        return edges(sum, logOf(sum, of(0), lost.div(sum)));
    }

    private static DoubleVector log1pOfUnit(DoubleVector x) {
        DoubleVector sum = x.add(1);
        return logOf(sum, of(0), x.sub(sum.sub(1)).div(sum));
    }

    /** {@code e^-|x|}, which sigmoid and softplus share. */
    static DoubleVector decay(DoubleVector x) {
        return exp(x.lanewise(ABS).neg());
    }

    static DoubleVector sigmoid(DoubleVector x, DoubleVector decay) {
        return decay.blend(1, x.compare(GE, 0)).div(decay.add(1));
    }

    static DoubleVector softplus(DoubleVector x, DoubleVector decay) {
        return of(0).blend(x, x.compare(GT, 0)).add(log1pOfUnit(decay));
    }

    static DoubleVector tanh(DoubleVector x) {
        DoubleVector size = x.lanewise(ABS);
        DoubleVector clamped = size.blend(Elementary.TANH_LARGEST, size.compare(GT, Elementary.TANH_LARGEST));
        DoubleVector t = expm1(clamped.add(clamped));
        DoubleVector value = t.div(t.add(2));
        return value.blend(value.neg(), x.compare(LT, 0));
    }
}
