package tributary.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.model.Extents.Context;
import tributary.model.term.Place;
import tributary.model.term.Term;

/** What a function call has one value per, and whether it is written as the function wants. */
final class CallExtent {
    private final Extents extents;
    private final Context context;
    private final TermExtent walk;
    private final Term.Call term;

    CallExtent(Extents extents, Context context, TermExtent walk, Term.Call term) {
        this.extents = extents;
        this.context = context;
        this.walk = walk;
        this.term = term;
    }

    /** The extent, with what does not fit reported. */
    Extent extent() {
        Function function = Function.named(term.function()).orElse(null);
        if (function == null || function.sort() == Function.Sort.SUGAR) {
            problem(
                    term.place(),
                    term.function(),
                    function == null
                            ? "there is no function `" + term.function() + "`"
                            : "`" + term.function() + "` cannot stand here",
                    function == null ? remedy() : "give it a line of its own: eta = " + term.function() + "(...)");
            return Extent.ONE;
        }
        List<Term> ordered = function.ordered(term).orElse(null);
        if (ordered == null) {
            problem(
                    term.place(),
                    term.function(),
                    "`" + term.function() + "` takes " + function.arguments().size() + " arguments, not " + given(),
                    "it is written " + term.function() + function.arguments());
            return Extent.ONE;
        }
        boolean fit = new FunctionArguments(extents, function, ordered, term.place()).fit();
        if (function.sort() == Function.Sort.STATISTIC || function.sort() == Function.Sort.GROUP_STATISTIC) {
            extents.of(ordered.get(0), Context.rows(context.table()));
            return Extent.on(function.sort() == Function.Sort.STATISTIC ? null : here());
        }
        if (function.sort() == Function.Sort.TOTAL) {
            return total(ordered);
        }
        if (function.sort() == Function.Sort.GROUP_TOTAL) {
            total(ordered);
            return Extent.on(here());
        }
        return fit ? arguments(function, ordered) : Extent.ONE;
    }

    private @Nullable String here() {
        return context.group() == null ? context.table() : context.group();
    }

    private Extent total(List<Term> ordered) {
        Extent summed = extents.of(ordered.get(0), Context.rows(context.table()));
        if (!summed.isNumber()) {
            problem(
                    term.place(),
                    term.function(),
                    "`" + term.function() + "` sums numbers over rows, and this is a vector",
                    "sum dot(...) or one element");
        }
        return Extent.ONE;
    }

    private String remedy() {
        if (DrawnFrom.names().contains(term.function())) {
            return "a distribution stands after ~ only";
        }
        return term.function().equals("mean")
                ? "mean(x | g) stands by itself in linear(...); elsewhere write group_mean(x, g) or data_mean(x)"
                : Spelling.remedy(
                        term.function(), Function.names(), "known are " + String.join(", ", Function.names()));
    }

    /** The arguments as given: how many, or their names where these are the trouble. */
    private String given() {
        List<String> names = new ArrayList<>();
        for (Term.Argument argument : term.arguments()) {
            if (argument.name() != null) {
                names.add(argument.name());
            }
        }
        int count = term.arguments().size();
        return count + (names.isEmpty() ? "" : " with the names " + String.join(", ", names));
    }

    private Extent arguments(Function function, List<Term> ordered) {
        Extent joined = Extent.ONE;
        List<Extent> each = new ArrayList<>();
        // The second argument of C is a level, which is no value.
        for (Term argument : function == Function.CONTRASTS ? ordered.subList(0, 1) : ordered) {
            Extent extent = walk.of(argument);
            each.add(extent);
            joined = function.sort() == Function.Sort.DOT || function.sort() == Function.Sort.TRIANGLE
                    ? walk.join(joined, Extent.on(extent.axis()), term.place())
                    : walk.join(joined, extent, term.place());
        }
        return switch (function.sort()) {
            case ELEMENT, NATURAL, SUGAR -> joined;
            case DOT -> dot(each, joined);
            case SERIES -> series(joined);
            case TOTAL, GROUP_TOTAL, STATISTIC, GROUP_STATISTIC -> joined;
            case VECTOR -> new Extent(context.table(), "", width(function, ordered), false);
            case TRIANGLE -> triangle(each, joined);
        };
    }

    private Extent triangle(List<Extent> each, Extent joined) {
        Extent scales = each.get(0);
        Extent factor = each.get(1);
        if (scales.isNumber() || !factor.triangle()) {
            problem(
                    term.place(),
                    term.function(),
                    "`scaled` takes a vector of scales and a triangle",
                    "draw the triangle: L[k] ~ lkj(2)");
        }
        return new Extent(joined.axis(), scales.vector(), scales.width(), true);
    }

    private Extent dot(List<Extent> each, Extent joined) {
        Extent a = each.get(0);
        Extent b = each.get(1);
        if (a.isNumber() || b.isNumber()) {
            problem(term.place(), "dot", "dot needs two vectors", "write dot(beta, [age, educ])");
        } else if (a.width() != b.width() && a.width() >= 0 && b.width() >= 0) {
            problem(
                    term.place(),
                    "dot",
                    "dot of " + a.width() + " and " + b.width() + " elements",
                    "both sides need the same number of elements");
        }
        return Extent.on(joined.axis());
    }

    private Extent series(Extent joined) {
        if (!isTime()) {
            problem(
                    term.place(),
                    term.function(),
                    "`" + term.function() + "` needs to know what time is",
                    "declare `series g ordered by week`");
        }
        return joined;
    }

    private static int width(Function function, List<Term> ordered) {
        if (function != Function.CONTRASTS && ordered.get(ordered.size() - 1) instanceof Term.Literal n) {
            int columns = (int) n.value();
            return function == Function.FOURIER ? 2 * columns : columns;
        }
        return -1;
    }

    private boolean isTime() {
        return extents.model.plates.values().stream()
                .anyMatch(p -> p.order() != null && p.table().equals(context.table()));
    }

    private void problem(Place place, String token, String message, String remedy) {
        extents.problem(place, token, message, remedy);
    }
}
