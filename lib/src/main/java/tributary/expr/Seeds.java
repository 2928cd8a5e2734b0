package tributary.expr;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import tributary.math.UnaryFunction;

/**
 * The sums whose adjoint is known before they are: the log density is linear in them. Their rows can be passed forward
 * and backward in one go.
 *
 * @param sums sums over rows or levels
 * @param values for each the scalar expression of its adjoint
 */
record Seeds(List<Expr> sums, List<Expr> values) {
    static Seeds of(Graph graph, Expr root) {
        List<Expr> sums = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        if (root.axis().isScalar()) {
            List<Expr> order = Graph.order(List.of(root));
            Walk walk = new Walk();
            walk.give(root, Exprs.constant(1));
            for (int i = order.size() - 1; i >= 0; i--) {
                Expr node = order.get(i);
                if (node instanceof Reduce reduce && reduce.operator() == Reduce.Operator.SUM && !graph.isData(node)) {
                    Expr seed = walk.known.get(node);
                    if (seed != null && !walk.lost.containsKey(node)) {
                        sums.add(node);
                        values.add(graph.node(seed));
                    }
                }
                walk.pass(node);
            }
        }
        return new Seeds(sums, values);
    }

    /** Hands adjoints down through what is linear, and marks as lost what is reached in another way. */
    private static final class Walk {
        private final IdentityHashMap<Expr, Expr> known = new IdentityHashMap<>();
        private final IdentityHashMap<Expr, Boolean> lost = new IdentityHashMap<>();

        void give(Expr node, Expr seed) {
            Expr before = known.get(node);
            known.put(node, before == null ? seed : before.plus(seed));
        }

        void pass(Expr node) {
            Expr seed = known.get(node);
            boolean linear = seed != null && !lost.containsKey(node) && hand(node, seed);
            if (!linear) {
                for (Expr argument : node.arguments()) {
                    lost.put(argument, true);
                }
            }
        }

        private boolean hand(Expr node, Expr seed) {
            if (node instanceof Unary unary && unary.function() == UnaryFunction.NEGATE) {
                give(unary.argument(), seed.negated());
                return true;
            }
            return node instanceof Binary binary && node.axis().isScalar() && handBinary(binary, seed);
        }

        private boolean handBinary(Binary node, Expr seed) {
            Expr a = node.left();
            Expr b = node.right();
            switch (node.function()) {
                case ADD -> {
                    give(a, seed);
                    give(b, seed);
                }
                case SUBTRACT -> {
                    give(a, seed);
                    give(b, seed.negated());
                }
                case MULTIPLY -> {
                    give(a, seed.times(b));
                    give(b, seed.times(a));
                }
                case DIVIDE -> {
                    give(a, seed.over(b));
                    lost.put(b, true);
                }
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
