package tributary.decide;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tributary.infer.Describe;
import tributary.infer.Interval;
import tributary.infer.SortedDraws;

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
    private final Map<String, Lifts> lifts = new LinkedHashMap<>();

    /** One treated arm against control: draws of its lift, of what that is worth, and of how that is felt. */
    private static final class Lifts {
        private final double[] lift;
        private final double[] worth;
        private final double[] utility;

        Lifts(double[] lift, double[] worth, double[] utility) {
            this.lift = lift;
            this.worth = worth;
            this.utility = utility;
        }
    }

    private Appraiser(
            String control,
            Map<String, double[]> means,
            @Nullable Map<String, double[]> known,
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
        Economics economics = spec.stakes().economics();
        means.forEach((arm, mean) -> {
            if (!arm.equals(control)) {
                double[] lift = known == null ? difference(mean, of(means, control)) : of(known, arm);
                double[] worth = each(lift, this::worth);
                lifts.put(arm, new Lifts(lift, worth, economics == null ? worth : each(worth, economics::utility)));
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
        return new Appraiser(control, means, null, choices, units, direction, margin, marginScale, spec);
    }

    /**
     * Of all arms of a goal, every treated arm being a choice, whose lifts are known themselves: a lift that is small beside
     * control's mean would lose digits as a difference of means.
     *
     * @param control the name of control
     * @param level draws of control's mean, for relative lifts
     * @param lifts per treated arm, draws of its lift, draw i of all arms belonging together
     * @param units per arm, control too, its units
     */
    public static Appraiser ofLifts(
            String control,
            double[] level,
            Map<String, double[]> lifts,
            Map<String, Long> units,
            Direction direction,
            DecisionSpec spec) {
        Map<String, double[]> means = new LinkedHashMap<>();
        means.put(control, level);
        lifts.forEach((arm, lift) -> {
            double[] treated = new double[lift.length];
            Arrays.setAll(treated, i -> level[i] + lift[i]);
            means.put(arm, treated);
        });
        return new Appraiser(control, means, lifts, lifts.keySet(), units, direction, Double.NaN, Scale.ABSOLUTE, spec);
    }

    /** The appraisal of one treated arm that has an answer. */
    public Appraisal appraise(String arm) {
        Lifts of = lifts(arm);
        return appraise(
                arm,
                SortedDraws.of(of.lift),
                new Means(
                        Describe.mean(of.lift),
                        spec.stakes().economics() == null ? Double.NaN : Describe.mean(of.worth)));
    }

    /**
     * The same with a mean that is known better than by averaging draws; profit, being linear, has its mean there.
     * Expectations of losses and of information stay averages.
     *
     * @param sorted the draws of the arm's lift
     */
    public Appraisal appraise(String arm, SortedDraws sorted, double mean) {
        return appraise(arm, sorted, new Means(mean, spec.stakes().economics() == null ? Double.NaN : worth(mean)));
    }

    /** The same of a posterior without a mean: nothing is expected of anything, quantiles and chances stand. */
    public Appraisal appraiseWithoutMean(String arm) {
        return appraise(arm, SortedDraws.of(lifts(arm).lift), null);
    }

    /** The means of lift and profit; the latter NaN without economics. */
    private record Means(double lift, double profit) {}

    private Appraisal appraise(String arm, SortedDraws lift, @Nullable Means expected) {
        Lifts of = lifts(arm);
        int sign = direction.sign();
        SortedDraws improvement = sign == 1 ? lift : lift.under(l -> -l);
        double[] relative = relative(of.lift, of(means, control));
        boolean relatively = spec.rope().scale() == Scale.RELATIVE;
        Interval interval = spec.interval().of(lift);
        Interval judged = relatively ? spec.interval().of(relative) : interval;
        boolean money = spec.stakes().economics() != null;
        SortedDraws worth = money ? lift.under(this::worth) : improvement;
        Interval profit = money ? spec.interval().of(worth) : new Interval(Double.NaN, Double.NaN);
        double[] relativeImprovement = times(relative, sign);
        Expectations losses = expected == null ? Expectations.NONE : expectations(arm);
        return new Appraisal(
                arm,
                units.getOrDefault(control, 0L),
                units.getOrDefault(arm, 0L),
                expected == null ? Double.NaN : expected.lift(),
                Describe.median(relative),
                interval.lower(),
                interval.upper(),
                lift.probabilityAbove(0),
                improvement.probabilityAbove(0),
                improvement.probabilityAbove(spec.threshold()),
                Describe.probabilityAbove(relativeImprovement, spec.relativeThreshold()),
                best(arm),
                spec.rope().verdict(judged.lower(), judged.upper()),
                Double.isNaN(margin)
                        ? Double.NaN
                        : marginScale == Scale.ABSOLUTE
                                ? improvement.probabilityAbove(-margin)
                                : Describe.probabilityAbove(relativeImprovement, -margin),
                money,
                expected == null ? Double.NaN : expected.profit(),
                money ? worth.median() : Double.NaN,
                money ? worth.probabilityAbove(0) : Double.NaN,
                profit.lower(),
                profit.upper(),
                losses.riskAdjusted(),
                losses.ifLaunch(),
                losses.ifHold(),
                losses.perfect(),
                losses.moreUnits());
    }

    /** What an improvement is worth: profit, or without economics itself. */
    private double worth(double lift) {
        Economics economics = spec.stakes().economics();
        double improvement = direction.sign() * lift;
        return economics == null ? improvement : economics.profit(improvement);
    }

    /** What only exists where the posterior has a mean; the names are those of an {@link Appraisal}. */
    private record Expectations(double riskAdjusted, double ifLaunch, double ifHold, double perfect, double moreUnits) {
        static final Expectations NONE = new Expectations(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    private Expectations expectations(String arm) {
        double[] worth = lifts(arm).worth;
        double[] others = bestOthers(arm, worth.length);
        double launched = 0;
        double held = 0;
        for (int i = 0; i < worth.length; i++) {
            launched += Math.max(0, others[i] - worth[i]);
            held += Math.max(worth[i], others[i]);
        }
        List<String> weighed = lifts.keySet().stream()
                .filter(other -> other.equals(arm) || choices.contains(other))
                .toList();
        List<double[]> known = weighed.stream().map(a -> lifts(a).utility).toList();
        return new Expectations(
                riskAdjusted(lifts(arm).utility, spec.stakes().risk()),
                launched / worth.length,
                held / worth.length,
                ValueOfInformation.perfect(known),
                ValueOfInformation.ofMoreUnits(known, moved(weighed)));
    }

    /** The worth of the best other choice in each draw, holding included. */
    private double[] bestOthers(String arm, int draws) {
        double[] best = new double[draws];
        lifts.forEach((other, of) -> {
            if (!other.equals(arm) && choices.contains(other)) {
                for (int i = 0; i < draws; i++) {
                    best[i] = Math.max(best[i], of.worth[i]);
                }
            }
        });
        return best;
    }

    /** P(this arm has the best mean of all arms, control included). */
    private double best(String arm) {
        double[] own = of(means, arm);
        double[][] all = means.values().toArray(double[][]::new);
        int wins = 0;
        for (int i = 0; i < own.length; i++) {
            boolean best = true;
            for (double[] other : all) {
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

    private Lifts lifts(String arm) {
        return of(lifts, arm);
    }

    private static <T> T of(Map<String, T> draws, String arm) {
        T found = draws.get(arm);
        if (found == null) {
            throw new IllegalArgumentException("no draws of arm " + arm);
        }
        return found;
    }

    private static double[] each(double[] values, DoubleUnaryOperator function) {
        double[] result = new double[values.length];
        Arrays.setAll(result, i -> function.applyAsDouble(values[i]));
        return result;
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
