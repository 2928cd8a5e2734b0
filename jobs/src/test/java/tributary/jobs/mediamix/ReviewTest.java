package tributary.jobs.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.family.mediamix.Band;
import tributary.family.mediamix.FitChecks;
import tributary.family.mediamix.LiftTest;
import tributary.family.mediamix.MediaAnswers;
import tributary.family.mediamix.Scenarios;
import tributary.infer.Draws;
import tributary.jobs.quality.QualityCheck;

/** What the review of a media mix warns of, and what it then says to do. */
class ReviewTest {
    /** Too many weeks inside their intervals: outliers; too few: something is missing; each has its own remedy. */
    @Test
    void predictiveIntervalsAreToldOf() {
        assertThat(intervals(0.52, true)).satisfies(c -> {
            assertThat(c.passed()).isTrue();
            assertThat(c.words()).contains("as it should be: 52 % of weeks lie within their 50 % intervals");
        });
        assertThat(intervals(0.92, false)).satisfies(c -> {
            assertThat(c.passed()).isFalse();
            assertThat(c.observed()).isEqualTo(0.92);
            assertThat(c.words())
                    .contains("92 % of weeks", "a few weeks far off widen the intervals", "student-t")
                    .doesNotContain("as it should be");
        });
        assertThat(intervals(0.2, false).words()).contains("20 % of weeks", "add controls that move the outcome");
    }

    private static QualityCheck intervals(double share, boolean passed) {
        Told told = new Told("mix");
        told.checks.add(new FitChecks.Check("coverage_50", share, List.of(), passed));
        told.checks.add(new FitChecks.Check("coverage_94", 0.94, List.of(), true));
        return only(told, "predictive_intervals");
    }

    @Test
    void scenariosBeyondTheDataAreToldOf() {
        Told told = new Told("mix");
        told.reaches.add(new Scenarios.Reach("cheaper", "price", 0.4, 8.1, 9.9, 9, 11));
        QualityCheck check = only(told, "scenario_range");
        assertThat(check.passed()).isFalse();
        assertThat(check.words())
                .contains(
                        "40 % of the weeks that cheaper changes lie outside of what was seen of price", "smaller move");
        told.reaches.set(0, new Scenarios.Reach("cheaper", "price", 0.05, 8.9, 9.9, 9, 11));
        assertThat(only(told, "scenario_range").passed()).isTrue();
    }

    @Test
    void weeksThatWouldHaveHadNegativeOutcomesAreToldOf() {
        Told told = new Told("mix");
        told.contributions.add(baseline(0, 100));
        told.contributions.add(baseline(1, -5));
        QualityCheck check = only(told, "negative_baseline");
        assertThat(check.passed()).isFalse();
        assertThat(check.observed()).isEqualTo(1);
        assertThat(check.words()).contains("1 week would", "media are credited with too much");
        told.contributions.remove(1);
        assertThat(only(told, "negative_baseline").passed()).isTrue();
    }

    private static MediaAnswers.Contribution baseline(int week, double mean) {
        return new MediaAnswers.Contribution(
                MediaAnswers.BASELINE, MediaAnswers.ALL, week, new Band(mean, 0.5, mean - 1, mean + 1));
    }

    /** Draws 1 to 9 times a unit: their median absolute deviation is in proportion to it. */
    @Test
    void answersOfThePriorAndUnlikelyReturnsAreToldOf() {
        Told told = new Told("mix");
        told.returns.add(returns(100, 3));
        told.priorReturns.add(returns(105, 1));
        QualityCheck same = only(told, "prior_equals_posterior");
        assertThat(same.passed()).isFalse();
        assertThat(same.observed()).isCloseTo(100.0 / 105, within(1e-12));
        assertThat(same.words()).contains("has 0.952 of the spread that it had before", "test the channel");
        QualityCheck much = only(told, "implausible_return");
        assertThat(much.passed()).isFalse();
        assertThat(much.words()).contains("it returns 15.00 for one", "the channel follows demand");
        told.returns.set(0, returns(20, 0.2));
        assertThat(only(told, "prior_equals_posterior").passed()).isTrue();
        assertThat(only(told, "implausible_return").passed()).isTrue();
    }

    private static MediaAnswers.Returns returns(double contribution, double roas) {
        double[][] columns = new double[2][9];
        for (int d = 0; d < 9; d++) {
            columns[0][d] = contribution * (d + 1);
            columns[1][d] = roas * (d + 1);
        }
        return new MediaAnswers.Returns(
                "tv", MediaAnswers.ALL, 50, Draws.ofColumns(List.of("contribution", "roas"), 1, columns));
    }

