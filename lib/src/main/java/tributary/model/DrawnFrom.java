package tributary.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.dist.Argument;
import tributary.dist.Distribution;
import tributary.dist.Univariate;
import tributary.dist.catalogue.Distributions;
import tributary.model.term.Problem;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;

/**
 * The right side of a {@code ~}, resolved: the family, its arguments in order, and what restricts it.
 *
 * @param kind a family of the catalogue, or one of the few things that are none
 * @param family the family; null unless the kind is FAMILY
 * @param arguments the family's arguments in its order; those of the call itself for other kinds
 * @param lower truncated below at this, or null
 * @param upper truncated above at this, or null
 * @param increasing whether the elements of the vector are in increasing order
 */
public record DrawnFrom(
        Kind kind,
        @Nullable Distribution family,
        List<Term> arguments,
        @Nullable Term lower,
        @Nullable Term upper,
        boolean increasing) {
    /** What stands to the right of a {@code ~}. */
    public enum Kind {
        /** A family of distributions. */
        FAMILY,
        /** A prior that is a small model of its own: the horseshoe. */
        CONSTRUCT,
        /** Every value alike: an improper prior. */
        FLAT,
        /** The default prior of an intercept, scaled by the data. */
        AUTO_INTERCEPT,
        /** The default prior of a coefficient, scaled by the data. */
        AUTO_COEFFICIENT,
        /** The default prior of the spread of a group's effects, scaled by the data. */
        AUTO_SCALE
    }

    /** Copies its list. */
    public DrawnFrom {
        arguments = List.copyOf(arguments);
    }

    /** Resolves a call; what is wrong with it is added to the problems, and then nothing is returned. */
    public static Optional<DrawnFrom> of(Term.Call call, List<Problem> problems) {
        String name = call.function();
        switch (name) {
            case "truncated", "increasing" -> {
                return restricted(call, problems);
            }
            case "flat" -> {
                return simple(Kind.FLAT, call, 0, problems);
            }
            case "auto_intercept" -> {
                return simple(Kind.AUTO_INTERCEPT, call, 1, problems);
            }
            case "auto_coefficient" -> {
                return simple(Kind.AUTO_COEFFICIENT, call, 2, problems);
            }
            case "auto_scale" -> {
                return simple(Kind.AUTO_SCALE, call, 2, problems);
            }
            default -> {
                return family(call, problems);
            }
        }
    }

    /** All names that may stand to the right of a {@code ~}. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(Distributions.names());
        names.addAll(Distributions.constructNames());
        names.addAll(List.of("truncated", "increasing", "flat"));
        return names;
    }

    private static Optional<DrawnFrom> simple(Kind kind, Term.Call call, int arguments, List<Problem> problems) {
        if (call.arguments().size() != arguments) {
            problems.add(problem(
                    call,
                    "`" + call.function() + "` takes " + arguments + " arguments",
                    "it has " + call.arguments().size()));
            return Optional.empty();
        }
        List<Term> values = call.arguments().stream().map(Term.Argument::value).toList();
        if (arguments > 0 && !(values.get(0) instanceof Term.Name)) {
            problems.add(problem(
                    call,
                    "`" + call.function() + "` is the default prior of a formula of some variable",
                    "write linear(...), or a prior of your own such as normal(0, 1)"));
            return Optional.empty();
        }
        return Optional.of(new DrawnFrom(kind, null, values, null, null, false));
    }

    private static Optional<DrawnFrom> family(Term.Call call, List<Problem> problems) {
        String name = call.function();
        Optional<Distribution> family = Distributions.byName(name);
        var construct = Distributions.constructByName(name);
        if (family.isEmpty() && construct.isEmpty()) {
            problems.add(problem(
                    call,
                    "there is no distribution `" + name + "`",
                    Spelling.remedy(name, names(), "known are " + String.join(", ", names()))));
            return Optional.empty();
        }
        List<Argument> expected = family.isPresent()
                ? family.get().arguments()
                : construct.orElseThrow().arguments();
        Term[] ordered = new Term[expected.size()];
        List<String> wanted = expected.stream().map(Argument::name).toList();
        int position = 0;
        for (Term.Argument argument : call.arguments()) {
            int at = argument.name() == null ? position++ : wanted.indexOf(argument.name());
            if (at < 0 || at >= ordered.length || ordered[at] != null) {
                String given = argument.name() == null ? "argument " + position : "`" + argument.name() + "`";
                problems.add(problem(call, "`" + name + "` cannot take " + given, "it is written " + name + wanted));
                return Optional.empty();
            }
            ordered[at] = argument.value();
        }
        for (int i = 0; i < ordered.length; i++) {
            if (ordered[i] == null) {
                problems.add(problem(
                        call,
                        "`" + name + "` misses its argument `" + wanted.get(i) + "`",
                        "it is written " + name + wanted));
                return Optional.empty();
            }
            if (ordered[i] instanceof Term.Literal literal
                    && expected.get(i).shape() == tributary.dist.Shape.SCALAR
                    && !expected.get(i).constraint().contains(literal.value())) {
                problems.add(new Problem(
                        literal.place(),
                        TermPrinter.print(literal),
                        "`" + wanted.get(i) + "` of `" + name + "` cannot be " + TermPrinter.print(literal),
                        "scales and shapes are positive, probabilities lie between 0 and 1"));
                return Optional.empty();
            }
        }
        Kind kind = family.isPresent() ? Kind.FAMILY : Kind.CONSTRUCT;
        DrawnFrom whole = new DrawnFrom(kind, family.orElse(null), Arrays.asList(ordered), null, null, false);
        return whole.hasRange(call, problems) ? Optional.of(whole) : Optional.empty();
    }

    /** Whether some number can be drawn; else the problem is reported. */
    private boolean hasRange(Term.Call call, List<Problem> problems) {
        Range range = Range.of(family, arguments, lower, upper);
        if (range.isEmpty()) {
            problems.add(problem(
                    call,
                    "no number lies above " + TermPrinter.print(range.low()) + " and below "
                            + TermPrinter.print(range.high()),
                    "state the lower bound before the upper, and both where the distribution gives numbers"));
        } else if (range.overflows()) {
            problems.add(problem(
                    call,
                    "from " + range.low() + " to " + range.high() + " is farther than numbers go",
                    "state bounds that the data could ever reach"));
        }
        return !range.isEmpty() && !range.overflows();
    }

    private static Optional<DrawnFrom> restricted(Term.Call call, List<Problem> problems) {
        boolean truncated = call.function().equals("truncated");
        Term first = call.arguments().isEmpty() ? null : call.arguments().get(0).value();
        Term.Call inner = first instanceof Term.Call c ? c : null;
        if (first instanceof Term.Name name) {
            inner = new Term.Call(name.name(), List.of(), name.place());
        }
        Term lower = null;
        Term upper = null;
        boolean good = inner != null && (truncated || call.arguments().size() == 1);
        for (Term.Argument argument : call.arguments()
                .subList(Math.min(1, call.arguments().size()), call.arguments().size())) {
            String option = argument.name() == null ? "" : argument.name();
            good &= option.equals("lower") || option.equals("upper");
            lower = option.equals("lower") ? argument.value() : lower;
            upper = option.equals("upper") ? argument.value() : upper;
        }
        if (!good || inner == null) {
            problems.add(problem(
                    call,
                    "`" + call.function() + "` takes a distribution" + (truncated ? " and bounds" : ""),
                    truncated ? "write truncated(normal(0, 1), lower = 0)" : "write increasing(normal(0, 1))"));
            return Optional.empty();
        }
        Optional<DrawnFrom> of = of(inner, problems);
        if (of.isEmpty()) {
            return of;
        }
        DrawnFrom whole = of.get();
        if (whole.lower != null || whole.upper != null || whole.increasing) {
            problems.add(problem(call, "a restriction within a restriction", "state both bounds at once"));
            return Optional.empty();
        }
        boolean numbers = whole.kind == Kind.FLAT || whole.family instanceof Univariate;
        if (!numbers) {
            problems.add(problem(
                    inner,
                    "`" + inner.function() + "` gives no single numbers that `" + call.function() + "` could restrict",
                    "restrict distributions of numbers, such as normal(0, 1)"));
            return Optional.empty();
        }
        DrawnFrom restricted = new DrawnFrom(whole.kind, whole.family, whole.arguments, lower, upper, !truncated);
        return restricted.hasRange(call, problems) ? Optional.of(restricted) : Optional.empty();
    }

    private static Problem problem(Term.Call call, String message, String remedy) {
        return new Problem(call.place(), call.function(), message, remedy);
    }
}
