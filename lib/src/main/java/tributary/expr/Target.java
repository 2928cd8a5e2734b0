package tributary.expr;

import org.jspecify.annotations.Nullable;
import tributary.math.BinaryFunction;
import tributary.math.Kernels;
import tributary.math.Lanes;
import tributary.math.UnaryFunction;

/** Where contributions to an operand's adjoint go: a register, a stretch of a vector, or a scalar. */
abstract class Target {
    /** Adds a block. */
    abstract void add(double[] a, int at, int start, int count);

    /** Subtracts a block. */
    abstract void subtract(double[] a, int at, int start, int count);

    /** Adds the product of two blocks. */
    abstract void addProduct(double[] a, int aAt, double[] b, int bAt, int start, int count);

    /** Makes ready for a sweep. */
    void begin() {}

    /** Closes a sweep. */
    void end() {}

    /** The number of elements that element-wise kernels run over. */
    static int padded(int count) {
        return (count + Lanes.COUNT - 1) & -Lanes.COUNT;
    }

    /** An adjoint register; the first contribution of a block overwrites what the last block left. */
    static final class Register extends Target {
        private final Kernels kernels;
        private final double[] register;
        private final boolean first;

        Register(Kernels kernels, double[] register, boolean first) {
            this.kernels = kernels;
            this.register = register;
            this.first = first;
        }

        @Override
        void add(double[] a, int at, int start, int count) {
            if (first) {
                System.arraycopy(a, at, register, 0, padded(count));
            } else {
                kernels.binary(BinaryFunction.ADD, register, 0, a, at, register, 0, padded(count));
            }
        }

        @Override
        void subtract(double[] a, int at, int start, int count) {
            if (first) {
                kernels.unary(UnaryFunction.NEGATE, a, at, register, 0, padded(count));
            } else {
                kernels.binary(BinaryFunction.SUBTRACT, register, 0, a, at, register, 0, padded(count));
            }
        }

        @Override
        void addProduct(double[] a, int aAt, double[] b, int bAt, int start, int count) {
            if (first) {
                kernels.binary(BinaryFunction.MULTIPLY, a, aAt, b, bAt, register, 0, padded(count));
            } else {
                kernels.addProduct(a, aAt, b, bAt, register, 0, padded(count));
            }
        }

        /** The register, for a slope that is to become its first contribution; null when it is not the first. */
        double @Nullable [] asScratch() {
            return first ? register : null;
        }
    }

    /** The adjoint of a whole vector on the pass's own axis. */
    static final class Whole extends Target {
        private final Kernels kernels;
        private final double[] adjoint;

        Whole(Kernels kernels, double[] adjoint) {
            this.kernels = kernels;
            this.adjoint = adjoint;
        }

        @Override
        void add(double[] a, int at, int start, int count) {
            kernels.binary(BinaryFunction.ADD, adjoint, start, a, at, adjoint, start, padded(count));
        }

        @Override
        void subtract(double[] a, int at, int start, int count) {
            kernels.binary(BinaryFunction.SUBTRACT, adjoint, start, a, at, adjoint, start, padded(count));
        }

        @Override
        void addProduct(double[] a, int aAt, double[] b, int bAt, int start, int count) {
            kernels.addProduct(a, aAt, b, bAt, adjoint, start, padded(count));
        }
    }

    /** The adjoint of a scalar: contributions are summed over the pass. */
    static final class Summed extends Target {
        private final Kernels kernels;
        private final Scalars scalars;
        private final int slot;
        private final double[] plus = new double[Lanes.COUNT];
        private final double[] minus = new double[Lanes.COUNT];

        Summed(Kernels kernels, Scalars scalars, int slot) {
            this.kernels = kernels;
            this.scalars = scalars;
            this.slot = slot;
        }

        @Override
        void begin() {
            java.util.Arrays.fill(plus, 0);
            java.util.Arrays.fill(minus, 0);
        }

        @Override
        void add(double[] a, int at, int start, int count) {
            kernels.sum(a, at, count, plus, 0);
        }

        @Override
        void subtract(double[] a, int at, int start, int count) {
            kernels.sum(a, at, count, minus, 0);
        }

        @Override
        void addProduct(double[] a, int aAt, double[] b, int bAt, int start, int count) {
            kernels.dot(a, aAt, b, bAt, count, plus, 0);
        }

        @Override
        void end() {
            scalars.add(slot, Lanes.join(plus, 0) - Lanes.join(minus, 0));
        }
    }

    /** A target behind a mask: where the adjoint is zero the product is zero, even with an infinite slope. */
    static final class Masked extends Target {
        private final Kernels kernels;
        private final Target target;
        private final double[] scratch;

        Masked(Kernels kernels, Target target, double[] scratch) {
            this.kernels = kernels;
            this.target = target;
            this.scratch = scratch;
        }

        @Override
        void add(double[] a, int at, int start, int count) {
            target.add(a, at, start, count);
        }

        @Override
        void subtract(double[] a, int at, int start, int count) {
            target.subtract(a, at, start, count);
        }

        @Override
        void addProduct(double[] a, int aAt, double[] b, int bAt, int start, int count) {
            kernels.maskedProduct(a, aAt, b, bAt, scratch, 0, padded(count));
            target.add(scratch, 0, start, count);
        }

        @Override
        void begin() {
            target.begin();
        }

        @Override
        void end() {
            target.end();
        }
    }
}
