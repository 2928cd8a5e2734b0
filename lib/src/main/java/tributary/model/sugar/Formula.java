package tributary.model.sugar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tributary.model.term.Operator;
import tributary.model.term.Place;
import tributary.model.term.Problem;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;

/**
 * A formula in the tradition of R, taken apart: intercept, population terms, group terms.
 *
 * <p>{@code x + z} are terms, {@code x:z} is their product, {@code x*z} both and the product, {@code 0 +} or {@code - 1}
 * leaves out the intercept, {@code C(h)} is a category, {@code (1 + t | g)} are effects of a group.
 */
final class Formula {
    private final List<Problem> problems;
    private final Map<String, Product> products = new LinkedHashMap<>();
    private final List<GroupTerm> groups = new ArrayList<>();
    private boolean intercept;

    private Formula(boolean intercept, List<Problem> problems) {
        this.intercept = intercept;
        this.problems = problems;
    }

    /** A product of factors; one factor for a plain term. */
    record Product(List<Term> factors, Place place) {
        /** The name of its coefficient, after the prefix. */
        String label() {
            return factors.stream().map(Formula::label).collect(Collectors.joining("_"));
        }

        boolean isSameAs(Product other) {
            List<Term> left = new ArrayList<>(other.factors());
            return factors.size() == left.size() && factors.stream().allMatch(left::remove);
        }

        /** The category among the factors, or null. */
        Term.@Nullable Call category() {
            for (Term factor : factors) {
                if (factor instanceof Term.Call call && call.function().equals("C")) {
                    return call;
                }
            }
            return null;
        }

        /** The factor that makes several columns of a number, or null. */
        @Nullable
        Term basis() {
            return factors.stream().filter(Formula::isBasis).findFirst().orElse(null);
        }

        /** The factors without the category. */
        List<Term> numbers() {
            Term category = category();
            return factors.stream().filter(f -> f != category).toList();
        }
    }

    /** The effects of one group. */
    record GroupTerm(String group, boolean correlated, boolean intercept, List<Product> slopes, Place place) {}

    static Formula of(List<Term.Argument> arguments, List<Problem> problems) {
        Formula formula = new Formula(true, problems);
        for (Term.Argument argument : arguments) {
            formula.add(argument.value());
        }
        return formula;
    }

    boolean intercept() {
        return intercept;
    }

    List<Product> products() {
        return List.copyOf(products.values());
    }

    List<GroupTerm> groups() {
        return List.copyOf(groups);
    }

    private void add(Term term) {
        if (term instanceof Term.Binary sum && sum.operator() == Operator.ADD) {
            add(sum.left());
            add(sum.right());
        } else if (term instanceof Term.Binary less
                && less.operator() == Operator.SUBTRACT
                && less.right() instanceof Term.Literal one
                && one.value() == 1) {
            add(less.left());
            intercept = false;
        } else if (term instanceof Term.Literal literal && (literal.value() == 0 || literal.value() == 1)) {
            intercept = literal.value() == 1;
        } else if (term instanceof Term.Grouped grouped) {
            addGroup(grouped);
        } else {
            crossed(term).forEach(this::add);
        }
    }

    /** The same term twice is one term, {@code x:z} and {@code z:x} too; two terms of one name would be one coefficient. */
    private void add(Product product) {
        for (Product known : products.values()) {
            if (known.isSameAs(product)) {
                return;
            }
        }
        if (products.putIfAbsent(product.label(), product) != null) {
            problem(
                    product.place(),
                    "two different terms give their coefficient the name `" + product.label() + "`",
                    "compute one of the columns by an equation before, and use its name");
        }
    }

