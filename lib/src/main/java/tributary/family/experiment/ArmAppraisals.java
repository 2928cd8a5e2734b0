package tributary.family.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import tributary.decide.Appraisal;
import tributary.decide.Appraiser;
import tributary.decide.Scale;

/**
 * What the posterior says to the deciders about each treated arm, all arms weighed against each other.
 *
 * <p>An arm whose posterior has no mean is no alternative to the others: nothing can be expected of it. It is appraised by
 * quantiles and chances alone.
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
        Map<String, double[]> alternatives = new LinkedHashMap<>(means.draws());
        alternatives
                .keySet()
                .removeIf(arm -> !arm.equals(spec.control()) && !means.exists().getOrDefault(arm, true));
        Appraiser all = appraiser(spec, metric, arms, alternatives);
        boolean control = means.exists().getOrDefault(spec.control(), true);
        for (String arm : spec.treatments()) {
            if (alternatives.containsKey(arm)) {
                Appraisal a = all.appraise(arm);
                appraisals.put(arm, control ? a : a.withoutMeans());
            } else if (means.draws().containsKey(arm)) {
                appraisals.put(
                        arm,
                        appraiser(spec, metric, arms, means.draws())
                                .appraise(arm)
                                .withoutMeans());
            }
        }
        return appraisals;
    }

    private static Appraiser appraiser(
            ExperimentSpec spec, MetricSpec metric, Map<String, ArmStatistics> arms, Map<String, double[]> draws) {
        Map<String, Long> units = new LinkedHashMap<>();
        arms.forEach((arm, s) -> units.put(arm, s.units()));
        Guardrail guardrail = metric.guardrail();
        return Appraiser.of(
                spec.control(),
                draws,
                units,
                metric.direction(),
                guardrail == null ? Double.NaN : guardrail.margin(),
                guardrail == null ? Scale.ABSOLUTE : guardrail.scale(),
                metric.decision());
    }
}
