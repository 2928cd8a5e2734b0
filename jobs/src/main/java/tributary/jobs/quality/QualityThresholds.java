package tributary.jobs.quality;

import java.io.Serializable;

/**
 * The limits of the checks of experiments.
 *
 * @param srm least p value of the sample ratio test; below it the split of units is broken. Segments share it out
 * @param imbalance least p value of the tests of pre-period means between arms
 * @param crossovers largest share of units seen in several arms
 * @param nullKeys largest share of rows without unit, arm or time
 * @param unknownArms largest share of units in variants that are no arm of the design
 * @param early largest number of facts before exposure per exposed unit
 */
public record QualityThresholds(
        double srm, double imbalance, double crossovers, double nullKeys, double unknownArms, double early)
        implements Serializable {
    /**
     * SRM at 0.001 as is usual; imbalance at 0.001; crossovers and null keys 1 %; no unknown arm: whoever names the
     * arms can name them all; early 0.1.
     */
    public static final QualityThresholds STANDARD = new QualityThresholds(0.001, 0.001, 0.01, 0.01, 0, 0.1);
}
