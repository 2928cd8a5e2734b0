package tributary.expr;

import org.jspecify.annotations.Nullable;
import tributary.math.BinaryFunction;
import tributary.math.Kernels;
import tributary.math.Lanes;
import tributary.math.UnaryFunction;

/** One operation of a pass: forward it fills its register for a block, backward it hands its adjoint on. */
abstract class BlockOp {
    final double[] out;
    final double[] adjoint;

    BlockOp(int block) {
        this.out = new double[block];
        this.adjoint = new double[block];
    }

    /** Learns where adjoints go; called in the order of the backward sweep. */
    void link(Pass pass) {}

    /** Reads what does not change during a sweep. */
    void begin() {}

    abstract void forward(int start, int count, boolean slopes);

    abstract void reverse(int start, int count);

    /** Closes a backward sweep. */
    void end() {}

    static int padded(int count) {
        return Target.padded(count);
    }

    /** A function of one block. */
    static final class OfOne extends BlockOp {
        private final Kernels kernels;
        private final UnaryFunction function;
        private final Expr argument;
        private final Operand x;
        private double[] slope = new double[0];
        private @Nullable Target target;

        OfOne(Kernels kernels, int block, UnaryFunction function, Expr argument, Operand x) {
            super(block);
            this.kernels = kernels;
            this.function = function;
            this.argument = argument;
            this.x = x;
        }

        @Override
        void link(Pass pass) {
            target = function == UnaryFunction.STEP ? null : pass.target(argument);
            if (target != null && function != UnaryFunction.EXP && function != UnaryFunction.NEGATE) {
                slope = new double[out.length];
            }
        }

        @Override
        void forward(int start, int count, boolean slopes) {
            if (slopes && slope.length > 0) {
                kernels.unarySlope(function, x.array(), x.at(start), out, 0, slope, 0, padded(count));
            } else {
                kernels.unary(function, x.array(), x.at(start), out, 0, padded(count));
            }
        }

        @Override
        void reverse(int start, int count) {
            if (target != null) {
                if (function == UnaryFunction.NEGATE) {
                    target.subtract(adjoint, 0, start, count);
                } else {
                    target.addProduct(adjoint, 0, slope.length > 0 ? slope : out, 0, start, count);
                }
            }
        }
    }

    /** A function of two blocks. */
    static final class OfTwo extends BlockOp {
        private final Kernels kernels;
        private final BinaryFunction function;
        private final Binary node;
        private final Operand a;
        private final Operand b;
        private double[] leftSlope = new double[0];
        private double[] rightSlope = new double[0];
        private @Nullable Target left;
        private @Nullable Target right;

        OfTwo(Kernels kernels, int block, Binary node, Operand a, Operand b) {
            super(block);
            this.kernels = kernels;
            this.function = node.function();
            this.node = node;
            this.a = a;
            this.b = b;
        }

        @Override
        void link(Pass pass) {
            boolean flat = switch (function) {
                case LESS, LESS_OR_EQUAL, EQUAL -> true;
                default -> false;
            };
            boolean simple = switch (function) {
                case ADD, SUBTRACT, MULTIPLY -> true;
                default -> false;
            };
            left = flat ? null : pass.target(node.left());
            right = flat ? null : pass.target(node.right());
            leftSlope = new double[simple || left == null ? 0 : out.length];
            rightSlope = new double[simple || right == null ? 0 : out.length];
        }

        @Override
        void forward(int start, int count, boolean slopes) {
            int n = padded(count);
            boolean withLeft = slopes && leftSlope.length > 0;
            boolean withRight = slopes && rightSlope.length > 0;
            if (withLeft) {
                kernels.binaryLeft(function, a.array(), a.at(start), b.array(), b.at(start), out, 0, leftSlope, 0, n);
            }
            if (withRight) {
                kernels.binaryRight(function, a.array(), a.at(start), b.array(), b.at(start), out, 0, rightSlope, 0, n);
            }
            if (!withLeft && !withRight) {
                kernels.binary(function, a.array(), a.at(start), b.array(), b.at(start), out, 0, n);
            }
        }

        @Override
        void reverse(int start, int count) {
            if (left != null) {
                if (leftSlope.length > 0) {
                    left.addProduct(adjoint, 0, leftSlope, 0, start, count);
                } else if (function == BinaryFunction.MULTIPLY) {
                    left.addProduct(adjoint, 0, b.array(), b.at(start), start, count);
                } else {
                    left.add(adjoint, 0, start, count);
                }
            }
            if (right != null) {
                if (rightSlope.length > 0) {
                    right.addProduct(adjoint, 0, rightSlope, 0, start, count);
                } else if (function == BinaryFunction.MULTIPLY) {
                    right.addProduct(adjoint, 0, a.array(), a.at(start), start, count);
                } else if (function == BinaryFunction.SUBTRACT) {
                    right.subtract(adjoint, 0, start, count);
                } else {
                    right.add(adjoint, 0, start, count);
                }
            }
        }
    }

    /** A choice between two blocks. */
    static final class Choice extends BlockOp {
        private final Kernels kernels;
        private final Select node;
        private final Operand condition;
        private final Operand a;
        private final Operand b;
        private final double[] zero;
        private final double[] part;
        private @Nullable Target chosen;
        private @Nullable Target otherwise;

