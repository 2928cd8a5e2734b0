package tributary.posterior;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tributary.expr.Expr;
import tributary.model.Function;
import tributary.model.Plate;
import tributary.model.Variable;
import tributary.model.term.Operator;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;
import tributary.model.term.Terms;
import tributary.posterior.Translator.Context;

/**
 * Finds terms of data alone that are no finite numbers, such as {@code log(x)} where x is negative: early, and by row,
 * instead of a density that is nowhere finite.
 *
 * <p>Only the largest terms of data count, for {@code exp(-1 / x)} is fine at 0, and none inside a branch of {@code if}.
 */
final class DataTerms {
    private static final Set<Function> SAFE =
            Set.of(Function.DATA_MEAN, Function.DATA_SD, Function.GROUP_MEAN, Function.CONTRASTS, Function.LAG);

    private static final Term ONE = Terms.number(1);

    private final Scene scene;
    private final Data data;
    private final Set<String> followed = new HashSet<>();
    private final Deque<Place> open = new ArrayDeque<>();

    /** A term yet to be looked at, where it stands. */
    private record Place(Term term, Context context) {}

    DataTerms(Scene scene, Data data) {
        this.scene = scene;
        this.data = data;
    }

    /** Looks into the definition of a variable and into what that is computed from. */
    void requireFinite(Variable variable) {
        variable.terms().forEach(term -> open.add(new Place(term, scene.translator.context(variable))));
        while (!open.isEmpty()) {
            look(open.remove());
        }
    }

    private void look(Place place) {
        Term term = place.term();
        if (term instanceof Term.Name name) {
            follow(name.name(), place.context());
        } else if (!isArithmetic(term) && isValue(term) && isRisky(term) && isData(term, place.context())) {
            check(term, place.context());
        } else if (term instanceof Term.Binary ratio
                && ratio.operator() == Operator.DIVIDE
                && isData(ratio.right(), place.context())) {
            open.add(new Place(ratio.left(), place.context()));
            check(new Term.Binary(Operator.DIVIDE, ONE, ratio.right(), ratio.place()), place.context());
        } else if (term instanceof Term.Call choice && choice.function().equals(Function.IF.text())) {
            open.add(new Place(choice.arguments().get(0).value(), place.context()));
        } else if (!(term instanceof Term.Element)) {
            Terms.children(term).forEach(child -> open.add(new Place(child, place.context())));
        }
    }

    /** Sums and products of what is no number are none, so their parts are looked at instead: sums may be long. */
    private static boolean isArithmetic(Term term) {
        if (term instanceof Term.Binary binary) {
            return switch (binary.operator()) {
                case ADD, SUBTRACT, MULTIPLY, INTERACT -> true;
                default -> false;
            };
        }
        return term instanceof Term.Vector;
    }

    /** From a name to what defines it, once for each. */
    private void follow(String name, Context context) {
        if (!followed.add(name)) {
            return;
        }
        Plate plate = scene.model.plates().get(name);
        Term columns = plate == null ? null : plate.source();
        Term value = scene.model.has(name) ? scene.model.variable(name).value() : null;
        if (columns != null) {
            open.add(new Place(columns, context));
        } else if (value != null) {
            open.add(new Place(value, scene.translator.context(scene.model.variable(name))));
        }
    }

    /** A distribution stands where a value could, but is none. */
    private static boolean isValue(Term term) {
        return !(term instanceof Term.Call call)
                || Function.named(call.function()).isPresent();
    }

    private boolean isData(Term term, Context context) {
        return scene.translator.translate(term, context).parts().stream().allMatch(Graphs::isData);
    }

    private void check(Term term, Context context) {
        for (Expr part : scene.translator.translate(term, context).parts()) {
            double[] values = scene.frame.rows().evaluate(part, data);
            for (int i = 0; i < values.length; i++) {
                if (!Double.isFinite(values[i])) {
                    throw new BindingException(TermPrinter.print(term) + " (" + term.place() + ") is " + values[i]
                            + scene.frame.where(part.axis(), i) + culprit(term, context, i)
                            + "; drop such rows, or transform the column so that it is always a number");
                }
            }
        }
    }

    /** Whether a finite column could make anything else of itself here. */
    private static boolean isRisky(Term term) {
        boolean[] found = {false};
        Terms.walk(term, part -> {
            boolean operator = part instanceof Term.Binary binary
                    && (binary.operator() == Operator.DIVIDE || binary.operator() == Operator.POWER);
            boolean function = part instanceof Term.Call call
                    && Function.named(call.function())
                            .filter(f -> !SAFE.contains(f))
                            .isPresent();
            found[0] |= operator || function;
        });
        return found[0];
    }

    /** The innermost term that is no number there, if it is not the whole. */
    private String culprit(Term term, Context context, int at) {
        Optional<Term> inner = innermost(term, context, at);
        return inner.isEmpty() || inner.get().equals(term) ? "" : ", because " + TermPrinter.print(inner.get()) + " is";
    }

    private Optional<Term> innermost(Term term, Context context, int at) {
        boolean computed = term instanceof Term.Binary || term instanceof Term.Unary || term instanceof Term.Call;
        if (!computed) {
            return Optional.empty();
        }
        for (Term child : Terms.children(term)) {
            Optional<Term> inner = child instanceof Term.Text ? Optional.empty() : innermost(child, context, at);
            if (inner.isPresent()) {
                return inner;
            }
        }
        Value value = scene.translator.translate(term, context);
        double[] values = scene.frame.rows().evaluate(value.part(0), data);
        return Double.isFinite(values[values.length == 1 ? 0 : at]) ? Optional.empty() : Optional.of(term);
    }
}
