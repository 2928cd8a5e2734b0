package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.List;

/** Where the numbers come from: each run's inputs at their versions, conf, seed and code, enough to run it again. */
final class Provenance {
    private Provenance() {}

    static Html of(List<ResultRow> runs) {
        List<Html> all = new ArrayList<>();
        all.add(el("h2", "", text("Provenance")));
        runs.forEach(run -> all.add(one(run)));
        return el("section", "provenance", all).with("id", "provenance");
    }

    private static Html one(ResultRow run) {
        List<List<Html>> inputs = run.rows("inputs").stream()
                .map(i -> List.<Html>of(
                        name(i.text("name")),
                        name(i.text("path")),
                        text(i.text("format")),
                        text(Show.count(i.number("version"))),
                        text(Show.count(i.number("rows"))),
                        el("code", "", text(i.text("fingerprint")))))
                .toList();
        return el(
                "div",
                "",
                el(
                        "dl",
                        "facts",
                        fact("Run", run.text("run_id") + " (attempt " + run.text("attempt_id") + ")"),
                        fact("Command", run.text("command")),
                        fact("Status", (run.text("status") + " " + run.text("reason")).strip()),
                        fact("Logical date", run.text("logical_date")),
                        fact("Seed", run.text("seed")),
                        fact("Code", run.text("code_version")),
                        fact("Conf hash", run.text("conf_hash")),
                        fact("Finished", run.text("finished_at")),
                        fact("Spark application", run.text("spark_application_id"))),
                inputs.isEmpty()
                        ? Html.nothing()
                        : Figure.table(List.of("Input", "Path", "Format", "#Version", "#Rows", "Fingerprint"), inputs),
                run.text("plan").isEmpty() ? Html.nothing() : Figure.folded("Inference plan", pre(run.text("plan"))),
                run.text("conf").isEmpty()
                        ? Html.nothing()
                        : Figure.folded("Resolved conf, secrets masked", pre(run.text("conf"))));
    }

    private static Html fact(String term, String value) {
        return value.isEmpty() ? Html.nothing() : el("div", "", el("dt", "", text(term)), el("dd", "", name(value)));
    }

    private static Html pre(String words) {
        return el("pre", "", text(words));
    }
}