    private void addGroup(Term.Grouped grouped) {
        Formula inner = new Formula(false, problems);
        inner.intercept = !startsWithZero(grouped.inner());
        inner.addKeeping(grouped.inner());
        if (!inner.groups.isEmpty()) {
            problem(grouped.place(), "a group inside a group term", "write the group terms side by side");
        }
        for (Product slope : inner.products.values()) {
            if (slope.category() != null) {
                problem(
                        slope.place(),
                        "a category cannot vary by group here",
                        "declare a group of the combinations, and give it effects");
            }
            if (slope.factors().stream().anyMatch(Formula::isBasis)) {
                problem(
                        slope.place(),
                        "a curve of several columns cannot vary by group here",
                        "let single columns vary by group, computed by equations before");
            }
        }
        groups.add(new GroupTerm(
                grouped.group(), grouped.correlated(), inner.intercept, inner.products(), grouped.place()));
    }

    private void addKeeping(Term term) {
        boolean kept = intercept;
        add(term);
        intercept = kept;
    }

    private static boolean startsWithZero(Term term) {
        Term first = term;
        while (first instanceof Term.Binary sum && sum.operator() == Operator.ADD) {
            first = sum.left();
        }
        return first instanceof Term.Literal literal && literal.value() == 0;
    }

    private List<Product> crossed(Term term) {
        if (term instanceof Term.Binary binary) {
            if (binary.operator() == Operator.INTERACT) {
                return combined(crossed(binary.left()), crossed(binary.right()));
            }
            if (binary.operator() == Operator.MULTIPLY) {
                List<Product> all = new ArrayList<>(crossed(binary.left()));
                List<Product> right = crossed(binary.right());
                List<Product> both = combined(all, right);
                all.addAll(right);
                all.addAll(both);
                return all;
            }
            if (binary.operator() == Operator.ADD) {
                List<Product> all = new ArrayList<>(crossed(binary.left()));
                all.addAll(crossed(binary.right()));
                return all;
            }
            problem(
                    term.place(),
                    "`" + binary.operator().text() + "` has no meaning in linear(...)",
                    "compute the column by an equation before, and use its name");
        } else if (term instanceof Term.Literal || term instanceof Term.Text || term instanceof Term.Vector) {
            problem(
                    term.place(),
                    "`" + TermPrinter.print(term) + "` is no term of a formula",
                    "a formula is a sum of columns, interactions, C(h) and (... | g)");
        }
        return List.of(new Product(List.of(term), term.place()));
    }

    private List<Product> combined(List<Product> left, List<Product> right) {
        List<Product> all = new ArrayList<>();
        for (Product a : left) {
            for (Product b : right) {
                List<Term> factors = new ArrayList<>(a.factors());
                factors.addAll(b.factors());
                boolean columnsTwice =
                        (a.category() != null || a.basis() != null) && (b.category() != null || b.basis() != null);
                if (columnsTwice) {
                    problem(
                            a.place(),
                            a.category() != null && b.category() != null
                                    ? "an interaction of two categories"
                                    : "an interaction of two terms of several columns",
                            "declare a group of their combinations, and use C of that");
                }
                all.add(new Product(factors, a.place()));
            }
        }
        return all;
    }

    private void problem(Place place, String message, String remedy) {
        problems.add(new Problem(place, "", message, remedy));
    }

    /** The group of {@code C(h, ref = ...)}, wherever it stands. */
    static Term group(Term.Call category) {
        return category.arguments().stream()
                .filter(a -> !"ref".equals(a.name()))
                .findFirst()
                .orElse(category.arguments().get(0))
                .value();
    }

    /** Whether a term makes several columns. */
    static boolean isBasis(Term term) {
        return term instanceof Term.Call call
                && (call.function().equals("fourier") || call.function().equals("spline"));
    }

    /** A name made of a term: {@code mean(x | g)} gives mean_x_g; {@code C(h)} gives h; 1 gives intercept. */
    static String label(Term term) {
        if (term instanceof Term.Literal literal && literal.value() == 1) {
            return "intercept";
        }
        if (term instanceof Term.Call call
                && call.function().equals("C")
                && !call.arguments().isEmpty()) {
            return label(group(call));
        }
        String text = TermPrinter.print(term).replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_|_$", "");
        return text.length() > 60 ? text.substring(0, 60) : text;
    }
}
