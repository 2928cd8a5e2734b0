package tributary.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.model.term.Term;
import tributary.model.term.Terms;

/**
 * Who depends on whom in a model: parents, descendants, and the parts that inference can treat apart.
 *
 * <p>An edge leads from every variable named in a definition to the variable defined. Under an intervention the edge
 * from a set variable leads from its set value; its natural value keeps its parents and loses its children. Outcomes of
 * earlier rows that the definition causes in turn ({@code y ~ normal(b * lag(y), s)}) are no parents: see {@link
 * #earlier}.
 */
public final class Dependencies {
    private final Model model;
    private final Map<String, Set<String>> parents;
    private final Map<String, Set<String>> earlier;
    private final Map<String, Set<String>> natural;

    Dependencies(Model model) {
        this.model = model;
        Map<String, Variable> variables = new LinkedHashMap<>();
        model.variables().forEach(variable -> variables.put(variable.name(), variable));
        Earlier time = new Earlier(variables, model.plates());
        this.parents = time.causes();
        this.earlier = time.earlier();
        this.natural = time.natural();
    }

    /** The variables a term depends on: those it names, and those the columns of vector plates name. */
    static Set<String> references(Term term, Map<String, Plate> plates) {
        Set<String> found = new LinkedHashSet<>();
        for (String name : Terms.references(term)) {
            Plate plate = plates.get(name);
            if (plate == null) {
                found.add(name);
            } else if (plate.source() != null) {
                found.addAll(references(plate.source(), plates));
            }
        }
        return found;
    }

    /** The variables named in the definition of a variable. */
    public Set<String> parents(String variable) {
        return parents.getOrDefault(variable, Set.of());
    }

    /** The outcomes whose earlier values the definition of a variable names while it causes them. */
    public Set<String> earlier(String variable) {
        return earlier.getOrDefault(variable, Set.of());
    }

    /** The variables that the definition of a variable reads as they are by nature only: no intervention reaches it. */
    public Set<String> natural(String variable) {
        return natural.getOrDefault(variable, Set.of());
    }

    /** Whether some outcome depends on earlier outcomes, itself perhaps: rows then follow one another in time. */
    public boolean isSequential() {
        return !earlier.isEmpty();
    }

    /** The causes among columns and latents: parents, with deterministic steps passed through and parameters left out. */
    public Set<String> causes(String variable) {
        Set<String> causes = new LinkedHashSet<>();
        for (String parent : parents(variable)) {
            Variable found = model.variable(parent);
            if (natural(variable).contains(parent)) {
                continue;
            }
            if (found.kind() == Variable.Kind.DETERMINISTIC) {
                causes.addAll(causes(parent));
            } else if (found.kind() != Variable.Kind.PARAMETER) {
                causes.add(parent);
            }
        }
        return causes;
    }

    /** The unknowns a variable's definition depends on, with deterministic steps passed through. */
    public Set<String> unknowns(String variable) {
        Set<String> unknowns = new LinkedHashSet<>();
        for (String parent : parents(variable)) {
            Variable found = model.variable(parent);
            if (found.kind() == Variable.Kind.DETERMINISTIC) {
                unknowns.addAll(unknowns(parent));
            } else if (found.unknown()) {
                unknowns.add(parent);
            }
        }
        return unknowns;
    }

    /**
     * All variables that a variable influences; itself not among them, unless its earlier values do.
     */
    public Set<String> descendants(String variable) {
        Set<String> found = new LinkedHashSet<>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (String name : parents.keySet()) {
                Set<String> above = new LinkedHashSet<>(parents(name));
                above.removeAll(natural(name));
                above.addAll(earlier(name));
                boolean below = above.contains(variable) || above.stream().anyMatch(found::contains);
                grown |= below && found.add(name);
            }
        }
        return found;
    }

    /** All variables, causes before effects; ties in order of definition. */
    public List<String> causalOrder() {
        List<String> order = new ArrayList<>();
        Set<String> placed = new LinkedHashSet<>();
        parents.keySet().forEach(name -> place(name, placed, order));
        return order;
    }

    private void place(String name, Set<String> placed, List<String> order) {
        if (placed.add(name)) {
            parents(name).forEach(parent -> place(parent, placed, order));
            order.add(name);
        }
    }

    /**
     * The parts of the posterior that share no unknown: each can be inferred by itself.
     *
     * <p>Two unknowns belong together when one observed likelihood, or the prior of one of them, names both. With every
     * variable observed the parts are the factors of the graph, one for each outcome.
     */
    public List<Part> parts() {
        Map<String, String> leader = new LinkedHashMap<>();
        for (Variable variable : model.variables()) {
            if (variable.unknown()) {
                leader.put(variable.name(), variable.name());
            }
        }
        for (Variable variable : model.variables()) {
            Set<String> together = new LinkedHashSet<>(unknowns(variable.name()));
            if (variable.unknown()) {
                together.add(variable.name());
                variable.joint().forEach(t -> together.add(t.name()));
            }
            if (variable.unknown() || model.isObserved(variable)) {
                variable.joint().forEach(t -> together.addAll(unknowns(t.name())));
                unite(together, leader);
            }
        }
        Map<String, Part> parts = new LinkedHashMap<>();
        for (String unknown : leader.keySet()) {
            parts.computeIfAbsent(find(unknown, leader), k -> new Part(List.of(), List.of()));
            parts.computeIfPresent(find(unknown, leader), (k, part) -> part.withUnknown(unknown));
        }
        for (Variable variable : model.variables()) {
            if (variable.kind() == Variable.Kind.OUTCOME && model.isObserved(variable)) {
                unknowns(variable.name()).stream()
                        .findFirst()
                        .ifPresent(unknown -> parts.computeIfPresent(
                                find(unknown, leader), (k, part) -> part.withOutcome(variable.name())));
            }
        }
        return List.copyOf(parts.values());
    }

    private static void unite(Set<String> together, Map<String, String> leader) {
        String first = null;
        for (String name : together) {
            if (first == null) {
                first = find(name, leader);
            } else {
                leader.put(find(name, leader), first);
            }
        }
    }

    private static String find(String name, Map<String, String> leader) {
        String at = name;
        String next = leader.getOrDefault(at, at);
        while (!next.equals(at)) {
            at = next;
            next = leader.getOrDefault(at, at);
        }
        return at;
    }

    /**
     * Unknowns that are inferred together, and the outcomes that inform them.
     *
     * @param unknowns in order of definition
     * @param outcomes in order of definition
     */
    public record Part(List<String> unknowns, List<String> outcomes) {
        /** Copies its lists. */
        public Part {
            unknowns = List.copyOf(unknowns);
            outcomes = List.copyOf(outcomes);
        }

        Part withUnknown(String name) {
            List<String> longer = new ArrayList<>(unknowns);
            longer.add(name);
            return new Part(longer, outcomes);
        }

        Part withOutcome(String name) {
            List<String> longer = new ArrayList<>(outcomes);
            longer.add(name);
            return new Part(unknowns, longer);
        }
    }
}
