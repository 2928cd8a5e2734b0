package tributary.model.term;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Short ways to build terms in Java, and walks over them. */
public final class Terms {
    private Terms() {}

    /** A number. */
    public static Term number(double value) {
        return new Term.Literal(value, Place.NONE);
    }

    /** A variable. */
    public static Term name(String name) {
        return new Term.Name(name, Place.NONE);
    }

    /** A function or distribution of arguments by position. */
    public static Term.Call call(String function, Term... arguments) {
        List<Term.Argument> list = new ArrayList<>();
        for (Term argument : arguments) {
            list.add(new Term.Argument(null, argument));
        }
        return new Term.Call(function, list, Place.NONE);
    }

    /** An operator between terms. */
    public static Term binary(Operator operator, Term left, Term right) {
        return new Term.Binary(operator, left, right, left.place());
    }

    /** {@code left + right}. */
    public static Term add(Term left, Term right) {
        return binary(Operator.ADD, left, right);
    }

    /** {@code left * right}. */
    public static Term multiply(Term left, Term right) {
        return binary(Operator.MULTIPLY, left, right);
    }

    /** {@code -operand}; of a number, the number. */
    public static Term minus(Term operand, Place place) {
        return operand instanceof Term.Literal literal
                ? new Term.Literal(-literal.value(), place)
                : new Term.Unary(Operator.NEGATE, operand, place);
    }

    /** The terms right below a term, in order of writing; conditions of a question included. */
    public static List<Term> children(Term term) {
        return term.accept(new Children());
    }

    /** Calls the consumer for the term and all below it, outer before inner. */
    public static void walk(Term term, Consumer<Term> consumer) {
        Deque<Term> open = new ArrayDeque<>();
        open.push(term);
        while (!open.isEmpty()) {
            Term next = open.pop();
            consumer.accept(next);
            List<Term> below = children(next);
            for (int k = below.size() - 1; k >= 0; k--) {
                open.push(below.get(k));
            }
        }
    }

    /**
     * The names a term refers to, in order of first use: variables, elements' variables and groups; names in the
     * indices of an element are not among them (they may be levels).
     */
    public static Set<String> references(Term term) {
        Set<String> names = new LinkedHashSet<>();
        collect(term, names);
        return names;
    }

    private static void collect(Term term, Set<String> names) {
        if (term instanceof Term.Element element) {
            names.add(element.name());
            return;
        }
        if (term instanceof Term.Name name) {
            names.add(name.name());
        } else if (term instanceof Term.Grouped grouped) {
            names.add(grouped.group());
        }
        for (Term child : children(term)) {
            collect(child, names);
        }
    }

    private static final class Children implements Term.Visitor<List<Term>> {
        @Override
        public List<Term> number(Term.Literal term) {
            return List.of();
        }

        @Override
        public List<Term> text(Term.Text term) {
            return List.of();
        }

        @Override
        public List<Term> name(Term.Name term) {
            return List.of();
        }

        @Override
        public List<Term> element(Term.Element term) {
            return term.indices();
        }

        @Override
        public List<Term> call(Term.Call term) {
            return term.arguments().stream().map(Term.Argument::value).toList();
        }

        @Override
        public List<Term> unary(Term.Unary term) {
            return List.of(term.operand());
        }

        @Override
        public List<Term> binary(Term.Binary term) {
            return List.of(term.left(), term.right());
        }

        @Override
        public List<Term> vector(Term.Vector term) {
            return term.elements();
        }

        @Override
        public List<Term> grouped(Term.Grouped term) {
            return List.of(term.inner());
        }

        @Override
        public List<Term> expectation(Term.Expectation term) {
            List<Term> below = new ArrayList<>();
            below.add(term.body());
            for (Condition condition : term.conditions()) {
                if (condition instanceof Condition.SetTo set) {
                    set.assignments().forEach(a -> below.add(a.value()));
                } else if (condition instanceof Condition.NaturalUnder natural) {
                    natural.assignments().forEach(a -> below.add(a.value()));
                } else if (condition instanceof Condition.Where where) {
                    below.add(where.holds());
                }
            }
            return below;
        }
    }
}
