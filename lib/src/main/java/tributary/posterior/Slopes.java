package tributary.posterior;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tributary.expr.Constant;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Gather;
import tributary.expr.Index;
import tributary.expr.LinearPredictor;
import tributary.expr.Select;
import tributary.expr.Unary;
import tributary.math.UnaryFunction;

/**
 * Takes an expression apart that is a straight line in some unknowns: {@code offset + sum_k slope_k value_k}, offset and
 * slopes of data alone.
 *
 * <p>Values of groups are met where rows gather them; all must be gathered through one index.
 */
final class Slopes {
    /** The place of the offset among the slopes. */
    private static final int OFFSET = -1;

    private final List<Expr> values;
    private @Nullable Index index;
    private boolean several;

    /** In the unknowns of these values, as expressions of a position. */
    Slopes(List<Expr> values) {
        this.values = List.copyOf(values);
    }

    /**
     * A straight line.
     *
     * @param offset without any unknown
     * @param slopes by place among the values, those that occur
     */
    record Line(Expr offset, Map<Integer, Expr> slopes) {}

    /** The line; empty where the expression is none, or gathers through several indexes. */
    Optional<Line> of(Expr expr) {
        Map<Integer, Expr> parts = parts(expr);
        if (parts == null || several) {
            return Optional.empty();
        }
        Map<Integer, Expr> slopes = new TreeMap<>();
        parts.forEach((place, slope) -> {
            if (place != OFFSET) {
                slopes.put(place, plain(slope));
            }
        });
        return Optional.of(new Line(plain(parts.getOrDefault(OFFSET, Exprs.constant(0))), slopes));
    }

    /** The one index through which rows reached their groups; empty where none did. */
    Optional<Index> index() {
        return Optional.ofNullable(index);
    }

    /** One number for all elements is that number, whatever axis it was spread over: equal slopes must look equal. */
    private static Expr plain(Expr slope) {
        return slope instanceof Constant constant && constant.isUniform() ? Exprs.constant(constant.value(0)) : slope;
    }

    private @Nullable Map<Integer, Expr> parts(Expr expr) {
        int value = values.indexOf(expr);
        if (value >= 0) {
            return one(value, Exprs.constant(1));
        }
        if (Graphs.isData(expr)) {
            return one(OFFSET, expr);
        }
        if (expr instanceof Unary unary && unary.function() == UnaryFunction.NEGATE) {
            return scaled(parts(unary.argument()), Exprs.constant(-1));
        }
        if (expr instanceof tributary.expr.Binary binary) {
            return binary(binary);
        }
        if (expr instanceof LinearPredictor linear) {
            Map<Integer, Expr> sum = parts(linear.offset());
            for (int k = 0; k < linear.coefficients().size(); k++) {
                sum = sum(
                        sum,
                        product(
                                linear.coefficients().get(k),
                                linear.regressors().get(k)));
            }
            return sum;
        }
        if (expr instanceof Gather gather) {
            return gathered(gather);
        }
        if (expr instanceof Select select && Graphs.isData(select.condition())) {
            return selected(select);
        }
        return null;
    }

    private static Map<Integer, Expr> one(int place, Expr slope) {
        Map<Integer, Expr> parts = new TreeMap<>();
        parts.put(place, slope);
        return parts;
    }

    private @Nullable Map<Integer, Expr> binary(tributary.expr.Binary binary) {
        return switch (binary.function()) {
            case ADD -> sum(parts(binary.left()), parts(binary.right()));
            case SUBTRACT -> sum(parts(binary.left()), scaled(parts(binary.right()), Exprs.constant(-1)));
            case MULTIPLY -> product(binary.left(), binary.right());
            case DIVIDE ->
                Graphs.isData(binary.right()) ? scaled(parts(binary.left()), Exprs.reciprocal(binary.right())) : null;
            default -> null;
        };
    }

    private @Nullable Map<Integer, Expr> product(Expr left, Expr right) {
        if (Graphs.isData(right)) {
            return scaled(parts(left), right);
        }
        return Graphs.isData(left) ? scaled(parts(right), left) : null;
    }

    private static @Nullable Map<Integer, Expr> scaled(@Nullable Map<Integer, Expr> parts, Expr factor) {
        if (parts == null) {
            return null;
        }
        Map<Integer, Expr> scaled = new TreeMap<>();
        parts.forEach((place, slope) -> scaled.put(place, slope.times(factor)));
        return scaled;
    }

    private static @Nullable Map<Integer, Expr> sum(
            @Nullable Map<Integer, Expr> left, @Nullable Map<Integer, Expr> right) {
        if (left == null || right == null) {
            return null;
        }
        Map<Integer, Expr> sum = new TreeMap<>(left);
        right.forEach((place, slope) -> sum.merge(place, slope, Expr::plus));
        return sum;
    }

    private @Nullable Map<Integer, Expr> gathered(Gather gather) {
        Map<Integer, Expr> inner = parts(gather.source());
        if (inner == null) {
            return null;
        }
        several |= index != null && !index.equals(gather.index());
        index = gather.index();
        Map<Integer, Expr> rows = new TreeMap<>();
        inner.forEach((place, slope) ->
                rows.put(place, slope.axis().isScalar() ? slope : Exprs.gather(slope, gather.index())));
        return rows;
    }

    private @Nullable Map<Integer, Expr> selected(Select select) {
        Map<Integer, Expr> chosen = parts(select.chosen());
        Map<Integer, Expr> otherwise = parts(select.otherwise());
        if (chosen == null || otherwise == null) {
            return null;
        }
        Map<Integer, Expr> both = new TreeMap<>();
        Expr zero = Exprs.constant(0);
        for (Map<Integer, Expr> branch : List.of(chosen, otherwise)) {
            for (int place : branch.keySet()) {
                both.put(
                        place,
                        Exprs.select(
                                select.condition(),
                                chosen.getOrDefault(place, zero),
                                otherwise.getOrDefault(place, zero)));
            }
        }
        return both;
    }
}
