package tributary.identify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tributary.graph.Formula;

/** Writes effects and the formulas that give them. */
final class Law {
    private Law() {}

    /** A set as {@code {a, b}}. */
    static String set(Collection<String> names) {
        return "{" + String.join(", ", names) + "}";
    }

    /** {@code P(y | do(x), z)}. */
    static String text(Asked asked) {
        List<String> right = new ArrayList<>();
        right.add("do(" + String.join(", ", asked.treatments()) + ")");
        asked.mediators().forEach(m -> right.add(m + " ~ do(" + String.join(", ", starred(asked.treatments())) + ")"));
        right.addAll(asked.given());
        right.addAll(asked.ownValue() ? starred(asked.treatments()) : Set.of());
        return "P(" + String.join(", ", asked.outcomes()) + " | " + String.join(", ", right) + ")";
    }

    /** The same as LaTeX. */
    static String latex(Asked asked) {
        List<String> right = new ArrayList<>();
        right.add("\\mathrm{do}(" + latex(asked.treatments()) + ")");
        asked.mediators()
                .forEach(m -> right.add(
                        latex(List.of(m)) + " \\sim \\mathrm{do}(" + latex(starred(asked.treatments())) + ")"));
        asked.given().forEach(g -> right.add(latex(List.of(g))));
        if (asked.ownValue()) {
            right.add(latex(starred(asked.treatments())));
        }
        return "P(" + latex(asked.outcomes()) + " \\mid " + String.join(", ", right) + ")";
    }

    private static String latex(Collection<String> names) {
        return names.stream()
                .map(name -> "\\mathit{" + name.replace("_", "\\_") + "}")
                .collect(Collectors.joining(", "));
    }

    /** Other values of the same variables: a star behind each name. */
    static Set<String> starred(Collection<String> names) {
        Set<String> starred = new LinkedHashSet<>();
        names.forEach(name -> starred.add(name + "*"));
        return starred;
    }

    /** P(of | given), which of nothing is one. */
    static Formula probability(Collection<String> of, Collection<String> given) {
        return of.isEmpty()
                ? new Formula.Product(List.of())
                : new Formula.Probability(new TreeSet<>(of), new TreeSet<>(given));
    }

    /** The product of the factors that are not one. */
    static Formula product(Formula... factors) {
        List<Formula> kept = new ArrayList<>();
        for (Formula factor : factors) {
            if (!(factor instanceof Formula.Product p) || !p.factors().isEmpty()) {
                kept.add(factor);
            }
        }
        return Formula.product(kept);
    }

    @SafeVarargs
    static Set<String> union(Collection<String>... sets) {
        Set<String> all = new LinkedHashSet<>();
        for (Collection<String> set : sets) {
            all.addAll(set);
        }
        return all;
    }

    static Set<String> minus(Collection<String> whole, Collection<String> part) {
        Set<String> left = new LinkedHashSet<>(whole);
        left.removeAll(part);
        return left;
    }
}
