package tributary.expr;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A graph with some columns of data replaced by expressions, so that a program can vary what was given. */
public final class Replacement {
    private final Map<String, Expr> columns;
    private final IdentityHashMap<Expr, Expr> done = new IdentityHashMap<>();

    /** Replaces the columns of these names. */
    public Replacement(Map<String, Expr> columns) {
        this.columns = Map.copyOf(columns);
    }

    /** The same graph over the replacements. */
    public Expr of(Expr expr) {
        Expr known = done.get(expr);
        if (known == null) {
            known = made(expr);
            done.put(expr, known);
        }
        return known;
    }

    private Expr made(Expr expr) {
        if (expr instanceof Column column) {
            Expr other = columns.get(column.name());
            return other == null ? column : other;
        }
        List<Expr> arguments = expr.arguments();
        List<Expr> replaced = arguments.stream().map(this::of).toList();
        boolean same = true;
        for (int i = 0; i < arguments.size(); i++) {
            same &= replaced.get(i) == arguments.get(i);
        }
        return same ? expr : expr.withArguments(replaced);
    }
}
