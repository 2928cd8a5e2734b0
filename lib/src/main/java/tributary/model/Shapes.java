package tributary.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tributary.dist.Argument;
import tributary.dist.Distribution;
import tributary.dist.Shape;
import tributary.model.term.Place;
import tributary.model.term.Problem;
import tributary.model.term.Term;

/** Checks that definitions fit what they define: as many values, numbers where numbers are needed. */
final class Shapes {
    private final Extents extents;
    private final List<Problem> problems;

    Shapes(Declarations model, List<Problem> problems) {
        this.extents = new Extents(model, problems);
        this.problems = problems;
    }

    /** What a variable has one value per. */
    Extent of(Variable variable) {
        return extents.of(variable);
    }

    /** The extent of a term that stands by itself, such as an intervention. */
    Extent of(Term term, String table) {
        return extents.of(term, Extents.Context.rows(table));
    }

    /** Checks the definition of a variable against what it spans. */
    void check(Variable variable) {
        Extent mine = extents.of(variable);
        Extents.Context context = extents.context(variable);
        if (variable.value() != null && !variable.plates().isEmpty()) {
            fits(
                    extents.of(variable.value(), context),
                    mine,
                    variable,
                    variable.value().place(),
                    true);
        }
        if (variable.distribution() == null) {
            return;
        }
        DrawnFrom drawn = DrawnFrom.of(variable.distribution(), problems).orElse(null);
        if (drawn == null) {
            return;
        }
        boolean numeric = drawn.family() == null || drawn.family().shape() == Shape.SCALAR;
        boolean joint = !variable.joint().isEmpty();
        if (!numeric && mine.isNumber() && !joint) {
            problem(
                    variable.place(),
                    variable.name(),
                    "`" + variable.distribution().function() + "` draws a vector, `" + variable.name()
                            + "` is a number",
                    "give it a plate: columns k = 3, then " + variable.name() + "[k]");
        }
        if (numeric && joint) {
            problem(variable.place(), variable.name(), "a tuple needs a distribution of vectors", "use mvnormal(...)");
        }
        if (drawn.kind() != DrawnFrom.Kind.AUTO_COEFFICIENT
                && drawn.kind() != DrawnFrom.Kind.AUTO_SCALE
                && drawn.kind() != DrawnFrom.Kind.AUTO_INTERCEPT) {
            for (Term argument : arguments(drawn)) {
                fits(extents.of(argument, context), mine, variable, argument.place(), !numeric || categorical(drawn));
            }
        }
        allowed(drawn);
        if (variable.unknown() && drawn.family() != null && drawn.family().discrete()) {
            problem(
                    variable.place(),
                    variable.name(),
                    "`" + variable.name() + "` is unknown and takes whole numbers, which gradients cannot search",
                    "sum it out: use a mixture such as zero_inflated_poisson, or a continuous latent");
        }
    }

    /** An unknown that stands as a scale, a shape or a probability can only be one. */
    private void allowed(DrawnFrom drawn) {
        Distribution family = drawn.family();
        for (int k = 0; family != null && k < family.arguments().size(); k++) {
            Argument argument = family.arguments().get(k);
            if (argument.shape() == Shape.SCALAR) {
                extents.requireWithin(drawn.arguments().get(k), argument.constraint(), argument.name(), family.name());
            }
        }
    }

    /** The extent of a vector plate's element terms, checked. */
    void check(Plate plate) {
        Extents.Context context = Extents.Context.rows(plate.table());
        Term source = plate.source();
        if (source instanceof Term.Vector vector) {
            vector.elements().forEach(element -> extents.of(element, context));
            distinct(plate);
        } else if (source instanceof Term.Call call) {
            Extent extent = extents.of(call, context);
            if (extent.isNumber()) {
                problem(
                        call.place(),
                        call.function(),
                        "`" + call.function() + "` makes one column, not several",
                        "use C(g), fourier(t, period, order) or spline(x, df), or a list");
            }
        }
    }

    private void distinct(Plate plate) {
        Set<String> seen = new HashSet<>();
        List<String> labels = Labels.of(plate);
        for (int k = 0; k < labels.size(); k++) {
            if (!seen.add(labels.get(k))) {
                problem(
                        plate.columns().get(k).place(),
                        labels.get(k),
                        "two columns of `" + plate.name() + "` are called `" + labels.get(k) + "`",
                        "remove one, or compute it by an equation before and use its name");
                return;
            }
        }
    }

    private static List<Term> arguments(DrawnFrom drawn) {
        List<Term> all = new ArrayList<>(drawn.arguments());
        if (drawn.lower() != null) {
            all.add(drawn.lower());
        }
        if (drawn.upper() != null) {
            all.add(drawn.upper());
        }
        return all;
    }

    private static boolean categorical(DrawnFrom drawn) {
        return drawn.family() != null && drawn.family().arguments().stream().anyMatch(a -> a.shape() != Shape.SCALAR);
    }

    private void fits(Extent term, Extent mine, Variable variable, Place place, boolean vectors) {
        if (term.axis() != null && !term.axis().equals(mine.axis())) {
            problem(
                    place,
                    variable.name(),
                    "`" + variable.name() + "` has one value" + per(mine) + ", but this term has one" + per(term),
                    mine.axis() == null && variable.unknown()
                            ? "declare `row " + variable.name() + "` or `latent " + variable.name() + "`, or index it"
                            : "index it by its plate, or summarise it (group_mean, data_mean)");
        }
        if (!vectors && !term.isNumber()) {
            problem(
                    place,
                    variable.name(),
                    "a vector stands where a number is needed",
                    "use dot(...), or one element: beta[age]");
        }
    }

    private static String per(Extent extent) {
        return extent.axis() == null ? "" : " for each of " + extent.axis();
    }

    private void problem(Place place, String token, String message, String remedy) {
        extents.problem(place, token, message, remedy);
    }
}
