package tributary.jobs.quality;

import java.util.Locale;

/** What a failed check does. */
public enum Severity {
    /** Holds the analyses it concerns back. */
    GATE,
    /** Is reported beside them. */
    WARN;

    /** The word of the result table. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
