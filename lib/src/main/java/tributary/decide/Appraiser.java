package tributary.decide;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tributary.estimand.IntervalSpec;
import tributary.infer.Describe;
import tributary.infer.Interval;

/**
 * Turns joint draws of the arms' means into what a decider asks of each arm.
 *
 * <p>The choice is one of all: launch an arm, or hold (nobody gets any, worth 0). With w_k the worth of arm k (profit, or
 * without economics the improvement), launching k loses max(0, max of the other w_j) - w_k where that is positive, and
 * holding loses max(0, max of all w_j): with a single treated arm, max(-w, 0) and max(w, 0). Only arms that can be
 * weighed are choices: one without units has its prior only, and one whose posterior has no mean no expectation.
 */
public final class Appraiser {
    private final Map<String, double[]> means;
    private final Set<String> choices;
    private final Map<String, Long> units;
    private final String control;
    private final Direction direction;
    private final double margin;
    private final Scale marginScale;
    private final DecisionSpec spec;
    private final Map<String, double[]> improvements = new LinkedHashMap<>();
    private final Map<String, double[]> worths = new LinkedHashMap<>();
    private final Map<String, double[]> utilities = new LinkedHashMap<>();

    private Appraiser(
            String control,
            Map<String, double[]> means,
            Set<String> choices,
            Map<String, Long> units,
            Direction direction,
            double margin,
            Scale marginScale,
            DecisionSpec spec) {
        this.control = control;
        this.means = means;
        this.choices = Set.copyOf(choices);
        this.units = units;
        this.direction = direction;
        this.margin = margin;
        this.marginScale = marginScale;
        this.spec = spec;
        Economics economics = spec.economics();
        means.forEach((arm, mean) -> {
            if (!arm.equals(control)) {
                double[] improvement = times(difference(mean, of(means, control)), direction.sign());
                double[] worth = economics == null
                        ? improvement
                        : Arrays.stream(improvement).map(economics::profit).toArray();
                improvements.put(arm, improvement);
                worths.put(arm, worth);
                utilities.put(
                        arm,
                        economics == null
                                ? worth
                                : Arrays.stream(worth).map(economics::utility).toArray());
            }
        });
    }

    /**
     * Of all arms together.
     *
     * @param control the name of control, which must be among the means
     * @param means per arm, draws of its mean, draw i of all arms belonging together; arms without an answer missing
     * @param choices the treated arms that are alternatives to each other; one that is not is weighed against these
     * @param units per arm, its units
     * @param direction which way is good
     * @param margin the guardrail's margin, NaN for a goal
     * @param marginScale its scale
     * @param spec what the deciders want
     */
    public static Appraiser of(
            String control,
            Map<String, double[]> means,
            Set<String> choices,
            Map<String, Long> units,
            Direction direction,
            double margin,
            Scale marginScale,
            DecisionSpec spec) {
        return new Appraiser(control, means, choices, units, direction, margin, marginScale, spec);
    }

    /** Of all arms together, every treated arm being a choice. */
    public static Appraiser of(
            String control,
            Map<String, double[]> means,
            Map<String, Long> units,
            Direction direction,
            double margin,
            Scale marginScale,
            DecisionSpec spec) {
        return of(control, means, means.keySet(), units, direction, margin, marginScale, spec);
    }

    /** The appraisal of one treated arm that has an answer. */
    public Appraisal appraise(String arm) {
        double[] improvement = of(improvements, arm);
        double[] lift = times(improvement, direction.sign());
        double[] relative = relative(lift, of(means, control));
        double[] relativeImprovement = times(relative, direction.sign());
        Interval interval = interval(lift, spec.interval());
        Interval judged = spec.rope().scale() == Scale.ABSOLUTE ? interval : interval(relative, spec.interval());
        double[] worth = of(worths, arm);
        double[] utility = of(utilities, arm);
        boolean money = spec.economics() != null;
        Interval profit = money ? interval(worth, spec.interval()) : new Interval(Double.NaN, Double.NaN);
        List<String> weighed = utilities.keySet().stream()
                .filter(other -> other.equals(arm) || choices.contains(other))
                .toList();
        List<double[]> known = weighed.stream().map(a -> of(utilities, a)).toList();
        return new Appraisal(
                arm,
                units.getOrDefault(control, 0L),
                units.getOrDefault(arm, 0L),
                Describe.mean(lift),
                Describe.median(relative),
                interval.lower(),
                interval.upper(),
                Describe.probabilityAbove(lift, 0),
                Describe.probabilityAbove(improvement, 0),
                Describe.probabilityAbove(improvement, spec.threshold()),
                Describe.probabilityAbove(relativeImprovement, spec.relativeThreshold()),
                best(arm),
                spec.rope().verdict(judged.lower(), judged.upper()),
                Double.isNaN(margin)
                        ? Double.NaN
                        : Describe.probabilityAbove(
                                marginScale == Scale.ABSOLUTE ? improvement : relativeImprovement, -margin),
                money,
                money ? Describe.mean(worth) : Double.NaN,
                money ? Describe.median(worth) : Double.NaN,
                money ? Describe.probabilityAbove(worth, 0) : Double.NaN,
                profit.lower(),
                profit.upper(),
                riskAdjusted(utility, spec.risk()),
                regret(arm, worth),
                regretOfHolding(arm, worth),
                ValueOfInformation.perfect(known),
                ValueOfInformation.ofMoreUnits(known, moved(weighed)));
    }

