package tributary.decide;

import java.io.Serializable;

/**
 * One of the eight artifacts a causal analysis owes its reader, present or absent with its reason.
 *
 * @param analysis the experiment
 * @param metric the metric
 * @param step which artifact
 * @param present whether it is there
 * @param content what it says, or why it is absent
 */
public record WorkflowArtifact(String analysis, String metric, Step step, boolean present, String content)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The eight steps, in order. */
    public enum Step {
        /** What is to be known. */
        ESTIMAND,
        /** Why the data can tell. */
        IDENTIFICATION,
        /** The outcome model. */
        LIKELIHOOD,
        /** What was believed before, and what that implies. */
        PRIORS,
        /** Draws and their diagnostics. */
        POSTERIOR,
        /** Whether the model reproduces the data. */
        PREDICTIVE_CHECKS,
        /** What other assumptions would say. */
        SENSITIVITY,
        /** The action and its price. */
        DECISION
    }
}
