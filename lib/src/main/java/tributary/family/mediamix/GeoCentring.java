package tributary.family.mediamix;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;

/**
 * Decides in which coordinates effects are sampled, by how much the data tell of them: each channel's over geos, the geos' levels,
 * and the knots of a baseline that varies over time.
 *
 * <p>Let u ~ normal(0, 1) be a standardised effect, s the spread of such effects, and D the precision that the data give one.
 * Given all that is shared, u has the precision {@code 1 + s^2 D}, and {@code w = s^2 D / (1 + s^2 D)} is the share of the data
 * in it. Effects as they are mix the faster the nearer w is to one, standardised ones the nearer it is to zero, with the same
 * rates crosswise; what lies between them by w itself mixes best of all if s is known (Papaspiliopoulos, Roberts and Skoeld,
 * 2007). It is not, and where it may be small all but standardised effects have a funnel that no step size fits (Betancourt and
 * Girolami, 2015). So w is taken at a spread that is as low as may be, and each effect is {@link PartialCentring partly centred} by
 * it. The levels of geos, whose mean depends on all that is shared, are either centred or standardised: centred where w is above
 * one half on average.
 *
 * <p>D is the curvature near the mode of the standardised model, less the prior's, other effects averaged over. The mode's own
 * spread is not to be trusted: it is too wide, since standardised effects then have the least to pay; of effects of spread 0.1 it
 * may make 0.8. So effects are told apart from their prior again, {@code e = s u / w} with the variance {@code 1 / D}, and with
 * {@code e ~ normal(0, s^2 + 1 / D)} a grid has what they say of s. Nothing of it is random, and every chain decides alike.
 */
public final class GeoCentring {
    /** The data's share from which levels are sampled as they are. */
    private static final double ENOUGH = 0.5;

    /**
     * The quantile of the spread at which effects must still mix. Of 50 geos, 150 weeks and ten channels, with 2,000 draws, the
     * least effective size of a spread was 70 at a half, 210 at a tenth, and 610 at a hundredth.
     */
    private static final double LOW = 0.01;

    /** Spreads that are weighed, from 0 to twice the largest effect, closer together towards zero. */
    private static final int GRID = 200;

    private final StandardisedMix mix;
    private final Map<String, Parametrisation> parametrisations = new LinkedHashMap<>();
    private final Map<String, double[]> shares = new LinkedHashMap<>();

    private GeoCentring(StandardisedMix mix) {
        this.mix = mix;
        for (ToldEffect told : told(mix)) {
            StandardisedMix.Effect effect = told.effect();
            double low = low(told);
            if (effect.aboutZero()) {
                double[] each = new double[effect.count()];
                Arrays.setAll(each, k -> told.share(k, low));
                shares.put(effect.name(), each);
            }
            // Shards sample knots, which geos share, as they are.
            if (!effect.name().equals("b_knot")) {
                boolean centred = !effect.aboutZero() && told.share(low) > ENOUGH;
                parametrisations.put(effect.name(), centred ? Parametrisation.CENTRED : Parametrisation.NON_CENTRED);
            }
        }
    }

    /** The decision for a media mix and its data; it takes a climb, so whoever has it hands it on. */
    public static GeoCentring of(Model model, Data data) {
        return new GeoCentring(StandardisedMix.of(model, data));
    }

    /** The mix that was climbed, with all its effects standardised. */
    StandardisedMix standardised() {
        return mix;
    }

    /** How each effect of geos is laid out in a posterior. */
    Map<String, Parametrisation> parametrisations() {
        return Map.copyOf(parametrisations);
    }

    /** By effect of mean zero, the share of the data in each of its values at a low spread. */
    Map<String, double[]> shares() {
        return Map.copyOf(shares);
    }

    /** The coordinates to sample a posterior of the same model and data in. */
    PartialCentring partly(Posterior posterior) {
        return PartialCentring.of(posterior, mix, shares);
    }

    private static List<ToldEffect> told(StandardisedMix mix) {
        if (mix.effects().isEmpty()) {
            return List.of();
        }
        double[] mode =
                mix.climb(new double[mix.posterior().layout().dimension()]).position();
        return mix.told(mode, mix.curvature(mode));
    }

    /** A spread that is low but likely. */
    private static double low(ToldEffect told) {
        double most = 2 * told.reach();
        double[] logs = new double[GRID];
        for (int j = 0; j < GRID; j++) {
            // Each with its part of the line.
            logs[j] = told.logLikelihood(spread(most, j)) + StrictMath.log(j + 0.5);
        }
        return spread(most, ToldEffect.quantile(logs, LOW));
    }

    /** The middle of the j-th part of the line from 0 to the most, whose root is cut evenly. */
    private static double spread(double most, int j) {
        double share = (j + 0.5) / GRID;
        return most * share * share;
    }
}