    /** The mean of how much better the best other choice, holding included, would have been. */
    private double regret(String arm, double[] worth) {
        double sum = 0;
        for (int i = 0; i < worth.length; i++) {
            sum += Math.max(0, bestOther(arm, i) - worth[i]);
        }
        return sum / worth.length;
    }

    /** The mean of what the best choice would have brought, this arm included. */
    private double regretOfHolding(String arm, double[] worth) {
        double sum = 0;
        for (int i = 0; i < worth.length; i++) {
            sum += Math.max(worth[i], bestOther(arm, i));
        }
        return sum / worth.length;
    }

    private double bestOther(String arm, int draw) {
        double best = 0;
        for (Map.Entry<String, double[]> other : worths.entrySet()) {
            if (!other.getKey().equals(arm) && choices.contains(other.getKey())) {
                best = Math.max(best, other.getValue()[draw]);
            }
        }
        return best;
    }

    /** P(this arm has the best mean of all arms, control included). */
    private double best(String arm) {
        double[] own = of(means, arm);
        int wins = 0;
        for (int i = 0; i < own.length; i++) {
            boolean best = true;
            for (double[] other : means.values()) {
                best &= direction.sign() * own[i] >= direction.sign() * other[i];
            }
            wins += best ? 1 : 0;
        }
        return (double) wins / own.length;
    }

    /** Per arm, the share of today's variance of its lift that the further units would remove. */
    private double[] moved(List<String> arms) {
        double mean = Stream.concat(Stream.of(control), arms.stream())
                .mapToLong(arm -> units.getOrDefault(arm, 0L))
                .average()
                .orElse(0);
        double more = spec.moreUnits() > 0 ? spec.moreUnits() : mean;
        long controls = units.getOrDefault(control, 0L);
        return arms.stream()
                .mapToDouble(arm -> ValueOfInformation.removed(controls, units.getOrDefault(arm, 0L), more))
                .toArray();
    }

    /** The interval of a kind and probability. */
    public static Interval interval(double[] values, IntervalSpec spec) {
        return spec.of(values);
    }

    /** Draws of a utility as one number under an attitude to risk. */
    public static double riskAdjusted(double[] utility, RiskAttitude risk) {
        return switch (risk.kind()) {
            case NEUTRAL -> Describe.mean(utility);
            case MEAN_SD -> Describe.mean(utility) - risk.parameter() * Describe.sd(utility);
            case CVAR -> {
                double[] sorted = utility.clone();
                Arrays.sort(sorted);
                int worst = (int) Math.max(1, StrictMath.ceil(risk.parameter() * sorted.length));
                yield Describe.mean(Arrays.copyOf(sorted, worst));
            }
        };
    }

    private static double[] of(Map<String, double[]> draws, String arm) {
        double[] found = draws.get(arm);
        if (found == null) {
            throw new IllegalArgumentException("no draws of arm " + arm);
        }
        return found;
    }

    private static double[] difference(double[] treated, double[] control) {
        double[] result = new double[treated.length];
        Arrays.setAll(result, i -> treated[i] - control[i]);
        return result;
    }

    private static double[] relative(double[] lift, double[] control) {
        double[] result = new double[lift.length];
        Arrays.setAll(result, i -> lift[i] / control[i]);
        return result;
    }

    private static double[] times(double[] values, int sign) {
        return sign == 1 ? values : Arrays.stream(values).map(v -> -v).toArray();
    }
}
