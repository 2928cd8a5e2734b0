package tributary.math;

import static tributary.math.VectorMath.LENGTH;
import static tributary.math.VectorMath.SPECIES;

import jdk.incubator.vector.DoubleVector;

/** Vector loops for functions of two numbers; what has none, and what is left over, goes through the plain loops. */
final class VectorBinary {
    private VectorBinary() {}

    private static int whole(int count) {
        return count & -LENGTH;
    }

    private static DoubleVector square(DoubleVector x) {
        return x.mul(x);
    }

    private static DoubleVector twice(DoubleVector x) {
        return x.add(x);
    }

    static void value(BinaryFunction f, double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        int done = switch (f) {
            case ADD -> add(a, aAt, b, bAt, out, outAt, count);
            case SUBTRACT -> subtract(a, aAt, b, bAt, out, outAt, count);
            case MULTIPLY -> multiply(a, aAt, b, bAt, out, outAt, count);
            case DIVIDE -> divide(a, aAt, b, bAt, out, outAt, count);
            case SQUARED_DIFFERENCE -> squaredDifference(a, aAt, b, bAt, out, outAt, count);
            case STUDENT_CORE -> studentCore(a, aAt, b, bAt, out, outAt, count);
            case BERNOULLI_CORE -> bernoulliCore(a, aAt, b, bAt, out, outAt, count);
            case POISSON_CORE -> poissonCore(a, aAt, b, bAt, out, outAt, count);
            case GAMMA_CORE -> gammaCore(a, aAt, b, bAt, out, outAt, count);
            default -> 0;
        };
        if (done < count) {
            PlainBinary.value(f, a, aAt + done, b, bAt + done, out, outAt + done, count - done);
        }
    }

    static void left(
            BinaryFunction f,
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            double[] out,
            int outAt,
            double[] slope,
            int slopeAt,
            int count) {
        int done = switch (f) {
            case DIVIDE -> divideLeft(a, aAt, b, bAt, out, outAt, slope, slopeAt, count);
            case SQUARED_DIFFERENCE -> squaredDifferenceLeft(a, aAt, b, bAt, out, outAt, slope, slopeAt, count);
            case STUDENT_CORE -> studentCoreLeft(a, aAt, b, bAt, out, outAt, slope, slopeAt, count);
            default -> 0;
        };
        if (done < count) {
            PlainBinary.left(f, a, aAt + done, b, bAt + done, out, outAt + done, slope, slopeAt + done, count - done);
        }
    }

    static void right(
            BinaryFunction f,
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            double[] out,
            int outAt,
            double[] slope,
            int slopeAt,
            int count) {
        int done = switch (f) {
            case DIVIDE -> divideRight(a, aAt, b, bAt, out, outAt, slope, slopeAt, count);
            case SQUARED_DIFFERENCE -> squaredDifferenceRight(a, aAt, b, bAt, out, outAt, slope, slopeAt, count);
            case STUDENT_CORE -> studentCoreRight(a, aAt, b, bAt, out, outAt, slope, slopeAt, count);
            case BERNOULLI_CORE -> bernoulliCoreRight(a, aAt, b, bAt, out, outAt, slope, slopeAt, count);
            case POISSON_CORE -> poissonCoreRight(a, aAt, b, bAt, out, outAt, slope, slopeAt, count);
            case GAMMA_CORE -> gammaCoreRight(a, aAt, b, bAt, out, outAt, slope, slopeAt, count);
            default -> 0;
        };
        if (done < count) {
            PlainBinary.right(f, a, aAt + done, b, bAt + done, out, outAt + done, slope, slopeAt + done, count - done);
        }
    }

    private static int add(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            a.add(b).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int subtract(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            a.sub(b).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int multiply(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            a.mul(b).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int divide(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            a.div(b).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int squaredDifference(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            square(a.sub(b)).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int studentCore(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            VectorMath.log1p(a.mul(a).mul(b)).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int bernoulliCore(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            DoubleVector decay = VectorMath.decay(b);
            a.fma(b, VectorMath.softplus(b, decay).neg()).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int poissonCore(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            DoubleVector mean = VectorMath.exp(b);
            a.fma(b, mean.neg()).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int gammaCore(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            DoubleVector inverse = VectorMath.exp(b.neg());
            a.fma(inverse, b).neg().intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int divideLeft(
            double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            DoubleVector value = a.div(b);
            value.intoArray(out, outAt + i);
            one.div(b).intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int squaredDifferenceLeft(
            double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            DoubleVector value = square(a.sub(b));
            value.intoArray(out, outAt + i);
            twice(a.sub(b)).intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int studentCoreLeft(
            double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            DoubleVector value = VectorMath.log1p(a.mul(a).mul(b));
            value.intoArray(out, outAt + i);
            twice(a.mul(b)).div(a.mul(b).fma(a, one)).intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int divideRight(
            double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            DoubleVector value = a.div(b);
            value.intoArray(out, outAt + i);
            value.neg().div(b).intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int squaredDifferenceRight(
            double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            DoubleVector value = square(a.sub(b));
            value.intoArray(out, outAt + i);
            twice(b.sub(a)).intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int studentCoreRight(
            double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            DoubleVector value = VectorMath.log1p(a.mul(a).mul(b));
            value.intoArray(out, outAt + i);
            a.mul(a).div(a.mul(a).fma(b, one)).intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int bernoulliCoreRight(
            double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            DoubleVector decay = VectorMath.decay(b);
            DoubleVector value = a.fma(b, VectorMath.softplus(b, decay).neg());
            value.intoArray(out, outAt + i);
            a.sub(VectorMath.sigmoid(b, decay)).intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int poissonCoreRight(
            double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            DoubleVector mean = VectorMath.exp(b);
            DoubleVector value = a.fma(b, mean.neg());
            value.intoArray(out, outAt + i);
            a.sub(mean).intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int gammaCoreRight(
            double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            DoubleVector inverse = VectorMath.exp(b.neg());
            DoubleVector value = a.fma(inverse, b).neg();
            value.intoArray(out, outAt + i);
            a.fma(inverse, one.neg()).intoArray(slope, slopeAt + i);
        }
        return whole;
    }
}
