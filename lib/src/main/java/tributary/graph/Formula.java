package tributary.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An interventional law written in terms of the observed one: sums, products and quotients of conditional probabilities.
 *
 * <p>A name stands for the value that the nearest sum around it gives, else for the value asked about.
 */
public sealed interface Formula {
    /** P(of | given) under the observed law. */
    record Probability(Set<String> of, Set<String> given) implements Formula {
        /** Copies its sets. */
        public Probability {
            of = Set.copyOf(of);
            given = Set.copyOf(given);
        }
    }

    /** The product of factors; of none, one. */
    record Product(List<Formula> factors) implements Formula {
        /** Copies its list. */
        public Product {
            factors = List.copyOf(factors);
        }
    }

    /** The sum of a term over all values of some variables. */
    record Sum(Set<String> over, Formula term) implements Formula {
        /** Copies its set. */
        public Sum {
            over = Set.copyOf(over);
        }
    }

    /** One formula over another; 0/0 is 0: what never happens carries no weight. */
    record Quotient(Formula numerator, Formula denominator) implements Formula {}

    /** A product, without the product sign around a single factor. */
    static Formula product(List<Formula> factors) {
        return factors.size() == 1 ? factors.get(0) : new Product(factors);
    }

    /** A sum, which over nothing is its term. */
    static Formula sum(Set<String> over, Formula term) {
        if (over.isEmpty()) {
            return term;
        }
        if (term instanceof Sum inner && inner.over().stream().noneMatch(over::contains)) {
            Set<String> together = new TreeSet<>(over);
            together.addAll(inner.over());
            return new Sum(together, inner.term());
        }
        return new Sum(over, term);
    }

    /** The formula as a line of text; a variable summed over inside a place where its name is taken gets a prime. */
    default String text() {
        return new FormulaText(FormulaText.Style.PLAIN, FreeNames.of(this)).print(this, new ArrayList<>());
    }

    /** The formula as LaTeX. */
    default String latex() {
        return new FormulaText(FormulaText.Style.LATEX, FreeNames.of(this)).print(this, new ArrayList<>());
    }
}
