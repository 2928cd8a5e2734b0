package tributary.family.mediamix;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tributary.posterior.Data;
import tributary.posterior.Parametrisation;

/**
 * Decides which effects are sampled as they are and which are standardised, by how much the data tell of them: each channel's
 * over geos, and the geos' levels. The knots of a baseline that varies over time stay as they are, as shards sample them.
 *
 * <p>Let u ~ normal(0, 1) be a standardised effect, s the spread of such effects, and D the precision that the data give one.
 * Given all that is shared, u has the precision {@code 1 + s^2 D}, and {@code w = s^2 D / (1 + s^2 D)} is the share of the data
 * in it. Effects as they are mix the faster the nearer w is to one, standardised ones the nearer it is to zero, with the same
 * rates crosswise (Papaspiliopoulos, Roberts and Skoeld, 2007), which parts them at one half if s is known. It is not, and where
 * it may be small centred effects have a funnel that no step size fits (Betancourt and Girolami, 2015). So effects are centred
 * where w, averaged over them, is above one half even at the spread's lower tenth.
 *
 * <p>D is the curvature near the mode of the standardised model, less the prior's, other effects averaged over. The mode's own
 * spread is not to be trusted: it is too wide, since standardised effects then have the least to pay; of effects of spread 0.1 it
 * may make 0.8. So effects are told apart from their prior again, {@code e = s u / w} with the variance {@code 1 / D}, and with
 * {@code e ~ normal(0, s^2 + 1 / D)} a grid has what they say of s. Nothing of it is random, and every chain decides alike.
 */
final class GeoCentring {
    /** The data's share from which effects are sampled as they are. */
    private static final double ENOUGH = 0.5;

    /** The quantile of the spread at which centred effects must still mix. */
    private static final double LOW = 0.1;

    /** Spreads that are weighed, evenly from 0 to twice the largest effect. */
    private static final int GRID = 200;

    private GeoCentring() {}

    /** The decision for each effect of geos. */
    static Map<String, Parametrisation> of(MediaMixModel mix, Data data) {
        if (StandardisedMix.spreads(mix.model()).isEmpty()) {
            return Map.of();
        }
        Map<String, Parametrisation> decided = new LinkedHashMap<>();
        shares(StandardisedMix.of(mix.model(), data))
                .forEach((name, share) ->
                        decided.put(name, share > ENOUGH ? Parametrisation.CENTRED : Parametrisation.NON_CENTRED));
        return decided;
    }

    /** The share of the data in each effect at a low spread, averaged over its values; 0 counts where it cannot be told. */
    static Map<String, Double> shares(StandardisedMix mix) {
        double[] mode =
                mix.climb(new double[mix.posterior().layout().dimension()]).position();
        Map<String, Double> shares = new LinkedHashMap<>();
        for (StandardisedMix.Told told : mix.told(mode, mix.curvature(mode))) {
            // Shards sample knots, which geos share, as they are.
            if (!told.effect().name().equals("b_knot")) {
                shares.put(told.effect().name(), share(told));
            }
        }
        return shares;
    }

    /** The mean share at a spread that is low but likely. */
    private static double share(StandardisedMix.Told told) {
        double most = told.reach();
        double[] logs = new double[GRID];
        for (int j = 0; j < GRID; j++) {
            logs[j] = told.logLikelihood(2 * most * (j + 0.5) / GRID);
        }
        double highest = Arrays.stream(logs).max().orElse(0);
        double[] weights =
                Arrays.stream(logs).map(log -> StrictMath.exp(log - highest)).toArray();
        double left = LOW * Arrays.stream(weights).sum();
        int low = 0;
        while (low < GRID - 1 && left > weights[low]) {
            left -= weights[low];
            low++;
        }
        return told.share(2 * most * (low + 0.5) / GRID);
    }
}
