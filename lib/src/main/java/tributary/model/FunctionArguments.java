package tributary.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tributary.dist.Support;
import tributary.model.term.Place;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;

/** What the arguments of a function must be beyond their shapes: data where it computes once, groups, sensible numbers. */
final class FunctionArguments {
    private static final int MOST_COLUMNS = 1_000;
    private static final int MOST_STEPS = 10_000;

    private final Extents extents;
    private final Function function;
    private final List<Term> arguments;
    private final Place place;

    FunctionArguments(Extents extents, Function function, List<Term> arguments, Place place) {
        this.extents = extents;
        this.function = function;
        this.arguments = arguments;
        this.place = place;
    }

    /** Reports what is wrong, and tells whether nothing is. */
    boolean fit() {
        return switch (function) {
            case DATA_MEAN, DATA_SD -> data();
            case GROUP_MEAN -> data() && group(1);
            case GROUP_TOTAL -> group(1);
            case CONTRASTS -> group(0);
            case FOURIER -> data() && above(1) && whole(2, MOST_COLUMNS);
            case SPLINE -> data() && whole(1, MOST_COLUMNS);
            case ADSTOCK -> share(1) && whole(2, MOST_STEPS);
            case DELAYED_ADSTOCK -> share(1) && whole(3, MOST_STEPS);
            case WEIBULL_ADSTOCK, WEIBULL_SURVIVAL_ADSTOCK ->
                positiveIfNumber(1) && positiveIfNumber(2) && whole(3, MOST_STEPS);
            case LAG -> arguments.size() < 2 || whole(1, MOST_STEPS);
            case SCALED -> {
                extents.requireWithin(arguments.get(0), Support.positive(), "scales", "scaled");
                yield true;
            }
            case HILL -> positiveIfNumber(1);
            default -> true;
        };
    }

    private boolean data() {
        Term term = arguments.get(0);
        return isData(term, new HashSet<>())
                || refuse(
                        term,
                        "is computed once, from data, but `" + TermPrinter.print(term) + "` depends on an unknown",
                        "give it columns, or write the formula out");
    }

    private boolean isData(Term term, Set<String> seen) {
        for (String name : Dependencies.references(term, extents.model.plates)) {
            Variable variable = extents.model.variables.get(name);
            Term value = variable == null ? null : variable.value();
            boolean data = variable == null || variable.data() || value != null;
            if (!data || (value != null && seen.add(name) && !isData(value, seen))) {
                return false;
            }
        }
        return true;
    }

    private boolean group(int at) {
        Term term = arguments.get(at);
        Plate plate = term instanceof Term.Name name ? extents.model.plates.get(name.name()) : null;
        return (plate != null && plate.kind() == Plate.Kind.GROUP)
                || refuse(
                        term,
                        "needs a group, which `" + TermPrinter.print(term) + "` is not",
                        "declare `group " + (term instanceof Term.Name ? TermPrinter.print(term) : "g") + "`");
    }

    /** A number, if it is one, is positive. */
    private boolean positiveIfNumber(int at) {
        return !(arguments.get(at) instanceof Term.Literal) || above(at);
    }

    private boolean above(int at) {
        return (arguments.get(at) instanceof Term.Literal literal && literal.value() > 0)
                || refuse(
                        arguments.get(at),
                        "needs a positive number as `" + function.arguments().get(at) + "`",
                        "write for example " + example());
    }

    private boolean whole(int at, int most) {
        boolean good = arguments.get(at) instanceof Term.Literal literal
                && literal.value() >= 1
                && literal.value() <= most
                && literal.value() == StrictMath.rint(literal.value());
        return good
                || refuse(
                        arguments.get(at),
                        "needs a whole number from 1 to " + most + " as `"
                                + function.arguments().get(at) + "`",
                        "write for example " + example());
    }

    private boolean share(int at) {
        boolean outside =
                arguments.get(at) instanceof Term.Literal literal && !(literal.value() >= 0 && literal.value() <= 1);
        return !outside
                || refuse(
                        arguments.get(at),
                        "carries over a share from 0 to 1 as `"
                                + function.arguments().get(at) + "`",
                        "write for example " + example());
    }

    private String example() {
        return switch (function) {
            case FOURIER -> "fourier(week, 52, 2)";
            case SPLINE -> "spline(x, 5)";
            case ADSTOCK -> "adstock(x, alpha, 8)";
            case DELAYED_ADSTOCK -> "delayed_adstock(x, alpha, peak, 8)";
            case LAG -> "lag(x, 1)";
            default -> function.text() + function.arguments();
        };
    }

    private boolean refuse(Term term, String message, String remedy) {
        Place at = term.place().line() > 0 ? term.place() : place;
        extents.problem(at, TermPrinter.print(term), "`" + function.text() + "` " + message, remedy);
        return false;
    }
}
