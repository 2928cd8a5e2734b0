package tributary.model;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tributary.model.term.Term;
import tributary.model.term.Terms;

/**
 * Which variables each definition names, apart from outcomes of earlier rows that it causes in turn: {@code y ~ normal(b *
 * lag(y), s)} is no circle, for what was observed before comes before.
 *
 * <p>A name counts as earlier if it is an outcome, stands inside {@code lag(...)} only, and would otherwise close a circle;
 * all other names are causes of the same row, {@code lag} or not.
 */
final class Earlier {
    private final Map<String, Variable> variables;
    private final Map<String, Plate> plates;
    private final Map<String, Set<String>> causes = new LinkedHashMap<>();
    private final Map<String, Set<String>> earlier = new LinkedHashMap<>();
    private final Map<String, Set<String>> natural = new LinkedHashMap<>();

    Earlier(Map<String, Variable> variables, Map<String, Plate> plates) {
        this.variables = variables;
        this.plates = plates;
        Map<String, Set<String>> lagged = new LinkedHashMap<>();
        for (Variable variable : variables.values()) {
            Set<String> now = new LinkedHashSet<>();
            Set<String> before = new LinkedHashSet<>();
            Set<String> kept = new LinkedHashSet<>();
            for (Term term : variable.terms()) {
                collect(term, now, now, before, kept);
            }
            kept.removeAll(now);
            kept.removeAll(before);
            kept.retainAll(variables.keySet());
            natural.put(variable.name(), kept);
            now.addAll(kept);
            before.removeAll(now);
            now.addAll(before);
            now.retainAll(variables.keySet());
            causes.put(variable.name(), now);
            before.removeIf(name -> !isOutcome(name));
            if (!before.isEmpty()) {
                lagged.put(variable.name(), before);
            }
        }
        Map<String, Set<String>> closing = new LinkedHashMap<>();
        lagged.forEach((name, before) -> {
            Set<String> circle = new LinkedHashSet<>(before);
            circle.removeIf(parent -> !parent.equals(name) && !ancestors(parent).contains(name));
            if (!circle.isEmpty()) {
                closing.put(name, circle);
            }
        });
        closing.forEach((name, circle) -> {
            earlier.put(name, circle);
            causes.computeIfPresent(name, (key, all) -> without(all, circle));
        });
    }

    /** The variables of the same row, of groups and of all rows that a definition names. */
    Map<String, Set<String>> causes() {
        return causes;
    }

    /** The outcomes whose earlier values a definition names while it causes them; only definitions that have some. */
    Map<String, Set<String>> earlier() {
        return earlier;
    }

    private boolean isOutcome(String name) {
        Variable variable = variables.get(name);
        return variable != null && variable.kind() == Variable.Kind.OUTCOME;
    }

    private Set<String> ancestors(String name) {
        Set<String> found = new LinkedHashSet<>(causes.getOrDefault(name, Set.of()));
        java.util.Deque<String> open = new java.util.ArrayDeque<>(found);
        while (!open.isEmpty()) {
            for (String parent : causes.getOrDefault(open.remove(), Set.of())) {
                if (found.add(parent)) {
                    open.add(parent);
                }
            }
        }
        return found;
    }

    private static Set<String> without(Collection<String> all, Set<String> some) {
        Set<String> rest = new LinkedHashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    /** The names that a definition reads inside {@code natural(...)} only: they are read and cause nothing. */
    Map<String, Set<String>> natural() {
        return natural;
    }

    /** A number made of a whole column as it was observed is a constant: it depends on no row, and nothing moves it. */
    private static boolean isStatistic(Term.Call call) {
        return Function.named(call.function())
                .filter(f -> f.sort() == Function.Sort.STATISTIC)
                .isPresent();
    }

    /** Sorts the names of a term into those read now, those read {@code before} and those {@code kept} by nature. */
    private void collect(Term term, Set<String> into, Set<String> now, Set<String> before, Set<String> kept) {
        if (term instanceof Term.Element element) {
            into.add(element.name());
            return;
        }
        if (term instanceof Term.Name name) {
            Plate plate = plates.get(name.name());
            Term source = plate == null ? null : plate.source();
            if (source != null) {
                collect(source, into, now, before, kept);
            } else if (plate == null) {
                into.add(name.name());
            }
        }
        if (term instanceof Term.Call call && isStatistic(call)) {
            return;
        }
        Set<String> below = into;
        if (term instanceof Term.Call call && into == now) {
            below = call.function().equals(Function.LAG.text())
                    ? before
                    : call.function().equals(Function.NATURAL.text()) ? kept : now;
        }
        for (Term child : Terms.children(term)) {
            collect(child, below, now, before, kept);
        }
    }
}
