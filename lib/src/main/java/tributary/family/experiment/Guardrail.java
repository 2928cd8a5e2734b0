package tributary.family.experiment;

import java.io.Serializable;
import tributary.decide.Appraisal;
import tributary.decide.GuardrailVerdict;
import tributary.decide.Scale;
import tributary.decide.Verdict;

/**
 * A metric that must not get worse by more than a margin (non-inferiority).
 *
 * @param scale absolute or relative
 * @param margin the largest tolerated worsening, not negative
 * @param probability P(worsening at most the margin) that is required, in (0.5, 1)
 */
public record Guardrail(Scale scale, double margin, double probability) implements Serializable {
    private static final long serialVersionUID = 1L;

    public Guardrail {
        if (!(margin >= 0) || Double.isInfinite(margin)) {
            throw new IllegalArgumentException("guardrail margin must be finite and not negative, is " + margin);
        }
        if (!(probability > 0.5 && probability < 1)) {
            throw new IllegalArgumentException("guardrail probability must lie in (0.5, 1), is " + probability);
        }
    }

    /** What it says of an arm; undecided below {@code minUnits} units in either arm, or without a posterior. */
    GuardrailVerdict verdict(Appraisal a, long minUnits) {
        if (Math.min(a.controlUnits(), a.treatedUnits()) < minUnits) {
            return GuardrailVerdict.UNDECIDED;
        }
        if (a.probNonInferior() >= probability) {
            return GuardrailVerdict.NON_INFERIOR;
        }
        return a.probNonInferior() <= 1 - probability ? GuardrailVerdict.INFERIOR : GuardrailVerdict.UNDECIDED;
    }

    /** The same as an action with its reason. */
    Verdict judge(Appraisal a, long minUnits) {
        GuardrailVerdict verdict = verdict(a, minUnits);
        boolean few = Math.min(a.controlUnits(), a.treatedUnits()) < minUnits;
        String words = switch (verdict) {
            case NON_INFERIOR -> "Kept (non-inferior): it forbids no launch, and asks for none.";
            case INFERIOR -> "Broken (inferior).";
            case UNDECIDED -> few ? "Too few units for a non-inferiority verdict." : "Undecided.";
        };
        return new Verdict(
                verdict.action(),
                words + " P(not worse by more than "
                        + (scale == Scale.RELATIVE ? Words.percent(margin) : Words.number(margin)) + ") is "
                        + Words.number(a.probNonInferior()) + ", "
                        + Words.number(probability) + " is required.");
    }
}
