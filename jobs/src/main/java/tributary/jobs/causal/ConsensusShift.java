package tributary.jobs.causal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tributary.consensus.Consensus;
import tributary.expr.Parameter;
import tributary.plan.FactorFit;
import tributary.plan.PosteriorDraws;
import tributary.posterior.Posterior;
import tributary.posterior.Unknown;

/** How far raw consensus was from the certified answer, by parameter: what would have been published without it. */
final class ConsensusShift {
    private ConsensusShift() {}

    /**
     * In posterior sds, signed, of the unconstrained coordinate of each unknown that is furthest off; unknowns of which no
     * shard was sampled are absent.
     */
    static Map<String, Double> byParameter(PosteriorDraws answer) {
        Posterior posterior = answer.posterior();
        Map<String, Double> shifts = new HashMap<>();
        for (FactorFit fit : answer.fits()) {
            Consensus.Result result = fit.consensus();
            if (result == null) {
                continue;
            }
            double[] shift = result.shift();
            int[] places = fit.plan().factor().coordinates(posterior.layout());
            for (int i = 0; i < shift.length; i++) {
                String coordinate = posterior.coordinates().get(places[i]);
                if (Double.isFinite(shift[i])) {
                    double one = shift[i];
                    shifts.merge(
                            unknown(posterior.unknowns(), coordinate),
                            one,
                            (a, b) -> Math.abs(a) >= Math.abs(b) ? a : b);
                }
            }
        }
        return shifts;
    }

    private static String unknown(List<Unknown> unknowns, String coordinate) {
        for (Unknown unknown : unknowns) {
            for (Parameter parameter : unknown.parameters()) {
                if (coordinate.equals(parameter.name()) || coordinate.startsWith(parameter.name() + ".")) {
                    return unknown.name();
                }
            }
        }
        return coordinate;
    }
}
