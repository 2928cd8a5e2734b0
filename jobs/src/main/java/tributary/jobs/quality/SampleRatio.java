package tributary.jobs.quality;

import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import tributary.jobs.scan.ArmAllocation;

/** The sample ratio test: do the arms hold the units that the design's shares would give them? */
final class SampleRatio {
    private SampleRatio() {}

    /** The p value of Pearson's chi-square test of the units per arm; 1 without units. */
    static double pValue(ArmAllocation design, Map<String, Long> units) {
        List<String> arms = design.arms();
        long[] observed =
                arms.stream().mapToLong(a -> units.getOrDefault(a, 0L)).toArray();
        long total = java.util.Arrays.stream(observed).sum();
        if (total == 0 || arms.size() < 2) {
            return 1;
        }
        double[] expected = design.shares().stream().mapToDouble(s -> s * total).toArray();
        return new ChiSquareTest().chiSquareTest(expected, observed);
    }
}
