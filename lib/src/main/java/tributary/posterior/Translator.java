package tributary.posterior;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tributary.expr.Axis;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Index;
import tributary.math.BinaryFunction;
import tributary.model.Labels;
import tributary.model.Model;
import tributary.model.Plate;
import tributary.model.Variable;
import tributary.model.term.Operator;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;

/**
 * Turns terms of a model into expressions over parameters and columns.
 *
 * <p>A name means the set value where the model intervenes on it, and its natural value inside interventions and in
 * statistics of data (group means), which an intervention does not move.
 */
final class Translator {
    private final Model model;
    private final Frame frame;
    private final Map<String, Value> unknowns;
    private final Map<String, Value> replaced;
    private final String world;
    private final Map<String, Value> known = new HashMap<>();
    private final FunctionTerms functions;

    /** Where a term stands: its table, the group and element of its left side, and which values names mean. */
    record Context(
            String table, @Nullable String group, @Nullable String vector, int element, boolean natural) {
        static Context rows(String table) {
            return new Context(table, null, null, 0, false);
        }

        Context at(int newElement) {
            return new Context(table, group, vector, newElement, natural);
        }

        Context natural(boolean newNatural) {
            return new Context(table, group, vector, element, newNatural);
        }
    }

    Translator(Model model, Frame frame, Map<String, Value> unknowns) {
        this(model, frame, unknowns, Map.of(), "");
    }

    /**
     * A translator for another world.
     *
     * @param replaced what names mean there instead; looked up anew each time, so that values may be added from causes
     *     to effects
     * @param world names the columns that functions of replaced data make
     */
    Translator(Model model, Frame frame, Map<String, Value> unknowns, Map<String, Value> replaced, String world) {
        this.model = model;
        this.frame = frame;
        this.unknowns = unknowns;
        this.replaced = replaced;
        this.world = world;
        this.functions = new FunctionTerms(this, frame, model);
    }

    /** The context of a variable's definition, at its first element. */
    Context context(Variable variable) {
        String group = null;
        String vector = null;
        for (String name : variable.plates()) {
            Plate plate = plate(name);
            group = plate.kind() == Plate.Kind.GROUP ? name : group;
            vector = plate.kind() == Plate.Kind.COLUMNS ? name : vector;
        }
        return new Context(variable.table(), group, vector, 0, false);
    }

    Value translate(Term term, Context context) {
        return term.accept(new Walk(context));
    }

    Expr number(Term term, Context context) {
        return translate(term, context).number();
    }

    /** The axis that the values of a variable lie on. */
    Axis axis(Variable variable) {
        for (String name : model.plates(variable.name())) {
            if (plate(name).kind() != Plate.Kind.COLUMNS) {
                return frame.axis(name);
            }
        }
        return Axis.SCALAR;
    }

    /** The value a name has in a context: set or natural, by row, by level, or one for all. */
    Value value(String name, boolean natural) {
        Value other = natural ? null : replaced.get(name);
        if (other != null) {
            return other;
        }
        Term set = natural ? null : model.interventions().get(name);
        // What follows from a set variable has two values as well: as it is after the intervention, and as it was.
        String key = (natural && moved() ? "natural " : "set ") + name;
        Value found = known.get(key);
        if (found == null) {
            Variable variable = model.variable(name);
            found = set == null
                    ? natural(variable, natural)
                    : translate(set, context(variable).natural(true));
            known.put(key, found);
        }
        return found;
    }

    private Value natural(Variable variable, boolean natural) {
        return switch (variable.kind()) {
            case EXOGENOUS, OUTCOME -> Value.of(Exprs.column(variable.name(), axis(variable)));
            case LATENT, PARAMETER -> {
                Value value = unknowns.get(variable.name());
                if (value == null) {
                    throw new IllegalStateException("`" + variable.name() + "` is used before it is defined");
                }
                yield value;
            }
            case DETERMINISTIC -> defined(variable, natural);
        };
    }

