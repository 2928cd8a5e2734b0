package tributary.estimand;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tributary.expr.Binary;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.LinearPredictor;
import tributary.expr.Parameter;
import tributary.expr.Select;
import tributary.expr.Unary;
import tributary.math.BinaryFunction;
import tributary.math.UnaryFunction;

/** Puts expressions in the places of others, and tells how an expression depends on a place. */
final class Rewriting {
    private Rewriting() {}

    /** The expression with other expressions in the places of parameters of these names. */
    static Expr put(Expr expr, Map<String, Expr> values) {
        return put(expr, node -> node instanceof Parameter p ? values.get(p.name()) : null, new IdentityHashMap<>());
    }

    /** The expression with one node, and all that are equal to it by identity, replaced. */
    static Expr put(Expr expr, Expr node, Expr value) {
        return put(expr, other -> other == node ? value : null, new IdentityHashMap<>());
    }

    private interface Replacement {
        @Nullable
        Expr of(Expr node);
    }

    private static Expr put(Expr expr, Replacement values, IdentityHashMap<Expr, Expr> done) {
        Expr known = done.get(expr);
        if (known != null) {
            return known;
        }
        Expr result = values.of(expr);
        if (result == null) {
            List<Expr> arguments = expr.arguments();
            List<Expr> changed = new ArrayList<>(arguments.size());
            boolean same = true;
            for (Expr argument : arguments) {
                Expr one = put(argument, values, done);
                same &= one == argument;
                changed.add(one);
            }
            result = same ? expr : rebuilt(expr, changed);
        }
        done.put(expr, result);
        return result;
    }

    /** Through the factories, so that constants fold. */
    private static Expr rebuilt(Expr expr, List<Expr> arguments) {
        if (expr instanceof Unary unary) {
            return Exprs.unary(unary.function(), arguments.get(0));
        }
        if (expr instanceof Binary binary) {
            return Exprs.binary(binary.function(), arguments.get(0), arguments.get(1));
        }
        if (expr instanceof Select) {
            return Exprs.select(arguments.get(0), arguments.get(1), arguments.get(2));
        }
        if (expr instanceof LinearPredictor) {
            return sum(arguments);
        }
        return expr.withArguments(arguments);
    }

    /** A linear predictor, from its arguments, written out. */
    static Expr sum(List<Expr> arguments) {
        int count = (arguments.size() - 1) / 2;
        List<Expr> terms = new ArrayList<>(List.of(arguments.get(0)));
        for (int k = 0; k < count; k++) {
            terms.add(arguments.get(1 + k).times(arguments.get(1 + count + k)));
        }
        return Exprs.add(terms);
    }

    /** Whether an expression depends on a place. */
    static boolean reads(Expr expr, String place) {
        return any(expr, node -> node instanceof Parameter p && p.name().equals(place));
    }

    /** Whether a node of the expression satisfies the condition. */
    static boolean any(Expr expr, Predicate<Expr> condition) {
        return any(expr, condition, new IdentityHashMap<>());
    }

    private static boolean any(Expr expr, Predicate<Expr> condition, IdentityHashMap<Expr, Boolean> known) {
        Boolean before = known.get(expr);
        if (before != null) {
            return before;
        }
        boolean found = condition.test(expr);
        for (Expr argument : expr.arguments()) {
            found = found || any(argument, condition, known);
        }
        known.put(expr, found);
        return found;
    }

    /** Whether an expression is a straight line in a place, whatever else its slope and intercept depend on. */
    static boolean affine(Expr expr, String place) {
        return new Lines(place).affine(expr);
    }

    /** Whether an expression is smooth in a place: no steps, no kinks. */
    static boolean smooth(Expr expr, String place) {
        return !any(expr, node -> {
            if (node instanceof Binary b && kinked(b.function())) {
                return reads(b, place);
            }
            if (node instanceof Select s) {
                return reads(s.condition(), place);
            }
            return node instanceof Unary u
                    && (u.function() == UnaryFunction.STEP || u.function() == UnaryFunction.ABS)
                    && reads(u, place);
        });
    }

    private static boolean kinked(BinaryFunction function) {
        return isComparison(function) || function == BinaryFunction.MINIMUM || function == BinaryFunction.MAXIMUM;
    }

    static boolean isComparison(BinaryFunction function) {
        return switch (function) {
            case LESS, LESS_OR_EQUAL, EQUAL -> true;
            default -> false;
        };
    }

    private static final class Lines {
        private final String place;
        private final IdentityHashMap<Expr, Boolean> reading = new IdentityHashMap<>();
        private final IdentityHashMap<Expr, Boolean> straight = new IdentityHashMap<>();

        Lines(String place) {
            this.place = place;
        }

        boolean reads(Expr expr) {
            return any(expr, node -> node instanceof Parameter p && p.name().equals(place), reading);
        }

        boolean affine(Expr expr) {
            Boolean before = straight.get(expr);
            if (before == null) {
                before = !reads(expr) || line(expr);
                straight.put(expr, before);
            }
            return before;
        }

        private boolean line(Expr expr) {
            if (expr instanceof Parameter) {
                return true;
            }
            if (expr instanceof Unary unary) {
                return unary.function() == UnaryFunction.NEGATE && affine(unary.argument());
            }
            if (expr instanceof Binary binary) {
                return switch (binary.function()) {
                    case ADD, SUBTRACT -> affine(binary.left()) && affine(binary.right());
                    case MULTIPLY -> product(binary.left(), binary.right());
                    case DIVIDE -> !reads(binary.right()) && affine(binary.left());
                    default -> false;
                };
            }
            if (expr instanceof Select select) {
                return !reads(select.condition()) && affine(select.chosen()) && affine(select.otherwise());
            }
            if (expr instanceof LinearPredictor linear) {
                return affine(sum(linear.arguments()));
            }
            return false;
        }

        private boolean product(Expr left, Expr right) {
            return reads(left) ? !reads(right) && affine(left) : affine(right);
        }
    }
}
