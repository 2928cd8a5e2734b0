package tributary.identify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tributary.graph.Identification;

/**
 * All that a graph says about one effect.
 *
 * @param asked the effect
 * @param law what the complete algorithm finds: a formula, or the hedge that forbids one
 * @param routes the ways to the effect, the preferred one first; none if the graph does not identify it
 * @param minimal the minimal adjustment sets, smaller ones first, at most {@value tributary.graph.Adjustment#MOST_SETS}
 * @param optimal the adjustment set of least asymptotic variance, where it is known
 * @param paths whether the treatment causes the outcome at all in the graph
 * @param reason what a reader must know, such as why the effect is not identified; empty if nothing
 */
public record EffectIdentification(
        Asked asked,
        Identification law,
        List<Route> routes,
        List<Set<String>> minimal,
        Optional<Set<String>> optimal,
        boolean paths,
        String reason) {
    /** Copies its lists. */
    public EffectIdentification {
        routes = List.copyOf(routes);
        minimal = List.copyOf(minimal);
    }

    /** Whether the graph alone identifies the effect: an instrument needs a linear or monotone effect besides. */
    public boolean identified() {
        return routes.stream().anyMatch(route -> route.strategy() != Strategy.INSTRUMENT);
    }

    /** The preferred way, if there is any. */
    public Optional<Route> route() {
        return routes.stream().findFirst();
    }

    /** The way in words for {@code identified_by}; {@code model only} where the graph gives none. */
    public String identifiedBy() {
        return route().map(Route::words).orElse("model only");
    }

    /** The covariates of the preferred way if it is an adjustment; empty otherwise. */
    public Optional<Set<String>> adjustment() {
        return routes.stream()
                .filter(r -> r.strategy() == Strategy.BACK_DOOR || r.strategy() == Strategy.RANDOMISED)
                .findFirst()
                .map(Route::uses);
    }
}
