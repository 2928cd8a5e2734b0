package tributary.check;

import java.util.List;

/**
 * How one quantity is calibrated: a row of the {@code calibration} table.
 *
 * @param quantity its name
 * @param draws L: ranks lie in 0..L
 * @param ranks of the truth among the draws, one a replication
 * @param coverage50 the share of central 50 % intervals that hold the truth
 * @param coverage80 the same at 80 %
 * @param coverage95 the same at 95 %
 * @param coverageP the least binomial p-value of the three coverages
 * @param uniformityP the p-value of {@link RankUniformity}
 * @param chiSquareP the p-value of the chi-square test on binned ranks
 * @param meanRank the mean of {@code (rank + 1/2) / (L + 1)}: above a half, the posterior lies too low
 */
public record CalibrationResult(
        String quantity,
        int draws,
        List<Integer> ranks,
        double coverage50,
        double coverage80,
        double coverage95,
        double coverageP,
        double uniformityP,
        double chiSquareP,
        double meanRank) {}
