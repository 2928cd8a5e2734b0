package tributary.decide;

import java.util.Locale;

/**
 * The rule that turns one appraisal into an action, before health, guardrails, segments and other priors are heard.
 *
 * <p>In order: too few units, keep testing; harm as good as certain, roll back; a lift too good to be true, not
 * decisive; with money, launch if the risk-adjusted utility is positive and the expected loss within the cap, and if
 * the evidence stands (the interval clears the region, or the step is reversible, or a profit is probable enough);
 * without money, launch if the interval clears the region (or, when reversible, if it is probable enough);
 * practically equal or surely unprofitable, hold; otherwise keep testing.
 */
public final class DecisionRule {
    private DecisionRule() {}

    /** The verdict on one arm. */
    public static Verdict judge(Appraisal a, DecisionSpec spec, Direction direction) {
        if (Math.min(a.controlUnits(), a.treatedUnits()) < spec.safeguards().minUnitsPerArm()) {
            return new Verdict(
                    Action.KEEP_TESTING,
                    "Too few units: " + a.controlUnits() + " in control and " + a.treatedUnits() + " in " + a.arm()
                            + ", at least " + spec.safeguards().minUnitsPerArm() + " are wanted in each.");
        }
        if (Double.isNaN(a.probImprovement()) || Double.isNaN(a.intervalLower())) {
            return new Verdict(Action.NOT_DECISIVE, "The posterior of the lift does not exist on these data.");
        }
        if (Double.isNaN(a.expectedLossIfLaunch())) {
            return new Verdict(
                    Action.NOT_DECISIVE,
                    "The posterior of the lift has no mean on these data, so nothing can be expected of a launch: collect"
                            + " more data, or choose a likelihood with lighter tails.");
        }
        boolean good = a.ropeVerdict() == (direction.sign() > 0 ? RopeVerdict.ABOVE : RopeVerdict.BELOW);
        boolean bad = a.ropeVerdict() == (direction.sign() > 0 ? RopeVerdict.BELOW : RopeVerdict.ABOVE);
        // With costs the question is whether it pays, not only whether it improves.
        boolean probable = (a.money() ? a.probProfit() : a.probImprovement())
                >= spec.safeguards().launchProbability();
        String evidence = evidence(a, spec);
        if (bad || a.probImprovement() <= 1 - spec.safeguards().launchProbability()) {
            return a.ropeVerdict() == RopeVerdict.EQUIVALENT
                    ? new Verdict(Action.HOLD, "Slightly worse, but practically equal: " + evidence)
                    : new Verdict(Action.ROLL_BACK, "It does harm: " + evidence);
        }
        if (StrictMath.abs(a.relativeLiftMedian()) > spec.safeguards().suspiciousLift()) {
            return new Verdict(
                    Action.NOT_DECISIVE,
                    "A relative lift of " + percent(a.relativeLiftMedian()) + " is suspicious (limit "
                            + percent(spec.safeguards().suspiciousLift())
                            + "): check assignment, logging and the metric before it is believed.");
        }
        return a.money()
                ? withMoney(a, spec, good, probable, evidence)
                : withoutMoney(a, spec, good, probable, evidence);
    }

    private static Verdict withMoney(Appraisal a, DecisionSpec spec, boolean good, boolean probable, String evidence) {
        boolean pays = a.riskAdjustedUtility() > 0;
        boolean inCap = a.expectedLossIfLaunch() <= spec.stakes().lossCap();
        String money = " Expected profit " + amount(a.expectedProfit()) + ", P(profit > 0) " + three(a.probProfit())
                + ", expected loss " + amount(a.expectedLossIfLaunch()) + " if launched and "
                + amount(a.expectedLossIfHold()) + " if held.";
        if (pays && inCap && (good || spec.stakes().reversible() || probable)) {
            String why = good
                    ? "It pays and the interval clears the region: "
                    : spec.stakes().reversible()
                            ? "It pays and can be taken back: "
                            : "It pays and is probable enough: ";
            return new Verdict(Action.LAUNCH, why + evidence + money);
        }
        if (pays && !inCap) {
            return new Verdict(
                    Action.KEEP_TESTING,
                    "It pays on average, but the expected loss is above the cap of "
                            + amount(spec.stakes().lossCap()) + ": " + evidence + money);
        }
        if (pays) {
            return new Verdict(
                    Action.KEEP_TESTING,
                    "It pays on average, but the evidence does not carry a step that cannot be taken back: " + evidence
                            + money + " More data are worth about " + amount(a.valueOfMoreData()) + ".");
        }
        if (a.ropeVerdict() == RopeVerdict.EQUIVALENT
                || a.probProfit() <= 1 - spec.safeguards().launchProbability()) {
            return new Verdict(Action.HOLD, "It does not pay: " + evidence + money);
        }
        return new Verdict(
                Action.KEEP_TESTING,
                "It does not pay under the chosen attitude to risk, but it still may: " + evidence + money
                        + " More data are worth about " + amount(a.valueOfMoreData()) + ".");
    }

    private static Verdict withoutMoney(
            Appraisal a, DecisionSpec spec, boolean good, boolean probable, String evidence) {
        boolean inCap = a.expectedLossIfLaunch() <= spec.stakes().lossCap();
        if (inCap && good) {
            return new Verdict(Action.LAUNCH, "The interval clears the region of practical equivalence: " + evidence);
        }
        if (inCap && spec.stakes().reversible() && probable) {
            return new Verdict(
                    Action.LAUNCH, "An improvement is probable enough for a step that can be taken back: " + evidence);
        }
        if (a.ropeVerdict() == RopeVerdict.EQUIVALENT) {
            return new Verdict(Action.HOLD, "Practically equal: " + evidence);
        }
        return new Verdict(
                Action.KEEP_TESTING,
                (inCap ? "The interval overlaps an end of the region: " : "The expected loss is above the cap: ")
                        + evidence);
    }

    private static String evidence(Appraisal a, DecisionSpec spec) {
        return "lift " + number(a.liftMean()) + ", " + percent(spec.interval().probability()) + " "
                + spec.interval().kind() + " [" + number(a.intervalLower()) + ", " + number(a.intervalUpper())
                + "], P(improvement) " + three(a.probImprovement()) + ".";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private static String three(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String amount(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * value);
    }
}
