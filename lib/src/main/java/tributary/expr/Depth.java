package tributary.expr;

import java.util.IdentityHashMap;

/**
 * When a node can be computed: how many passes over rows or levels must be over before. A sum is ready after the pass
 * that makes it; so is a vector that is needed whole.
 */
final class Depth {
    private final Graph graph;
    private final IdentityHashMap<Expr, Integer> known = new IdentityHashMap<>();

    Depth(Graph graph) {
        this.graph = graph;
    }

    /** Whether a node is computed block by block, inside a pass. */
    boolean isBlockwise(Expr node) {
        boolean elementwise = node instanceof Unary
                || node instanceof Binary
                || node instanceof Select
                || node instanceof LinearPredictor
                || node instanceof Gather;
        return elementwise && !node.axis().isScalar() && !graph.isData(node);
    }

    /** The depth of the pass or step that computes a node; what comes of a pass is one deeper than the pass. */
    int of(Expr node) {
        Integer found = known.get(node);
        if (found == null) {
            found = computed(node);
            known.put(node, found);
        }
        return found;
    }

    /** The depth at which a node can be read whole. */
    int whole(Expr node) {
        return of(node) + (isBlockwise(node) ? 1 : 0);
    }

    private int computed(Expr node) {
        if (graph.isData(node)) {
            return 0;
        }
        boolean sum = node instanceof SegmentSum
                || (node instanceof Reduce reduce && reduce.operator() == Reduce.Operator.SUM);
        boolean inside = isBlockwise(node) && !(node instanceof Gather);
        int depth = 0;
        for (Expr argument : node.arguments()) {
            depth = Math.max(depth, sum ? of(argument) + 1 : inside ? of(argument) : whole(argument));
        }
        return depth;
    }
}
