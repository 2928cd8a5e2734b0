package tributary.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Models, segments and media mixes on the page and in the memo: listed, counted, told. */
class OtherSectionsTest {
    private static final ResultRow RUN = ResultRow.of(Map.of("run_id", "r1", "seed", "7", "code_version", "c"));

    private static ResultRow effect(String estimand, String arm, double mean, String kind) {
        return effect(estimand, arm, "all", mean, kind);
    }

    private static ResultRow effect(String estimand, String arm, String unit, double mean, String kind) {
        Map<String, Object> row = new HashMap<>();
        for (String text : List.of("metric", "unit_kind", "prior", "path", "status", "reason")) {
            row.put(text, "");
        }
        for (String number :
                List.of("sd", "median", "mcse_mean", "ess_bulk", "r_hat", "k_hat", "rope_lb", "rope_ub", "threshold")) {
            row.put(number, Double.NaN);
        }
        row.putAll(Map.of(
                "estimand",
                estimand,
                "arm",
                arm,
                "unit",
                unit,
                "mean",
                mean,
                "ci_kind",
                kind,
                "ci_prob",
                0.94,
                "ci_lb",
                mean - 1,
                "ci_ub",
                mean + 1,
                "prob_positive",
                0.75,
                "identified_by",
                "back-door {tv}"));
        return ResultRow.of(row);
    }

    private static ResultRow decision(String analysis, String role, String verdict, String action) {
        Map<String, Object> row = new HashMap<>();
        for (String number : List.of(
                "prob_positive", "prob_best", "expected_profit", "expected_loss_if_launch", "expected_loss_if_hold")) {
            row.put(number, 0.5);
        }
        row.putAll(Map.of(
                "analysis",
                analysis,
                "role",
                role,
                "guardrail_verdict",
                verdict,
                "action",
                action,
                "metric",
                "m",
                "arm",
                "a",
                "unit",
                "all",
                "unit_kind",
                "all",
                "attempt_id",
                "t",
                "reason",
                "move *money* to search"));
        return ResultRow.of(row);
    }

    private static ResultRow segment(String name, String action, long rows) {
        Map<String, Object> row = new HashMap<>();
        for (String number : List.of(
                "raw_estimate",
                "pooled_estimate",
                "shrinkage_weight",
                "prob_positive",
                "rank_mean",
                "prob_best_segment",
                "expected_profit")) {
            row.put(number, 0.5);
        }
        row.put("parent", null);
        row.putAll(Map.of(
                "segment",
                name,
                "action",
                action,
                "control_rows",
                rows,
                "treated_rows",
                rows,
                "ci_lb",
                0.1,
                "ci_ub",
                0.9));
        return ResultRow.of(row);
    }

    private static ResultRow cell(double risk, String channel, double planned, boolean chosen) {
        Map<String, Object> row = new HashMap<>(Map.of(
                "risk",
                risk,
                "channel",
                channel,
                "geo",
                "all",
                "period",
                0,
                "planned_spend",
                planned,
                "total",
                100.0,
                "chosen",
                chosen,
                "response_sd",
                10 + risk,
                "expected_response",
                200 - risk,
                "prob_better",
                0.9));
        row.putAll(Map.of(
                "solver_status",
                "converged",
                "weeks_after",
                7L,
                "goal",
                "expected",
                "current_spend",
                50.0,
                "spend_lb",
                30.0,
                "spend_ub",
                70.0,
                "current_response",
                190.0));
        return ResultRow.of(row);
    }

    private static ReportData data(double apart) {
        List<ResultRow> budget = new ArrayList<>();
        for (double risk : new double[] {0, 1}) {
            budget.add(cell(risk, "tv", 40 + risk * apart, false));
            budget.add(cell(risk, "search", 60 - risk * apart, false));
        }
        budget.add(cell(0, "tv", 40, true));
        budget.add(cell(0, "search", 60, true));
        List<ResultRow> decisions = List.of(
                decision("campaign", "goal", "", "launch"),
                decision("campaign", "guardrail", "non_inferior", "hold"),
                decision("campaign", "guardrail", "non_inferior", "hold"),
                decision("campaign", "guardrail", "inferior", "hold"),
                decision("weekly", "goal", "", "reallocate"));
        return new ReportData(
                "latest results",
                List.of(),
                List.of(),
                List.of(),
                decisions,
                0,
                List.of(),
                List.of(new ModelReport(
                        "google_ads",
                        RUN,
                        List.of(effect("ate", "", 0.25, "hdi")),
                        List.of(effect("parameter", "", 1, "eti")),
                        Map.of(),
                        0)),
                List.of(new SegmentReport(
                        "campaign",
                        "spend",
                        "mail",
                        List.of(segment("north", "launch", 50), segment("south", "hold", 5000)),
                        List.of(segment("north", "launch", 50), segment("south", "hold", 5000)),
                        2,
                        List.of(effect("mean_effect", "", 0.5, "eti"), effect("sd_between_segments", "", 0.25, "eti")),
                        List.of(effect("mean_effect", "", "coast", 0.75, "eti")),
                        Map.of("launch", 1L, "hold", 1L))),
                List.of(new MixReport(
                        "weekly",
                        "EUR",
                        List.of(effect("roas", "tv", 1.25, "hdi"), effect("roas", "search", 2, "hdi")),
                        List.of(effect("tv_stops.gain", "tv_stops", -4, "hdi")),
                        List.of(),
                        List.of(),
                        List.of(),
                        budget,
                        List.of(check("prior", 0.2, 3.1, true), check("posterior", 1.4, 1.6, false)),
                        List.of(),
                        List.of())));
    }

