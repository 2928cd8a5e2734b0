package tributary.check;

import java.util.Arrays;

/**
 * A yes-or-no treatment that is recorded wrongly for some rows, whatever their outcome: the difference of the recorded
 * arms is the true effect times (PPV + NPV - 1), so the effect is larger than it looks (Bross, 1954; Rothman, Greenland
 * and Lash, 2008, ch. 19).
 *
 * @param sensitivity P(recorded as treated | treated)
 * @param specificity P(recorded as untreated | untreated)
 */
public record Misclassification(double sensitivity, double specificity) {
    /** Rejects what is no record, or worse than none. */
    public Misclassification {
        if (!(sensitivity > 0 && sensitivity <= 1 && specificity > 0 && specificity <= 1)
                || !(sensitivity + specificity > 1)) {
            throw new IllegalArgumentException("sensitivity and specificity lie in (0, 1] and sum to more than 1, not "
                    + sensitivity + " and " + specificity);
        }
    }

    /** The share that was truly treated, when so many are recorded to be; outside (0, 1) where the two contradict. */
    public double treated(double recorded) {
        return (recorded + specificity - 1) / (sensitivity + specificity - 1);
    }

    /**
     * What the recorded difference must be divided by, PPV + NPV - 1; NaN if no share of truly treated agrees with what
     * is recorded.
     *
     * @param recorded the share of rows recorded as treated, in (0, 1)
     */
    public double attenuation(double recorded) {
        double share = treated(recorded);
        if (!(recorded > 0 && recorded < 1 && share > 0 && share < 1)) {
            return Double.NaN;
        }
        return sensitivity * share / recorded + specificity * (1 - share) / (1 - recorded) - 1;
    }

    /** Draws of the effect, from draws of the recorded difference. */
    public double[] corrected(double[] draws, double recorded) {
        double by = attenuation(recorded);
        return Arrays.stream(draws).map(draw -> draw / by).toArray();
    }
}
