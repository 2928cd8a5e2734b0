package tributary.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tributary.dist.Support;
import tributary.model.term.Place;
import tributary.model.term.Problem;
import tributary.model.term.Term;

/**
 * What every variable has one value per, from its statement or else from its definition, each worked out once.
 *
 * <p>Inside a statement about the levels of a group, {@code theta[g]} is the level's own value; inside a statement about
 * rows it is the value of the row's level.
 */
final class Extents {
    final Declarations model;
    private final List<Problem> problems;
    private final Map<String, Extent> extents = new HashMap<>();
    private final Set<String> underway = new HashSet<>();

    Extents(Declarations model, List<Problem> problems) {
        this.model = model;
        this.problems = problems;
    }

    /** Where a term stands: the table of its statement, the group and vector plates of its left side. */
    record Context(
            String table, @Nullable String group, @Nullable String vector) {
        static Context rows(String table) {
            return new Context(table, null, null);
        }
    }

    /** The extent of a variable, computed from its definition if it states none. */
    Extent of(Variable variable) {
        Extent known = extents.get(variable.name());
        if (known != null) {
            return known;
        }
        Extent stated = stated(variable);
        if (variable.value() == null || !variable.plates().isEmpty()) {
            extents.put(variable.name(), stated);
            return stated;
        }
        if (!underway.add(variable.name())) {
            return Extent.ONE;
        }
        Extent computed = of(variable.value(), context(variable));
        extents.put(variable.name(), computed);
        return computed;
    }

    /** The extent of a term where it stands; what does not fit is reported. */
    Extent of(Term term, Context context) {
        return new TermExtent(this, context).of(term);
    }

    /** Where the definition of a variable stands. */
    Context context(Variable variable) {
        String group = null;
        String vector = null;
        for (String name : variable.plates()) {
            Plate plate = model.plates.get(name);
            if (plate != null && plate.kind() == Plate.Kind.GROUP) {
                group = name;
            } else if (plate != null && plate.kind() == Plate.Kind.COLUMNS) {
                vector = name;
            }
        }
        return new Context(variable.table(), group, vector);
    }

    private Extent stated(Variable variable) {
        String axis = null;
        String vector = null;
        int width = 0;
        for (String name : variable.plates()) {
            Plate plate = model.plates.get(name);
            if (plate == null) {
                problem(
                        variable.place(),
                        name,
                        "`" + name + "` is no plate",
                        Spelling.remedy(
                                name,
                                model.plates.keySet(),
                                "declare `group " + name + "` or `columns " + name + " = ...`"));
            } else if (plate.kind() == Plate.Kind.COLUMNS && vector == null) {
                vector = name;
                width = plate.size();
            } else if (plate.kind() != Plate.Kind.COLUMNS && axis == null && vector == null) {
                axis = name;
            } else {
                problem(
                        variable.place(),
                        name,
                        "`" + variable.name() + "` spans more than one group and one vector, in this order",
                        "declare a group of the combinations, as one column");
            }
        }
        boolean triangle = variable.distribution() != null
                && variable.distribution().function().equals("lkj");
        return new Extent(axis, vector, width, triangle);
    }

    /** Reports an unknown, named by itself, that may take values which the place where it stands does not allow. */
    void requireWithin(Term term, Support allowed, String argument, String function) {
        String name = term instanceof Term.Name n ? n.name() : term instanceof Term.Element e ? e.name() : "";
        Variable variable = model.variables.get(name);
        if (variable != null && variable.unknown() && !Range.of(variable).within(allowed)) {
            boolean positive = Double.isInfinite(allowed.greatest());
            problem(
                    term.place(),
                    name,
                    "`" + name + "` may be " + (positive ? "negative" : "outside 0 to 1") + ", but `" + argument
                            + "` of `" + function + "` cannot",
                    positive
                            ? "draw it from half_normal(1), exponential(1) or truncated(..., lower = 0)"
                            : "draw it from beta(1, 1), or use the logit form of the distribution");
        }
    }

    /** Reports what does not fit. */
    void problem(Place place, String token, String message, String remedy) {
        problems.add(new Problem(place, token, message, remedy));
    }
}
