package tributary.expr;

import org.jspecify.annotations.Nullable;
import tributary.math.Kernels;
import tributary.math.Lanes;

/** Where a pass leaves what the rest of the program needs: a sum, sums by level, or a whole vector. */
abstract class Sink {
    private final Expr argument;
    final Operand x;

    @Nullable
    Target target;

    Sink(Expr argument, Operand x) {
        this.argument = argument;
        this.x = x;
    }

    void link(Pass pass) {
        target = pass.target(argument);
    }

    void begin() {}

    abstract void forward(int start, int count, boolean slopes);

    abstract void reverse(int start, int count);

    void end() {}

    /** Makes ready to hand adjoints back. */
    void beginReverse() {}

    /** The sum of all elements; its adjoint comes from its own slot, or from a seed known beforehand. */
    static final class Total extends Sink {
        private final Kernels kernels;
        private final Scalars scalars;
        private final int slot;
        private final int seedSlot;
        private final double[] lanes = new double[Lanes.COUNT];
        private final double[] seed;

        Total(Kernels kernels, int block, Expr argument, Operand x, Scalars scalars, int slot, int seedSlot) {
            super(argument, x);
            this.kernels = kernels;
            this.scalars = scalars;
            this.slot = slot;
            this.seedSlot = seedSlot;
            this.seed = new double[block];
        }

        boolean isSeeded() {
            return seedSlot >= 0;
        }

        @Override
        void begin() {
            java.util.Arrays.fill(lanes, 0);
        }

        @Override
        void forward(int start, int count, boolean slopes) {
            kernels.sum(x.array(), x.at(start), count, lanes, 0);
        }

        @Override
        void end() {
            scalars.set(slot, Lanes.join(lanes, 0));
        }

        @Override
        void beginReverse() {
            java.util.Arrays.fill(seed, isSeeded() ? scalars.value(seedSlot) : scalars.adjoint(slot));
        }

        @Override
        void reverse(int start, int count) {
            if (target != null) {
                target.add(seed, 0, start, count);
            }
        }
    }

    /** Sums by level. */
    static final class ByLevel extends Sink {
        private final Kernels kernels;
        private final Levels levels;
        private final Vector out;
        private final double[] lanes = new double[Lanes.COUNT];
        private final double[] gathered;

        ByLevel(Kernels kernels, int block, Expr argument, Operand x, Levels levels, Vector out) {
            super(argument, x);
            this.kernels = kernels;
            this.levels = levels;
            this.out = out;
            this.gathered = new double[block];
        }

        @Override
        void begin() {
            java.util.Arrays.fill(out.value, 0);
        }

        @Override
        void forward(int start, int count, boolean slopes) {
            levels.scatter(kernels, x.array(), x.at(start), start, count, out.value, lanes);
        }

        @Override
        void reverse(int start, int count) {
            if (target != null) {
                levels.gather(out.adjoint, start, count, gathered, 0);
                target.add(gathered, 0, start, count);
            }
        }
    }

    /** A whole vector. */
    static final class Stored extends Sink {
        private final Vector out;

        Stored(Expr argument, Operand x, Vector out) {
            super(argument, x);
            this.out = out;
        }

        @Override
        void forward(int start, int count, boolean slopes) {
            System.arraycopy(x.array(), x.at(start), out.value, start, count);
        }

        @Override
        void reverse(int start, int count) {
            if (target != null) {
                target.add(out.adjoint, start, start, count);
            }
        }
    }
}
