package tributary.posterior;

import java.util.List;
import java.util.stream.Collectors;
import tributary.expr.Expr;
import tributary.model.term.Place;

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

    /** Vectors that meet element by element are equally long: the data may tell only now. */
    static void requireSameWidth(List<Value> values, Place place) {
        long widths = values.stream()
                .filter(Value::vector)
                .mapToInt(v -> v.parts().size())
                .distinct()
                .count();
        if (widths > 1) {
            throw new BindingException(place + ": vectors of "
                    + values.stream()
                            .filter(Value::vector)
                            .map(v -> Integer.toString(v.parts().size()))
                            .collect(Collectors.joining(" and "))
                    + " elements meet; both sides need the same number of elements");
        }
    }

    Expr number() {
        if (vector) {
            throw new IllegalStateException("a vector stands where a number is needed");
        }
        return parts.get(0);
    }
}
