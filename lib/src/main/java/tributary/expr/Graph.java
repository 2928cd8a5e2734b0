package tributary.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hash-consing: every distinct expression is one node, so that identity is equality and shared work is done once.
 */
final class Graph {
    private final Map<List<Object>, Expr> known = new HashMap<>();
    private final IdentityHashMap<Expr, Integer> numbers = new IdentityHashMap<>();
    private final IdentityHashMap<Expr, Expr> done = new IdentityHashMap<>();
    private final IdentityHashMap<Expr, Boolean> dataOnly = new IdentityHashMap<>();

    /** The one node that stands for this expression. */
    Expr node(Expr expr) {
        Expr found = done.get(expr);
        if (found == null) {
            List<Expr> arguments = new ArrayList<>();
            boolean same = true;
            for (Expr argument : expr.arguments()) {
                Expr node = node(argument);
                same &= node == argument;
                arguments.add(node);
            }
            found = unique(same ? expr : expr.withArguments(arguments));
            done.put(expr, found);
            done.put(found, found);
        }
        return found;
    }

    private Expr unique(Expr expr) {
        List<Object> key = new ArrayList<>();
        key.add(expr.getClass());
        key.add(expr.accept(Head.INSTANCE));
        for (Expr argument : expr.arguments()) {
            key.add(number(argument));
        }
        Expr node = known.computeIfAbsent(key, ignored -> expr);
        numbers.putIfAbsent(node, numbers.size());
        return node;
    }

    private Integer number(Expr node) {
        Integer number = numbers.get(node);
        if (number == null) {
            throw new IllegalStateException("not a node of this graph: " + node.getClass());
        }
        return number;
    }

    /** Whether no parameter enters. */
    boolean isData(Expr expr) {
        Boolean found = dataOnly.get(expr);
        if (found == null) {
            found = !(expr instanceof Parameter);
            for (Expr argument : expr.arguments()) {
                found &= isData(argument);
            }
            dataOnly.put(expr, found);
        }
        return found;
    }

    /** All nodes under the roots, arguments before those who use them. */
    static List<Expr> order(List<Expr> roots) {
        List<Expr> order = new ArrayList<>();
        IdentityHashMap<Expr, Boolean> seen = new IdentityHashMap<>();
        for (Expr root : roots) {
            visit(root, seen, order);
        }
        return order;
    }

    private static void visit(Expr node, IdentityHashMap<Expr, Boolean> seen, List<Expr> order) {
        if (seen.put(node, true) == null) {
            for (Expr argument : node.arguments()) {
                visit(argument, seen, order);
            }
            order.add(node);
        }
    }
}
