package tributary.math;

import static tributary.math.VectorMath.LENGTH;
import static tributary.math.VectorMath.SPECIES;

import jdk.incubator.vector.DoubleVector;

/** Vector loops for functions of one number; what has none, and what is left over, goes through the plain loops. */
final class VectorUnary {
    private VectorUnary() {}

    static void value(UnaryFunction f, double[] x, int xAt, double[] out, int outAt, int count) {
        int whole = count & -LENGTH;
        boolean known = compute(f, x, xAt, out, outAt, whole);
        int done = known ? whole : 0;
        if (done < count) {
            PlainUnary.value(f, x, xAt + done, out, outAt + done, count - done);
        }
    }

    private static boolean compute(UnaryFunction f, double[] x, int xAt, double[] out, int outAt, int count) {
        switch (f) {
            case NEGATE -> negate(x, xAt, out, outAt, count);
            case RECIPROCAL -> reciprocal(x, xAt, out, outAt, count);
            case SQUARE -> square(x, xAt, out, outAt, count);
            case SQRT -> sqrt(x, xAt, out, outAt, count);
            case EXP -> VectorMath.exp(x, xAt, out, outAt, count);
            case EXPM1 -> VectorMath.expm1(x, xAt, out, outAt, count);
            case LOG -> VectorMath.log(x, xAt, out, outAt, count);
            case LOG1P -> VectorMath.log1p(x, xAt, out, outAt, count);
            case SIGMOID -> {
                VectorMath.decay(x, xAt, out, outAt, count);
                VectorMath.sigmoid(x, xAt, out, outAt, out, outAt, count);
            }
            case SOFTPLUS -> {
                VectorMath.decay(x, xAt, out, outAt, count);
                VectorMath.softplus(x, xAt, out, outAt, out, outAt, count);
            }
            case TANH -> VectorMath.tanh(x, xAt, out, outAt, count);
            default -> {
                return false;
            }
        }
        return true;
    }

    static void slope(
            UnaryFunction f, double[] x, int xAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = count & -LENGTH;
        boolean known = true;
        if (f == UnaryFunction.SOFTPLUS) {
            VectorMath.decay(x, xAt, slope, slopeAt, whole);
            VectorMath.softplus(x, xAt, slope, slopeAt, out, outAt, whole);
            VectorMath.sigmoid(x, xAt, slope, slopeAt, slope, slopeAt, whole);
        } else {
            known = compute(f, x, xAt, out, outAt, whole) && derive(f, x, xAt, out, outAt, slope, slopeAt, whole);
        }
        int done = known ? whole : 0;
        if (done < count) {
            PlainUnary.slope(f, x, xAt + done, out, outAt + done, slope, slopeAt + done, count - done);
        }
    }

    private static boolean derive(
            UnaryFunction f, double[] x, int xAt, double[] y, int yAt, double[] out, int outAt, int count) {
        switch (f) {
            case EXP -> expSlope(x, xAt, y, yAt, out, outAt, count);
            case EXPM1 -> expm1Slope(x, xAt, y, yAt, out, outAt, count);
            case LOG -> logSlope(x, xAt, y, yAt, out, outAt, count);
            case LOG1P -> log1pSlope(x, xAt, y, yAt, out, outAt, count);
            case SIGMOID -> sigmoidSlope(x, xAt, y, yAt, out, outAt, count);
            case TANH -> tanhSlope(x, xAt, y, yAt, out, outAt, count);
            case RECIPROCAL -> reciprocalSlope(x, xAt, y, yAt, out, outAt, count);
            case SQUARE -> squareSlope(x, xAt, y, yAt, out, outAt, count);
            case SQRT -> sqrtSlope(x, xAt, y, yAt, out, outAt, count);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void negate(double[] in, int inAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            x.neg().intoArray(out, outAt + i);
        }
    }

    private static void reciprocal(double[] in, int inAt, double[] out, int outAt, int count) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            one.div(x).intoArray(out, outAt + i);
        }
    }

    private static void square(double[] in, int inAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            x.mul(x).intoArray(out, outAt + i);
        }
    }

    private static void sqrt(double[] in, int inAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            x.sqrt().intoArray(out, outAt + i);
        }
    }

    private static void expSlope(
            double[] in, int inAt, double[] value, int valueAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector y = DoubleVector.fromArray(SPECIES, value, valueAt + i);
            y.intoArray(out, outAt + i);
        }
    }

    private static void expm1Slope(
            double[] in, int inAt, double[] value, int valueAt, double[] out, int outAt, int count) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector y = DoubleVector.fromArray(SPECIES, value, valueAt + i);
            y.add(one).intoArray(out, outAt + i);
        }
    }

    private static void logSlope(
            double[] in, int inAt, double[] value, int valueAt, double[] out, int outAt, int count) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            one.div(x).intoArray(out, outAt + i);
        }
    }

    private static void log1pSlope(
            double[] in, int inAt, double[] value, int valueAt, double[] out, int outAt, int count) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            one.div(x.add(one)).intoArray(out, outAt + i);
        }
    }

    private static void sigmoidSlope(
            double[] in, int inAt, double[] value, int valueAt, double[] out, int outAt, int count) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector y = DoubleVector.fromArray(SPECIES, value, valueAt + i);
            y.mul(one.sub(y)).intoArray(out, outAt + i);
        }
    }

    private static void tanhSlope(
            double[] in, int inAt, double[] value, int valueAt, double[] out, int outAt, int count) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector y = DoubleVector.fromArray(SPECIES, value, valueAt + i);
            one.sub(y.mul(y)).intoArray(out, outAt + i);
        }
    }

    private static void reciprocalSlope(
            double[] in, int inAt, double[] value, int valueAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector y = DoubleVector.fromArray(SPECIES, value, valueAt + i);
            y.mul(y).neg().intoArray(out, outAt + i);
        }
    }

    private static void squareSlope(
            double[] in, int inAt, double[] value, int valueAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            x.add(x).intoArray(out, outAt + i);
        }
    }

    private static void sqrtSlope(
            double[] in, int inAt, double[] value, int valueAt, double[] out, int outAt, int count) {
        DoubleVector half = DoubleVector.broadcast(SPECIES, 0.5);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector y = DoubleVector.fromArray(SPECIES, value, valueAt + i);
            half.div(y).intoArray(out, outAt + i);
        }
    }
}
