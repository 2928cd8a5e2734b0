package tributary.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tributary.graph.Dag;
import tributary.model.term.Statement;
import tributary.model.term.Term;
import tributary.model.term.Terms;

/**
 * The causal graph that a model states about one row: columns, groups and latents; an edge where one stands in the
 * definition of another, an arc for every unmeasured common cause that is declared or cannot be excluded.
 *
 * <p>Deterministic steps are passed through. A parameter with one value per level of a group is an influence of the group:
 * whatever a group's own parameters move has the group among its causes. Columns without a distribution may have causes
 * in common with one another, unless {@code randomised} says that one was assigned by design; outcomes drawn jointly
 * share a cause. Distributions and priors do not matter here.
 */
public final class CausalGraph {
    private final Model model;
    private final Dag whole;
    private final Set<String> seen;
    private final Set<String> given;

    private CausalGraph(Model model, Dag whole, Set<String> seen, Set<String> given) {
        this.model = model;
        this.whole = whole;
        this.seen = seen;
        this.given = given;
    }

    /** The graph of a model. */
    public static CausalGraph of(Model model) {
        Dependencies dependencies = model.dependencies();
        Dag.Builder graph = Dag.builder();
        Set<String> seen = new LinkedHashSet<>();
        Set<String> given = new LinkedHashSet<>();
        for (Plate plate : model.plates().values()) {
            if (isGroup(plate)) {
                graph.node(plate.name());
                seen.add(plate.name());
                given.add(plate.name());
            }
        }
        for (Variable variable : model.variables()) {
            if (isNode(variable)) {
                graph.node(variable.name());
                if (model.isObserved(variable)) {
                    seen.add(variable.name());
                }
                if (variable.kind() == Variable.Kind.EXOGENOUS
                        && groups(model, variable).isEmpty()) {
                    given.add(variable.name());
                }
            }
        }
        for (Plate plate : model.plates().values()) {
            String parent = plate.parent();
            if (isGroup(plate) && parent != null) {
                graph.edge(plate.name(), parent);
                given.remove(parent);
            }
        }
        for (Variable variable : model.variables()) {
            if (isNode(variable)) {
                Set<String> causes = new LinkedHashSet<>(groups(model, variable));
                causes(model, dependencies, variable, causes, new LinkedHashSet<>());
                causes.remove(variable.name());
                causes.forEach(cause -> graph.edge(cause, variable.name()));
                variable.joint().stream()
                        .filter(other -> !other.name().equals(variable.name()))
                        .forEach(other -> graph.arc(variable.name(), other.name()));
            }
        }
        for (Statement.Confounded arc : model.confounded()) {
            graph.arc(arc.first(), arc.second());
        }
        given.removeAll(model.randomised());
        Dag declared = graph.build();
        List<String> open = new ArrayList<>(given);
        for (int i = 0; i < open.size(); i++) {
            for (int j = i + 1; j < open.size(); j++) {
                graph.arc(open.get(i), open.get(j));
            }
        }
        return new CausalGraph(model, open.size() < 2 ? declared : graph.build(), seen, given);
    }

    /** All nodes, latents included. */
    public Dag whole() {
        return whole;
    }

    /** The graph over what is seen; latents are folded into arcs. */
    public Dag observed() {
        return whole.project(seen);
    }

    /**
     * The observed graph with one order of causes among the given columns instead of arcs: the same separations, and no
     * arc where none was declared.
     *
     * @param last the nodes that come after all other given ones, such as treatments
     */
    public Dag ordered(Set<String> last) {
        List<String> order = new ArrayList<>(whole.nodes());
        order.retainAll(given);
        order.removeAll(last);
        whole.nodes().stream()
                .filter(n -> given.contains(n) && last.contains(n))
                .forEach(order::add);
        Dag.Builder graph = Dag.builder();
        whole.nodes().forEach(graph::node);
        for (String node : whole.nodes()) {
            whole.parents(node).forEach(parent -> graph.edge(parent, node));
            whole.siblings(node).stream()
                    .filter(other -> !given.contains(node) || !given.contains(other) || declared(node, other))
                    .forEach(other -> graph.arc(node, other));
        }
        for (int i = 0; i < order.size(); i++) {
            for (int j = i + 1; j < order.size(); j++) {
                if (!declared(order.get(i), order.get(j))) {
                    graph.edge(order.get(i), order.get(j));
                }
            }
        }
        return graph.build().project(seen);
    }

