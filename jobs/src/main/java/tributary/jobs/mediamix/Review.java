package tributary.jobs.mediamix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tributary.family.mediamix.FitChecks;
import tributary.family.mediamix.MediaAnswers;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.infer.LeaveOneOut;
import tributary.jobs.Counted;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.quality.Severity;

/** A second look at the answers themselves: what a reader should doubt although chains agree. */
final class Review {
    private static final double IMPLAUSIBLE = 10;

    /** Where the answer lies more standard errors of a lift test away from it, or from the answer without it, one is wrong. */
    private static final double FAR = 3;

    private static final String WRONG =
            "the data, or the prior, contradict the test: see which is wrong (its spend, weeks and units; channels that move"
                    + " together) before either is published";

    /** R-hat up to which the chains without tests are taken to agree. */
    private static final double ALIKE = 1.05;

    /** With fewer degrees of freedom Student's t has no variance. */
    private static final double FEW_DEGREES = 2;

    /** Where less of the prior than this lies beyond the posterior's median, one of them is wrong. */
    private static final double CONTRADICTED = 0.005;

    private Review() {}

    static List<QualityCheck> of(String analysis, String kpi, Told told) {
        List<QualityCheck> checks = new ArrayList<>();
        long below = told.contributions.stream()
                .filter(c -> c.source().equals(MediaAnswers.BASELINE) && c.geo().equals(MediaAnswers.ALL))
                .filter(c -> c.brought().mean() < 0)
                .count();
        checks.add(check(
                analysis,
                kpi,
                "negative_baseline",
                null,
                (double) below,
                0,
                below == 0,
                Counted.of(below, "week") + " would have had a negative outcome without media",
                "media are credited with too much: tighten priors, add controls, or test"));
        for (int i = 0; i < told.returns.size(); i++) {
            MediaAnswers.Returns after = told.returns.get(i);
            if (!after.geo().equals(MediaAnswers.ALL)) {
                continue;
            }
            double[] posterior = after.draws().values("contribution");
            double[] prior = told.priorReturns.get(i).draws().values("contribution");
            double learnt = Describe.mad(posterior) / Describe.mad(prior);
            checks.add(check(
                    analysis,
                    kpi,
                    "prior_equals_posterior",
                    after.channel(),
                    learnt,
                    0.9,
                    learnt < 0.9,
                    String.format(
                            Locale.ROOT,
                            "what the channel brought has %.3g of the spread that it had before the data",
                            learnt),
                    "the answer is the prior's: test the channel, or vary its spend"));
            double beyond = beyond(posterior, prior);
            checks.add(
                    check(
                            analysis,
                            kpi,
                            "prior_contradicted",
                            after.channel(),
                            beyond,
                            CONTRADICTED,
                            beyond >= CONTRADICTED,
                            String.format(
                                    Locale.ROOT,
                                    "%.1f %% of the prior lies beyond the posterior's median of what the channel brought (%.4g; prior"
                                            + " median %.4g)",
                                    100 * beyond,
                                    Describe.median(posterior),
                                    Describe.median(prior)),
                            "the data, or lift tests, contradict what was believed: see which is wrong before either is published"));
            double[] roas = after.draws().values("roas");
            if (Arrays.stream(roas).allMatch(Double::isFinite)) {
                double median = Describe.median(roas);
                checks.add(check(
                        analysis,
                        kpi,
                        "implausible_return",
                        after.channel(),
                        median,
                        IMPLAUSIBLE,
                        median <= IMPLAUSIBLE,
                        String.format(
                                Locale.ROOT,
                                "it returns %.4g for one, and more than %.0f would surprise, if the outcome is in the"
                                        + " money of spend",
                                median,
                                IMPLAUSIBLE),
                        "see whether the outcome is money (mediamix.value-per-kpi), or the channel follows demand"));
            }
        }
        told.checks.stream()
                .filter(c -> c.statistic().equals("coverage_50"))
                .forEach(c -> checks.add(check(
                        analysis,
                        kpi,
                        "predictive_intervals",
                        null,
                        c.observed(),
                        0.5,
                        c.passed(),
                        String.format(
                                Locale.ROOT, "%.0f %% of weeks lie within their 50 %% intervals", 100 * c.observed()),
                        c.observed() > 0.5
                                ? "a few weeks far off widen the intervals of all: look at them, or take"
                                        + " outcome.distribution = student-t"
                                : "weeks scatter more than the model says: add controls that move the outcome")));
        told.lifts.forEach(lift -> checks.add(lift(analysis, kpi, lift)));
        Beside.of(told.beside, Fitting.Role.UNTESTED).forEach(untested -> moved(analysis, kpi, told, untested, checks));
        tails(analysis, kpi, told, checks);
        ScenarioRows.checks(analysis, kpi, told, checks);
        BudgetRows.checks(analysis, kpi, told, checks);
        LeaveOneOut loo = told.loo;
        if (loo != null) {
            checks.add(check(
                    analysis,
                    kpi,
                    "leave_one_out",
                    null,
                    loo.worstKHat(),
                    0.7,
                    loo.worstKHat() < 0.7,
                    String.format(
                            Locale.ROOT,
                            "expected log predictive density %.1f (standard error %.1f); worst k-hat beside it",
                            loo.elpd(),
                            loo.standardError()),
                    "single weeks weigh much: look at them, or take outcome.distribution = student-t"));
        }
        return checks;
    }