    /** A prior of 1 and 0.1 about it, and an answer of 3: whoever believed the one must not publish the other unread. */
    @Test
    void priorsThatTheAnswerContradictsAreToldOf() {
        QualityCheck far = only(returned(1, 0.1, 3), "prior_contradicted");
        assertThat(far.passed()).isFalse();
        assertThat(far.words()).contains("0.0 % of the prior", "(3.0", "contradict what was believed");
        assertThat(only(returned(1, 0.1, 1.1), "prior_contradicted").passed()).isTrue();
    }

    @Test
    void liftTestsThatTheAnswerContradictsAreToldOf() {
        Told told = new Told("mix");
        told.lifts.add(new FitChecks.LiftCheck(new LiftTest("tv", "", 3, 5, 1500, 30, 3), 310));
        QualityCheck far = only(told, "lift_test_contradicted");
        assertThat(far.passed()).isFalse();
        assertThat(far.segment()).isEqualTo("tv");
        assertThat(far.words())
                .contains(
                        "measured 30.00 (standard error 3.000)",
                        "says 310.0, 93.3 standard errors",
                        "contradict the test");
        told.lifts.set(0, new FitChecks.LiftCheck(new LiftTest("tv", "", 3, 5, 1500, 30, 3), 38));
        assertThat(only(told, "lift_test_contradicted").passed()).isTrue();
    }

    /** The answer without tests has the deviation 4 * 0.5 / sqrt(12). */
    @Test
    void dataThatLiftTestsOverruleAreToldOf() {
        QualityCheck far = only(moved(1), "data_contradict_lift_test");
        assertThat(far.passed()).isFalse();
        assertThat(far.words())
                .contains("with lift tests the channel brought 5.000, without them 1.000", ", 6.9 of its deviations")
                .contains("contradict the test");
        assertThat(only(moved(4), "data_contradict_lift_test").passed()).isTrue();
    }

    private static Told moved(double without) {
        Told told = returned(5, 1, 5);
        // Two tests of a channel are one story.
        told.lifts.add(new FitChecks.LiftCheck(new LiftTest("tv", "", 3, 5, 1500, 30, 3), 31));
        told.lifts.add(new FitChecks.LiftCheck(new LiftTest("tv", "", 8, 9, 1500, 30, 3), 31));
        Beside untested = new Beside(Fitting.Role.UNTESTED, "without_lift_tests");
        untested.rHat = 1;
        untested.returns.add(spread(without, 0.5));
        told.beside.add(untested);
        return told;
    }

    private static Told returned(double prior, double sd, double posterior) {
        Told told = new Told("mix");
        told.returns.add(spread(posterior, 0.01));
        told.priorReturns.add(spread(prior, sd));
        return told;
    }

    /** Draws spread evenly over two deviations about the mean. */
    private static MediaAnswers.Returns spread(double mean, double sd) {
        double[] draws = new double[1000];
        Arrays.setAll(draws, i -> mean + sd * (4 * (i + 0.5) / draws.length - 2));
        return new MediaAnswers.Returns(
                "tv", MediaAnswers.ALL, 1, Draws.ofColumns(List.of("contribution", "roas"), 1, new double[][] {
                    draws, draws
                }));
    }

    /** Student's noise without a variance: the answers are about the line that most weeks follow. */
    @Test
    void tailsWithoutVarianceAreToldOf() {
        QualityCheck wild = only(tailed(1.3), "heavy_tails");
        assertThat(wild.passed()).isFalse();
        assertThat(wild.observed()).isEqualTo(1.3);
        assertThat(wild.words()).contains("1.30 degrees of freedom", "weeks far off hardly count");
        assertThat(only(tailed(4), "heavy_tails").passed()).isTrue();
        assertThat(Review.of("mix", "revenue", new Told("mix")))
                .noneMatch(c -> c.check().equals("heavy_tails"));
    }

    private static Told tailed(double degrees) {
        Told told = new Told("mix");
        told.draws = Draws.ofColumns(List.of("nu"), 1, new double[][] {{degrees - 0.1, degrees, degrees + 0.1}});
        return told;
    }

    private static QualityCheck only(Told told, String name) {
        List<QualityCheck> checks = Review.of("mix", "revenue", told).stream()
                .filter(c -> c.check().equals(name))
                .toList();
        assertThat(checks).hasSize(1);
        return checks.get(0);
    }
}
