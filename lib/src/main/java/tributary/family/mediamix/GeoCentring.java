package tributary.family.mediamix;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tributary.infer.mode.ArrowMatrix;
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
        double[] values = mix.posterior().constrain(mode);
        ArrowMatrix curvature = mix.curvature(mode);
        Map<String, Double> shares = new LinkedHashMap<>();
        for (StandardisedMix.Effect effect : mix.effects()) {
            if (effect.name().equals("b_knot")) {
                continue; // shards sample what geos share as it is
            }
            double spread = values[mix.posterior().names().indexOf(effect.spread())];
            double[] variances = variances(mix, effect, curvature);
            double[] told = new double[effect.count()];
            double[] errors = new double[effect.count()];
            for (int k = 0; k < told.length; k++) {
                double share = variances[k] > 0 && variances[k] < 1 ? 1 - variances[k] : 0;
                told[k] = spread * mode[effect.from() + k] / share;
                errors[k] = spread * spread * (1 - share) / share;
            }
            shares.put(effect.name(), share(spread, told, errors));
        }
        return shares;
    }

    /** The variance of each standardised value given all that is shared: by the other effects of its geo, or of its kind. */
    private static double[] variances(StandardisedMix mix, StandardisedMix.Effect effect, ArrowMatrix curvature) {
        double[] variances = new double[effect.count()];
        int[] own =
                IntStream.range(effect.from(), effect.from() + effect.count()).toArray();
        List<int[]> geos = mix.posterior().coordinates("geo");
        boolean ofGeos = geos.stream().flatMapToInt(Arrays::stream).anyMatch(i -> i == effect.from());
        if (!ofGeos) {
            return curvature.variancesGivenOthers(own);
        }
        for (int g = 0; g < geos.size(); g++) {
            double[] one = curvature.variancesGivenOthers(geos.get(g));
            for (int i = 0; i < one.length; i++) {
                if (geos.get(g)[i] == effect.from() + g) {
                    variances[g] = one[i];
                }
            }
        }
        return variances;
    }

    /**
     * The mean share at a spread that is low but likely, of values that the data alone tell with normal errors.
     *
     * @param spread for the scale of the grid
     * @param told what the data say of each value; those with an infinite error do not count
     * @param errors their variances
     */
    private static double share(double spread, double[] told, double[] errors) {
        double most = spread;
        for (int k = 0; k < told.length; k++) {
            most = Double.isFinite(errors[k]) ? StrictMath.max(most, StrictMath.abs(told[k])) : most;
        }
        double[] logs = new double[GRID];
        for (int j = 0; j < GRID; j++) {
            double variance = StrictMath.pow(2 * most * (j + 0.5) / GRID, 2);
            for (int k = 0; k < told.length; k++) {
                if (Double.isFinite(errors[k])) {
                    double all = variance + errors[k];
                    logs[j] -= 0.5 * (StrictMath.log(all) + told[k] * told[k] / all);
                }
            }
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
        double variance = StrictMath.pow(2 * most * (low + 0.5) / GRID, 2);
        double sum = 0;
        for (double error : errors) {
            sum += Double.isFinite(error) ? variance / (variance + error) : 0;
        }
        return sum / errors.length;
    }
}
