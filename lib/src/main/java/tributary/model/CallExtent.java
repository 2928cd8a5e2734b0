package tributary.model;

import java.util.ArrayList;
import java.util.List;
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
                    Spelling.remedy(
                            term.function(),
                            Function.names(),
                            DrawnFrom.names().contains(term.function())
                                    ? "a distribution stands after ~ only"
                                    : "known are " + String.join(", ", Function.names())));
            return Extent.ONE;
        }
        int given = term.arguments().size();
        if (given < function.fewest() || given > function.arguments().size()) {
            problem(
                    term.place(),
                    term.function(),
                    "`" + term.function() + "` takes " + function.arguments().size() + " arguments, not " + given,
                    "it is written " + term.function() + function.arguments());
            return Extent.ONE;
        }
        for (Term.Argument argument : term.arguments()) {
            String name = argument.name();
            if (name != null && !function.arguments().contains(name)) {
                problem(
                        argument.value().place(),
                        name,
                        "`" + term.function() + "` has no argument `" + name + "`",
                        "it is written " + term.function() + function.arguments());
            }
        }
        if (function.sort() == Function.Sort.STATISTIC || function.sort() == Function.Sort.GROUP_STATISTIC) {
            extents.of(term.arguments().get(0).value(), Context.rows(context.table()));
            String here = context.group() == null ? context.table() : context.group();
            return Extent.on(function.sort() == Function.Sort.STATISTIC ? null : here);
        }
        if (function.sort() == Function.Sort.TOTAL) {
            return total();
        }
        return arguments(function);
    }

    private Extent total() {
        Extent summed = extents.of(term.arguments().get(0).value(), Context.rows(context.table()));
        if (!summed.isNumber()) {
            problem(
                    term.place(),
                    "total",
                    "`total` sums numbers over rows, and this is a vector",
                    "sum dot(...) or one element");
        }
        return Extent.ONE;
    }

    private Extent arguments(Function function) {
        Extent joined = Extent.ONE;
        List<Extent> each = new ArrayList<>();
        for (Term.Argument argument : term.arguments()) {
            if (isOption(function, argument)) {
                continue;
            }
            Extent extent = walk.of(argument.value());
            each.add(extent);
            joined = function.sort() == Function.Sort.DOT || function.sort() == Function.Sort.TRIANGLE
                    ? walk.join(joined, Extent.on(extent.axis()), term.place())
                    : walk.join(joined, extent, term.place());
        }
        return switch (function.sort()) {
            case ELEMENT, NATURAL, SUGAR -> joined;
            case DOT -> dot(each, joined);
            case SERIES -> series(joined);
            case TOTAL, STATISTIC, GROUP_STATISTIC -> joined;
            case VECTOR -> new Extent(context.table(), "", width(function), false);
            case TRIANGLE ->
                new Extent(joined.axis(), each.get(0).vector(), each.get(0).width(), true);
        };
    }

    private static boolean isOption(Function function, Term.Argument argument) {
        boolean text = argument.value() instanceof Term.Text || "ref".equals(argument.name());
        return function == Function.CONTRASTS && text;
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

    private int width(Function function) {
        int last = term.arguments().size() - 1;
        if (function != Function.CONTRASTS && term.arguments().get(last).value() instanceof Term.Literal n) {
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
