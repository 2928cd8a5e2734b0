package tributary.jobs.mediamix;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tributary.family.mediamix.BudgetSpec;
import tributary.family.mediamix.Holdout;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.MediaPanel;
import tributary.family.mediamix.ScenarioSpec;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.MediaMixConf;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.quality.Severity;
import tributary.random.StreamKey;

/**
 * The analysis of one outcome in one market before it is sampled.
 *
 * @param name what it is called
 * @param kpi the outcome
 * @param panel its data; null where they are held back
 * @param fittings the models to sample, the asked one first; none where the data are held back
 * @param scenarios those that its data can answer
 * @param budget what may be done with its spend; null where nobody asks, or its spend does not go with it
 * @param checks of its data
 */
record MixAnalysis(
        String name,
        String kpi,
        MediaMixSpec spec,
        @Nullable MediaPanel panel,
        List<Fitting> fittings,
        List<ScenarioSpec> scenarios,
        @Nullable BudgetSpec budget,
        List<QualityCheck> checks) {
    MixAnalysis {
        fittings = List.copyOf(fittings);
        scenarios = List.copyOf(scenarios);
        checks = List.copyOf(checks);
    }

    /**
     * All analyses of a conf: markets, and within them outcomes.
     *
     * @throws JobFailure usage (2) where a scenario or the budget goes with the data of none of them
     */
    static List<MixAnalysis> all(
            MediaMixConf conf, Map<String, RawPanel> markets, List<MeasuredLifts.Found> measured, StreamKey key) {
        for (MeasuredLifts.Found found : measured) {
            if (!markets.containsKey(found.test().market())) {
                throw JobFailure.usage(
                        found.test().key() + ".market = "
                                + JobFailure.quote(found.test().market()) + " is no market of the outcome.",
                        "It has " + String.join(", ", markets.keySet()) + ".",
                        "Name one of them, or leave the test out.");
            }
        }
        List<MixAnalysis> all = new ArrayList<>();
        markets.forEach((market, raw) -> {
            for (String kpi : conf.kpis()) {
                String name = name(conf, market, kpi);
                List<MeasuredLifts.Found> mine = measured.stream()
                        .filter(m -> m.test().market().equals(market)
                                && m.test().kpi().equals(kpi))
                        .toList();
                all.add(of(conf, new PanelMaker(conf, raw, kpi, name, mine), name, kpi, key.with(name)));
            }
        });
        Asked.require(conf, all);
        return all;
    }

    /**
     * What an analysis is called: {@code name/market/kpi}, without the parts that there is one of. A slash within a market is
     * written {@code %2F}, so that no two analyses share a name.
     */
    static String name(MediaMixConf conf, String market, String kpi) {
        return conf.name()
                + (conf.marketsApart() ? "/" + market.replace("%", "%25").replace("/", "%2F") : "")
                + (conf.kpis().size() > 1 ? "/" + kpi : "");
    }

    private static MixAnalysis of(MediaMixConf conf, PanelMaker maker, String name, String kpi, StreamKey key) {
        MediaMixSpec spec = conf.spec().withName(name);
        CheckList checks = new CheckList(name, kpi);
        MediaPanel panel = maker.make(checks);
        if (panel == null) {
            return new MixAnalysis(name, kpi, spec, null, List.of(), List.of(), null, checks.all());
        }
        List<Fitting> fittings = new ArrayList<>();
        fittings.add(new Fitting(Fitting.Role.ASKED, "", spec, panel, null, key));
        if (!panel.liftTests().isEmpty()) {
            MediaPanel untested = panel.withLiftTests(List.of());
            fittings.add(new Fitting(Fitting.Role.UNTESTED, "", spec, untested, null, key.with("untested")));
        }
        for (MediaMixConf.Held held : conf.holdouts()) {
            try {
                Set<LocalDate> dates = new LinkedHashSet<>(held.dates());
                Holdout holdout = Holdout.of(held.name(), panel, held.weeks(), dates, held.geos());
                MediaPanel seen = holdout.panel(maker.sized());
                String why = PanelChecks.unfit(spec, seen, holdout.rows());
                if (!why.isEmpty()) {
                    throw new IllegalArgumentException(why);
                }
                StreamKey own = key.with("holdout").with(held.name());
                fittings.add(new Fitting(Fitting.Role.HOLDOUT, held.name(), spec, seen, holdout, own));
            } catch (IllegalArgumentException e) {
                checks.leftOut("holdout", held.name(), String.valueOf(e.getMessage()));
            }
        }
        conf.variants().forEach((variant, other) -> {
            MediaMixSpec mine = other.withName(name);
            String why = PanelChecks.unfit(mine, panel, 0);
            if (why.isEmpty()) {
                StreamKey own = key.with("variant").with(variant);
                fittings.add(new Fitting(Fitting.Role.VARIANT, variant, mine, panel, null, own));
            } else {
                checks.leftOut("variant", variant, why);
            }
        });
        Asked asked = new Asked(conf, spec, panel, checks);
        return new MixAnalysis(name, kpi, spec, panel, fittings, asked.scenarios(), asked.budget(), checks.all());
    }

    /** Why the data are held back; empty if they are not. */
    String complaint() {
        return checks.stream()
                .filter(c -> !c.passed() && c.severity() == Severity.GATE)
                .map(QualityCheck::words)
                .reduce((a, b) -> a + "; " + b)
                .orElse("");
    }

    /** What was asked for beside the analysis and is left out, a line each. */
    List<String> leftOut() {
        return checks.stream()
                .filter(c -> !c.passed() && CheckList.BESIDE.contains(c.check()))
                .map(c -> c.check() + (c.segment() == null ? "" : " " + c.segment()) + ": " + c.finding())
                .toList();
    }
}
