package tributary.check;

/**
 * The E-value: how strongly an unmeasured confounder would have to be associated with both treatment and outcome, as a
 * risk ratio beyond the measured covariates, to explain an association away (VanderWeele and Ding, 2017).
 */
public final class EValue {
    private static final double RATIO_PER_SD = 0.91;

    private EValue() {}

    /** Of a risk ratio: RR + sqrt(RR (RR - 1)), the ratio inverted below one. */
    public static double ofRiskRatio(double ratio) {
        if (!(ratio > 0)) {
            return Double.NaN;
        }
        double above = ratio < 1 ? 1 / ratio : ratio;
        return above + Math.sqrt(above * (above - 1));
    }

    /** Of the end of an interval that is nearest to no effect; 1 if the interval holds none. */
    public static double ofInterval(double lower, double upper) {
        if (lower <= 1 && upper >= 1) {
            return 1;
        }
        return ofRiskRatio(lower > 1 ? lower : upper);
    }

    /** The risk ratio that a difference of so many standard deviations of the outcome is about: exp(0.91 d). */
    public static double ratioOfStandardised(double difference) {
        return StrictMath.exp(RATIO_PER_SD * difference);
    }
}
