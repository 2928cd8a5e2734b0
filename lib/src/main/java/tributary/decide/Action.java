package tributary.decide;

/** What to do: one word each, used in every table and memo. */
public enum Action {
    /** Give it to everyone. Only goals say so, never a guardrail. */
    LAUNCH,
    /** Leave things as they are: a launch does not pay, makes no practical difference, or is not this metric's to ask. */
    HOLD,
    /** Take it away from those who have it: it does harm. */
    ROLL_BACK,
    /** Too early to say: more units are worth waiting for. */
    KEEP_TESTING,
    /** The data alone do not decide: a plausible prior, or a check, turns the action around. */
    NOT_DECISIVE,
    /** Move money between channels. */
    REALLOCATE;

    /** The word in tables: lower case. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
