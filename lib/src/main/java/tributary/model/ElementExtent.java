package tributary.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.model.Extents.Context;
import tributary.model.term.Place;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;

/** What an element or slice of a variable has one value per: {@code theta[g]}, {@code b[age]}, {@code b[2]}. */
final class ElementExtent {
    private final Extents extents;
    private final Declarations model;
    private final Context context;
    private final Term.Element term;

    ElementExtent(Extents extents, Context context, Term.Element term) {
        this.extents = extents;
        this.model = extents.model;
        this.context = context;
        this.term = term;
    }

    /** The extent, with what does not fit reported. */
    Extent extent() {
        Variable variable = model.variables.get(term.name());
        if (variable == null) {
            model.unknown(term.name(), term.place());
            return Extent.ONE;
        }
        List<String> spans = new ArrayList<>(variable.plates());
        spans.removeIf(p -> model.plates.containsKey(p) && model.plates.get(p).kind() == Plate.Kind.ROWS);
        if (term.indices().isEmpty() || term.indices().size() > spans.size()) {
            problem(
                    term.place(),
                    term.name(),
                    spans.isEmpty()
                            ? "`" + term.name() + "` is one value and takes no index"
                            : "`" + term.name() + "` takes " + spans.size() + " index",
                    spans.isEmpty() ? "write " + term.name() : "its plates are " + spans);
            return Extent.ONE;
        }
        Extent whole = extents.of(variable);
        String axis = null;
        String vector = whole.vector();
        for (int i = 0; i < term.indices().size(); i++) {
            Plate plate = model.plates.get(spans.get(i));
            Term index = term.indices().get(i);
            if (plate == null) {
                continue;
            }
            if (plate.kind() == Plate.Kind.GROUP) {
                axis = group(index, plate);
            } else {
                vector = vectorIndex(index, plate);
            }
        }
        return new Extent(axis, vector, vector == null ? 0 : whole.width(), vector != null && whole.triangle());
    }

    private @Nullable String group(Term index, Plate plate) {
        boolean whole = index instanceof Term.Name name && model.plates.containsKey(name.name());
        if (!whole) {
            return null;
        }
        String given = ((Term.Name) index).name();
        if (!given.equals(plate.name())) {
            problem(
                    index.place(),
                    given,
                    "`" + term.name() + "` has one value for each " + plate.name() + ", not " + given,
                    "write " + term.name() + "[" + plate.name() + "]");
            return null;
        }
        String group = context.group();
        if (group == null) {
            return context.table();
        }
        for (String at = group; at != null; ) {
            if (at.equals(plate.name())) {
                return group;
            }
            Plate outer = model.plates.get(at);
            at = outer == null ? null : outer.parent();
        }
        problem(
                index.place(),
                given,
                "the statement speaks of " + group + ", which is not nested in " + given,
                "declare `group " + group + " in " + given + "`");
        return group;
    }

    private @Nullable String vectorIndex(Term index, Plate plate) {
        if (index instanceof Term.Name name && name.name().equals(plate.name())) {
            return plate.name().equals(context.vector()) ? null : plate.name();
        }
        String label = index instanceof Term.Name name ? name.name() : TermPrinter.print(index);
        if (plate.size() >= 0 && !Labels.of(plate).contains(label)) {
            problem(
                    index.place(),
                    label,
                    "`" + plate.name() + "` has no element `" + label + "`",
                    Spelling.remedy(label, Labels.of(plate), "its elements are " + Labels.of(plate)));
        }
        return null;
    }

    private void problem(Place place, String token, String message, String remedy) {
        extents.problem(place, token, message, remedy);
    }
}
