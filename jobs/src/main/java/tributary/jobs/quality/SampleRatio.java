package tributary.jobs.quality;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Gamma;
import tributary.jobs.scan.ArmAllocation;

/** The sample ratio test: do the arms hold the units that the design's shares would give them? */
final class SampleRatio {
    /** Pearson's statistic is chi-square only where every arm is expected to hold a few units (Cochran 1954). */
    private static final double FEWEST_EXPECTED = 5;

    private SampleRatio() {}

    /** The p value of Pearson's chi-square test of the units per arm; 1 without units. */
    static double pValue(ArmAllocation design, Map<String, Long> units) {
        List<String> arms = design.arms();
        double total = total(design, units);
        if (total == 0 || arms.size() < 2) {
            return 1;
        }
        double statistic = IntStream.range(0, arms.size())
                .mapToDouble(i -> {
                    double expected = design.shares().get(i) * total;
                    double gap = units.getOrDefault(arms.get(i), 0L) - expected;
                    return gap * gap / expected;
                })
                .sum();
        // The upper tail itself: one minus the distribution function is 0 from p = 1e-16 on.
        return Gamma.regularizedGammaQ((arms.size() - 1) / 2.0, statistic / 2);
    }

    /** Whether there are enough units for the test to mean something. */
    static boolean applies(ArmAllocation design, Map<String, Long> units) {
        double total = total(design, units);
        return design.arms().size() >= 2
                && design.shares().stream().allMatch(share -> share * total >= FEWEST_EXPECTED);
    }

    private static double total(ArmAllocation design, Map<String, Long> units) {
        return design.arms().stream()
                .mapToLong(arm -> units.getOrDefault(arm, 0L))
                .sum();
    }
}
