package tributary.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.dist.Distribution;
import tributary.dist.Shape;
import tributary.dist.Support;
import tributary.expr.Constant;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.model.term.Term;

/** The range of the numbers a distribution can give, as far as the model's text tells it. */
record Range(double low, double high, boolean whole) {
    /** The range of a family under these arguments, narrowed by bounds; unknown ends are infinite. */
    static Range of(@Nullable Distribution family, List<Term> arguments, @Nullable Term lower, @Nullable Term upper) {
        double low = number(lower).orElse(Double.NEGATIVE_INFINITY);
        double high = number(upper).orElse(Double.POSITIVE_INFINITY);
        if (family == null || family.arguments().stream().anyMatch(a -> a.shape() != Shape.SCALAR)) {
            return new Range(low, high, false);
        }
        Support support =
                family.support(arguments.stream().map(Range::expression).toList());
        return new Range(
                Math.max(low, end(support.lower(), Double.NEGATIVE_INFINITY)),
                Math.min(high, end(support.upper(), Double.POSITIVE_INFINITY)),
                support.kind() == Support.Kind.INTEGER);
    }

    /** The range of an unknown, from its definition. */
    static Range of(Variable variable) {
        Term.Call distribution = variable.distribution();
        Optional<DrawnFrom> drawn =
                distribution == null ? Optional.empty() : DrawnFrom.of(distribution, new ArrayList<>());
        boolean scale = distribution != null && distribution.function().equals("auto_scale");
        return drawn.filter(d -> d.kind() == DrawnFrom.Kind.FAMILY || d.kind() == DrawnFrom.Kind.FLAT)
                .map(d -> of(d.family(), d.arguments(), d.lower(), d.upper()))
                .orElseGet(() -> new Range(scale ? 0 : Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false));
    }

    /** Whether all of it is allowed. */
    boolean within(Support allowed) {
        boolean bounds = allowed.kind() == Support.Kind.REAL;
        return !bounds || (low >= allowed.least() && high <= allowed.greatest());
    }

    /** Whether no number lies in it. */
    boolean isEmpty() {
        return whole ? low > high : low >= high;
    }

    /** Whether its ends are farther apart than numbers go. */
    boolean overflows() {
        return Double.isFinite(low) && Double.isFinite(high) && Double.isInfinite(high - low);
    }

    private static Optional<Double> number(@Nullable Term term) {
        return term instanceof Term.Literal literal ? Optional.of(literal.value()) : Optional.empty();
    }

    private static Expr expression(Term term) {
        return number(term).<Expr>map(Exprs::constant).orElseGet(() -> Exprs.parameter("unknown"));
    }

    private static double end(Expr bound, double otherwise) {
        return bound instanceof Constant constant && constant.axis().isScalar() ? constant.value(0) : otherwise;
    }
}
