package tributary.family.mediamix;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import tributary.decide.BudgetGoal;

/**
 * What may be done with the spend of the last weeks.
 *
 * @param weeks the last weeks, whose spend is split anew; all of them where the data have fewer
 * @param periods of equal length that the weeks are cut into
 * @param byGeo whether geos are told apart
 * @param carryOver whether what media of these weeks do after the last one counts
 * @param total money to split; NaN for what was spent
 * @param share how far a cell may go from what was spent, of it
 * @param shares the same for single channels; 0 holds a channel at what was spent
 * @param open most money for each of a channel's cells in which nothing was spent; without it they stay without
 * @param groups limits of several channels together
 * @param goal what to make large
 * @param aversions multiples of the standard deviation for the frontier of risk
 * @param draws of the posterior, at most; half of them choose
 * @param starts of the search
 */
public record BudgetSpec(
        int weeks,
        int periods,
        boolean byGeo,
        boolean carryOver,
        double total,
        double share,
        Map<String, Double> shares,
        Map<String, Double> open,
        List<Group> groups,
        BudgetGoal goal,
        List<Double> aversions,
        int draws,
        int starts)
        implements Serializable {
    /**
     * Limits of channels together, as shares of the total.
     *
     * @param name what it is called
     * @param channels which
     * @param least smallest share
     * @param most largest share
     */
    public record Group(String name, List<String> channels, double least, double most) implements Serializable {
        /** Copies its list, and checks the shares. */
        public Group {
            channels = List.copyOf(channels);
            if (!(least >= 0 && most >= least && most <= 1)) {
                throw new IllegalArgumentException(
                        "the group " + name + " needs shares 0 <= least <= most <= 1, has " + least + " and " + most);
            }
        }
    }

    /** The last quarter's spend, one period, all geos together, its carry-over counted, 30 % up or down, for the expected response. */
    public static final BudgetSpec DEFAULT = new BudgetSpec(
            13,
            1,
            false,
            true,
            Double.NaN,
            0.3,
            Map.of(),
            Map.of(),
            List.of(),
            BudgetGoal.expected(),
            List.of(0.0, 0.5, 1.0, 2.0),
            600,
            6);

    /** Copies its lists, and checks the shares. */
    public BudgetSpec {
        shares = Map.copyOf(shares);
        open = Map.copyOf(open);
        groups = List.copyOf(groups);
        aversions = List.copyOf(aversions);
        if (!finite(share) || !shares.values().stream().allMatch(BudgetSpec::finite)) {
            throw new IllegalArgumentException("a share about the present spend must not be negative, and be finite");
        }
        if (open.values().stream().anyMatch(m -> !(m >= 0) || !Double.isFinite(m))) {
            throw new IllegalArgumentException("the most money of a cell without spend must not be negative");
        }
        if (aversions.stream().anyMatch(a -> !(a >= 0) || !Double.isFinite(a))
                || aversions.stream().distinct().count() < aversions.size()) {
            throw new IllegalArgumentException(
                    "the frontier's multiples of the standard deviation must not be negative, each once; not "
                            + aversions);
        }
        if (draws < 20 || starts < 1 || periods < 1 || weeks < periods) {
            throw new IllegalArgumentException(
                    "a budget needs 20 draws, a start, a period, and as many weeks as periods at least");
        }
    }

    private static boolean finite(double share) {
        return share >= 0 && Double.isFinite(share);
    }
}
