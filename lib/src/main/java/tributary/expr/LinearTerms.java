package tributary.expr;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.math.BinaryFunction;
import tributary.math.UnaryFunction;

/**
 * Finds sums that contain scalar times data more than once, and makes those terms one linear predictor; takes
 * regressors that depend on parameters out of linear predictors.
 */
final class LinearTerms {
    private final Graph graph;
    private final IdentityHashMap<Expr, Integer> uses = new IdentityHashMap<>();
    private final IdentityHashMap<Expr, Expr> done = new IdentityHashMap<>();

    LinearTerms(Graph graph, List<Expr> outputs) {
        this.graph = graph;
        for (Expr node : Graph.order(outputs)) {
            for (Expr argument : node.arguments()) {
                uses.merge(argument, 1, Integer::sum);
            }
        }
    }

    Expr of(Expr expr) {
        Expr found = done.get(expr);
        if (found == null) {
            found = rewritten(expr);
            done.put(expr, found);
        }
        return found;
    }

    private Expr rewritten(Expr expr) {
        if (graph.isData(expr)) {
            return expr;
        }
        if (!expr.axis().isScalar() && isSum(expr)) {
            Collected collected = new Collected(expr.axis());
            collect(expr, false, collected, true);
            return collected.result();
        }
        List<Expr> arguments = new ArrayList<>();
        for (Expr argument : expr.arguments()) {
            arguments.add(of(argument));
        }
        return expr.withArguments(arguments);
    }

    private static boolean isSum(Expr expr) {
        return expr instanceof LinearPredictor
                || (expr instanceof Binary binary
                        && (binary.function() == BinaryFunction.ADD || binary.function() == BinaryFunction.SUBTRACT));
    }

    private void collect(Expr expr, boolean negative, Collected into, boolean root) {
        boolean open = root || uses.getOrDefault(expr, 0) <= 1;
        if (open && !graph.isData(expr) && !expr.axis().isScalar()) {
            if (expr instanceof Unary unary && unary.function() == UnaryFunction.NEGATE) {
                collect(unary.argument(), !negative, into, false);
                return;
            }
            if (expr instanceof Binary binary && isSum(expr)) {
                collect(binary.left(), negative, into, false);
                collect(binary.right(), negative ^ binary.function() == BinaryFunction.SUBTRACT, into, false);
                return;
            }
            if (expr instanceof LinearPredictor linear) {
                collect(linear.offset(), negative, into, false);
                for (int k = 0; k < linear.coefficients().size(); k++) {
                    term(linear.coefficients().get(k), linear.regressors().get(k), negative, into);
                }
                return;
            }
            Expr factor = scalarFactor(expr);
            if (factor != null && expr instanceof Binary binary) {
                term(factor, factor == binary.left() ? binary.right() : binary.left(), negative, into);
                return;
            }
        }
        into.rest(of(expr), negative);
    }

    private static @Nullable Expr scalarFactor(Expr expr) {
        if (expr instanceof Binary binary && binary.function() == BinaryFunction.MULTIPLY) {
            return binary.left().axis().isScalar()
                    ? binary.left()
                    : binary.right().axis().isScalar() ? binary.right() : null;
        }
        return null;
    }

    private void term(Expr coefficient, Expr regressor, boolean negative, Collected into) {
        if (graph.isData(regressor)) {
            Expr scalar = of(coefficient);
            into.coefficients.add(negative ? scalar.negated() : scalar);
            into.regressors.add(regressor);
        } else {
            into.rest(of(coefficient).times(of(regressor)), negative);
        }
    }

    /** The terms of one sum. */
    private static final class Collected {
        private final Axis axis;
        private final List<Expr> coefficients = new ArrayList<>();
        private final List<Expr> regressors = new ArrayList<>();
        private @Nullable Expr rest;

        Collected(Axis axis) {
            this.axis = axis;
        }

        void rest(Expr term, boolean negative) {
            rest = rest == null ? negative ? term.negated() : term : negative ? rest.minus(term) : rest.plus(term);
        }

        Expr result() {
            Expr offset = rest == null ? Exprs.constant(0) : rest;
            if (coefficients.size() == 1 && rest != null) {
                return offset.plus(coefficients.get(0).times(regressors.get(0)));
            }
            Expr sum = Exprs.linear(offset, coefficients, regressors);
            return sum.axis().equals(axis) ? sum : sum.plus(Exprs.fill(axis, 0));
        }
    }
}
