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
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Elementary}, line by line, on vectors: every operation is the same IEEE operation, so every bit is the same.
 *
 * <p>Each loop holds one polynomial, written out. Shared as methods on vectors they would be compiled on their own once
 * hot, then be too big to inline, and every vector would become an object. Counts are multiples of the vector length.
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

    /** {@code out = e^x}. */
    static void exp(double[] in, int inAt, double[] out, int outAt, int count) {
        DoubleVector log2e = of(Elementary.LOG2_E);
        DoubleVector rounder = of(Elementary.ROUNDER);
        DoubleVector minusLn2 = of(-Elementary.LN2);
        DoubleVector minusRest = of(-Elementary.LN2_REST);
        DoubleVector e0 = of(Elementary.E0);
        DoubleVector e1 = of(Elementary.E1);
        DoubleVector e2 = of(Elementary.E2);
        DoubleVector e3 = of(Elementary.E3);
        DoubleVector e4 = of(Elementary.E4);
        DoubleVector e5 = of(Elementary.E5);
        DoubleVector e6 = of(Elementary.E6);
        DoubleVector e7 = of(Elementary.E7);
        DoubleVector e8 = of(Elementary.E8);
        DoubleVector e9 = of(Elementary.E9);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector clamped = x.blend(Elementary.EXP_LARGEST, x.compare(GT, Elementary.EXP_LARGEST))
                    .blend(Elementary.EXP_SMALLEST, x.compare(LT, Elementary.EXP_SMALLEST));
            DoubleVector shifted = clamped.fma(log2e, rounder);
            DoubleVector power = shifted.sub(rounder);
            DoubleVector r = power.fma(minusRest, power.fma(minusLn2, clamped));
            DoubleVector q = r.fma(e9, e8);
            q = q.fma(r, e7);
            q = q.fma(r, e6);
            q = q.fma(r, e5);
            q = q.fma(r, e4);
            q = q.fma(r, e3);
            q = q.fma(r, e2);
            q = q.fma(r, e1);
            q = q.fma(r, e0);
            DoubleVector reduced = r.mul(r).fma(q, r);
            LongVector sum = shifted.reinterpretAsLongs().add(2046 - Elementary.ROUNDER_BITS);
            LongVector half = sum.lanewise(LSHR, 1);
            DoubleVector first = half.lanewise(LSHL, 52).reinterpretAsDoubles();
            DoubleVector second = sum.sub(half).lanewise(LSHL, 52).reinterpretAsDoubles();
            reduced.add(1).mul(first).mul(second).intoArray(out, outAt + i);
        }
    }

    /** {@code out = e^-x}. */
    static void expOfMinus(double[] in, int inAt, double[] out, int outAt, int count) {
        DoubleVector log2e = of(Elementary.LOG2_E);
        DoubleVector rounder = of(Elementary.ROUNDER);
        DoubleVector minusLn2 = of(-Elementary.LN2);
        DoubleVector minusRest = of(-Elementary.LN2_REST);
        DoubleVector e0 = of(Elementary.E0);
        DoubleVector e1 = of(Elementary.E1);
        DoubleVector e2 = of(Elementary.E2);
        DoubleVector e3 = of(Elementary.E3);
        DoubleVector e4 = of(Elementary.E4);
        DoubleVector e5 = of(Elementary.E5);
        DoubleVector e6 = of(Elementary.E6);
        DoubleVector e7 = of(Elementary.E7);
        DoubleVector e8 = of(Elementary.E8);
        DoubleVector e9 = of(Elementary.E9);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector minus = x.neg();
            DoubleVector clamped = minus.blend(Elementary.EXP_LARGEST, minus.compare(GT, Elementary.EXP_LARGEST))
                    .blend(Elementary.EXP_SMALLEST, minus.compare(LT, Elementary.EXP_SMALLEST));
            DoubleVector shifted = clamped.fma(log2e, rounder);
            DoubleVector power = shifted.sub(rounder);
            DoubleVector r = power.fma(minusRest, power.fma(minusLn2, clamped));
            DoubleVector q = r.fma(e9, e8);
            q = q.fma(r, e7);
            q = q.fma(r, e6);
            q = q.fma(r, e5);
            q = q.fma(r, e4);
            q = q.fma(r, e3);
            q = q.fma(r, e2);
            q = q.fma(r, e1);
            q = q.fma(r, e0);
            DoubleVector reduced = r.mul(r).fma(q, r);
            LongVector sum = shifted.reinterpretAsLongs().add(2046 - Elementary.ROUNDER_BITS);
            LongVector half = sum.lanewise(LSHR, 1);
            DoubleVector first = half.lanewise(LSHL, 52).reinterpretAsDoubles();
            DoubleVector second = sum.sub(half).lanewise(LSHL, 52).reinterpretAsDoubles();
            reduced.add(1).mul(first).mul(second).intoArray(out, outAt + i);
        }
    }

    /** {@code out = e^-|x|}, which sigmoid and softplus share. */
    static void decay(double[] in, int inAt, double[] out, int outAt, int count) {
        DoubleVector log2e = of(Elementary.LOG2_E);
        DoubleVector rounder = of(Elementary.ROUNDER);
        DoubleVector minusLn2 = of(-Elementary.LN2);
        DoubleVector minusRest = of(-Elementary.LN2_REST);
        DoubleVector e0 = of(Elementary.E0);
        DoubleVector e1 = of(Elementary.E1);
        DoubleVector e2 = of(Elementary.E2);
        DoubleVector e3 = of(Elementary.E3);
        DoubleVector e4 = of(Elementary.E4);
        DoubleVector e5 = of(Elementary.E5);
        DoubleVector e6 = of(Elementary.E6);
        DoubleVector e7 = of(Elementary.E7);
        DoubleVector e8 = of(Elementary.E8);
        DoubleVector e9 = of(Elementary.E9);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector size = x.lanewise(ABS).neg();
            DoubleVector clamped = size.blend(Elementary.EXP_SMALLEST, size.compare(LT, Elementary.EXP_SMALLEST));
            DoubleVector shifted = clamped.fma(log2e, rounder);
            DoubleVector power = shifted.sub(rounder);
            DoubleVector r = power.fma(minusRest, power.fma(minusLn2, clamped));
            DoubleVector q = r.fma(e9, e8);
            q = q.fma(r, e7);
            q = q.fma(r, e6);
            q = q.fma(r, e5);
            q = q.fma(r, e4);
            q = q.fma(r, e3);
            q = q.fma(r, e2);
            q = q.fma(r, e1);
            q = q.fma(r, e0);
            DoubleVector reduced = r.mul(r).fma(q, r);
            LongVector sum = shifted.reinterpretAsLongs().add(2046 - Elementary.ROUNDER_BITS);
            LongVector half = sum.lanewise(LSHR, 1);
            DoubleVector first = half.lanewise(LSHL, 52).reinterpretAsDoubles();
            DoubleVector second = sum.sub(half).lanewise(LSHL, 52).reinterpretAsDoubles();
            reduced.add(1).mul(first).mul(second).intoArray(out, outAt + i);
        }
    }

    /** {@code out = e^-|x|}, and e^-708 where that is smaller. */
    static void flushedDecay(double[] in, int inAt, double[] out, int outAt, int count) {
        DoubleVector log2e = of(Elementary.LOG2_E);
        DoubleVector rounder = of(Elementary.ROUNDER);
        DoubleVector minusLn2 = of(-Elementary.LN2);
        DoubleVector minusRest = of(-Elementary.LN2_REST);
        DoubleVector e0 = of(Elementary.E0);
        DoubleVector e1 = of(Elementary.E1);
        DoubleVector e2 = of(Elementary.E2);
        DoubleVector e3 = of(Elementary.E3);
        DoubleVector e4 = of(Elementary.E4);
        DoubleVector e5 = of(Elementary.E5);
        DoubleVector e6 = of(Elementary.E6);
        DoubleVector e7 = of(Elementary.E7);
        DoubleVector e8 = of(Elementary.E8);
        DoubleVector e9 = of(Elementary.E9);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector size = x.lanewise(ABS).neg();
            DoubleVector clamped = size.blend(Elementary.DECAY_SMALLEST, size.compare(LT, Elementary.DECAY_SMALLEST));
            DoubleVector shifted = clamped.fma(log2e, rounder);
            DoubleVector power = shifted.sub(rounder);
            DoubleVector r = power.fma(minusRest, power.fma(minusLn2, clamped));
            DoubleVector q = r.fma(e9, e8);
            q = q.fma(r, e7);
            q = q.fma(r, e6);
            q = q.fma(r, e5);
            q = q.fma(r, e4);
            q = q.fma(r, e3);
            q = q.fma(r, e2);
            q = q.fma(r, e1);
            q = q.fma(r, e0);
            DoubleVector reduced = r.mul(r).fma(q, r);
            DoubleVector scale = shifted.reinterpretAsLongs()
                    .lanewise(LSHL, 52)
                    .add(Elementary.ONE_BITS)
                    .reinterpretAsDoubles();
            reduced.add(1).mul(scale).intoArray(out, outAt + i);
        }
    }

    /** {@code out = e^x - 1}. */
    static void expm1(double[] in, int inAt, double[] out, int outAt, int count) {
        DoubleVector log2e = of(Elementary.LOG2_E);
        DoubleVector rounder = of(Elementary.ROUNDER);
        DoubleVector minusLn2 = of(-Elementary.LN2);
        DoubleVector minusRest = of(-Elementary.LN2_REST);
        DoubleVector e0 = of(Elementary.E0);
        DoubleVector e1 = of(Elementary.E1);
        DoubleVector e2 = of(Elementary.E2);
        DoubleVector e3 = of(Elementary.E3);
        DoubleVector e4 = of(Elementary.E4);
        DoubleVector e5 = of(Elementary.E5);
        DoubleVector e6 = of(Elementary.E6);
        DoubleVector e7 = of(Elementary.E7);
        DoubleVector e8 = of(Elementary.E8);
        DoubleVector e9 = of(Elementary.E9);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector clamped = x.blend(Elementary.EXP_LARGEST, x.compare(GT, Elementary.EXP_LARGEST))
                    .blend(Elementary.EXPM1_SMALLEST, x.compare(LT, Elementary.EXPM1_SMALLEST));
            DoubleVector shifted = clamped.fma(log2e, rounder);
            DoubleVector power = shifted.sub(rounder);
            DoubleVector r = power.fma(minusRest, power.fma(minusLn2, clamped));
            DoubleVector q = r.fma(e9, e8);
            q = q.fma(r, e7);
            q = q.fma(r, e6);
            q = q.fma(r, e5);
            q = q.fma(r, e4);
            q = q.fma(r, e3);
            q = q.fma(r, e2);
            q = q.fma(r, e1);
            q = q.fma(r, e0);
            DoubleVector reduced = r.mul(r).fma(q, r);
            LongVector exponent = shifted.reinterpretAsLongs().add(1022 - Elementary.ROUNDER_BITS);
            DoubleVector half = exponent.lanewise(LSHL, 52).reinterpretAsDoubles();
            DoubleVector minusOne = half.fma(reduced, half.sub(0.5)).mul(2);
            minusOne.intoArray(out, outAt + i);
        }
    }

    /** The hyperbolic tangent. */
    static void tanh(double[] in, int inAt, double[] out, int outAt, int count) {
        DoubleVector log2e = of(Elementary.LOG2_E);
        DoubleVector rounder = of(Elementary.ROUNDER);
        DoubleVector minusLn2 = of(-Elementary.LN2);
        DoubleVector minusRest = of(-Elementary.LN2_REST);
        DoubleVector e0 = of(Elementary.E0);
        DoubleVector e1 = of(Elementary.E1);
        DoubleVector e2 = of(Elementary.E2);
        DoubleVector e3 = of(Elementary.E3);
        DoubleVector e4 = of(Elementary.E4);
        DoubleVector e5 = of(Elementary.E5);
        DoubleVector e6 = of(Elementary.E6);
        DoubleVector e7 = of(Elementary.E7);
        DoubleVector e8 = of(Elementary.E8);
        DoubleVector e9 = of(Elementary.E9);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector size = x.lanewise(ABS);
            DoubleVector least = size.blend(Elementary.TANH_LARGEST, size.compare(GT, Elementary.TANH_LARGEST));
            DoubleVector clamped = least.add(least);
            DoubleVector shifted = clamped.fma(log2e, rounder);
            DoubleVector power = shifted.sub(rounder);
            DoubleVector r = power.fma(minusRest, power.fma(minusLn2, clamped));
            DoubleVector q = r.fma(e9, e8);
            q = q.fma(r, e7);
            q = q.fma(r, e6);
            q = q.fma(r, e5);
            q = q.fma(r, e4);
            q = q.fma(r, e3);
            q = q.fma(r, e2);
            q = q.fma(r, e1);
            q = q.fma(r, e0);
            DoubleVector reduced = r.mul(r).fma(q, r);
            LongVector exponent = shifted.reinterpretAsLongs().add(1022 - Elementary.ROUNDER_BITS);
            DoubleVector half = exponent.lanewise(LSHL, 52).reinterpretAsDoubles();
            DoubleVector minusOne = half.fma(reduced, half.sub(0.5)).mul(2);
            DoubleVector value = minusOne.div(minusOne.add(2));
            value.blend(value.neg(), x.compare(LT, 0)).intoArray(out, outAt + i);
        }
    }

    /** The natural logarithm. */
    static void log(double[] in, int inAt, double[] out, int outAt, int count) {
        DoubleVector two = of(2);
        DoubleVector bias = of(Elementary.COUNTER + 1023);
        DoubleVector low = of(Elementary.LN2_LOW);
        DoubleVector high = of(Elementary.LN2_HIGH);
        DoubleVector l0 = of(Elementary.L0);
        DoubleVector l1 = of(Elementary.L1);
        DoubleVector l2 = of(Elementary.L2);
        DoubleVector l3 = of(Elementary.L3);
        DoubleVector l4 = of(Elementary.L4);
        DoubleVector l5 = of(Elementary.L5);
        DoubleVector l6 = of(Elementary.L6);
        DoubleVector zero = of(0);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            VectorMask<Double> small = x.compare(LT, Double.MIN_NORMAL);
            DoubleVector normal = x.blend(x.mul(Elementary.TWO_54), small);
            DoubleVector exponent = zero.blend(-54, small);
            LongVector bits = normal.reinterpretAsLongs().add(Elementary.ONE_BITS - Elementary.SQRT_HALF_BITS);
            DoubleVector power = bits.lanewise(LSHR, 52)
                    .or(Elementary.COUNTER_BITS)
                    .reinterpretAsDoubles()
                    .sub(bias)
                    .add(exponent);
            DoubleVector f = bits.and(Elementary.MANTISSA)
                    .add(Elementary.SQRT_HALF_BITS)
                    .reinterpretAsDoubles()
                    .sub(1);
            DoubleVector s = f.div(f.add(two));
            DoubleVector z = s.mul(s);
            DoubleVector q = z.fma(l6, l5);
            q = q.fma(z, l4);
            q = q.fma(z, l3);
            q = q.fma(z, l2);
            q = q.fma(z, l1);
            q = q.fma(z, l0);
            DoubleVector bend = f.mul(0.5).mul(f);
            DoubleVector rest = s.fma(z.fma(q, bend), power.fma(low, zero));
            DoubleVector log = power.fma(high, f.sub(bend.sub(rest)));
            of(Double.NaN)
                    .blend(log, x.compare(GE, 0))
                    .blend(Double.POSITIVE_INFINITY, x.compare(EQ, Double.POSITIVE_INFINITY))
                    .blend(Double.NEGATIVE_INFINITY, x.compare(EQ, 0))
                    .intoArray(out, outAt + i);
        }
    }

    /** {@code out = log(1 + x)}. */
    static void log1p(double[] in, int inAt, double[] out, int outAt, int count) {
        DoubleVector two = of(2);
        DoubleVector bias = of(Elementary.COUNTER + 1023);
        DoubleVector low = of(Elementary.LN2_LOW);
        DoubleVector high = of(Elementary.LN2_HIGH);
        DoubleVector l0 = of(Elementary.L0);
        DoubleVector l1 = of(Elementary.L1);
        DoubleVector l2 = of(Elementary.L2);
        DoubleVector l3 = of(Elementary.L3);
        DoubleVector l4 = of(Elementary.L4);
        DoubleVector l5 = of(Elementary.L5);
        DoubleVector l6 = of(Elementary.L6);
        DoubleVector one = of(1);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector sum = x.add(one);
            DoubleVector back = sum.sub(x);
            DoubleVector lost = x.sub(sum.sub(back)).add(one.sub(back)).div(sum);
            LongVector bits = sum.reinterpretAsLongs().add(Elementary.ONE_BITS - Elementary.SQRT_HALF_BITS);
            DoubleVector power = bits.lanewise(LSHR, 52)
                    .or(Elementary.COUNTER_BITS)
                    .reinterpretAsDoubles()
                    .sub(bias);
            DoubleVector f = bits.and(Elementary.MANTISSA)
                    .add(Elementary.SQRT_HALF_BITS)
                    .reinterpretAsDoubles()
                    .sub(1);
            DoubleVector s = f.div(f.add(two));
            DoubleVector z = s.mul(s);
            DoubleVector q = z.fma(l6, l5);
            q = q.fma(z, l4);
            q = q.fma(z, l3);
            q = q.fma(z, l2);
            q = q.fma(z, l1);
            q = q.fma(z, l0);
            DoubleVector bend = f.mul(0.5).mul(f);
            DoubleVector rest = s.fma(z.fma(q, bend), power.fma(low, lost));
            DoubleVector log = power.fma(high, f.sub(bend.sub(rest)));
            of(Double.NaN)
                    .blend(log, sum.compare(GE, 0))
                    .blend(Double.POSITIVE_INFINITY, sum.compare(EQ, Double.POSITIVE_INFINITY))
                    .blend(Double.NEGATIVE_INFINITY, sum.compare(EQ, 0))
                    .intoArray(out, outAt + i);
        }
    }

    /** {@code out = log(1 + x)} for x in [0, 1]. */
    static void log1pOfUnit(double[] in, int inAt, double[] out, int outAt, int count) {
        DoubleVector two = of(2);
        DoubleVector low = of(Elementary.LN2_LOW);
        DoubleVector high = of(Elementary.LN2_HIGH);
        DoubleVector l0 = of(Elementary.L0);
        DoubleVector l1 = of(Elementary.L1);
        DoubleVector l2 = of(Elementary.L2);
        DoubleVector l3 = of(Elementary.L3);
        DoubleVector l4 = of(Elementary.L4);
        DoubleVector l5 = of(Elementary.L5);
        DoubleVector l6 = of(Elementary.L6);
        DoubleVector one = of(1);
        DoubleVector minusOne = of(-1);
        DoubleVector minusHalf = of(-0.5);
        DoubleVector rounder = of(Elementary.ROUNDER);
        DoubleVector threshold = of(Elementary.ABOVE_SQRT_TWO);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector sum = x.add(one);
            DoubleVector lost = x.sub(sum.sub(one)).div(sum);
            DoubleVector power = sum.sub(threshold).add(rounder).sub(rounder);
            DoubleVector f = sum.fma(power.fma(minusHalf, one), minusOne);
            DoubleVector s = f.div(f.add(two));
            DoubleVector z = s.mul(s);
            DoubleVector q = z.fma(l6, l5);
            q = q.fma(z, l4);
            q = q.fma(z, l3);
            q = q.fma(z, l2);
            q = q.fma(z, l1);
            q = q.fma(z, l0);
            DoubleVector bend = f.mul(0.5).mul(f);
            DoubleVector rest = s.fma(z.fma(q, bend), power.fma(low, lost));
            DoubleVector log = power.fma(high, f.sub(bend.sub(rest)));
            log.intoArray(out, outAt + i);
        }
    }

    /** The sigmoid, given {@code e^-|x|}, which may stand where the result goes. */
    static void sigmoid(double[] in, int inAt, double[] decay, int decayAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector e = DoubleVector.fromArray(SPECIES, decay, decayAt + i);
            e.blend(1, x.compare(GE, 0)).div(e.add(1)).intoArray(out, outAt + i);
        }
    }

    /** Softplus, given {@code e^-|x|}, which may stand where the result goes. */
    static void softplus(double[] in, int inAt, double[] decay, int decayAt, double[] out, int outAt, int count) {
        DoubleVector zero = of(0);
        log1pOfUnit(decay, decayAt, out, outAt, count);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector log = DoubleVector.fromArray(SPECIES, out, outAt + i);
            zero.blend(x, x.compare(GT, 0)).add(log).intoArray(out, outAt + i);
        }
    }
}