    /**
     * What tests did to the answers: by as many deviations as an answer had without them, an answer moves once in 370 times by
     * chance, or less.
     */
    private static void moved(String analysis, String kpi, Told told, Beside untested, List<QualityCheck> checks) {
        for (FitChecks.LiftCheck lift : told.lifts) {
            String channel = lift.test().channel();
            double[] with = contribution(told.returns, channel);
            double[] without = contribution(untested.returns, channel);
            boolean said = checks.stream()
                    .anyMatch(c -> c.check().equals("data_contradict_lift_test") && channel.equals(c.segment()));
            if (said || with.length == 0 || without.length == 0) {
                continue;
            }
            double sd = Describe.sd(without);
            double off = Math.abs(Describe.mean(with) - Describe.mean(without)) / sd;
            checks.add(check(
                    analysis,
                    kpi,
                    "data_contradict_lift_test",
                    channel,
                    off,
                    FAR,
                    off <= FAR,
                    String.format(
                                    Locale.ROOT,
                                    "with lift tests the channel brought %.4g, without them %.4g (standard deviation %.4g), %.1f of its"
                                            + " deviations away",
                                    Describe.mean(with),
                                    Describe.mean(without),
                                    sd,
                                    off)
                            + untested.doubt(ALIKE),
                    WRONG));
        }
    }

    private static double[] contribution(List<MediaAnswers.Returns> returns, String channel) {
        return returns.stream()
                .filter(r -> r.geo().equals(MediaAnswers.ALL) && r.channel().equals(channel))
                .findFirst()
                .map(r -> r.draws().values("contribution"))
                .orElse(new double[0]);
    }

    private static QualityCheck lift(String analysis, String kpi, FitChecks.LiftCheck lift) {
        return check(
                analysis,
                kpi,
                "lift_test_contradicted",
                lift.test().channel(),
                lift.off(),
                FAR,
                lift.off() <= FAR,
                String.format(
                        Locale.ROOT,
                        "a lift test measured %.4g (standard error %.4g), and after it and the data the model says %.4g, %.1f standard"
                                + " errors away",
                        lift.test().lift(),
                        lift.test().se(),
                        lift.gain(),
                        lift.off()),
                WRONG);
    }

    /** Of a Student t outcome, whether so few degrees of freedom are left that the weeks far off hardly count. */
    private static void tails(String analysis, String kpi, Told told, List<QualityCheck> checks) {
        Draws draws = told.draws;
        if (draws == null || !draws.names().contains("nu")) {
            return;
        }
        double degrees = Describe.median(draws.values("nu"));
        checks.add(check(
                analysis,
                kpi,
                "heavy_tails",
                null,
                degrees,
                FEW_DEGREES,
                degrees >= FEW_DEGREES,
                String.format(
                        Locale.ROOT,
                        "the outcome's noise has %.3g degrees of freedom (median), and below %.0f it has no variance",
                        degrees,
                        FEW_DEGREES),
                "answers are about the line that most weeks follow: weeks far off hardly count, nor would media that work in"
                        + " these alone; add controls for them (events, promotions), or compare a variant with"
                        + " outcome.distribution = normal"));
    }

    /** The share of the prior on the far side of the posterior's median; 0.5 where both agree. */
    private static double beyond(double[] posterior, double[] prior) {
        double above = Describe.probabilityAbove(prior, Describe.median(posterior));
        return Math.min(above, 1 - above);
    }

    private static QualityCheck check(
            String analysis,
            String kpi,
            String name,
            @Nullable String channel,
            double observed,
            double threshold,
            boolean passed,
            String finding,
            String remedy) {
        return new QualityCheck(
                name,
                analysis,
                kpi,
                channel,
                Double.isFinite(observed) ? observed : null,
                threshold,
                Severity.WARN,
                passed,
                0,
                passed ? "as it should be: " + finding : finding,
                remedy);
    }
}
