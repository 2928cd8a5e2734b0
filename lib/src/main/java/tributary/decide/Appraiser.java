package tributary.decide;

import java.util.Arrays;
import tributary.estimand.IntervalKind;
import tributary.estimand.IntervalSpec;
import tributary.infer.Describe;
import tributary.infer.Interval;

/** Turns draws of lifts into what a decider asks of them. */
public final class Appraiser {
    private Appraiser() {}

    /**
     * The appraisal of one arm.
     *
     * @param arm its name
     * @param controlUnits units of control
     * @param treatedUnits units of the arm
     * @param lift draws of the absolute lift, treated - control
     * @param relative draws of the relative lift, in the same order
     * @param probBest P(best of all arms)
     * @param direction which way is good
     * @param margin the guardrail's margin, NaN for a goal
     * @param marginScale its scale
     * @param spec what the deciders want
     */
    public static Appraisal appraise(
            String arm,
            long controlUnits,
            long treatedUnits,
            double[] lift,
            double[] relative,
            double probBest,
            Direction direction,
            double margin,
            Scale marginScale,
            DecisionSpec spec) {
        double[] improvement = times(lift, direction.sign());
        double[] relativeImprovement = times(relative, direction.sign());
        Interval interval = interval(lift, spec.interval());
        Interval judged = spec.rope().scale() == Scale.ABSOLUTE ? interval : interval(relative, spec.interval());
        Economics economics = spec.economics();
        double[] worth = economics == null
                ? improvement
                : Arrays.stream(improvement).map(economics::profit).toArray();
        double[] utility = economics == null
                ? worth
                : Arrays.stream(worth).map(economics::utility).toArray();
        boolean money = economics != null;
        Interval profit = money ? interval(worth, spec.interval()) : new Interval(Double.NaN, Double.NaN);
        double more = spec.moreUnits() > 0 ? spec.moreUnits() : 0.5 * (controlUnits + treatedUnits);
        return new Appraisal(
                arm,
                controlUnits,
                treatedUnits,
                Describe.mean(lift),
                Describe.median(relative),
                interval.lower(),
                interval.upper(),
                Describe.probabilityAbove(lift, 0),
                Describe.probabilityAbove(improvement, 0),
                Describe.probabilityAbove(improvement, spec.threshold()),
                Describe.probabilityAbove(relativeImprovement, spec.relativeThreshold()),
                probBest,
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
                Arrays.stream(worth).map(w -> Math.max(-w, 0)).sum() / worth.length,
                Arrays.stream(worth).map(w -> Math.max(w, 0)).sum() / worth.length,
                ValueOfInformation.perfect(utility),
                ValueOfInformation.ofMoreUnits(
                        Describe.mean(utility), Describe.sd(utility), controlUnits, treatedUnits, more));
    }

    /** The interval of a kind and probability. */
    public static Interval interval(double[] values, IntervalSpec spec) {
        return spec.kind() == IntervalKind.HDI
                ? Interval.highestDensity(values, spec.probability())
                : Interval.equalTailed(values, spec.probability());
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

    private static double[] times(double[] values, int sign) {
        return sign == 1 ? values : Arrays.stream(values).map(v -> -v).toArray();
    }
}