    private Value defined(Variable variable, boolean natural) {
        Term definition = variable.value();
        if (definition == null) {
            throw new IllegalStateException("`" + variable.name() + "` has no value");
        }
        Context context = context(variable).natural(natural);
        if (context.vector() == null) {
            return translate(definition, context);
        }
        List<Expr> parts = new ArrayList<>();
        for (int k = 0; k < labels(context.vector()).size(); k++) {
            parts.add(translate(definition, context.at(k)).part(k));
        }
        return Value.vector(parts);
    }

    /** What names the columns of this world apart from those of others; empty where nothing is replaced. */
    String world() {
        return world;
    }

    /** Whether names may mean other than natural values. */
    boolean moved() {
        return !world.isEmpty() || !model.interventions().isEmpty();
    }

    Plate plate(String name) {
        Plate plate = model.plates().get(name);
        if (plate == null) {
            throw new BindingException("`" + name + "` is no plate");
        }
        return plate;
    }

    /** What the elements of a vector plate are called. */
    List<String> labels(String vectorPlate) {
        Plate plate = plate(vectorPlate);
        return plate.source() instanceof Term.Call call ? functions.labels(call) : Labels.of(plate);
    }

    /** A value brought onto the rows, or the group, that a statement speaks of. */
    private Expr bring(Expr expr, Context context) {
        Axis axis = expr.axis();
        if (axis.kind() != Axis.Kind.LEVELS || axis.name().equals(context.group())) {
            return expr;
        }
        if (context.group() == null) {
            return Exprs.gather(expr, frame.index(Axis.rows(context.table()), axis.name()));
        }
        Plate inner = plate(context.group());
        List<Plate> chain = new ArrayList<>();
        while (!inner.name().equals(axis.name())) {
            chain.add(0, inner);
            String parent = inner.parent();
            if (parent == null) {
                throw new BindingException("`" + context.group() + "` is not nested in `" + axis.name() + "`");
            }
            inner = plate(parent);
        }
        Expr brought = expr;
        for (Plate step : chain) {
            Index index = frame.index(frame.axis(step.name()), brought.axis().name());
            brought = Exprs.gather(brought, index);
        }
        return brought;
    }

    private final class Walk implements Term.Visitor<Value> {
        private final Context context;

        Walk(Context context) {
            this.context = context;
        }

        @Override
        public Value number(Term.Literal term) {
            return Value.of(Exprs.constant(term.value()));
        }

        @Override
        public Value text(Term.Text term) {
            throw new BindingException(
                    term.place() + ": text is compared with a group only, as in region == \"north\"");
        }

        @Override
        public Value name(Term.Name term) {
            Plate plate = model.plates().get(term.name());
            if (plate == null) {
                Value value = value(term.name(), context.natural());
                return new Value(
                        value.parts().stream().map(p -> bring(p, context)).toList(), value.vector());
            }
            if (plate.source() instanceof Term.Call call) {
                return translate(call, context);
            }
            List<Expr> parts = new ArrayList<>();
            for (Term column : plate.columns()) {
                parts.add(translate(column, context).number());
            }
            if (parts.isEmpty()) {
                throw new BindingException(term.place() + ": `" + term.name() + "` has no values of its own");
            }
            return Value.vector(parts);
        }

        @Override
        public Value element(Term.Element term) {
            Value value = value(term.name(), context.natural());
            List<String> spans = new ArrayList<>(model.variable(term.name()).plates());
            spans.removeIf(p -> plate(p).kind() == Plate.Kind.ROWS);
            for (int i = 0; i < term.indices().size(); i++) {
                Plate plate = plate(spans.get(i));
                Term index = term.indices().get(i);
                String label = index instanceof Term.Name name
                        ? name.name()
                        : index instanceof Term.Text text ? text.value() : TermPrinter.print(index);
                value = plate.kind() == Plate.Kind.GROUP
                        ? level(value, label, plate, term)
                        : elementOf(value, label, plate, term);
            }
            return new Value(value.parts().stream().map(p -> bring(p, context)).toList(), value.vector());
        }

