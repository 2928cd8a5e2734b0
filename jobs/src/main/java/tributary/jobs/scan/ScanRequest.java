package tributary.jobs.scan;

import java.io.Serializable;
import java.util.List;

/**
 * All that one scan is asked for.
 *
 * @param input where the data lie
 * @param experiments the experiments to analyse, with their arms; rows of other experiments are passed over
 * @param metrics the metrics, the same for all experiments
 * @param dropCrossovers whether units seen in several arms are left out; otherwise their first exposure counts
 */
public record ScanRequest(
        ExperimentInput input, List<ArmAllocation> experiments, List<MetricColumns> metrics, boolean dropCrossovers)
        implements Serializable {
    /** Copies the lists. */
    public ScanRequest {
        experiments = List.copyOf(experiments);
        metrics = List.copyOf(metrics);
    }
}
