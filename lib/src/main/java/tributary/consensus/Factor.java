package tributary.consensus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.posterior.Likelihood;
import tributary.posterior.Posterior;
import tributary.posterior.Unknown;

/**
 * Some unknowns of a posterior with the likelihoods that inform them and nothing else: a density of its own.
 *
 * <p>Where a posterior falls apart into factors without common parameters, the factors are independent given the data,
 * and each is sampled in the way that suits it.
 *
 * @param unknowns in the posterior's order
 * @param likelihoods in the posterior's order; none where only the prior speaks
 * @param layout of the unknowns' own parameters
 */
public record Factor(List<Unknown> unknowns, List<Likelihood> likelihoods, Layout layout) {
    /** Copies its lists. */
    public Factor {
        unknowns = List.copyOf(unknowns);
        likelihoods = List.copyOf(likelihoods);
    }

    /** A factor of these; the caller vouches that they share no parameter with the others. */
    public static Factor of(List<Unknown> unknowns, List<Likelihood> likelihoods) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (Unknown unknown : unknowns) {
            for (int p = 0; p < unknown.parameters().size(); p++) {
                sizes.put(unknown.parameters().get(p).name(), unknown.sizes().get(p));
            }
        }
        return new Factor(unknowns, likelihoods, new Layout(sizes));
    }

    /** The whole posterior as one factor. */
    public static Factor whole(Posterior posterior) {
        return new Factor(posterior.unknowns(), posterior.likelihoods(), posterior.layout());
    }

    /** The log prior of the unknowns, Jacobians included; a scalar. */
    public Expr logPrior() {
        return Exprs.add(unknowns.stream().map(Unknown::logPrior).toList());
    }

    /** The names of its unknowns. */
    public List<String> names() {
        return unknowns.stream().map(Unknown::name).toList();
    }

    /** Where each coordinate of this factor lies in a position of the whole posterior. */
    public int[] coordinates(Layout whole) {
        List<Integer> places = new ArrayList<>();
        for (Unknown unknown : unknowns) {
            for (Parameter parameter : unknown.parameters()) {
                int first = whole.offset(parameter.name());
                for (int i = 0; i < whole.size(parameter.name()); i++) {
                    places.add(first + i);
                }
            }
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }
}
