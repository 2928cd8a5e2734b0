package tributary.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.consensus.Factor;
import tributary.expr.Expr;
import tributary.expr.Parameter;
import tributary.posterior.Likelihood;
import tributary.posterior.Posterior;
import tributary.posterior.Unknown;

/**
 * The factors of a posterior: connected components of its unknowns, where a likelihood or a prior connects all unknowns
 * that occur in it. They are independent given the data.
 */
final class Factors {
    private final Map<String, Integer> owner = new HashMap<>();
    private final int[] parent;

    private Factors(List<Unknown> unknowns) {
        parent = new int[unknowns.size()];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
            for (Parameter parameter : unknowns.get(i).parameters()) {
                owner.put(parameter.name(), i);
            }
        }
    }

    /** The factors in the order of their first unknowns. */
    static List<Factor> of(Posterior posterior) {
        List<Unknown> unknowns = posterior.unknowns();
        Factors components = new Factors(unknowns);
        for (int i = 0; i < unknowns.size(); i++) {
            components.connect(i, unknowns.get(i).logPrior());
            for (Expr value : unknowns.get(i).value()) {
                components.connect(i, value);
            }
        }
        Map<Likelihood, Integer> first = new LinkedHashMap<>();
        for (Likelihood likelihood : posterior.likelihoods()) {
            Set<Integer> among = components.unknownsOf(likelihood.rows());
            if (!among.isEmpty()) {
                int one = among.iterator().next();
                among.forEach(other -> components.join(one, other));
                first.put(likelihood, one);
            }
        }
        Map<Integer, List<Unknown>> members = new LinkedHashMap<>();
        for (int i = 0; i < unknowns.size(); i++) {
            members.computeIfAbsent(components.root(i), key -> new ArrayList<>())
                    .add(unknowns.get(i));
        }
        List<Factor> factors = new ArrayList<>();
        members.forEach((root, own) -> factors.add(Factor.of(
                own,
                first.entrySet().stream()
                        .filter(entry -> components.root(entry.getValue()) == root)
                        .map(Map.Entry::getKey)
                        .toList())));
        return factors;
    }

    private void connect(int unknown, Expr expr) {
        unknownsOf(expr).forEach(other -> join(unknown, other));
    }

    private Set<Integer> unknownsOf(Expr expr) {
        Set<Integer> found = new LinkedHashSet<>();
        walk(expr, new IdentityHashMap<>(), found);
        return found;
    }

    private void walk(Expr expr, IdentityHashMap<Expr, Boolean> seen, Set<Integer> found) {
        if (seen.put(expr, true) != null) {
            return;
        }
        Integer unknown = expr instanceof Parameter parameter ? owner.get(parameter.name()) : null;
        if (unknown != null) {
            found.add(unknown);
        }
        expr.arguments().forEach(argument -> walk(argument, seen, found));
    }

    private void join(int one, int other) {
        int low = Math.min(root(one), root(other));
        int high = Math.max(root(one), root(other));
        parent[high] = low;
    }

    private int root(int unknown) {
        int at = unknown;
        while (parent[at] != at) {
            at = parent[at];
        }
        return at;
    }
}
