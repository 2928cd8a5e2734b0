package tributary.jobs.run;

import java.util.Optional;

/**
 * What the gates say of one analysis.
 *
 * @param analysis the analysis, such as an experiment's name
 * @param heldBackBy the gate it failed, or empty if it passed all
 * @param reason why, in words
 */
public record GateVerdict(String analysis, Optional<Gate> heldBackBy, String reason) {
    /** The analysis may be published. */
    public static GateVerdict passed(String analysis) {
        return new GateVerdict(analysis, Optional.empty(), "passed every gate");
    }

    /** The analysis is held back. */
    public static GateVerdict heldBack(String analysis, Gate gate, String reason) {
        return new GateVerdict(analysis, Optional.of(gate), reason);
    }
}
