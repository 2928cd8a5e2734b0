package tributary.posterior;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.dist.Argument;
import tributary.dist.Construct;
import tributary.dist.Distribution;
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
