package tributary.math;

import static tributary.math.VectorMath.LENGTH;
import static tributary.math.VectorMath.SPECIES;

import jdk.incubator.vector.DoubleVector;

/** Vector loops for functions of one number; what has none, and what is left over, goes through the plain loops. */
final class VectorUnary {
    private VectorUnary() {}

    static void value(UnaryFunction f, double[] x, int xAt, double[] out, int outAt, int count) {
        int done = switch (f) {
            case NEGATE -> negate(x, xAt, out, outAt, count);
            case RECIPROCAL -> reciprocal(x, xAt, out, outAt, count);
            case SQUARE -> square(x, xAt, out, outAt, count);
            case SQRT -> sqrt(x, xAt, out, outAt, count);
            case EXP -> exp(x, xAt, out, outAt, count);
            case EXPM1 -> expm1(x, xAt, out, outAt, count);
            case LOG -> log(x, xAt, out, outAt, count);
            case LOG1P -> log1p(x, xAt, out, outAt, count);
            case SIGMOID -> sigmoid(x, xAt, out, outAt, count);
            case SOFTPLUS -> softplus(x, xAt, out, outAt, count);
            case TANH -> tanh(x, xAt, out, outAt, count);
            default -> 0;
        };
        if (done < count) {
            PlainUnary.value(f, x, xAt + done, out, outAt + done, count - done);
        }
    }

    static void slope(
            UnaryFunction f, double[] x, int xAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int done = switch (f) {
            case RECIPROCAL -> reciprocalSlope(x, xAt, out, outAt, slope, slopeAt, count);
            case SQUARE -> squareSlope(x, xAt, out, outAt, slope, slopeAt, count);
            case SQRT -> sqrtSlope(x, xAt, out, outAt, slope, slopeAt, count);
            case EXP -> expSlope(x, xAt, out, outAt, slope, slopeAt, count);
            case EXPM1 -> expm1Slope(x, xAt, out, outAt, slope, slopeAt, count);
            case LOG -> logSlope(x, xAt, out, outAt, slope, slopeAt, count);
            case LOG1P -> log1pSlope(x, xAt, out, outAt, slope, slopeAt, count);
            case SIGMOID -> sigmoidSlope(x, xAt, out, outAt, slope, slopeAt, count);
            case SOFTPLUS -> softplusSlope(x, xAt, out, outAt, slope, slopeAt, count);
            case TANH -> tanhSlope(x, xAt, out, outAt, slope, slopeAt, count);
            default -> 0;
        };
        if (done < count) {
            PlainUnary.slope(f, x, xAt + done, out, outAt + done, slope, slopeAt + done, count - done);
        }
    }

    private static int whole(int count) {
        return count & -LENGTH;
    }

    private static int negate(double[] in, int inAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            x.neg().intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int reciprocal(double[] in, int inAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            one.div(x).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int square(double[] in, int inAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            x.mul(x).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int sqrt(double[] in, int inAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            x.sqrt().intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int exp(double[] in, int inAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            VectorMath.exp(x).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int expm1(double[] in, int inAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            VectorMath.expm1(x).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int log(double[] in, int inAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            VectorMath.log(x).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int log1p(double[] in, int inAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            VectorMath.log1p(x).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int sigmoid(double[] in, int inAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            VectorMath.sigmoid(x, VectorMath.decay(x)).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int softplus(double[] in, int inAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            VectorMath.softplus(x, VectorMath.decay(x)).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int tanh(double[] in, int inAt, double[] out, int outAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            VectorMath.tanh(x).intoArray(out, outAt + i);
        }
        return whole;
    }

    private static int reciprocalSlope(
            double[] in, int inAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector y = one.div(x);
            y.intoArray(out, outAt + i);
            y.mul(y).neg().intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int squareSlope(
            double[] in, int inAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector y = x.mul(x);
            y.intoArray(out, outAt + i);
            x.add(x).intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int sqrtSlope(
            double[] in, int inAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        DoubleVector half = DoubleVector.broadcast(SPECIES, 0.5);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector y = x.sqrt();
            y.intoArray(out, outAt + i);
            half.div(y).intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int expSlope(
            double[] in, int inAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector y = VectorMath.exp(x);
            y.intoArray(out, outAt + i);
            y.intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int expm1Slope(
            double[] in, int inAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector y = VectorMath.expm1(x);
            y.intoArray(out, outAt + i);
            y.add(1).intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int logSlope(
            double[] in, int inAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector y = VectorMath.log(x);
            y.intoArray(out, outAt + i);
            one.div(x).intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int log1pSlope(
            double[] in, int inAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector y = VectorMath.log1p(x);
            y.intoArray(out, outAt + i);
            one.div(x.add(1)).intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int sigmoidSlope(
            double[] in, int inAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector y = VectorMath.sigmoid(x, VectorMath.decay(x));
            y.intoArray(out, outAt + i);
            y.mul(one.sub(y)).intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int softplusSlope(
            double[] in, int inAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector decay = VectorMath.decay(x);
            VectorMath.softplus(x, decay).intoArray(out, outAt + i);
            VectorMath.sigmoid(x, decay).intoArray(slope, slopeAt + i);
        }
        return whole;
    }

    private static int tanhSlope(
            double[] in, int inAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        int whole = whole(count);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, inAt + i);
            DoubleVector y = VectorMath.tanh(x);
            y.intoArray(out, outAt + i);
            one.sub(y.mul(y)).intoArray(slope, slopeAt + i);
        }
        return whole;
    }
}
