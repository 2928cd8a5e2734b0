package tributary.decide;

import java.io.Serializable;

/**
 * What a lift is worth: profit = users x lift x value - cost.
 *
 * @param users units that the decision will reach, not negative
 * @param value money per unit of absolute improvement of the metric (an improvement is a fall where lower is better)
 * @param cost money that a launch costs
 * @param falseLaunchMultiplier weight of a loss after launch against a gain missed, at least 0; 1 is symmetric
 * @param currency the unit of money, for the words only
 */
public record Economics(double users, double value, double cost, double falseLaunchMultiplier, String currency)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public Economics {
        if (!(users >= 0) || Double.isInfinite(users)) {
            throw new IllegalArgumentException("users must be finite and not negative, are " + users);
        }
        if (!Double.isFinite(value) || !Double.isFinite(cost)) {
            throw new IllegalArgumentException("value and cost must be finite, are " + value + " and " + cost);
        }
        if (!(falseLaunchMultiplier >= 0) || Double.isInfinite(falseLaunchMultiplier)) {
            throw new IllegalArgumentException(
                    "false-launch multiplier must be finite and not negative, is " + falseLaunchMultiplier);
        }
    }

    /** Symmetric economics in an unnamed currency. */
    public static Economics of(double users, double value, double cost) {
        return new Economics(users, value, cost, 1, "");
    }

    /** The profit of launching at this improvement. */
    public double profit(double improvement) {
        return users * improvement * value - cost;
    }

    /** Profit as the decider feels it: losses weigh {@code falseLaunchMultiplier} times. */
    public double utility(double profit) {
        return profit < 0 ? falseLaunchMultiplier * profit : profit;
    }
}
