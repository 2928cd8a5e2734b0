package tributary.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The memo has the seven parts of a Bayesian decision memo, in order, with the numbers of the tables. */
class DecisionMemoTest {
    @Test
    void sevenPartsInOrderWithNumbers() {
        String memo = DecisionMemo.render(SampleReport.data());
        assertThat(memo)
                .containsSubsequence(
                        "## checkout\\_button: variant\\_b on conversion",
                        "**Decision.**",
                        "**Design.**",
                        "**Estimand.** Average effect on conversion",
                        "**Posterior result.**",
                        "Posterior mean lift: +0.0123",
                        "94\u202f% HDI",
                        "**Business value.**",
                        "Expected profit: 240,660\u202fEUR",
                        "**Sensitivity.**",
                        "sceptical (Beta(50, 450) in each arm)",
                        "**Recommendation.** Launch.");
        assertThat(memo).doesNotContain("on latency");
        assertThat(memo).contains("**Held back.** pricing\\_page");
    }

    @Test
    void namesCannotBecomeMarkup() {
        String hostile = "x\n# owned <script>[a](javascript:b)`";
        assertThat(DecisionMemo.render(SampleReport.data(hostile, hostile, "c", "conversion")))
                .doesNotContain("\n# owned")
                .doesNotContainPattern("(?<!\\\\)<script")
                .contains("x \\# owned \\<script\\>\\[a\\](javascript:b)\\`");
    }

    @Test
    void withoutDecisionsItSaysSo() {
        assertThat(DecisionMemo.render(
                        new ReportData("Nothing yet", List.of(), List.of(), List.of(), List.of(), 0, List.of())))
                .contains("No decision is published here.");
    }
}