        Choice(Kernels kernels, int block, Select node, Operand condition, Operand a, Operand b) {
            super(block);
            this.kernels = kernels;
            this.node = node;
            this.condition = condition;
            this.a = a;
            this.b = b;
            this.zero = new double[block];
            this.part = new double[block];
        }

        @Override
        void link(Pass pass) {
            chosen = pass.target(node.chosen());
            otherwise = pass.target(node.otherwise());
        }

        @Override
        void forward(int start, int count, boolean slopes) {
            choose(start, count, a.array(), a.at(start), b.array(), b.at(start), out);
        }

        private void choose(int start, int count, double[] p, int pAt, double[] q, int qAt, double[] into) {
            kernels.select(condition.array(), condition.at(start), p, pAt, q, qAt, into, 0, padded(count));
        }

        @Override
        void reverse(int start, int count) {
            if (chosen != null) {
                choose(start, count, adjoint, 0, zero, 0, part);
                chosen.add(part, 0, start, count);
            }
            if (otherwise != null) {
                choose(start, count, zero, 0, adjoint, 0, part);
                otherwise.add(part, 0, start, count);
            }
        }
    }

    /** A level's value at each of its elements. */
    static final class Gathered extends BlockOp {
        private final Kernels kernels;
        private final Vector source;
        private final Levels levels;
        private final double[] lanes = new double[Lanes.COUNT];

        Gathered(Kernels kernels, int block, Vector source, Levels levels) {
            super(block);
            this.kernels = kernels;
            this.source = source;
            this.levels = levels;
        }

        @Override
        void forward(int start, int count, boolean slopes) {
            levels.gather(source.value, start, count, out, 0);
        }

        @Override
        void reverse(int start, int count) {
            if (source.varies) {
                levels.scatter(kernels, adjoint, 0, start, count, source.adjoint, lanes);
            }
        }
    }

    /** A linear predictor over data. */
    static final class Linear extends BlockOp {
        private final Kernels kernels;
        private final Scalars scalars;
        private final Expr offset;
        private final Operand base;
        private final int[] slots;
        private final double[] tiles;
        private final double[] coefficients;
        private final double[] lanes;
        private @Nullable Target target;

        Linear(Kernels kernels, int block, Scalars scalars, Expr offset, Operand base, int[] slots, double[] tiles) {
            super(block);
            this.kernels = kernels;
            this.scalars = scalars;
            this.offset = offset;
            this.base = base;
            this.slots = slots;
            this.tiles = tiles;
            this.coefficients = new double[slots.length];
            this.lanes = new double[slots.length * Lanes.COUNT];
        }

        @Override
        void link(Pass pass) {
            target = pass.target(offset);
        }

        @Override
        void begin() {
            for (int k = 0; k < slots.length; k++) {
                coefficients[k] = scalars.value(slots[k]);
            }
            java.util.Arrays.fill(lanes, 0);
        }

        @Override
        void forward(int start, int count, boolean slopes) {
            int terms = slots.length;
            kernels.linear(
                    tiles, start * terms, terms, coefficients, base.array(), base.at(start), out, 0, padded(count));
        }

        @Override
        void reverse(int start, int count) {
            kernels.linearTransposed(tiles, start * slots.length, slots.length, adjoint, 0, count, lanes);
            if (target != null) {
                target.add(adjoint, 0, start, count);
            }
        }

        @Override
        void end() {
            for (int k = 0; k < slots.length; k++) {
                scalars.add(slots[k], Lanes.join(lanes, k * Lanes.COUNT));
            }
        }
    }

    /** Linear predictors of four draws over the same data. */
    static final class LinearOfFour {
        private final Linear[] four;
        private final double[] coefficients;
        private final double[][] bases = new double[FourPasses.COUNT][];
        private final double[][] outs = new double[FourPasses.COUNT][];

        private LinearOfFour(Linear[] four) {
            this.four = four;
            this.coefficients = new double[FourPasses.COUNT * four[0].slots.length];
            for (int lane = 0; lane < FourPasses.COUNT; lane++) {
                bases[lane] = four[lane].base.array();
                outs[lane] = four[lane].out;
            }
        }

        /** Four linear predictors as one; null if the operations are others. */
        static @Nullable LinearOfFour of(BlockOp[] ops) {
            Linear[] four = new Linear[FourPasses.COUNT];
            for (int lane = 0; lane < FourPasses.COUNT; lane++) {
                if (!(ops[lane] instanceof Linear linear)) {
                    return null;
                }
                four[lane] = linear;
            }
            return new LinearOfFour(four);
        }

        void begin() {
            for (int lane = 0; lane < FourPasses.COUNT; lane++) {
                double[] own = four[lane].coefficients;
                for (int k = 0; k < own.length; k++) {
                    coefficients[FourPasses.COUNT * k + lane] = own[k];
                }
            }
        }

        void forward(int start, int count) {
            Linear first = four[0];
            int terms = first.slots.length;
            first.kernels.linearOfFour(
                    first.tiles, start * terms, terms, coefficients, bases, first.base.at(start), outs, padded(count));
        }
    }
}
