package tributary.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page: every section from the rows, nothing from the network, and no name that becomes markup. */
class ReportPageTest {
    private static final String PAGE = ReportPage.render(SampleReport.data());

    @Test
    void theAnswersStandFirstAndTheEvidenceAfter() {
        assertThat(PAGE)
                .containsSubsequence(
                        "Health. ",
                        "pricing_page",
                        "id=\"decisions\"",
                        "checkout_button",
                        "Relative lift over control",
                        "Posterior of the lift",
                        "Profit of launching",
                        "Prior sensitivity of",
                        "before any data",
                        "Workflow artifacts: 7 of 8 present",
                        "Posterior predictive checks",
                        "Data quality: 1 of 2 checks passed",
                        "Power by units per arm",
                        "id=\"provenance\"",
                        "9e107d9d372bb682");
    }

    @Test
    void thePageAsksTheNetworkForNothing() {
        assertThat(PAGE)
                .doesNotContainPattern("(?i)(https?:|//)[a-z0-9]")
                .doesNotContainPattern("(?i)\\b(src|srcset|action|data|poster|formaction)=\"")
                .doesNotContainPattern("(?i)@import|url\\(|<link|<iframe|<img|<object|<embed|fetch\\(|XMLHttp");
        assertThat(count("href=\"", PAGE)).isEqualTo(count("href=\"#", PAGE)).isPositive();
        assertThat(PAGE).contains("default-src &#39;none&#39;");
    }

    @Test
    void hostileNamesStayNames() {
        String hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'`&\u202e\u0000\ud800";
        String page = ReportPage.render(SampleReport.data(hostile, hostile + "B", hostile + "C", hostile + "M"));
        assertThat(count("<script", page)).isEqualTo(1);
        assertThat(count("</script", page)).isEqualTo(1);
        assertThat(page).doesNotContain("<img").doesNotContain("\u0000").contains("&lt;/script&gt;&lt;script&gt;");
        Matcher attributes = Pattern.compile("<[a-z0-9]+((?: [A-Za-z0-9:-]+=\"[^\"<>]*\")*)>")
                .matcher(page);
        int wellFormed = 0;
        while (attributes.find()) {
            wellFormed++;
            assertThat(attributes.group(1).replaceAll("\"[^\"]*\"", "")).doesNotContainPattern("(?i) on[a-z]+=");
        }
        assertThat(wellFormed).isEqualTo(count("<", withoutOwnCode(page)) - count("</", withoutOwnCode(page)) - 1);
    }

    @Test
    void everyChartHasItsNumbersAsWords() {
        Matcher figures =
                Pattern.compile("<figure>.*?</figure>", Pattern.DOTALL).matcher(PAGE);
        int charts = 0;
        while (figures.find()) {
            if (figures.group().contains("<svg")) {
                charts++;
                assertThat(figures.group()).contains("<table");
            }
        }
        assertThat(charts).isGreaterThan(8);
    }

    @Test
    void whereLessIsBetterAFallIsAnImprovement() {
        assertThat(PAGE).containsPattern("ranking_v2</bdi></a></td><td><bdi>latency_ms</bdi>.*?data-value=\"0\\.9999");
        assertThat(PAGE).containsSubsequence("Guardrails</h3>", "latency_ms", "kept", "&gt;\u202f99.9");
    }

    @Test
    void aPageOfNothingStillSaysSo() {
        String page = ReportPage.render(
                new ReportData("Nothing yet", List.of(), List.of(), List.of(), List.of(), 0, List.of()));
        assertThat(page).contains("Nothing yet").contains("No data-quality checks are recorded.");
    }

    @Test
    void numbersThatDoNotExistAreDashes() {
        ResultRow row = ResultRow.of(Map.of("a", Double.NaN));
        assertThat(Show.number(row.number("a"))).isEqualTo(Show.NONE);
        assertThat(Show.money(Double.POSITIVE_INFINITY)).isEqualTo(Show.NONE);
        assertThat(Show.number(0.010543)).isEqualTo("0.01054");
        assertThat(Show.money(-252143.29)).isEqualTo("\u2212252,143");
        assertThat(Show.probability(0.99996)).isEqualTo(">\u202f99.9\u202f%");
        assertThat(Show.tick(-0.0)).isEqualTo("0");
        assertThat(Show.percentTick(0.075)).isEqualTo("7.5\u202f%");
    }

    /** Kept in target for a look, and for the browser check. */
    @Test
    void theSampleIsKeptForTheBrowser() throws IOException {
        Path target = Path.of("target", "sample-report.html");
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.writeString(target, PAGE);
        assertThat(Files.size(target)).isLessThan(1_000_000);
    }

    private static String withoutOwnCode(String page) {
        return page.replaceAll("(?s)<style>.*?</style>", "<style></style>")
                .replaceAll("(?s)<script>.*?</script>", "<script></script>");
    }

    private static int count(String part, String whole) {
        return whole.split(Pattern.quote(part), -1).length - 1;
    }
}