        private Value level(Value value, String label, Plate plate, Term.Element term) {
            if (label.equals(plate.name())) {
                return value;
            }
            int position = frame.levels(plate.name()).position(label);
            if (position < 0) {
                throw new BindingException(term.place() + ": `" + label + "` is no level of `" + plate.name()
                        + "`; it has " + frame.levels(plate.name()).names());
            }
            List<Expr> parts =
                    value.parts().stream().map(p -> Exprs.element(p, position)).toList();
            return new Value(parts, value.vector());
        }

        private Value elementOf(Value value, String label, Plate plate, Term.Element term) {
            if (label.equals(plate.name())) {
                return plate.name().equals(context.vector()) ? Value.of(value.part(context.element())) : value;
            }
            int position = labels(plate.name()).indexOf(label);
            if (position < 0) {
                throw new BindingException(term.place() + ": `" + plate.name() + "` has no element `" + label
                        + "`; it has " + labels(plate.name()));
            }
            return Value.of(value.part(position));
        }

        @Override
        public Value call(Term.Call term) {
            return functions.call(term, context);
        }

        @Override
        public Value unary(Term.Unary term) {
            Value operand = translate(term.operand(), context);
            boolean minus = term.operator() == Operator.NEGATE;
            return new Value(
                    operand.parts().stream()
                            .map(p -> minus ? p.negated() : Exprs.not(p))
                            .toList(),
                    operand.vector());
        }

        @Override
        public Value binary(Term.Binary term) {
            if (term.right() instanceof Term.Text text && term.left() instanceof Term.Name group) {
                Expr equal = functions.isLevel(group.name(), text.value(), text.place(), context);
                return Value.of(term.operator() == Operator.NOT_EQUAL ? Exprs.not(equal) : equal);
            }
            Value left = translate(term.left(), context);
            Value right = translate(term.right(), context);
            Value.requireSameWidth(List.of(left, right), term.place());
            int width = Math.max(left.parts().size(), right.parts().size());
            List<Expr> parts = new ArrayList<>();
            for (int k = 0; k < width; k++) {
                parts.add(combine(term.operator(), left.part(k), right.part(k)));
            }
            return new Value(parts, left.vector() || right.vector());
        }

        @Override
        public Value vector(Term.Vector term) {
            return Value.vector(term.elements().stream()
                    .map(t -> translate(t, context).number())
                    .toList());
        }

        @Override
        public Value grouped(Term.Grouped term) {
            throw new IllegalStateException("a formula was not expanded");
        }

        @Override
        public Value expectation(Term.Expectation term) {
            Value known = replaced.get(TermPrinter.print(term));
            if (known != null) {
                return known;
            }
            throw new BindingException(term.place() + ": an expectation is asked of a posterior, not computed by row");
        }

        private static Expr combine(Operator operator, Expr a, Expr b) {
            return switch (operator) {
                case ADD -> a.plus(b);
                case SUBTRACT -> a.minus(b);
                case MULTIPLY, INTERACT -> a.times(b);
                case DIVIDE -> a.over(b);
                case POWER -> Exprs.binary(BinaryFunction.POWER, a, b);
                case EQUAL -> Exprs.equal(a, b);
                case NOT_EQUAL -> Exprs.not(Exprs.equal(a, b));
                case LESS -> Exprs.less(a, b);
                case AT_MOST -> Exprs.lessOrEqual(a, b);
                case GREATER -> Exprs.less(b, a);
                case AT_LEAST -> Exprs.lessOrEqual(b, a);
                case AND -> Exprs.and(a, b);
                case OR -> Exprs.or(a, b);
                case NOT, NEGATE -> throw new IllegalStateException(operator + " has one operand");
            };
        }
    }
}
