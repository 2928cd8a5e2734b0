package tributary.graph;

import java.util.Set;
import java.util.TreeSet;

/** The names in a formula that no sum around them binds. */
final class FreeNames {
    private FreeNames() {}

    static Set<String> of(Formula formula) {
        Set<String> found = new TreeSet<>();
        if (formula instanceof Formula.Probability p) {
            found.addAll(p.of());
            found.addAll(p.given());
        } else if (formula instanceof Formula.Product product) {
            product.factors().forEach(factor -> found.addAll(of(factor)));
        } else if (formula instanceof Formula.Sum sum) {
            found.addAll(of(sum.term()));
            found.removeAll(sum.over());
        } else if (formula instanceof Formula.Quotient quotient) {
            found.addAll(of(quotient.numerator()));
            found.addAll(of(quotient.denominator()));
        }
        return found;
    }
}
