package tributary.math;

import static tributary.math.VectorMath.LENGTH;
import static tributary.math.VectorMath.SPECIES;

import jdk.incubator.vector.DoubleVector;

/** Vector loops for functions of two numbers; what has none, and what is left over, goes through the plain loops. */
final class VectorBinary {
    private VectorBinary() {}

    static void value(BinaryFunction f, double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        int whole = count & -LENGTH;
        int done = compute(f, a, aAt, b, bAt, out, outAt, whole) ? whole : 0;
        if (done < count) {
            PlainBinary.value(f, a, aAt + done, b, bAt + done, out, outAt + done, count - done);
        }
    }

    private static boolean compute(
            BinaryFunction f, double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        switch (f) {
            case ADD -> add(a, aAt, b, bAt, out, outAt, count);
            case SUBTRACT -> subtract(a, aAt, b, bAt, out, outAt, count);
            case MULTIPLY -> multiply(a, aAt, b, bAt, out, outAt, count);
            case DIVIDE -> divide(a, aAt, b, bAt, out, outAt, count);
            case SQUARED_DIFFERENCE -> squaredDifference(a, aAt, b, bAt, out, outAt, count);
            case STUDENT_CORE -> {
                squareTimes(a, aAt, b, bAt, out, outAt, count);
                VectorMath.log1p(out, outAt, out, outAt, count);
            }
            case BERNOULLI_CORE -> {
                VectorMath.decay(b, bAt, out, outAt, count);
                VectorMath.softplus(b, bAt, out, outAt, out, outAt, count);
                productMinus(a, aAt, b, bAt, out, outAt, count);
            }
            case POISSON_CORE -> {
                VectorMath.exp(b, bAt, out, outAt, count);
                productMinus(a, aAt, b, bAt, out, outAt, count);
            }
            case GAMMA_CORE -> {
                VectorMath.expOfMinus(b, bAt, out, outAt, count);
                gammaOf(a, aAt, b, bAt, out, outAt, out, outAt, count);
            }
            default -> {
                return false;
            }
        }
        return true;
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
        int whole = count & -LENGTH;
        boolean known = true;
        switch (f) {
            case DIVIDE -> reciprocal(b, bAt, slope, slopeAt, whole);
            case SQUARED_DIFFERENCE -> twiceDifference(a, aAt, b, bAt, slope, slopeAt, whole);
            case STUDENT_CORE -> studentLeft(a, aAt, b, bAt, slope, slopeAt, whole);
            default -> known = false;
        }
        int done = known && compute(f, a, aAt, b, bAt, out, outAt, whole) ? whole : 0;
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
        int whole = count & -LENGTH;
        int done = whole;
        switch (f) {
            case DIVIDE -> {
                divide(a, aAt, b, bAt, out, outAt, whole);
                minusRatio(out, outAt, b, bAt, slope, slopeAt, whole);
            }
            case SQUARED_DIFFERENCE -> {
                squaredDifference(a, aAt, b, bAt, out, outAt, whole);
                twiceDifference(b, bAt, a, aAt, slope, slopeAt, whole);
            }
            case STUDENT_CORE -> {
                compute(f, a, aAt, b, bAt, out, outAt, whole);
                studentRight(a, aAt, b, bAt, slope, slopeAt, whole);
            }
            case BERNOULLI_CORE -> {
                VectorMath.decay(b, bAt, slope, slopeAt, whole);
                VectorMath.softplus(b, bAt, slope, slopeAt, out, outAt, whole);
                productMinus(a, aAt, b, bAt, out, outAt, whole);
                VectorMath.sigmoid(b, bAt, slope, slopeAt, slope, slopeAt, whole);
                subtract(a, aAt, slope, slopeAt, slope, slopeAt, whole);
            }
            case POISSON_CORE -> {
                VectorMath.exp(b, bAt, slope, slopeAt, whole);
                System.arraycopy(slope, slopeAt, out, outAt, whole);
                productMinus(a, aAt, b, bAt, out, outAt, whole);
                subtract(a, aAt, slope, slopeAt, slope, slopeAt, whole);
            }
            case GAMMA_CORE -> {
                VectorMath.expOfMinus(b, bAt, slope, slopeAt, whole);
                gammaOf(a, aAt, b, bAt, slope, slopeAt, out, outAt, whole);
                productMinusOne(a, aAt, slope, slopeAt, whole);
            }
            default -> done = 0;
        }
        if (done < count) {
            PlainBinary.right(f, a, aAt + done, b, bAt + done, out, outAt + done, slope, slopeAt + done, count - done);
        }
    }

    private static void add(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            a.add(b).intoArray(out, outAt + i);
        }
    }

    private static void subtract(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            a.sub(b).intoArray(out, outAt + i);
        }
    }

    private static void multiply(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            a.mul(b).intoArray(out, outAt + i);
        }
    }

    private static void divide(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            a.div(b).intoArray(out, outAt + i);
        }
    }

    private static void squaredDifference(
            double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            a.sub(b).mul(a.sub(b)).intoArray(out, outAt + i);
        }
    }

    /** {@code a^2 b}. */
    private static void squareTimes(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            a.mul(a).mul(b).intoArray(out, outAt + i);
        }
    }

    /** {@code 2 (a - b)}. */
    private static void twiceDifference(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            a.sub(b).add(a.sub(b)).intoArray(out, outAt + i);
        }
    }

    /** {@code -a / b}. */
    private static void minusRatio(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            a.neg().div(b).intoArray(out, outAt + i);
        }
    }

    private static void studentLeft(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            a.mul(b).add(a.mul(b)).div(a.mul(b).fma(a, one)).intoArray(out, outAt + i);
        }
    }

    private static void studentRight(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            a.mul(a).div(a.mul(a).fma(b, one)).intoArray(out, outAt + i);
        }
    }

    /** {@code out = a b - out}. */
    private static void productMinus(double[] p, int pAt, double[] q, int qAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            DoubleVector c = DoubleVector.fromArray(SPECIES, out, outAt + i);
            a.fma(b, c.neg()).intoArray(out, outAt + i);
        }
    }

    /** {@code out = a out - 1}. */
    private static void productMinusOne(double[] p, int pAt, double[] out, int outAt, int count) {
        DoubleVector minusOne = DoubleVector.broadcast(SPECIES, -1);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            a.fma(DoubleVector.fromArray(SPECIES, out, outAt + i), minusOne).intoArray(out, outAt + i);
        }
    }

    /** {@code out = -(b + a inverse)}. */
    private static void gammaOf(
            double[] p,
            int pAt,
            double[] q,
            int qAt,
            double[] inverse,
            int inverseAt,
            double[] out,
            int outAt,
            int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, p, pAt + i);
            DoubleVector b = DoubleVector.fromArray(SPECIES, q, qAt + i);
            a.fma(DoubleVector.fromArray(SPECIES, inverse, inverseAt + i), b)
                    .neg()
                    .intoArray(out, outAt + i);
        }
    }

    private static void reciprocal(double[] q, int qAt, double[] out, int outAt, int count) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < count; i += LENGTH) {
            one.div(DoubleVector.fromArray(SPECIES, q, qAt + i)).intoArray(out, outAt + i);
        }
    }
}
