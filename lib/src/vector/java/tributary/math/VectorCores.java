package tributary.math;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static tributary.math.VectorMath.LENGTH;
import static tributary.math.VectorMath.SPECIES;

import jdk.incubator.vector.DoubleVector;

/** Vector loops for cores of log densities: an exponential, then value and residual while it is in cache. */
final class VectorCores {
    private VectorCores() {}

    private static DoubleVector load(double[] array, int at) {
        return DoubleVector.fromArray(SPECIES, array, at);
    }

    static void core(
            BinaryFunction f,
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            double[] slope,
            int slopeAt,
            boolean slopes,
            double factor,
            int count,
            CoreSum sum) {
        int whole = count & -Lanes.COUNT;
        if (whole < count) {
            int rest = count - whole;
            core(f, a, aAt, b, bAt, slope, slopeAt, slopes, factor, whole, sum);
            PlainCores.core(f, a, aAt + whole, b, bAt + whole, slope, slopeAt + whole, slopes, factor, rest, sum);
            return;
        }
        switch (f) {
            case BERNOULLI_CORE -> {
                VectorMath.flushedDecay(b, bAt, slope, slopeAt, count);
                for (int half = 0; half < Lanes.COUNT; half += LENGTH) {
                    bernoulli(a, aAt, b, bAt, slope, slopeAt, half, count, sum);
                }
                if (slopes) {
                    residual(a, aAt, b, bAt, slope, slopeAt, factor, count);
                }
                sum.count(count);
            }
            case POISSON_CORE -> {
                VectorMath.exp(b, bAt, slope, slopeAt, count);
                for (int half = 0; half < Lanes.COUNT; half += LENGTH) {
                    poisson(a, aAt, b, bAt, slope, slopeAt, factor, half, count, sum.sums);
                }
            }
            case GAMMA_CORE -> {
                for (int half = 0; half < Lanes.COUNT; half += LENGTH) {
                    VectorGamma.half(a, aAt, b, bAt, slope, slopeAt, factor, half, count, sum.sums);
                }
            }
            default -> throw new IllegalArgumentException(f + " has no core");
        }
    }

    /** One half (or all) of the eight lanes: the rows that belong to them. */
    private static void bernoulli(
            double[] a, int aAt, double[] b, int bAt, double[] slope, int slopeAt, int half, int count, CoreSum sum) {
        DoubleVector zero = DoubleVector.zero(SPECIES);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        DoubleVector total = load(sum.sums, half);
        DoubleVector product = load(sum.products, half);
        for (int i = half; i < count; i += Lanes.COUNT) {
            DoubleVector odds = load(b, bAt + i);
            DoubleVector positive = zero.blend(odds, odds.compare(GT, zero));
            total = total.add(load(a, aAt + i).fma(odds, positive.neg()));
            product = product.mul(load(slope, slopeAt + i).add(one));
        }
        total.intoArray(sum.sums, half);
        product.intoArray(sum.products, half);
    }

    private static void residual(
            double[] a, int aAt, double[] b, int bAt, double[] slope, int slopeAt, double factor, int count) {
        DoubleVector scale = DoubleVector.broadcast(SPECIES, factor);
        DoubleVector zero = DoubleVector.zero(SPECIES);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector decay = load(slope, slopeAt + i);
            DoubleVector numerator = decay.blend(one, load(b, bAt + i).compare(GE, zero));
            load(a, aAt + i).sub(numerator.div(decay.add(one))).mul(scale).intoArray(slope, slopeAt + i);
        }
    }

    private static void poisson(
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            double[] slope,
            int slopeAt,
            double factor,
            int half,
            int count,
            double[] sums) {
        DoubleVector scale = DoubleVector.broadcast(SPECIES, factor);
        DoubleVector total = load(sums, half);
        for (int i = half; i < count; i += Lanes.COUNT) {
            DoubleVector y = load(a, aAt + i);
            DoubleVector mean = load(slope, slopeAt + i);
            total = total.add(y.fma(load(b, bAt + i), mean.neg()));
            y.sub(mean).mul(scale).intoArray(slope, slopeAt + i);
        }
        total.intoArray(sums, half);
    }
}
