package tributary.expr;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The slow, obvious evaluator of a graph: what every expression means, node by node, with forward derivatives. The
 * twin that the compiled {@link Program} is checked against.
 */
public final class TreeEvaluator {
    private final Layout layout;
    private final Columns columns;

    /** An evaluator of graphs over these parameters and data. */
    public TreeEvaluator(Layout layout, Columns columns) {
        this.layout = layout;
        this.columns = columns;
    }

    /** The values of an expression, one per element of its axis. */
    public double[] values(Expr expr, double[] position) {
        return new Pass(position, -1).of(expr).value();
    }

    /** The value of a scalar expression. */
    public double value(Expr scalar, double[] position) {
        requireScalar(scalar);
        return values(scalar, position)[0];
    }

    /** The gradient of a scalar expression: one pass per coordinate. */
    public double[] gradient(Expr scalar, double[] position) {
        requireScalar(scalar);
        double[] gradient = new double[layout.dimension()];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = new Pass(position, i).of(scalar).tangent(0);
        }
        return gradient;
    }

    private static void requireScalar(Expr expr) {
        if (!expr.axis().isScalar()) {
            throw new IllegalArgumentException("a scalar is needed, this lies on " + expr.axis());
        }
    }

    /** One evaluation in one direction (or none, when the direction is negative). */
    private final class Pass implements Expr.Visitor<Dual> {
        private final double[] position;
        private final int direction;
        private final IdentityHashMap<Expr, Dual> known = new IdentityHashMap<>();

        Pass(double[] position, int direction) {
            this.position = position;
            this.direction = direction;
        }

        Dual of(Expr expr) {
            Dual found = known.get(expr);
            if (found == null) {
                found = expr.accept(this);
                known.put(expr, found);
            }
            return found;
        }

        private int size(Axis axis) {
            return columns.size(axis);
        }

        private int[] starts(@Nullable Index series, int size) {
            return Series.starts(series == null ? null : columns.levels(series), size);
        }

        @Override
        public Dual constant(Constant node) {
            double[] values = new double[size(node.axis())];
            for (int i = 0; i < values.length; i++) {
                values[i] = node.value(i);
            }
            return Dual.fixed(values);
        }

        @Override
        public Dual parameter(Parameter node) {
            int size = size(node.axis());
            if (layout.size(node.name()) != size) {
                throw new IllegalArgumentException("parameter '" + node.name() + "' has " + layout.size(node.name())
                        + " coordinates, but " + node.axis() + " has " + size + " elements");
            }
            Dual result = Dual.of(size, direction >= 0);
            int offset = layout.offset(node.name());
            for (int i = 0; i < size; i++) {
                result.set(i, position[offset + i], offset + i == direction ? 1 : 0);
            }
            return result;
        }

        @Override
        public Dual column(Column node) {
            return Dual.fixed(columns.numbers(node));
        }

        @Override
        public Dual unary(Unary node) {
            Dual x = of(node.argument());
            Dual result = Dual.of(x.size(), x.moves());
            for (int i = 0; i < x.size(); i++) {
                double y = node.function().apply(x.value(i));
                double dx = x.tangent(i);
                result.set(i, y, dx == 0 ? 0 : node.function().derivative(x.value(i), y) * dx);
            }
            return result;
        }

        @Override
        public Dual binary(Binary node) {
            Dual a = of(node.left());
            Dual b = of(node.right());
            Dual result = Dual.of(size(node.axis()), a.moves() || b.moves());
            for (int i = 0; i < result.size(); i++) {
                double x = a.value(i);
                double y = b.value(i);
                double value = node.function().apply(x, y);
                double left = a.tangent(i) == 0 ? 0 : node.function().left(x, y, value) * a.tangent(i);
                double right = b.tangent(i) == 0 ? 0 : node.function().right(x, y, value) * b.tangent(i);
                result.set(i, value, left + right);
            }
            return result;
        }

        @Override
        public Dual select(Select node) {
            Dual condition = of(node.condition());
            Dual chosen = of(node.chosen());
            Dual otherwise = of(node.otherwise());
            Dual result = Dual.of(size(node.axis()), chosen.moves() || otherwise.moves());
            for (int i = 0; i < result.size(); i++) {
                Dual taken = condition.value(i) != 0 ? chosen : otherwise;
                result.set(i, taken.value(i), taken.tangent(i));
            }
            return result;
        }

        @Override
        public Dual linearPredictor(LinearPredictor node) {
            Dual sum = of(node.offset());
            for (int k = 0; k < node.coefficients().size(); k++) {
                sum = plusProduct(
                        size(node.axis()),
                        sum,
                        of(node.coefficients().get(k)),
                        of(node.regressors().get(k)));
            }
            return sum;
        }

        private Dual plusProduct(int size, Dual sum, Dual a, Dual b) {
            Dual result = Dual.of(size, sum.moves() || a.moves() || b.moves());
            for (int i = 0; i < size; i++) {
                double tangent = sum.tangent(i) + a.tangent(i) * b.value(i) + a.value(i) * b.tangent(i);
                result.set(i, Math.fma(a.value(i), b.value(i), sum.value(i)), tangent);
            }
            return result;
        }

        @Override
        public Dual gather(Gather node) {
            Dual source = of(node.source());
            int[] levels = columns.levels(node.index());
            Dual result = Dual.of(levels.length, source.moves());
            for (int i = 0; i < levels.length; i++) {
                result.set(i, source.value(levels[i]), source.tangent(levels[i]));
            }
            return result;
        }

        @Override
        public Dual reduce(Reduce node) {
            Dual x = of(node.argument());
            return switch (node.operator()) {
                case SUM -> x.sum();
                case LOG_SUM_EXP -> x.logSumExp();
            };
        }

        @Override
        public Dual segmentSum(SegmentSum node) {
            Dual x = of(node.argument());
            int[] levels = columns.levels(node.index());
            Dual result = Dual.of(node.index().to().size(), x.moves());
            for (int i = 0; i < levels.length; i++) {
                int level = levels[i];
                result.set(level, result.value(level) + x.value(i), result.tangent(level) + x.tangent(i));
            }
            return result;
        }

        @Override
        public Dual stack(Stack node) {
            Dual result = Dual.of(node.axis().size(), direction >= 0);
            for (int i = 0; i < result.size(); i++) {
                Dual x = of(node.arguments().get(i));
                result.set(i, x.value(0), x.tangent(0));
            }
            return result;
        }

        @Override
        public Dual take(Take node) {
            Dual source = of(node.source());
            Dual result = Dual.of(node.axis().size(), source.moves());
            for (int i = 0; i < result.size(); i++) {
                int position = node.positions().get(i);
                result.set(i, source.value(position), source.tangent(position));
            }
            return result;
        }

        @Override
        public Dual convolve(Convolve node) {
            Dual x = of(node.input());
            Dual w = of(node.weights());
            int size = size(node.axis());
            int[] starts = starts(node.series(), size);
            Dual result = Dual.of(size, x.moves() || w.moves());
            for (int t = 0; t < size; t++) {
                double value = 0;
                double tangent = 0;
                for (int lag = 0; lag < w.size() && t - lag >= starts[t]; lag++) {
                    value = Math.fma(w.value(lag), x.value(t - lag), value);
                    tangent += w.tangent(lag) * x.value(t - lag) + w.value(lag) * x.tangent(t - lag);
                }
                result.set(t, value, tangent);
            }
            return result;
        }

        @Override
        public Dual lag(Lag node) {
            Dual x = of(node.input());
            int size = size(node.axis());
            int[] starts = starts(node.series(), size);
            Dual result = Dual.of(size, x.moves());
            for (int t = 0; t < size; t++) {
                boolean inside = t - node.steps() >= starts[t];
                result.set(
                        t, inside ? x.value(t - node.steps()) : node.fill(), inside ? x.tangent(t - node.steps()) : 0);
            }
            return result;
        }

        @Override
        public Dual recurrence(Recurrence node) {
            Dual x = of(node.input());
            Dual decay = of(node.decay());
            int size = size(node.axis());
            int[] starts = starts(node.series(), size);
            Dual result = Dual.of(size, x.moves() || decay.moves());
            for (int t = 0; t < size; t++) {
                boolean first = t == starts[t];
                double before = first ? 0 : result.value(t - 1);
                double dBefore = first ? 0 : result.tangent(t - 1);
                result.set(
                        t,
                        first ? x.value(t) : Math.fma(decay.value(t), before, x.value(t)),
                        x.tangent(t) + decay.tangent(t) * before + decay.value(t) * dBefore);
            }
            return result;
        }

        @Override
        public Dual cholesky(Cholesky node) {
            return DualMatrices.cholesky(of(node.matrix()), node.size());
        }

        @Override
        public Dual triangularSolve(TriangularSolve node) {
            return DualMatrices.solve(of(node.lower()), of(node.right()), node.transposed());
        }

        @Override
        public Dual matrixVector(MatrixVector node) {
            return DualMatrices.multiply(
                    of(node.matrix()), of(node.vector()), node.axis().size());
        }
    }
}
