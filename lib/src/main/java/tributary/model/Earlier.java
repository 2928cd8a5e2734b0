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

    Earlier(Map<String, Variable> variables, Map<String, Plate> plates) {
        this.variables = variables;
        this.plates = plates;
        Map<String, Set<String>> lagged = new LinkedHashMap<>();
        for (Variable variable : variables.values()) {
            Set<String> now = new LinkedHashSet<>();
            Set<String> before = new LinkedHashSet<>();
            for (Term term : variable.terms()) {
                collect(term, false, now, before);
            }
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

    private void collect(Term term, boolean lagged, Set<String> now, Set<String> before) {
        if (term instanceof Term.Element element) {
            (lagged ? before : now).add(element.name());
            return;
        }
        if (term instanceof Term.Name name) {
            Plate plate = plates.get(name.name());
            Term source = plate == null ? null : plate.source();
            if (source != null) {
                collect(source, lagged, now, before);
            } else if (plate == null) {
                (lagged ? before : now).add(name.name());
            }
        }
        boolean lag = term instanceof Term.Call call && call.function().equals(Function.LAG.text());
        for (Term child : Terms.children(term)) {
            collect(child, lagged || lag, now, before);
        }
    }
}
