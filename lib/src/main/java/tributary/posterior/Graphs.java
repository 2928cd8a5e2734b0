package tributary.posterior;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import tributary.expr.Constant;
import tributary.expr.Expr;
import tributary.expr.Parameter;

/** Questions about expressions. */
final class Graphs {
    private Graphs() {}

    /** Whether no parameter occurs. */
    static boolean isData(Expr expr) {
        return isData(expr, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static boolean isData(Expr expr, Set<Expr> seen) {
        if (!seen.add(expr)) {
            return true;
        }
        return !(expr instanceof Parameter) && expr.arguments().stream().allMatch(a -> isData(a, seen));
    }

    /** The number that a constant is; NaN for others. */
    static double constant(Expr expr) {
        return expr instanceof Constant constant && constant.axis().isScalar() ? constant.value(0) : Double.NaN;
    }

    static boolean isInfinite(Expr expr) {
        return Double.isInfinite(constant(expr));
    }
}
