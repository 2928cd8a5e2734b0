package tributary.posterior;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import tributary.expr.Constant;
import tributary.expr.Expr;
import tributary.expr.Parameter;

/** Questions about expressions. */
final class Graphs {
    private Graphs() {}

    /** Whether no parameter occurs. By a stack of its own: a sum of a thousand terms is a thousand nodes deep. */
    static boolean isData(Expr expr) {
        Set<Expr> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Expr> open = new ArrayDeque<>(List.of(expr));
        while (!open.isEmpty()) {
            Expr next = open.pop();
            if (next instanceof Parameter) {
                return false;
            }
            if (seen.add(next)) {
                next.arguments().forEach(open::push);
            }
        }
        return true;
    }

    /** The number that a constant is; NaN for others. */
    static double constant(Expr expr) {
        return expr instanceof Constant constant && constant.axis().isScalar() ? constant.value(0) : Double.NaN;
    }

    static boolean isInfinite(Expr expr) {
        return Double.isInfinite(constant(expr));
    }
}
