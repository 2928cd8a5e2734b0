package tributary.jobs.scan;

import java.io.Serializable;
import java.util.List;

/**
 * What an experiment's design says of its arms.
 *
 * @param experiment the experiment id
 * @param arms the arms, control first
 * @param shares the share of units each arm was meant to get, in the order of arms; they sum to 1
 * @param ignored variants that are known and not analysed, such as an arm that was stopped; they have no share
 */
public record ArmAllocation(String experiment, List<String> arms, List<Double> shares, List<String> ignored)
        implements Serializable {
    private static final double TOLERANCE = 1e-9;

    /** Copies and checks. */
    public ArmAllocation {
        arms = List.copyOf(arms);
        shares = List.copyOf(shares);
        ignored = List.copyOf(ignored);
        if (ignored.stream().anyMatch(arms::contains)) {
            throw new IllegalArgumentException(
                    "experiment " + experiment + " has arms that it ignores: arms " + arms + ", ignored " + ignored);
        }
        double total = shares.stream().mapToDouble(Double::doubleValue).sum();
        if (arms.size() != shares.size()
                || shares.stream().anyMatch(s -> !(s > 0))
                || Math.abs(total - 1) > TOLERANCE) {
            throw new IllegalArgumentException("experiment " + experiment + " needs one positive share per arm, summing"
                    + " to 1; arms " + arms + ", shares " + shares);
        }
    }

    /** Arms and shares, no variant ignored. */
    public ArmAllocation(String experiment, List<String> arms, List<Double> shares) {
        this(experiment, arms, shares, List.of());
    }

    /** The control arm. */
    public String control() {
        return arms.get(0);
    }

    /** An even split. */
    public static ArmAllocation even(String experiment, String... arms) {
        return new ArmAllocation(
                experiment,
                List.of(arms),
                List.of(arms).stream().map(a -> 1.0 / arms.length).toList());
    }
}
