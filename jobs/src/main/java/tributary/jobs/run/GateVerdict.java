package tributary.jobs.run;

import java.util.Optional;

/**
 * What the gates say of one analysis, or of a part of it.
 *
 * @param part what it is said of
 * @param heldBackBy the gate it failed, or empty if it passed all
 * @param reason why, in words
 */
public record GateVerdict(Part part, Optional<Gate> heldBackBy, String reason) {
    /** The analysis may be published, but for parts with verdicts of their own. */
    public static GateVerdict passed(String analysis) {
        return new GateVerdict(Part.whole(analysis), Optional.empty(), "passed every gate");
    }

    /** The whole analysis is held back. */
    public static GateVerdict heldBack(String analysis, Gate gate, String reason) {
        return heldBack(Part.whole(analysis), gate, reason);
    }

    /** The analysis, or a part of it, is held back. */
    public static GateVerdict heldBack(Part part, Gate gate, String reason) {
        return new GateVerdict(part, Optional.of(gate), reason);
    }
}
