package tributary.jobs.mediamix;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tributary.estimand.EffectSummary;
import tributary.family.mediamix.BudgetAnswer;
import tributary.family.mediamix.GeoConsensus;
import tributary.family.mediamix.MediaAnswers;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.MediaPanel;
import tributary.infer.Describe;
import tributary.jobs.conf.MediaMixConf;

/** An analysis in a few lines for people: returns, weeks held out, the budget. */
final class MixWords {
    private MixWords() {}

    static String of(MixRows mix, MediaMixConf conf) {
        MediaMixSpec spec = mix.spec();
        MediaPanel panel = mix.panel();
        Told told = mix.told();
        int width =
                spec.channels().stream().mapToInt(c -> c.name().length()).max().orElse(0);
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s of %s: %d weeks, %d geos%n%s %14s %22s %10s %22s%n",
                spec.name(),
                mix.kpi(),
                panel.weeks().size(),
                panel.geos().size(),
                padded("channel", width),
                "spend " + conf.currency(),
                "ROAS",
                "prior ROAS",
                "share of outcome"));
        Map<String, EffectSummary> byName = new HashMap<>();
        told.effects.stream()
                .filter(e -> e.unit().equals("all"))
                .forEach(e -> byName.put(e.arm() + " " + e.estimand(), e));
        for (int i = 0; i < spec.channels().size() && i < told.returns.size(); i++) {
            MediaAnswers.Returns r = told.returns.get(i);
            text.append(String.format(
                    Locale.ROOT,
                    "%s %14.0f %22s %10.3g %22s%n",
                    padded(r.channel(), width),
                    r.spend(),
                    shown(byName.get(r.channel() + " roas")),
                    Describe.median(told.priorReturns.get(i).draws().values("roas")),
                    shown(byName.get(r.channel() + " share"))));
        }
        ScenarioRows.words(mix, conf, byName, text);
        GeoConsensus.Joined joined = mix.joined();
        if (joined != null) {
            text.append(joined.words()).append('\n');
        }
        for (Beside held : Beside.of(told.beside, Fitting.Role.HOLDOUT)) {
            text.append("held out ").append(held.word).append(':');
            held.scores.forEach(s -> text.append(
                    String.format(Locale.ROOT, " %s %.3g,", s.statistic().replace('_', ' '), s.value())));
            text.setCharAt(text.length() - 1, '\n');
        }
        told.budget.stream()
                .filter(BudgetAnswer::chosen)
                .forEach(answer -> text.append(BudgetRows.words(answer, conf.currency())));
        return text.toString();
    }

    private static String padded(String name, int width) {
        return name + " ".repeat(Math.max(0, Math.max(16, width) - name.length()));
    }

    private static String shown(@Nullable EffectSummary e) {
        return e == null || !Double.isFinite(e.mean())
                ? "none"
                : String.format(Locale.ROOT, "%.3g [%.3g, %.3g]", e.mean(), e.lower(), e.upper());
    }
}
