package tributary.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tributary.model.term.Place;
import tributary.model.term.Problem;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;

/**
 * Works out what every variable has one value per, and reports what does not fit together.
 *
 * <p>Inside a statement about the levels of a group, {@code theta[g]} is the level's own value; inside a statement about
 * rows it is the value of the row's level.
 */
final class Shapes {
    private final Declarations model;
    private final List<Problem> problems;
    private final Map<String, Extent> extents = new HashMap<>();
    private final Set<String> underway = new HashSet<>();

    Shapes(Declarations model, List<Problem> problems) {
        this.model = model;
        this.problems = problems;
    }

    /** Where a term stands: the table of its statement, the group and vector plates of its left side. */
    private record Context(
            String table, @Nullable String group, @Nullable String vector) {}

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
        Extent computed = new Walk(context(variable)).of(variable.value());
        extents.put(variable.name(), computed);
        return computed;
    }

    /** Checks the definition of a variable against what it spans. */
    void check(Variable variable) {
        Extent mine = of(variable);
        Walk walk = new Walk(context(variable));
        if (variable.value() != null && !variable.plates().isEmpty()) {
            fits(walk.of(variable.value()), mine, variable, variable.value().place(), true);
        }
        if (variable.distribution() == null) {
            return;
        }
        DrawnFrom drawn = DrawnFrom.of(variable.distribution(), problems).orElse(null);
        if (drawn == null) {
            return;
        }
        boolean numeric = drawn.family() == null || drawn.family().shape() == tributary.dist.Shape.SCALAR;
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
                fits(walk.of(argument), mine, variable, argument.place(), !numeric || categorical(drawn));
            }
        }
        if (variable.unknown() && drawn.family() != null && drawn.family().discrete()) {
            problem(
                    variable.place(),
                    variable.name(),
                    "`" + variable.name() + "` is unknown and takes whole numbers, which gradients cannot search",
                    "sum it out: use a mixture such as zero_inflated_poisson, or a continuous latent");
        }
    }

    /** The extent of a term that stands by itself, such as an intervention. */
    Extent of(Term term, String table) {
        return new Walk(new Context(table, null, null)).of(term);
    }

    /** The extent of a vector plate's element terms, checked. */
    void check(Plate plate) {
        Walk walk = new Walk(new Context(plate.table(), null, null));
        Term source = plate.source();
        if (source instanceof Term.Vector vector) {
            vector.elements().forEach(walk::of);
        } else if (source instanceof Term.Call call) {
            Extent extent = walk.of(call);
            if (extent.isNumber()) {
                problem(
                        call.place(),
                        call.function(),
                        "`" + call.function() + "` makes one column, not several",
                        "use C(g), fourier(t, period, order) or spline(x, df), or a list");
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
        return drawn.family() != null
                && drawn.family().arguments().stream().anyMatch(a -> a.shape() != tributary.dist.Shape.SCALAR);
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

    private Context context(Variable variable) {
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

    private void problem(Place place, String token, String message, String remedy) {
        problems.add(new Problem(place, token, message, remedy));
    }

    private final class Walk implements Term.Visitor<Extent> {
        private final Context context;

        Walk(Context context) {
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
            Extent extent = Shapes.this.of(variable);
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
            Variable variable = model.variables.get(term.name());
            if (variable == null) {
                model.unknown(term.name(), term.place());
                return Extent.ONE;
            }
            List<String> spans = new ArrayList<>(variable.plates());
            spans.removeIf(
                    p -> model.plates.containsKey(p) && model.plates.get(p).kind() == Plate.Kind.ROWS);
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
            Extent whole = Shapes.this.of(variable);
            String axis = null;
            String vector = whole.vector();
            for (int i = 0; i < term.indices().size(); i++) {
                Plate plate = model.plates.get(spans.get(i));
                Term index = term.indices().get(i);
                if (plate == null) {
                    continue;
                }
                if (plate.kind() == Plate.Kind.GROUP) {
                    axis = group(term, index, plate);
                } else {
                    vector = vectorIndex(index, plate);
                }
            }
            return new Extent(axis, vector, vector == null ? 0 : whole.width(), vector != null && whole.triangle());
        }

        private @Nullable String group(Term.Element term, Term index, Plate plate) {
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

        @Override
        public Extent call(Term.Call term) {
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
                        "`" + term.function() + "` takes "
                                + function.arguments().size() + " arguments, not " + given,
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
                new Walk(new Context(context.table(), null, null))
                        .of(term.arguments().get(0).value());
                String here = context.group() == null ? context.table() : context.group();
                return Extent.on(function.sort() == Function.Sort.STATISTIC ? null : here);
            }
            return new CallShape(this, term, function).extent();
        }

        @Override
        public Extent unary(Term.Unary term) {
            return of(term.operand());
        }

        @Override
        public Extent binary(Term.Binary term) {
            if (term.operator() == tributary.model.term.Operator.INTERACT) {
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

        void report(Place place, String token, String message, String remedy) {
            problem(place, token, message, remedy);
        }

        String table() {
            return context.table();
        }

        boolean isGroup(String name) {
            Plate plate = model.plates.get(name);
            return plate != null && plate.kind() == Plate.Kind.GROUP;
        }

        boolean isTime(String table) {
            return model.plates.values().stream()
                    .anyMatch(p -> p.order() != null && p.table().equals(table));
        }
    }

    /** The extents of function calls. */
    private record CallShape(Walk walk, Term.Call term, Function function) {
        Extent extent() {
            Extent joined = Extent.ONE;
            List<Extent> extents = new ArrayList<>();
            for (Term.Argument argument : term.arguments()) {
                if (isOption(argument)) {
                    continue;
                }
                Extent extent = walk.of(argument.value());
                extents.add(extent);
                joined = function.sort() == Function.Sort.DOT || function.sort() == Function.Sort.TRIANGLE
                        ? walk.join(joined, Extent.on(extent.axis()), term.place())
                        : walk.join(joined, extent, term.place());
            }
            return switch (function.sort()) {
                case ELEMENT, SUGAR -> joined;
                case DOT -> dot(extents, joined);
                case SERIES -> series(joined);
                case STATISTIC, GROUP_STATISTIC -> joined;
                case VECTOR -> new Extent(walk.table(), "", width(), false);
                case TRIANGLE ->
                    new Extent(
                            joined.axis(),
                            extents.get(0).vector(),
                            extents.get(0).width(),
                            true);
            };
        }

        private boolean isOption(Term.Argument argument) {
            boolean text = argument.value() instanceof Term.Text || "ref".equals(argument.name());
            return function == Function.CONTRASTS && text;
        }

        private Extent dot(List<Extent> extents, Extent joined) {
            Extent a = extents.get(0);
            Extent b = extents.get(1);
            if (a.isNumber() || b.isNumber()) {
                walk.report(term.place(), "dot", "dot needs two vectors", "write dot(beta, [age, educ])");
            } else if (a.width() != b.width() && a.width() >= 0 && b.width() >= 0) {
                walk.report(
                        term.place(),
                        "dot",
                        "dot of " + a.width() + " and " + b.width() + " elements",
                        "both sides need the same number of elements");
            }
            return Extent.on(joined.axis());
        }

        private Extent series(Extent joined) {
            if (!walk.isTime(walk.table())) {
                walk.report(
                        term.place(),
                        term.function(),
                        "`" + term.function() + "` needs to know what time is",
                        "declare `series g ordered by week`");
            }
            return joined;
        }

        private int width() {
            int last = term.arguments().size() - 1;
            if (function != Function.CONTRASTS && term.arguments().get(last).value() instanceof Term.Literal n) {
                int columns = (int) n.value();
                return function == Function.FOURIER ? 2 * columns : columns;
            }
            return -1;
        }
    }
}
