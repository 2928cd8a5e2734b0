package tributary.expr;

import java.util.Arrays;
import tributary.math.BinaryFunction;
import tributary.math.Lanes;
import tributary.math.UnaryFunction;

/** The steps whose result and arguments are scalars. */
@SuppressWarnings("ArrayRecordComponent") // steps are never compared
final class ScalarSteps {
    private ScalarSteps() {}

    /** A function of one scalar. */
    record OfOne(Scalars scalars, UnaryFunction function, int x, int out) implements Step {
        @Override
        public void forward(boolean slopes) {
            scalars.set(out, function.apply(scalars.value(x)));
        }

        @Override
        public void reverse() {
            double adjoint = scalars.adjoint(out);
            if (adjoint != 0) {
                scalars.add(x, adjoint * function.derivative(scalars.value(x), scalars.value(out)));
            }
        }
    }

    /** A function of two scalars. */
    record OfTwo(Scalars scalars, BinaryFunction function, int a, int b, boolean left, boolean right, int out)
            implements Step {
        @Override
        public void forward(boolean slopes) {
            scalars.set(out, function.apply(scalars.value(a), scalars.value(b)));
        }

        @Override
        public void reverse() {
            double adjoint = scalars.adjoint(out);
            if (adjoint == 0) {
                return;
            }
            double x = scalars.value(a);
            double y = scalars.value(b);
            if (left) {
                scalars.add(a, adjoint * function.left(x, y, scalars.value(out)));
            }
            if (right) {
                scalars.add(b, adjoint * function.right(x, y, scalars.value(out)));
            }
        }
    }

    /** A choice between scalars. */
    record Choice(Scalars scalars, int condition, int chosen, int otherwise, int out) implements Step {
        private int taken() {
            return scalars.value(condition) != 0 ? chosen : otherwise;
        }

        @Override
        public void forward(boolean slopes) {
            scalars.set(out, scalars.value(taken()));
        }

        @Override
        public void reverse() {
            scalars.add(taken(), scalars.adjoint(out));
        }
    }

    /** One element of a vector. */
    record Element(Scalars scalars, Vector source, int position, int out) implements Step {
        @Override
        public void forward(boolean slopes) {
            scalars.set(out, source.value[position]);
        }

        @Override
        public void reverse() {
            if (source.varies) {
                source.adjoint[position] += scalars.adjoint(out);
            }
        }
    }

    /** The logarithm of the sum of exponentials of a vector. */
    record LogSumExp(Scalars scalars, Vector source, double[] lanes, int out) implements Step {
        @Override
        public void forward(boolean slopes) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < source.size; i++) {
                largest = Math.max(largest, source.value[i]);
            }
            scalars.set(out, Double.isInfinite(largest) ? largest : largest + logOfSum(largest));
        }

        private double logOfSum(double largest) {
            Arrays.fill(lanes, 0);
            for (int i = 0; i < source.size; i++) {
                lanes[i & (Lanes.COUNT - 1)] += UnaryFunction.EXP.apply(source.value[i] - largest);
            }
            return UnaryFunction.LOG.apply(Lanes.join(lanes, 0));
        }

        @Override
        public void reverse() {
            double total = scalars.value(out);
            double adjoint = scalars.adjoint(out);
            if (source.varies && adjoint != 0 && !Double.isInfinite(total)) {
                for (int i = 0; i < source.size; i++) {
                    source.adjoint[i] += adjoint * UnaryFunction.EXP.apply(source.value[i] - total);
                }
            }
        }
    }
}
