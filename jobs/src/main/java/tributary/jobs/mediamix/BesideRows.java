package tributary.jobs.mediamix;

import static tributary.jobs.table.Cells.number;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import tributary.check.SensitivityCell;
import tributary.estimand.IntervalSpec;
import tributary.family.mediamix.MediaAnswers;
import tributary.family.mediamix.MediaMixSpec;
import tributary.infer.LeaveOneOut;
import tributary.infer.ModelComparison;
import tributary.jobs.conf.MediaMixConf;
import tributary.jobs.table.SensitivityTable;

/** The models beside the asked one, as rows: what channels returned under them, and how well each predicts. */
final class BesideRows {
    private final MediaMixSpec spec;
    private final String kpi;
    private final Told told;
    private final MediaMixConf.Limits limits;
    private final IntervalSpec interval;

    BesideRows(MixRows of, MediaMixConf conf) {
        this.limits = conf.limits();
        this.interval = conf.interval();
        this.spec = of.spec();
        this.kpi = of.kpi();
        this.told = of.told();
    }

    /** Return and contribution of each channel under every model; the asked one first, if there is another. */
    void sensitivity(List<Row> rows) {
        List<Beside> untested = Beside.of(told.beside, Fitting.Role.UNTESTED);
        List<Beside> variants = Beside.of(told.beside, Fitting.Role.VARIANT);
        if (untested.isEmpty() && variants.isEmpty()) {
            return;
        }
        String main = untested.isEmpty() ? "main" : "with_lift_tests";
        String words = untested.isEmpty() ? "the model that was asked for" : "with the experiments on channels";
        cells(told.returns, main, words, rows);
        untested.forEach(other ->
                cells(other.returns, "without_lift_tests", "without the experiments on channels" + apart(other), rows));
        variants.forEach(other ->
                cells(other.returns, other.word, "as the conf says in variants." + other.word + apart(other), rows));
    }

    private String apart(Beside other) {
        return other.doubt(limits.rHat());
    }

    private void cells(List<MediaAnswers.Returns> returns, String cell, String words, List<Row> rows) {
        for (MediaAnswers.Returns of : returns) {
            for (String quantity : List.of("roas", "contribution")) {
                if (of.geo().equals(MediaAnswers.ALL)) {
                    rows.add(cell(of, quantity, cell, words));
                }
            }
        }
    }

    private Row cell(MediaAnswers.Returns of, String quantity, String cell, String words) {
        return SensitivityTable.row(
                MediaMixJob.NAME,
                spec.name(),
                quantity,
                kpi,
                of.channel(),
                MediaAnswers.ALL,
                SensitivityCell.ofDraws(
                        SensitivityCell.Grid.PRIOR, cell, words, of.draws().values(quantity), interval));
    }

    /** The models that were fitted to all weeks, ranked by what each says of a week left out. */
    void comparison(List<Row> rows) {
        LeaveOneOut own = told.loo;
        if (own == null) {
            return;
        }
        Map<String, LeaveOneOut> models = new LinkedHashMap<>();
        Map<String, String> notes = new HashMap<>();
        models.put("main", own);
        for (Beside other : told.beside) {
            LeaveOneOut loo = other.loo;
            if (loo != null) {
                models.put(other.word, loo);
                notes.put(other.word, apart(other));
            }
        }
        for (ModelComparison.Place place : ModelComparison.compare(models)) {
            LeaveOneOut loo = models.getOrDefault(place.model(), own);
            rows.add(RowFactory.create(
                    MediaMixJob.NAME,
                    spec.name(),
                    kpi,
                    place.model(),
                    "row",
                    place.rank() + 1,
                    number(place.elpd()),
                    number(place.standardError()),
                    number(place.effectiveParameters()),
                    number(-place.difference()),
                    number(place.differenceError()),
                    number(place.worstKHat()),
                    (long) loo.unreliable(),
                    null,
                    null,
                    note(loo, notes.getOrDefault(place.model(), ""))));
        }
    }

    private static @Nullable String note(LeaveOneOut loo, String apart) {
        String weak =
                loo.unreliable() == 0 ? "" : "weeks whose k-hat is too large are predicted less well than it seems";
        String all = weak.isEmpty() && !apart.isEmpty() ? apart.substring(2) : weak + apart;
        return all.isEmpty() ? null : all;
    }
}