    private static ResultRow check(String phase, double lower, double upper, boolean passed) {
        return ResultRow.of(Map.of(
                "phase",
                phase,
                "statistic",
                "mean",
                "observed",
                1.0,
                "q025",
                lower,
                "q25",
                lower,
                "q75",
                upper,
                "q975",
                upper,
                "passed",
                passed));
    }

    @Test
    void aMixTellsItsMoneyAndWhatItExpectedOfTheOutcome() {
        assertThat(ReportPage.render(data(5)))
                .contains(
                        "EUR returned for one spent",
                        "Spend, EUR",
                        "as it was spent, EUR",
                        "in the 7 weeks after the last one",
                        "both in EUR")
                .containsSubsequence(
                        "Prior and posterior predictive",
                        "Data: 1",
                        "prior",
                        "0.2 to 3.1",
                        "as expected",
                        "posterior",
                        "1.4 to 1.6",
                        "surprising");
    }

    @Test
    void theListOfAnalysesHasAllOfThem() {
        String page = ReportPage.render(data(0));
        for (String link : List.of(
                "href=\"#model-0\"><bdi>google_ads",
                "href=\"#segments-0\"><bdi>campaign",
                "href=\"#mix-0\"><bdi>weekly")) {
            assertThat(page).contains(link);
        }
        assertThat(page).contains("id=\"model-0\"", "id=\"segments-0\"", "id=\"mix-0\"");
        // Decisions lead to where they are shown.
        assertThat(page).contains("<td><a href=\"#segments-0\"><bdi>campaign", "<td><a href=\"#mix-0\"><bdi>weekly");
    }

    @Test
    void everyDecisionIsCounted() {
        assertThat(ReportPage.render(data(0)).replaceAll("</?b>|<li[^>]*>", "").replaceAll("\\s+", " "))
                .contains("1 launch")
                .contains("1 reallocate")
                .contains("1 guardrail broken")
                .contains("2 guardrails kept");
    }

    @Test
    void intervalsAreNamedOnce() {
        String page = ReportPage.render(data(0));
        assertThat(page)
                .doesNotContain("HDI interval", "ETI interval")
                .contains("94\u202f% HDI", "94\u202f% equal-tailed interval");
    }

    @Test
    void aFrontierOfOnePlanIsNotDrawn() {
        assertThat(ReportPage.render(data(0.05)))
                .doesNotContain("Frontier of risk")
                .contains("Every aversion to risk that was asked for (0, 1) chooses the same plan");
        assertThat(ReportPage.render(data(5))).contains("Frontier of risk").doesNotContain("chooses the same plan");
    }

    @Test
    void segmentsTellHowFarTheyDifferWhatIsAdvisedAndTheirGroups() {
        assertThat(ReportPage.render(data(0)).replaceAll("</?b>", "").replaceAll("\\s+", " "))
                .containsSubsequence(
                        "id=\"segments-0\"",
                        "Effects of segments differ within a group by a standard deviation of 0.25 (94\u202f% equal-tailed",
                        ">1 hold</li>",
                        ">1 launch</li>",
                        "Mean effects of groups",
                        "<bdi>coast</bdi>");
    }

    @Test
    void bothAxesOfTheShrinkageAreNamed() {
        assertThat(ReportPage.render(data(0)))
                .contains("Rows of the segment (logarithmic)", "Weight on its own estimate");
    }

    @Test
    void theMemoTellsTheirAnswers() {
        assertThat(DecisionMemo.render(data(0)))
                .doesNotContain("No decision is published here.")
                .containsSubsequence(
                        "## google\\_ads",
                        "ate: 0.25 (94\u202f% HDI \u22120.75 to 1.25), P(> 0) 75.0\u202f%; identified by back-door {tv}",
                        "Run r1, seed 7, code c.",
                        "## campaign: mail on spend, 2 segments",
                        "mean effect: 0.5 (94\u202f% equal-tailed interval",
                        "**Recommendation.** 1 hold, 1 launch",
                        "## weekly",
                        "ROAS of tv: 1.25",
                        "**What if.**",
                        "gain of tv\\_stops, EUR: \u22124",
                        "**Recommendation.** Reallocate. move \\*money\\* to search");
    }
}
