package tributary.jobs.mediamix;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tributary.family.mediamix.Holdout;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.MediaPanel;
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
 * @param checks of its data
 */
record MixAnalysis(
        String name,
        String kpi,
        MediaMixSpec spec,
        @Nullable MediaPanel panel,
        List<Fitting> fittings,
        List<QualityCheck> checks) {
    MixAnalysis {
        fittings = List.copyOf(fittings);
        checks = List.copyOf(checks);
    }

    /** All analyses of a conf: markets, and within them outcomes. */
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
        PanelMaker.Made made = maker.make();
        MediaMixSpec spec = conf.spec().withName(name);
        MediaPanel panel = made.panel();
        List<QualityCheck> checks = new ArrayList<>(made.checks());
        List<Fitting> fittings = new ArrayList<>();
        if (panel != null) {
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
                    StreamKey own = key.with("holdout").with(held.name());
                    fittings.add(new Fitting(Fitting.Role.HOLDOUT, held.name(), spec, seen, holdout, own));
                } catch (IllegalArgumentException e) {
                    checks.add(leftOut("holdout", name, kpi, held.name(), String.valueOf(e.getMessage())));
                }
            }
            conf.variants().forEach((variant, other) -> {
                MediaMixSpec mine = other.withName(name);
                String why = PanelChecks.unfit(mine, panel);
                if (why.isEmpty()) {
                    StreamKey own = key.with("variant").with(variant);
                    fittings.add(new Fitting(Fitting.Role.VARIANT, variant, mine, panel, null, own));
                } else {
                    checks.add(leftOut("variant", name, kpi, variant, why));
                }
            });
        }
        return new MixAnalysis(name, kpi, spec, panel, fittings, checks);
    }

    /** A model beside the asked one that is not fitted, and why: the analysis itself goes on. */
    private static QualityCheck leftOut(String role, String analysis, String kpi, String name, String why) {
        return new QualityCheck(
                role,
                analysis,
                kpi,
                name,
                null,
                0,
                Severity.WARN,
                false,
                0,
                "left out: " + why,
                "correct " + role + "s." + name);
    }

    /** Why the data are held back; empty if they are not. */
    String complaint() {
        return checks.stream()
                .filter(c -> !c.passed() && c.severity() == Severity.GATE)
                .map(QualityCheck::words)
                .reduce((a, b) -> a + "; " + b)
                .orElse("");
    }
}
