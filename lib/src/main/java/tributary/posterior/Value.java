package tributary.posterior;

import java.util.List;
import tributary.expr.Expr;

/** What a term has become: one expression, or one for each element of a vector or triangle. */
record Value(List<Expr> parts, boolean vector) {
    Value {
        parts = List.copyOf(parts);
    }

    static Value of(Expr number) {
        return new Value(List.of(number), false);
    }

    static Value vector(List<? extends Expr> parts) {
        return new Value(List.copyOf(parts), true);
    }

    /** The only part, or the part for an element: numbers stand for every element alike. */
    Expr part(int element) {
        return vector ? parts.get(element) : parts.get(0);
    }

    Expr number() {
        if (vector) {
            throw new IllegalStateException("a vector stands where a number is needed");
        }
        return parts.get(0);
    }
}
