package tributary.family.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tributary.decide.Appraisal;
import tributary.decide.Appraiser;
import tributary.decide.Scale;

/**
 * What the posterior says to the deciders about each treated arm, all arms weighed against each other.
 *
 * <p>An arm whose posterior has no mean is no alternative to the others, for nothing can be expected of it: it is
 * appraised by quantiles and chances alone. Nor is one without units, whose posterior is its prior.
 */
final class ArmAppraisals {
    private ArmAppraisals() {}

    /** By treated arm that has an answer, in the order of the spec; empty if control has none. */
    static Map<String, Appraisal> of(
            ExperimentSpec spec, MetricSpec metric, Map<String, ArmStatistics> arms, ArmMeans means) {
        Map<String, Appraisal> appraisals = new LinkedHashMap<>();
        if (!means.draws().containsKey(spec.control())) {
            return appraisals;
        }
        Map<String, Long> units = new LinkedHashMap<>();
        arms.forEach((arm, s) -> units.put(arm, s.units()));
        Set<String> choices = spec.treatments().stream()
                .filter(arm -> means.draws().containsKey(arm) && exists(means, arm) && units.getOrDefault(arm, 0L) > 0)
                .collect(Collectors.toSet());
        Guardrail guardrail = metric.guardrail();
        Appraiser all = Appraiser.of(
                spec.control(),
                means.draws(),
                choices,
                units,
                metric.direction(),
                guardrail == null ? Double.NaN : guardrail.margin(),
                guardrail == null ? Scale.ABSOLUTE : guardrail.scale(),
                metric.decision());
        for (String arm : spec.treatments()) {
            if (means.draws().containsKey(arm)) {
                boolean exists = exists(means, arm) && exists(means, spec.control());
                appraisals.put(arm, exists ? all.appraise(arm) : all.appraiseWithoutMean(arm));
            }
        }
        return appraisals;
    }

    private static boolean exists(ArmMeans means, String arm) {
        return means.exists().getOrDefault(arm, true);
    }
}
