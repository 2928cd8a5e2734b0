package tributary.decide;

import java.util.Locale;

/**
 * What a guardrail says of an arm: whether the metric it guards stays within the tolerated worsening.
 *
 * <p>A guardrail never asks for a launch. It forbids one, or leaves the goals free to decide.
 */
public enum GuardrailVerdict {
    /** Kept: probably not worse by more than the margin. */
    NON_INFERIOR(Action.HOLD),
    /** Broken: probably worse by more than the margin. */
    INFERIOR(Action.ROLL_BACK),
    /** Neither is probable enough, or the answer cannot be relied on. */
    UNDECIDED(Action.KEEP_TESTING);

    private final Action action;

    GuardrailVerdict(Action action) {
        this.action = action;
    }

    /**
     * The action this verdict warrants by itself. Kept is {@link Action#HOLD}, leave things as they are: whoever looks
     * for launches finds the goals' alone.
     */
    public Action action() {
        return action;
    }

    /** The word in tables: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
