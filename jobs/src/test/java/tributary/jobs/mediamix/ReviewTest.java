package tributary.jobs.mediamix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.family.mediamix.FitChecks;
import tributary.family.mediamix.Scenarios;
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

    private static QualityCheck only(Told told, String name) {
        List<QualityCheck> checks = Review.of("mix", "revenue", told).stream()
                .filter(c -> c.check().equals(name))
                .toList();
        assertThat(checks).hasSize(1);
        return checks.get(0);
    }
}
