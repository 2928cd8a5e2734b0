package tributary.posterior;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.dist.Argument;
import tributary.dist.Construct;
import tributary.dist.Distribution;
import tributary.dist.Shape;
import tributary.dist.Support;
import tributary.dist.Univariate;
import tributary.dist.catalogue.Distributions;
import tributary.dist.compound.Truncated;
import tributary.dist.continuous.HalfNormal;
import tributary.dist.continuous.Normal;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.model.DrawnFrom;
import tributary.model.Variable;
import tributary.model.term.Term;
import tributary.posterior.Translator.Context;

/**
 * A variable's distribution with its arguments as expressions, for one element of its vector plate.
 *
 * @param family the family; null for a flat prior
 * @param arguments flat, in the family's order
 * @param support of the value
 */
record Law(@Nullable Distribution family, List<Expr> arguments, Support support) {
    Law {
        arguments = List.copyOf(arguments);
    }

    /** The resolved right side of a variable's statement, which the model has checked. */
    static DrawnFrom drawn(Variable variable) {
        Term.Call call = variable.distribution();
        if (call == null) {
            throw new IllegalStateException("`" + variable.name() + "` has no distribution");
        }
        Optional<DrawnFrom> drawn = DrawnFrom.of(call, new ArrayList<>());
        return drawn.orElseThrow(
                () -> new IllegalStateException("`" + variable.name() + "` has no known distribution"));
    }

    /** The prior construct, for those distributions that are one. */
    static Construct construct(Variable variable) {
        Term.Call call = variable.distribution();
        return Distributions.constructByName(call == null ? "" : call.function())
                .orElseThrow(() -> new IllegalStateException("`" + variable.name() + "` has no construct"));
    }

    /** The law of a variable with a family, for one element. */
    static Law of(DrawnFrom drawn, int dimension, Translator translator, Context context) {
        Distribution family = drawn.family();
        if (family == null) {
            Expr lower = bound(drawn.lower(), Double.NEGATIVE_INFINITY, translator, context);
            Expr upper = bound(drawn.upper(), Double.POSITIVE_INFINITY, translator, context);
            return new Law(null, List.of(), Support.interval(lower, upper));
        }
        List<Expr> arguments = new ArrayList<>();
        for (int i = 0; i < drawn.arguments().size(); i++) {
            Argument argument = family.arguments().get(i);
            Value value = translator.translate(drawn.arguments().get(i), context);
            int parts = value.vector() ? value.parts().size() : argument.shape().size(dimension);
            requireSize(family, argument, value, dimension, drawn.arguments().get(i));
            for (int k = 0; k < parts; k++) {
                arguments.add(value.part(k));
            }
        }
        Term lower = drawn.lower();
        Term upper = drawn.upper();
        if ((lower != null || upper != null) && family instanceof Univariate inner) {
            family = new Truncated(
                    inner,
                    lower == null
                            ? Truncated.Sides.UPPER
                            : upper == null ? Truncated.Sides.LOWER : Truncated.Sides.BOTH);
            if (lower != null) {
                arguments.add(translator.number(lower, context));
            }
            if (upper != null) {
                arguments.add(translator.number(upper, context));
            }
        }
        return new Law(family, arguments, family.support(arguments));
    }

    /** Of a distribution of vectors every argument has the vector's dimension; constants must be possible. */
    private static void requireSize(Distribution family, Argument argument, Value value, int dimension, Term written) {
        int wanted = argument.shape().size(dimension);
        String what = written.place() + ": `" + argument.name() + "` of `" + family.name() + "` ";
        if (family.shape() != Shape.SCALAR && value.vector() && value.parts().size() != wanted) {
            throw new BindingException(what + "has " + value.parts().size() + " numbers where " + wanted
                    + " are needed; list as many, or draw it over the same plate");
        }
        if (argument.shape() == Shape.TRIANGLE && !value.vector() && wanted > 1) {
            throw new BindingException(what + "is one number, but a triangle of " + wanted
                    + " is needed; draw it: L[k] ~ lkj(2), or list it row by row");
        }
        double[] constants =
                value.parts().stream().mapToDouble(Graphs::constant).toArray();
        boolean known = Arrays.stream(constants).noneMatch(Double::isNaN);
        boolean each = argument.constraint().kind() == Support.Kind.REAL
                || argument.constraint().kind() == Support.Kind.INTEGER;
        for (double constant : constants) {
            if (each && !Double.isNaN(constant) && !argument.constraint().contains(constant)) {
                throw new BindingException(what + "cannot be " + constant);
            }
        }
        if (!each && known && value.vector() && !argument.constraint().contains(constants)) {
            throw new BindingException(what + "cannot be " + Arrays.toString(constants)
                    + ": shares sum to 1, cut points increase, diagonals are positive");
        }
    }

    /** What each of the arguments is, in the order of {@link #arguments}. */
    List<Argument> roles() {
        List<Argument> roles = new ArrayList<>();
        if (family != null) {
            int dimension = family.dimension(arguments.size());
            for (Argument argument : family.arguments()) {
                roles.addAll(Collections.nCopies(argument.shape().size(dimension), argument));
            }
        }
        return roles;
    }

    static Law normal(double mean, double sd) {
        List<Expr> arguments = List.of(Exprs.constant(mean), Exprs.constant(sd));
        return new Law(new Normal(), arguments, Support.real());
    }

    static Law halfNormal(double sd) {
        return new Law(new HalfNormal(), List.of(Exprs.constant(sd)), Support.nonNegative());
    }

    /** The log density of a value, element by element of its axis; 0 for a flat prior. */
    Expr logDensity(List<Expr> value) {
        return family == null ? Exprs.constant(0) : family.logDensity(value, arguments);
    }

    private static Expr bound(@Nullable Term term, double otherwise, Translator translator, Context context) {
        return term == null ? Exprs.constant(otherwise) : translator.number(term, context);
    }
}
