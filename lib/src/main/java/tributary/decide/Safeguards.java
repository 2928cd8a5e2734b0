package tributary.decide;

import java.io.Serializable;

/**
 * What must hold before a verdict is given and a launch is advised.
 *
 * @param noHarmedSegment whether a segment that is probably harmed forbids a launch
 * @param harmProbability P(harm) from which a segment counts as harmed, in (0, 1]
 * @param launchProbability P(improvement), in (0.5, 1), from which, without economics, a launch is possible; its mirror
 *     image is the probability of harm from which a roll-back is advised
 * @param minUnitsPerArm units an arm needs before there is any verdict
 * @param suspiciousLift relative lift (positive) beyond which the data are to be checked before they are believed
 */
public record Safeguards(
        boolean noHarmedSegment,
        double harmProbability,
        double launchProbability,
        long minUnitsPerArm,
        double suspiciousLift)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Checks the ranges. */
    public Safeguards {
        if (!(harmProbability > 0 && harmProbability <= 1)) {
            throw new IllegalArgumentException("harm probability must lie in (0, 1], is " + harmProbability);
        }
        if (!(launchProbability > 0.5 && launchProbability < 1)) {
            throw new IllegalArgumentException("launch probability must lie in (0.5, 1), is " + launchProbability);
        }
        if (minUnitsPerArm < 0) {
            throw new IllegalArgumentException("numbers of units must not be negative");
        }
        if (!(suspiciousLift > 0)) {
            throw new IllegalArgumentException("suspicious lift must be positive, is " + suspiciousLift);
        }
    }

    /** No harmed segment tolerated from 95 %, launch from 95 %, 150 units per arm, suspicious above 50 %. */
    public static Safeguards standard() {
        return new Safeguards(true, 0.95, 0.95, 150, 0.5);
    }

    /** Launch from 95 %, and nothing else: the decisions of segments, each of which is launched by itself. */
    public static Safeguards ofSegments() {
        return new Safeguards(false, 0.95, 0.95, 0, Double.POSITIVE_INFINITY);
    }
}
