package tributary.model.term;

import java.util.List;
import java.util.stream.Collectors;

/** Terms as text that parses back to the same term, with no more parentheses than needed. */
public final class TermPrinter implements Term.Visitor<String> {
    /** Prints terms of a model. */
    static final TermPrinter MODEL = new TermPrinter('"');

    private static final TermPrinter QUESTION = new TermPrinter('\'');

    private final char quote;

    private TermPrinter(char quote) {
        this.quote = quote;
    }

    /** The text of a term of a model. */
    public static String print(Term term) {
        return term.accept(MODEL);
    }

    /** The text of a question, which itself stands in double quotes. */
    public static String printQuestion(Term term) {
        return term.accept(QUESTION);
    }

    /** A number in its shortest text that reads back to the same bits; whole numbers without a point. */
    public static String print(double value) {
        return value == StrictMath.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    @Override
    public String number(Term.Literal term) {
        return print(term.value());
    }

    @Override
    public String text(Term.Text term) {
        return quote + term.value() + quote;
    }

    @Override
    public String name(Term.Name term) {
        return term.name();
    }

    @Override
    public String element(Term.Element term) {
        return term.name() + "[" + all(term.indices()) + "]";
    }

    @Override
    public String call(Term.Call term) {
        if (term.arguments().isEmpty()) {
            return term.function() + "()";
        }
        return term.function()
                + term.arguments().stream().map(this::argument).collect(Collectors.joining(", ", "(", ")"));
    }

    /** A distribution: a call, whose empty parentheses go. */
    String distribution(Term.Call call) {
        return call.arguments().isEmpty() ? call.function() : call.accept(this);
    }

    @Override
    public String unary(Term.Unary term) {
        Operator operator = term.operator();
        String space = operator == Operator.NOT ? " " : "";
        return operator.text() + space + wrapped(term.operand(), operator.strength());
    }

    @Override
    public String binary(Term.Binary term) {
        Operator operator = term.operator();
        int strength = operator.strength();
        boolean rightward = operator == Operator.POWER;
        boolean tight = rightward || operator == Operator.INTERACT;
        // A minus may stand bare to the right of a power: x ^ -1.
        int right = rightward ? Operator.NEGATE.strength() : strength + 1;
        return wrapped(term.left(), rightward ? strength + 1 : strength)
                + (tight ? operator.text() : " " + operator.text() + " ")
                + wrapped(term.right(), right);
    }

    @Override
    public String vector(Term.Vector term) {
        return "[" + all(term.elements()) + "]";
    }

    @Override
    public String grouped(Term.Grouped term) {
        return "(" + bar(term) + ")";
    }

    @Override
    public String expectation(Term.Expectation term) {
        String conditions = term.conditions().stream().map(this::condition).collect(Collectors.joining(", "));
        return (term.probability() ? "P[" : "E[")
                + term.body().accept(this)
                + (conditions.isEmpty() ? "" : " | " + conditions)
                + "]";
    }

    private String condition(Condition condition) {
        if (condition instanceof Condition.SetTo set) {
            return assignments(set.assignments());
        }
        if (condition instanceof Condition.NaturalUnder natural) {
            return natural.variable() + " ~ " + assignments(natural.assignments());
        }
        if (condition instanceof Condition.Where where) {
            return "where " + where.holds().accept(this);
        }
        return "by " + String.join(", ", ((Condition.By) condition).names());
    }

    /** {@code do(x = 1, y = 2)}. */
    String assignments(List<Assignment> assignments) {
        return assignments.stream()
                .map(a -> a.variable() + " = " + a.value().accept(this))
                .collect(Collectors.joining(", ", "do(", ")"));
    }

    private String argument(Term.Argument argument) {
        String value = argument.value() instanceof Term.Grouped grouped
                ? bar(grouped)
                : argument.value().accept(this);
        return argument.name() == null ? value : argument.name() + " = " + value;
    }

    private String bar(Term.Grouped term) {
        return term.inner().accept(this) + (term.correlated() ? " | " : " || ") + term.group();
    }

    private String all(List<Term> terms) {
        return terms.stream().map(t -> t.accept(this)).collect(Collectors.joining(", "));
    }

    private String wrapped(Term term, int atLeast) {
        String text = term.accept(this);
        return strength(term) < atLeast ? "(" + text + ")" : text;
    }

    private static int strength(Term term) {
        if (term instanceof Term.Binary binary) {
            return binary.operator().strength();
        }
        if (term instanceof Term.Unary unary) {
            return unary.operator().strength();
        }
        if (term instanceof Term.Literal literal && literal.value() < 0) {
            return Operator.NEGATE.strength();
        }
        return Integer.MAX_VALUE;
    }
}