    private boolean declared(String one, String other) {
        return model.confounded().stream()
                .anyMatch(arc -> Set.of(one, other).equals(Set.of(arc.first(), arc.second())));
    }

    /** The columns and groups without causes in the model that may have causes in common with one another. */
    public Set<String> given() {
        return Set.copyOf(given);
    }

    /** The variables assigned by design. */
    public Set<String> randomised() {
        return model.randomised();
    }

    /** Whether rows follow one another in time, so that the graph of one row does not tell everything. */
    public boolean isSequential() {
        return model.dependencies().isSequential();
    }

    /** The nodes that a term speaks of, with deterministic steps passed through and parameters left out. */
    public Set<String> nodes(Term term) {
        Set<String> found = new LinkedHashSet<>();
        Dependencies dependencies = model.dependencies();
        for (String name : Dependencies.references(term, model.plates())) {
            Plate plate = model.plates().get(name);
            if (plate != null && isGroup(plate)) {
                found.add(name);
            } else if (model.has(name)) {
                Variable variable = model.variable(name);
                if (isNode(variable)) {
                    found.add(name);
                } else {
                    causes(model, dependencies, variable, found, new LinkedHashSet<>());
                }
            }
        }
        return found;
    }

    private static boolean isNode(Variable variable) {
        return variable.data() || variable.kind() == Variable.Kind.LATENT;
    }

    private static boolean isGroup(Plate plate) {
        return plate.kind() == Plate.Kind.GROUP && plate.source() == null;
    }

    /** The groups that a variable has one value per level of. */
    private static Set<String> groups(Model model, Variable variable) {
        Set<String> found = new LinkedHashSet<>();
        for (String name : model.plates(variable.name())) {
            Plate plate = model.plates().get(name);
            if (plate != null && isGroup(plate)) {
                found.add(name);
            }
        }
        return found;
    }

    private static void causes(
            Model model, Dependencies dependencies, Variable of, Set<String> causes, Set<String> visited) {
        if (!visited.add(of.name())) {
            return;
        }
        for (Term term : of.terms()) {
            for (String name : Terms.references(term)) {
                Plate plate = model.plates().get(name);
                if (plate != null && isGroup(plate)) {
                    causes.add(name);
                }
            }
        }
        Set<String> read = parents(model, dependencies, of);
        // What is read at its natural value only tells of a common cause; it causes nothing.
        read.removeAll(dependencies.natural(of.name()));
        for (String parent : read) {
            Variable found = model.variable(parent);
            if (isNode(found)) {
                causes.add(parent);
            } else {
                causes.addAll(groups(model, found));
                causes(model, dependencies, found, causes, visited);
            }
        }
    }

    /** The parents of a variable; of one drawn jointly, those of its own place among the means. */
    private static Set<String> parents(Model model, Dependencies dependencies, Variable of) {
        Term.Call distribution = of.distribution();
        Set<String> all = new LinkedHashSet<>(dependencies.parents(of.name()));
        // What a variable is by nature tells of a common cause and is none.
        all.removeAll(dependencies.natural(of.name()));
        if (distribution == null
                || of.joint().isEmpty()
                || !(distribution.arguments().get(0).value() instanceof Term.Vector means)
                || means.elements().size() != of.joint().size()) {
            return all;
        }
        Set<String> own = new LinkedHashSet<>();
        for (int i = 0; i < means.elements().size(); i++) {
            if (of.joint().get(i).name().equals(of.name())) {
                own.addAll(Dependencies.references(means.elements().get(i), model.plates()));
            }
        }
        distribution.arguments().stream()
                .skip(1)
                .forEach(argument -> own.addAll(Dependencies.references(argument.value(), model.plates())));
        own.retainAll(all);
        return own;
    }
}
