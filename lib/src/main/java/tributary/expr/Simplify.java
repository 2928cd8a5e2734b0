package tributary.expr;

import org.jspecify.annotations.Nullable;
import tributary.math.BinaryFunction;
import tributary.math.UnaryFunction;

/**
 * The rewriting that factories do at once: constants are folded, neutral elements dropped, and a few compositions
 * replaced by the function that computes them accurately. An axis never changes.
 */
final class Simplify {
    private Simplify() {}

    static Expr unary(UnaryFunction function, Expr x) {
        if (x instanceof Constant c) {
            return map(c.axis(), c, c, (value, ignored) -> function.apply(value));
        }
        if (x instanceof Unary inner) {
            if (function == UnaryFunction.NEGATE && inner.function() == UnaryFunction.NEGATE) {
                return inner.argument();
            }
            if (function == UnaryFunction.LOG && inner.function() == UnaryFunction.EXP) {
                return inner.argument();
            }
            if (function == UnaryFunction.LOG && inner.function() == UnaryFunction.SIGMOID) {
                return Exprs.softplus(inner.argument().negated()).negated();
            }
            if (function == UnaryFunction.LOGIT && inner.function() == UnaryFunction.SIGMOID) {
                return inner.argument();
            }
            if (function == UnaryFunction.LOG1P && inner.function() == UnaryFunction.EXP) {
                return Exprs.softplus(inner.argument());
            }
            if (function == UnaryFunction.RECIPROCAL && inner.function() == UnaryFunction.EXP) {
                return Exprs.exp(inner.argument().negated());
            }
        }
        return new Unary(function, x);
    }

    static Expr binary(BinaryFunction function, Expr left, Expr right) {
        Axis axis = left.axis().with(right.axis());
        if (left instanceof Constant a && right instanceof Constant b) {
            return map(axis, a, b, function::apply);
        }
        Expr same = neutral(function, left, right);
        return same != null && same.axis().equals(axis) ? same : new Binary(function, left, right);
    }

    private static @Nullable Expr neutral(BinaryFunction function, Expr left, Expr right) {
        return switch (function) {
            case ADD -> is(right, 0) ? left : is(left, 0) ? right : null;
            case SUBTRACT -> is(right, 0) ? left : is(left, 0) ? right.negated() : null;
            case MULTIPLY -> factor(left, right);
            case DIVIDE -> is(right, 1) ? left : is(left, 1) ? Exprs.reciprocal(right) : null;
            case POWER -> power(left, right);
            default -> null;
        };
    }

    private static @Nullable Expr factor(Expr left, Expr right) {
        if (is(right, 1)) {
            return left;
        }
        if (is(left, 1)) {
            return right;
        }
        return is(right, -1) ? left.negated() : is(left, -1) ? right.negated() : null;
    }

    private static @Nullable Expr power(Expr base, Expr exponent) {
        if (is(exponent, 1)) {
            return base;
        }
        return is(exponent, 2) ? base.squared() : is(exponent, -1) ? Exprs.reciprocal(base) : null;
    }

    static Expr select(Expr condition, Expr chosen, Expr otherwise) {
        Axis axis = condition.axis().with(chosen.axis()).with(otherwise.axis());
        if (condition instanceof Constant c && c.isUniform()) {
            Expr taken = c.value(0) != 0 ? chosen : otherwise;
            if (taken.axis().equals(axis)) {
                return taken;
            }
        }
        return new Select(condition, chosen, otherwise);
    }

    private static boolean is(Expr x, double number) {
        return x instanceof Constant c && c.isUniform() && c.value(0) == number;
    }

    private interface Fold {
        double apply(double a, double b);
    }

    private static Expr map(Axis axis, Constant a, Constant b, Fold fold) {
        if (a.isUniform() && b.isUniform()) {
            return Constant.fill(axis, fold.apply(a.value(0), b.value(0)));
        }
        double[] values = new double[axis.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = fold.apply(a.value(i), b.value(i));
        }
        return Constant.of(axis, values);
    }
}
