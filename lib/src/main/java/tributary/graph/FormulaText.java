package tributary.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes formulas as text or LaTeX, in an order that depends on names only. */
final class FormulaText {
    /** The two ways to write. */
    enum Style {
        PLAIN,
        LATEX
    }

    private final Style style;
    private final Set<String> free;

    /**
     * A writer.
     *
     * @param free the names the whole formula leaves free: where a sum binds one of them, it gets a prime
     */
    FormulaText(Style style, Set<String> free) {
        this.style = style;
        this.free = free;
    }

    /**
     * Writes a formula.
     *
     * @param bound the variables that sums around it bind, one entry each time
     */
    String print(Formula formula, List<String> bound) {
        if (formula instanceof Formula.Probability p) {
            String of = names(p.of(), bound);
            String given = p.given().isEmpty() ? "" : (plain() ? " | " : " \\mid ") + names(p.given(), bound);
            return "P(" + of + given + ")";
        }
        if (formula instanceof Formula.Product product) {
            return product.factors().isEmpty()
                    ? "1"
                    : product.factors().stream()
                            .map(factor -> factor instanceof Formula.Sum
                                    ? "[" + print(factor, bound) + "]"
                                    : print(factor, bound))
                            .collect(Collectors.joining(plain() ? " " : " \\, "));
        }
        if (formula instanceof Formula.Sum sum) {
            List<String> deeper = new ArrayList<>(bound);
            deeper.addAll(sum.over());
            String over = names(sum.over(), deeper);
            String term = print(sum.term(), deeper);
            return plain() ? "sum_{" + over + "} " + term : "\\sum_{" + over + "} " + term;
        }
        Formula.Quotient quotient = (Formula.Quotient) formula;
        String above = print(quotient.numerator(), bound);
        String below = print(quotient.denominator(), bound);
        return plain() ? "(" + above + ") / (" + below + ")" : "\\frac{" + above + "}{" + below + "}";
    }

    private boolean plain() {
        return style == Style.PLAIN;
    }

    private String names(Set<String> of, Collection<String> bound) {
        return new TreeSet<>(of)
                .stream()
                        .map(name -> written(name) + "'".repeat(primes(name, bound)))
                        .collect(Collectors.joining(", "));
    }

    private String written(String name) {
        return plain() ? name : "\\mathit{" + name.replace("_", "\\_") + "}";
    }

    private int primes(String name, Collection<String> bound) {
        int depth = (int) bound.stream().filter(name::equals).count();
        return free.contains(name) ? depth : Math.max(0, depth - 1);
    }
}
