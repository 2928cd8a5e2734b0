package tributary.family.mediamix;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tributary.infer.mode.Arrow;
import tributary.infer.mode.ArrowMatrix;
import tributary.infer.mode.Curvature;
import tributary.infer.mode.Lbfgs;
import tributary.infer.mode.Mode;
import tributary.math.LogDensity;
import tributary.posterior.Data;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.posterior.Unknown;

/**
 * Decides which effects of geos are sampled as they are and which are standardised, by how much the data tell of them.
 *
 * <p>Let u ~ normal(0, 1) be a standardised effect, s the spread of such effects over geos, and D the precision that the
 * data give a geo's effect. Given all that geos share, u has the precision {@code 1 + s^2 D}, and {@code w = s^2 D / (1 + s^2
 * D)} is the share of the data in it. Effects as they are mix the faster the nearer w is to one, standardised ones the nearer
 * it is to zero, with the same rates crosswise (Papaspiliopoulos, Roberts and Skoeld, 2007), which would part them at one
 * half if s were known. It is not, and where it may be small centred effects have a funnel that no step size fits, while
 * standardised ones bend a little (Betancourt and Girolami, 2015). So effects are centred where w, averaged over geos, is
 * above nine tenths: the data then outweigh the spread's prior even at a third of the spread.
 *
 * <p>The precision is the curvature near the mode of the standardised model, which has one where the centred one may have
 * none; a geo's other effects are averaged over. Nothing of it is random, and every chain decides alike.
 */
final class GeoCentring {
    /** Enough to come where spreads and noise have their size; the mode itself is not needed. */
    private static final Lbfgs SEARCH = new Lbfgs(300, 1e-2);

    /** The data's share from which effects are sampled as they are. */
    private static final double ENOUGH = 0.9;

    private GeoCentring() {}

    /** The decision for each unknown that has one value per geo. */
    static Map<String, Parametrisation> of(MediaMixModel mix, Data data) {
        Posterior standardised = Posterior.of(mix.model(), data, Parametrisation.NON_CENTRED);
        Map<String, Parametrisation> decided = new LinkedHashMap<>();
        shares(standardised)
                .forEach((name, share) ->
                        decided.put(name, share > ENOUGH ? Parametrisation.CENTRED : Parametrisation.NON_CENTRED));
        return decided;
    }

    /** The share of the data in each effect, averaged over geos; 0 counts where it cannot be told. */
    static Map<String, Double> shares(Posterior standardised) {
        LogDensity density = standardised.densities().get();
        List<int[]> geos = standardised.coordinates("geo");
        Arrow arrow = Arrow.of(density.dimension(), geos);
        Mode mode = SEARCH.search(density, new double[density.dimension()]);
        ArrowMatrix curvature = Curvature.negativeHessian(density, mode.position(), arrow);
        double[] variances = curvature.variancesWithinBlocks();
        Map<String, Double> shares = new LinkedHashMap<>();
        for (Unknown unknown : standardised.unknowns()) {
            if (unknown.parametrisation() == Parametrisation.NON_CENTRED) {
                int offset =
                        standardised.layout().offset(unknown.parameters().get(0).name());
                double sum = 0;
                for (int g = 0; g < geos.size(); g++) {
                    double variance = variances[offset + g];
                    sum += variance > 0 && variance < 1 ? 1 - variance : 0;
                }
                shares.put(unknown.name(), sum / geos.size());
            }
        }
        return shares;
    }
}
