package tributary.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tributary.estimand.IntervalSpec;
import tributary.infer.Interval;
import tributary.infer.Psis;

/**
 * How far an answer hangs on the priors, and how far on the rows, without sampling again (Kallioinen, Paananen, Bürkner and
 * Vehtari 2023): prior and likelihood are each raised to powers alpha about 1, and the draws are weighted by
 * {@code prior^(alpha - 1)}, or likelihood, with Pareto-smoothed weights.
 *
 * <p>The sensitivity is the distance per doubling of the power, {@code (D(1 / 1.01) + D(1.01)) / (2 log2 1.01)}, D the
 * cumulative Jensen-Shannon distance from the posterior as a share of its bound. An answer that both move is where prior
 * and rows pull in different directions; one that the prior moves and the rows do not is the prior's own.
 */
public final class PowerScaling {
    /** A sensitivity from here on is told of. */
    public static final double SENSITIVE = 0.05;

    private static final double STEP = 1.01;
    private static final double[] SHOWN = {0.8, 1.25};

    private final LogParts parts;
    private final double[] even;
    private final List<Weighting> gradients = new ArrayList<>();
    private final List<Weighting> shown = new ArrayList<>();
    private final Map<String, List<Weighting>> each = new HashMap<>();

    /** What is raised to a power. */
    public enum Component {
        /** All priors of what no other unknown decides, together. */
        PRIOR,
        /** The likelihood of all rows. */
        LIKELIHOOD
    }

    /** Weights of the draws under one power. */
    private static final class Weighting {
        private final Component component;
        private final double power;
        private final double[] weights;
        private final double kHat;
        private final boolean reliable;

        Weighting(Component component, double power, double[] logs) {
            Psis psis =
                    Psis.smooth(Arrays.stream(logs).map(l -> (power - 1) * l).toArray());
            this.component = component;
            this.power = power;
            this.weights = psis.weights();
            this.kHat = psis.kHat();
            // Equal logs weigh nothing, and leave the draws as they are.
            this.reliable = psis.reliable() || kHat == Double.NEGATIVE_INFINITY;
        }
    }

    private PowerScaling(LogParts parts) {
        this.parts = parts;
        this.even = new double[parts.draws()];
        Arrays.fill(even, 1.0 / even.length);
        for (Component component : Component.values()) {
            double[] logs = component == Component.PRIOR ? parts.prior() : parts.likelihood();
            for (double power : new double[] {1 / STEP, STEP}) {
                gradients.add(new Weighting(component, power, logs));
            }
            for (double power : SHOWN) {
                shown.add(new Weighting(component, power, logs));
            }
        }
    }

    /** Weighs draws whose log priors and log likelihoods are known. */
    public static PowerScaling of(LogParts parts) {
        return new PowerScaling(parts);
    }

    /**
     * The sensitivity of a quantity.
     *
     * @param values its values at the draws
     * @return empty where a value is no finite number, or all are the same
     */
    public Optional<PowerSensitivity> of(double[] values, IntervalSpec interval) {
        if (!Arrays.stream(values).allMatch(Double::isFinite)) {
            return Optional.empty();
        }
        WeightedDraws draws = new WeightedDraws(values);
        if (draws.constant()) {
            return Optional.empty();
        }
        double prior = gradient(draws, gradients, Component.PRIOR);
        double likelihood = gradient(draws, gradients, Component.LIKELIHOOD);
        String most = prior >= SENSITIVE ? most(draws) : "";
        List<PowerSensitivity.Cell> cells = new ArrayList<>();
        for (Weighting weighting : shown) {
            cells.add(new PowerSensitivity.Cell(weighting.component, cell(draws, weighting, interval), weighting.kHat));
        }
        return Optional.of(new PowerSensitivity(prior, likelihood, most, cells));
    }

    private double gradient(WeightedDraws draws, List<Weighting> weightings, Component component) {
        WeightedDraws.Distribution base = draws.under(even);
        double sum = 0;
        for (Weighting weighting : weightings) {
            sum += weighting.component == component ? base.distance(draws.under(weighting.weights)) : 0;
        }
        return sum / (2 * StrictMath.log(STEP) / StrictMath.log(2));
    }

    /** The unknown whose own prior moves the quantity most. */
    private String most(WeightedDraws draws) {
        String most = "";
        double largest = 0;
        for (Map.Entry<String, double[]> unknown : parts.priors().entrySet()) {
            List<Weighting> own = each.computeIfAbsent(
                    unknown.getKey(),
                    name -> List.of(
                            new Weighting(Component.PRIOR, 1 / STEP, unknown.getValue()),
                            new Weighting(Component.PRIOR, STEP, unknown.getValue())));
            double one = gradient(draws, own, Component.PRIOR);
            if (one > largest) {
                largest = one;
                most = unknown.getKey();
            }
        }
        return most;
    }

    private static SensitivityCell cell(WeightedDraws draws, Weighting weighting, IntervalSpec spec) {
        String component = weighting.component.name().toLowerCase(Locale.ROOT);
        String name = String.format(Locale.ROOT, "%s ^ %s", component, weighting.power);
        String words = "the " + (weighting.component == Component.PRIOR ? "priors" : "likelihood of the rows")
                + " raised to the power " + weighting.power;
        if (!weighting.reliable) {
            return SensitivityCell.unanswered(
                    SensitivityCell.Grid.POWER,
                    name,
                    words + "; too far from the posterior for its draws to be weighted");
        }
        WeightedDraws.Distribution under = draws.under(weighting.weights);
        Interval interval = under.interval(spec);
        return new SensitivityCell(
                SensitivityCell.Grid.POWER,
                name,
                words,
                true,
                under.mean,
                under.sd,
                under.quantile(0.5),
                interval.lower(),
                interval.upper(),
                under.probabilityPositive,
                Double.NaN);
    }
}
