package tributary.model.term;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A term of the language: what stands to the right of an equation, inside a distribution, or in a question.
 *
 * <p>Immutable values; two terms are equal when they say the same, wherever they were written ({@link Place}).
 */
public sealed interface Term extends Serializable {
    /** Where it was written. */
    Place place();

    /** Calls the visitor's method for this kind of term. */
    <R> R accept(Visitor<R> visitor);

    /** One case for each kind of term. */
    interface Visitor<R> {
        /** A number. */
        R number(Literal term);

        /** Text in quotes. */
        R text(Text term);

        /** A name. */
        R name(Name term);

        /** A name with indices in brackets. */
        R element(Element term);

        /** A function with arguments. */
        R call(Call term);

        /** An operator of one operand. */
        R unary(Unary term);

        /** An operator of two operands. */
        R binary(Binary term);

        /** Terms in brackets. */
        R vector(Vector term);

        /** A term to the left of a bar, a group to the right. */
        R grouped(Grouped term);

        /** An expectation or a probability. */
        R expectation(Expectation term);
    }

    /** A finite number. */
    record Literal(double value, Place place) implements Term {
        /** Rejects what the language cannot write. */
        public Literal {
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                throw new IllegalArgumentException("a number in a model must be finite, is " + value);
            }
            value = value + 0.0;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.number(this);
        }
    }

    /** Text in quotes, holding neither quotes nor line ends. */
    record Text(String value, Place place) implements Term {
        /** Rejects what the language cannot write. */
        public Text {
            if (value.chars().anyMatch(c -> c == '"' || c == '\'' || c == '\n' || c == '\r')) {
                throw new IllegalArgumentException("text in a model holds neither quotes nor line ends: " + value);
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.text(this);
        }
    }

    /** A variable, a plate or a level, by name. */
    record Name(String name, Place place) implements Term {
        /** Rejects what the language cannot write. */
        public Name {
            Names.check(name);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.name(this);
        }
    }

    /** One element or slice of a variable: {@code effect[g]}, {@code b_y_h[blue]}, {@code theta[2]}. */
    record Element(String name, List<Term> indices, Place place) implements Term {
        /** Copies its list. */
        public Element {
            Names.check(name);
            indices = List.copyOf(indices);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.element(this);
        }
    }

    /** A function or a distribution with its arguments. */
    record Call(String function, List<Argument> arguments, Place place) implements Term {
        /** Copies its list. */
        public Call {
            Names.check(function);
            arguments = List.copyOf(arguments);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.call(this);
        }
    }

    /** An argument: named, or by position when the name is null. */
    record Argument(@Nullable String name, Term value) implements Serializable {
        /** Rejects what the language cannot write. */
        public Argument {
            if (name != null) {
                Names.check(name);
            }
        }
    }

    /** Minus or not; the minus of a number is a number ({@link Terms#minus}). */
    record Unary(Operator operator, Term operand, Place place) implements Term {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.unary(this);
        }
    }

    /** An operator between two terms; equality walks down the left side, for a sum may have a thousand terms. */
    record Binary(Operator operator, Term left, Term right, Place place) implements Term {
        @Override
        public boolean equals(Object other) {
            Object mine = this;
            Object theirs = other;
            while (mine instanceof Binary a && theirs instanceof Binary b) {
                if (a.operator != b.operator || !a.right.equals(b.right)) {
                    return false;
                }
                mine = a.left;
                theirs = b.left;
            }
            return !(mine instanceof Binary) && mine.equals(theirs);
        }

        @Override
        public int hashCode() {
            int hash = 0;
            Term term = this;
            while (term instanceof Binary binary) {
                hash = 31 * hash + 17 * binary.operator.text().hashCode() + binary.right.hashCode();
                term = binary.left;
            }
            return 31 * hash + term.hashCode();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.binary(this);
        }
    }

    /** Terms side by side: {@code [age, educ]}. */
    record Vector(List<Term> elements, Place place) implements Term {
        /** Copies its list. */
        public Vector {
            elements = List.copyOf(elements);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.vector(this);
        }
    }

    /** {@code (1 + t | g)}: effects of a group, correlated or ({@code ||}) not; {@code x | g} in {@code mean(x | g)}. */
    record Grouped(Term inner, String group, boolean correlated, Place place) implements Term {
        /** Rejects what the language cannot write. */
        public Grouped {
            Names.check(group);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.grouped(this);
        }
    }

    /** {@code E[body | conditions]}, or {@code P[body | conditions]}; in questions only. */
    record Expectation(boolean probability, Term body, List<Condition> conditions, Place place) implements Term {
        /** Copies its list. */
        public Expectation {
            conditions = List.copyOf(conditions);
        }

        /** What is set: the assignments of every {@code do}. */
        public List<Assignment> settings() {
            return conditions(Condition.SetTo.class)
                    .flatMap(set -> set.assignments().stream())
                    .toList();
        }

        /** What keeps the value that other settings would give it. */
        public List<Condition.NaturalUnder> kept() {
            return conditions(Condition.NaturalUnder.class).toList();
        }

        /** What must hold of the rows averaged over. */
        public List<Term> where() {
            return conditions(Condition.Where.class).map(Condition.Where::holds).toList();
        }

        /** The names that the answer is broken down by. */
        public List<String> by() {
            return conditions(Condition.By.class)
                    .flatMap(by -> by.names().stream())
                    .toList();
        }

        private <C extends Condition> Stream<C> conditions(Class<C> kind) {
            return conditions.stream().filter(kind::isInstance).map(kind::cast);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.expectation(this);
        }
    }
}
