package tributary.jobs.quality;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether rows with and without a treatment overlap: could have been of the other arm, by their propensities.
 *
 * @param treatment the treatment
 * @param covariates what it was regressed on
 * @param leftOut covariates that were not, being categories of too many levels
 * @param arms of everybody, the untreated first; an arm without rows is there too
 * @param levels the arms of each level that the effect is asked by, in order; none if it is asked for everybody only
 */
public record Overlap(
        String treatment,
        List<String> covariates,
        List<String> leftOut,
        List<PropensityArm> arms,
        List<PropensityArm> levels) {
    /** Below this effective share an answer stands on few rows. */
    public static final double ENOUGH = 0.25;

    /** Of this share of everybody at least each arm must stand for, as far as the standard error of that share can tell. */
    public static final double MOST_OF_THEM = 0.9;

    private static final double ERRORS = 3;
    private static final double[] PROBABILITIES = {0.01, 0.25, 0.5, 0.75, 0.99};

    /** Copies its lists. */
    public Overlap {
        covariates = List.copyOf(covariates);
        leftOut = List.copyOf(leftOut);
        arms = List.copyOf(arms);
        levels = List.copyOf(levels);
    }

    /** All rows. */
    public long rows() {
        return rows(arms);
    }

    private static long rows(List<PropensityArm> of) {
        return of.stream().mapToLong(PropensityArm::rows).sum();
    }

    /** The arms of one level, the untreated first. */
    public List<PropensityArm> level(String level) {
        return levels.stream().filter(arm -> arm.level().equals(level)).toList();
    }

    /** The levels in order. */
    public List<String> levelNames() {
        return levels.stream().map(PropensityArm::level).distinct().toList();
    }

    /** The least share over the arms that the effective sample size is of an arm's rows. */
    public static double effectiveShare(List<PropensityArm> arms) {
        return arms.stream().mapToDouble(PropensityArm::effectiveShare).min().orElse(0);
    }

    /** The share of rows with a propensity below .02 or above .98. */
    public static double extreme(List<PropensityArm> arms) {
        double some =
                arms.stream().mapToDouble(arm -> arm.extreme() * arm.rows()).sum();
        return some / Math.max(1, rows(arms));
    }

    /** Whether enough rows of each arm could have been of the other. */
    public static boolean passed(List<PropensityArm> arms) {
        return effectiveShare(arms) >= ENOUGH;
    }

    /** The arm that stands for fewest of everybody; empty where an arm has no rows. */
    public Optional<PropensityArm> narrowest() {
        return arms.stream().anyMatch(arm -> Double.isNaN(arm.covered()))
                ? Optional.empty()
                : arms.stream().min(Comparator.comparingDouble(PropensityArm::covered));
    }

    /** Whether an arm stands for everybody, as far as its weights can tell. */
    public static boolean supported(PropensityArm arm) {
        return arm.covered() + ERRORS * arm.coveredError() >= MOST_OF_THEM;
    }

    /** For how many an arm stands, in words. */
    public String support(PropensityArm arm) {
        String who = arm.treated() ? "rows with " + treatment : "rows without " + treatment;
        return String.format(
                Locale.ROOT,
                "weighted by their propensities given %s, %s stand for %.1f %% of everybody%s",
                String.join(", ", covariates),
                who,
                100 * Math.min(1, arm.covered()),
                supported(arm)
                        ? ""
                        : ": no such row is like the others, and what is said of these is the functional form of the model"
                                + " and its priors");
    }

    /** What was found for everybody, in words. */
    public String words() {
        if (arms.stream().anyMatch(arm -> arm.rows() == 0)) {
            return oneArm(arms, "every row");
        }
        return String.format(
                Locale.ROOT,
                "propensities of %s given %s%s: untreated %s, treated %s at their 1, 25, 50, 75 and 99 %% quantiles; "
                        + "%.2f %% of rows below .02 or above .98; weighted to stand for everybody, an arm is worth "
                        + "%.1f %% of its rows",
                treatment,
                String.join(", ", covariates),
                leftOut.isEmpty() ? "" : " (without " + String.join(", ", leftOut) + ", of too many levels)",
                shown(arms.get(0)),
                shown(arms.get(1)),
                100 * extreme(arms),
                100 * effectiveShare(arms));
    }

    /** What was found for one level, in words. */
    public String words(String level) {
        List<PropensityArm> own = level(level);
        if (own.stream().anyMatch(arm -> arm.rows() == 0)) {
            return oneArm(own, "every row of " + level);
        }
        return String.format(
                Locale.ROOT,
                "%s: %d rows without %s and %d with it; %.2f %% of rows below .02 or above .98; weighted to stand for "
                        + "everybody there, an arm is worth %.1f %% of its rows",
                level,
                own.get(0).rows(),
                treatment,
                own.get(1).rows(),
                100 * extreme(own),
                100 * effectiveShare(own));
    }

    private String oneArm(List<PropensityArm> own, String who) {
        return who + " has " + treatment + " = " + (own.get(0).rows() == 0 ? 1 : 0)
                + ": nothing is compared, and the answer is the functional form of the model and its priors";
    }

    private static String shown(PropensityArm arm) {
        return java.util.Arrays.stream(PROBABILITIES)
                .mapToObj(p -> String.format(Locale.ROOT, "%.3f", arm.quantile(p)))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
