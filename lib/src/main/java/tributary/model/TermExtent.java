package tributary.model;

import org.jspecify.annotations.Nullable;
import tributary.model.Extents.Context;
import tributary.model.term.Operator;
import tributary.model.term.Place;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;

/** What a term has one value per, where it stands. */
final class TermExtent implements Term.Visitor<Extent> {
    private final Extents extents;
    private final Declarations model;
    private final Context context;

    TermExtent(Extents extents, Context context) {
        this.extents = extents;
        this.model = extents.model;
        this.context = context;
    }

    Extent of(Term term) {
        return term.accept(this);
    }

    @Override
    public Extent number(Term.Literal term) {
        return Extent.ONE;
    }

    @Override
    public Extent text(Term.Text term) {
        return Extent.on(context.table());
    }

    @Override
    public Extent name(Term.Name term) {
        Plate plate = model.plates.get(term.name());
        Variable variable = model.variables.get(term.name());
        if (plate != null) {
            return plate(term, plate);
        }
        if (variable == null) {
            model.unknown(term.name(), term.place());
            return Extent.ONE;
        }
        Extent extent = extents.of(variable);
        if (extent.axis() != null && isGroup(extent.axis())) {
            if (extent.axis().equals(context.group()) || variable.plates().isEmpty()) {
                return extent;
            }
            problem(
                    term.place(),
                    term.name(),
                    "`" + term.name() + "` has one value for each " + extent.axis(),
                    "write " + term.name() + "[" + extent.axis() + "]");
        } else if (extent.axis() != null) {
            return new Extent(row(extent.axis(), term), extent.vector(), extent.width(), extent.triangle());
        }
        return extent;
    }

    private Extent plate(Term.Name term, Plate plate) {
        return switch (plate.kind()) {
            case ROWS -> {
                problem(term.place(), term.name(), "`" + term.name() + "` is a table, no value", "name a variable");
                yield Extent.ONE;
            }
            case GROUP -> Extent.on(context.table());
            case COLUMNS -> {
                Extent inner = Extent.ONE;
                for (Term column : plate.columns()) {
                    inner = join(inner, of(column), column.place());
                }
                if (plate.source() instanceof Term.Call call) {
                    inner = of(call);
                } else if (plate.columns().isEmpty()) {
                    problem(
                            term.place(),
                            term.name(),
                            "`" + term.name() + "` has numbers and no columns",
                            "declare columns " + term.name() + " = [a, b], or write the list here");
                }
                yield new Extent(inner.axis(), plate.name(), plate.size(), false);
            }
        };
    }

    private @Nullable String row(String table, Term term) {
        if (!table.equals(context.table())) {
            problem(
                    term.place(),
                    TermPrinter.print(term),
                    "it belongs to the rows of " + table + ", not of " + context.table(),
                    "tables meet in parameters only");
        } else if (context.group() != null) {
            problem(
                    term.place(),
                    TermPrinter.print(term),
                    "it has one value per row, but the statement speaks of " + context.group(),
                    "use group_mean(" + TermPrinter.print(term) + ", " + context.group() + ")");
        }
        return context.group() != null ? context.group() : table;
    }

    @Override
    public Extent element(Term.Element term) {
        return new ElementExtent(extents, context, term).extent();
    }

    @Override
    public Extent call(Term.Call term) {
        return new CallExtent(extents, context, this, term).extent();
    }

    @Override
    public Extent unary(Term.Unary term) {
        return of(term.operand());
    }

    @Override
    public Extent binary(Term.Binary term) {
        if (term.operator() == Operator.INTERACT) {
            problem(term.place(), ":", "`:` stands in linear(...) only", "write * for a product");
        }
        return join(of(term.left()), of(term.right()), term.place());
    }

    @Override
    public Extent vector(Term.Vector term) {
        Extent joined = Extent.ONE;
        for (Term element : term.elements()) {
            Extent extent = of(element);
            if (!extent.isNumber()) {
                problem(element.place(), "", "a vector inside a vector", "list its elements");
            }
            joined = join(joined, Extent.on(extent.axis()), element.place());
        }
        return new Extent(joined.axis(), "", term.elements().size(), false);
    }

    @Override
    public Extent grouped(Term.Grouped term) {
        problem(term.place(), "|", "`|` stands in linear(...) only", "write (1 | g) inside linear(...)");
        return Extent.ONE;
    }

    @Override
    public Extent expectation(Term.Expectation term) {
        problem(term.place(), "E", "an expectation stands in estimands only", "move it there");
        return Extent.ONE;
    }

    Extent join(Extent a, Extent b, Place place) {
        String axis = a.axis() == null ? b.axis() : a.axis();
        if (a.axis() != null && b.axis() != null && !a.axis().equals(b.axis())) {
            problem(
                    place,
                    "",
                    "one side has a value for each of " + a.axis() + ", the other for each of " + b.axis(),
                    "index the group's value by its group");
        }
        Extent wide = a.isNumber() ? b : a;
        if (!a.isNumber() && !b.isNumber() && a.width() != b.width() && a.width() >= 0 && b.width() >= 0) {
            problem(
                    place,
                    "",
                    "vectors of " + a.width() + " and " + b.width() + " elements",
                    "both sides need the same number of elements");
        }
        return new Extent(axis, wide.vector(), wide.width(), wide.triangle());
    }

    private boolean isGroup(String name) {
        Plate plate = model.plates.get(name);
        return plate != null && plate.kind() == Plate.Kind.GROUP;
    }

    private void problem(Place place, String token, String message, String remedy) {
        extents.problem(place, token, message, remedy);
    }
}
