package tributary.family.experiment;

import java.io.Serializable;
import tributary.decide.Scale;

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
}
