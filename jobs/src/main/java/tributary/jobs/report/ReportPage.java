package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The page {@code report.html}: one file that needs no network, answers first and evidence after.
 *
 * <p>Its content security policy forbids every request and every script but the page's own, named by its hash; so
 * even markup that slipped through could do nothing.
 */
public final class ReportPage {
    private ReportPage() {}

    /** The page of these results. */
    public static String render(ReportData data) {
        String script = Resource.text("page.js");
        Html head = el(
                "head",
                "",
                el("meta", "").with("charset", "utf-8"),
                el("meta", "").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
                el("meta", "").with("name", "color-scheme").with("content", "light dark"),
                el("meta", "")
                        .with("http-equiv", "Content-Security-Policy")
                        .with(
                                "content",
                                "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + sha256(script)
                                        + "'; base-uri 'none'; form-action 'none'"),
                el("title", "", text("Tributary: " + data.title())),
                el("style", "", new Html.Trusted(Resource.text("page.css"))));
        List<Html> main = new ArrayList<>();
        main.add(el(
                "header",
                "top",
                el("p", "brand", text("Tributary")),
                el("h1", "", name(data.title())),
                el("p", "muted", name(subtitle(data)))));
        main.add(HealthBanner.of(data));
        main.add(Overview.of(data));
        if (data.sections().size() > 1) {
            main.add(contents(data));
        }
        for (int i = 0; i < data.analyses().size(); i++) {
            main.add(analysis(data.analyses().get(i), i, data.quality()));
        }
        for (int i = 0; i < data.models().size(); i++) {
            main.add(ModelSection.of(data.models().get(i), i, data.quality()));
        }
        for (int i = 0; i < data.segments().size(); i++) {
            main.add(SegmentFigures.of(data.segments().get(i), i));
        }
        for (int i = 0; i < data.mixes().size(); i++) {
            main.add(MixSection.of(data.mixes().get(i), i, data.quality()));
        }
        main.add(Provenance.of(data.runs()));
        main.add(el("footer", "muted", text("""
                Made from published tables alone; the same run makes the same page. Intervals and probabilities are \
                posterior statements: they hold given the data, the model and the prior named beside them.""")));
        return "<!DOCTYPE html>\n"
                + el("html", "", head, el("body", "", el("main", "", main), el("script", "", new Html.Trusted(script))))
                        .with("lang", "en")
                        .markup()
                + "\n";
    }

    private static String subtitle(ReportData data) {
        List<String> dates = data.runs().stream()
                .map(r -> r.text("logical_date"))
                .filter(d -> !d.isEmpty())
                .distinct()
                .toList();
        String runs = data.runs().size() == 1
                ? "run " + data.runs().get(0).text("run_id")
                : Show.count(data.runs().size()) + " runs";
        return runs + (dates.isEmpty() ? "" : " \u00b7 " + dates.get(0)) + (dates.size() > 1 ? " and earlier" : "");
    }

    private static Html contents(ReportData data) {
        List<Html> links = data.sections().stream()
                .map(s -> (Html) el("li", "", el("a", "", name(s.name())).with("href", "#" + s.id())))
                .toList();
        return el("nav", "", el("ul", "", links)).with("aria-label", "Analyses");
    }

    private static Html analysis(AnalysisReport analysis, int index, List<ResultRow> quality) {
        List<Html> inside = new ArrayList<>();
        inside.add(el("h2", "", name(analysis.name())));
        inside.add(Verdicts.of(analysis));
        for (String metric : analysis.metrics()) {
            inside.add(el("h3", "", name(metric)));
            inside.add(EffectFigures.of(analysis, metric));
            inside.add(SensitivityFigures.of(analysis, metric));
        }
        analysis.power().stream().map(p -> p.text("prior")).distinct().forEach(prior -> {
            inside.add(el("h3", "", text("Prior: "), name(prior)));
            inside.add(PowerFigure.of(analysis.power().stream()
                    .filter(p -> p.text("prior").equals(prior))
                    .toList()));
        });
        inside.add(Evidence.of(analysis, quality));
        return el("section", "analysis", inside).with("id", "analysis-" + index);
    }

    private static String sha256(String words) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
