package tributary.jobs.scan;

import java.io.Serializable;
import java.util.List;

/**
 * What an experiment's design says of its arms.
 *
 * @param experiment the experiment id
 * @param arms the arms, control first
 * @param shares the share of units each arm was meant to get, in the order of arms; they sum to 1
 */
public record ArmAllocation(String experiment, List<String> arms, List<Double> shares) implements Serializable {
    private static final double TOLERANCE = 1e-9;

    /** Copies and checks. */
    public ArmAllocation {
        arms = List.copyOf(arms);
        shares = List.copyOf(shares);
        double total = shares.stream().mapToDouble(Double::doubleValue).sum();
        if (arms.size() != shares.size()
                || shares.stream().anyMatch(s -> !(s > 0))
                || Math.abs(total - 1) > TOLERANCE) {
            throw new IllegalArgumentException("experiment " + experiment + " needs one positive share per arm, summing"
                    + " to 1; arms " + arms + ", shares " + shares);
        }
    }

    /** An even split. */
    public static ArmAllocation even(String experiment, String... arms) {
        return new ArmAllocation(
                experiment,
                List.of(arms),
                List.of(arms).stream().map(a -> 1.0 / arms.length).toList());
    }
}
