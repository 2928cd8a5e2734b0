package tributary.family.experiment;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One experiment: its arms, its metrics, and the draws to take.
 *
 * @param name the experiment; the {@code analysis} of the result tables
 * @param control the arm all others are compared with
 * @param treatments the other arms, at least one, in the order of reports
 * @param metrics the outcomes, goals and guardrails
 * @param sampling seed and number of draws
 */
public record ExperimentSpec(
        String name, String control, List<String> treatments, List<MetricSpec> metrics, DrawSettings sampling)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The segment that holds every unit. */
    public static final String ALL = "all";

    public ExperimentSpec {
        treatments = List.copyOf(treatments);
        metrics = List.copyOf(metrics);
        Set<String> arms = new HashSet<>(treatments);
        if (treatments.isEmpty() || arms.size() < treatments.size() || arms.contains(control)) {
            throw new IllegalArgumentException("experiment " + name + " needs distinct treatments beside control "
                    + control + ", has " + treatments);
        }
        if (metrics.isEmpty()
                || metrics.stream().map(MetricSpec::name).distinct().count() < metrics.size()) {
            throw new IllegalArgumentException("experiment " + name + " needs metrics with distinct names");
        }
    }

    /** The metric of this name. */
    public MetricSpec metric(String metric) {
        return metrics.stream()
                .filter(candidate -> candidate.name().equals(metric))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("experiment " + name + " has no metric " + metric));
    }
}
