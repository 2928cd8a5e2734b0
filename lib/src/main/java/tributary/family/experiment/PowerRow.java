package tributary.family.experiment;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalInt;

/**
 * One cell of a design: a row of the {@code power} table.
 *
 * @param design the design
 * @param unitsPerArm the sample size
 * @param effect the hypothetical effect's name
 * @param effectMean its mean
 * @param effectSd its standard deviation
 * @param priorName the prior's name
 * @param prior the prior in words
 * @param power share of simulated experiments whose interval excludes the region on the effect's side
 * @param powerMcse its Monte Carlo standard error
 * @param probExcludesRope share whose interval excludes the region on either side
 * @param falsePositiveRate that share when the effect is zero
 * @param falsePositiveMcse its Monte Carlo standard error
 * @param expectedWidth mean width of the interval, on the region's scale
 * @param simulations experiments simulated
 */
public record PowerRow(
        String design,
        int unitsPerArm,
        String effect,
        double effectMean,
        double effectSd,
        String priorName,
        String prior,
        double power,
        double powerMcse,
        double probExcludesRope,
        double falsePositiveRate,
        double falsePositiveMcse,
        double expectedWidth,
        int simulations)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The smallest size tried from which on every larger one reaches the target; empty if none does. */
    public static OptionalInt smallestSufficient(List<PowerRow> rows, String effect, String priorName, double target) {
        int[] falling = rows.stream()
                .filter(row -> row.effect().equals(effect) && row.priorName().equals(priorName))
                .sorted((x, y) -> Integer.compare(y.unitsPerArm(), x.unitsPerArm()))
                .takeWhile(row -> row.power() >= target)
                .mapToInt(PowerRow::unitsPerArm)
                .toArray();
        return falling.length == 0 ? OptionalInt.empty() : OptionalInt.of(falling[falling.length - 1]);
    }
}
