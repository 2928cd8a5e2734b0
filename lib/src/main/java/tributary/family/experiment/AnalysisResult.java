package tributary.family.experiment;

import java.io.Serializable;
import java.util.List;
import tributary.check.PredictiveCheck;
import tributary.decide.Appraisal;
import tributary.estimand.EffectSummary;

/**
 * The small result of one analysis (experiment, metric, segment): what travels from an executor to the driver.
 *
 * @param experiment the experiment
 * @param metric the metric
 * @param segment the segment
 * @param effects summaries: per treatment lift_abs, lift_rel and the arms' means, and the answers beside them
 * @param appraisals per treatment, what the posterior says to the decider
 * @param sensitivity the prior grid, the published prior first
 * @param checks prior and posterior predictive checks
 * @param problems why something is missing or doubtful, in words; empty if nothing
 */
public record AnalysisResult(
        String experiment,
        String metric,
        String segment,
        List<EffectSummary> effects,
        List<Appraisal> appraisals,
        List<SensitivityRow> sensitivity,
        List<PredictiveCheck> checks,
        List<String> problems)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public AnalysisResult {
        effects = List.copyOf(effects);
        appraisals = List.copyOf(appraisals);
        sensitivity = List.copyOf(sensitivity);
        checks = List.copyOf(checks);
        problems = List.copyOf(problems);
    }
}
