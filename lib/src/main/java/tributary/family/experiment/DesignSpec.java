package tributary.family.experiment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tributary.decide.Rope;
import tributary.estimand.IntervalSpec;

/**
 * A Bayesian power analysis: sample sizes x hypothetical effects x priors.
 *
 * @param name the design
 * @param kind BINARY or CONTINUOUS
 * @param baseline the control arm's rate (in (0, 1)) or mean
 * @param sd the outcome's standard deviation (continuous), positive
 * @param unitsPerArm the sample sizes to try, each at least 2
 * @param effects the hypothetical effects
 * @param priors the priors to fit with
 * @param rope the region that the interval must exclude
 * @param interval the interval
 * @param simulations experiments simulated per cell, at least 10
 * @param draws posterior draws per simulated experiment, at least 100
 * @param seed the root of all streams
 */
public record DesignSpec(
        String name,
        MetricKind kind,
        double baseline,
        double sd,
        List<Integer> unitsPerArm,
        List<HypotheticalEffect> effects,
        List<NamedPrior> priors,
        Rope rope,
        IntervalSpec interval,
        int simulations,
        int draws,
        long seed)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public DesignSpec {
        unitsPerArm = List.copyOf(unitsPerArm);
        effects = List.copyOf(effects);
        priors = List.copyOf(priors);
        if (kind != MetricKind.BINARY && kind != MetricKind.CONTINUOUS) {
            throw new IllegalArgumentException("a design is for a binary or a continuous metric, not " + kind);
        }
        if (kind == MetricKind.BINARY && !(baseline > 0 && baseline < 1)) {
            throw new IllegalArgumentException("baseline rate must lie in (0, 1), is " + baseline);
        }
        if (kind == MetricKind.CONTINUOUS && !(sd > 0)) {
            throw new IllegalArgumentException("the outcome's sd must be positive, is " + sd);
        }
        if (simulations < 10 || draws < 100 || unitsPerArm.stream().anyMatch(n -> n < 2)) {
            throw new IllegalArgumentException("a design needs 10 simulations, 100 draws and 2 units per arm at least");
        }
        for (NamedPrior prior : priors) {
            if (!prior.prior().fits(kind, Adjustment.NONE)) {
                throw new IllegalArgumentException("prior " + prior.name() + " does not fit a " + kind + " metric");
            }
        }
    }

    /** Every cell, in the order priors, effects, sample sizes: independent tasks for a cluster. */
    public List<DesignCell> cells() {
        List<DesignCell> cells = new ArrayList<>();
        for (NamedPrior prior : priors) {
            for (HypotheticalEffect effect : effects) {
                for (int units : unitsPerArm) {
                    cells.add(new DesignCell(units, effect, prior));
                }
            }
        }
        return cells;
    }
}
