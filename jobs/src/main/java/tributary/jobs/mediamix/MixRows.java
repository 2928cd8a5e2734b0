package tributary.jobs.mediamix;

import java.io.Serializable;
import java.sql.Date;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import tributary.estimand.EffectSummary;
import tributary.family.mediamix.Band;
import tributary.family.mediamix.BudgetAnswer;
import tributary.family.mediamix.FitChecks;
import tributary.family.mediamix.MediaAnswers;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.MediaPanel;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.infer.PosteriorSummary;
import tributary.infer.SampleStats;
import tributary.jobs.conf.MediaMixConf;
import tributary.jobs.run.Results;
import tributary.jobs.shard.FanOut;
import tributary.jobs.table.BudgetTable;
import tributary.jobs.table.ChannelContributionsTable;
import tributary.jobs.table.ChannelDrawsTable;
import tributary.jobs.table.DecisionsTable;
import tributary.jobs.table.DiagnosticsTable;
import tributary.jobs.table.EffectsTable;
import tributary.jobs.table.ParameterDrawsTable;
import tributary.jobs.table.ParametersTable;
import tributary.jobs.table.PredictiveChecksTable;
import tributary.jobs.table.ResponseCurvesTable;
import tributary.jobs.table.SensitivityTable;

/** One analysis's answers as rows of the result tables, and as a few lines for people. */
final class MixRows {
    private final MediaMixSpec spec;
    private final String kpi;
    private final MediaPanel panel;
    private final Told told;

    MixRows(MediaMixSpec spec, String kpi, MediaPanel panel, Told told) {
        this.spec = spec;
        this.kpi = kpi;
        this.panel = panel;
        this.told = told;
    }

    /** Writes all analyses, a table at a time. */
    static void write(SparkSession spark, Results results, List<MixRows> all) {
        List<Row> effects = new ArrayList<>();
        List<Row> contributions = new ArrayList<>();
        List<Row> curves = new ArrayList<>();
        List<Row> checks = new ArrayList<>();
        List<Row> diagnostics = new ArrayList<>();
        List<Row> parameters = new ArrayList<>();
        List<Row> sensitivity = new ArrayList<>();
        List<Row> budget = new ArrayList<>();
        List<Row> decisions = new ArrayList<>();
        List<ReturnDraws> returns = new ArrayList<>();
        List<Series> series = new ArrayList<>();
        for (MixRows one : all) {
            one.told.effects.forEach(e -> effects.add(EffectsTable.row(e)));
            one.contributions(contributions);
            one.curves(curves);
            one.told.checks.forEach(c -> checks.add(one.check(c)));
            one.parameters(diagnostics, parameters, series);
            one.sensitivity(sensitivity);
            one.told.budget.forEach(answer -> BudgetRows.plan(one.spec.name(), one.kpi, answer, budget));
            one.told.budget.stream()
                    .filter(BudgetAnswer::chosen)
                    .forEach(answer -> decisions.add(BudgetRows.decision(one.spec.name(), one.kpi, answer)));
            one.told.returns.forEach(r -> returns.add(new ReturnDraws(one.spec.name(), one.kpi, r)));
        }
        if (returns.isEmpty()) {
            return;
        }
        results.write(EffectsTable.DEFINITION, effects);
        results.write(ChannelContributionsTable.DEFINITION, contributions);
        results.write(ResponseCurvesTable.DEFINITION, curves);
        results.write(PredictiveChecksTable.DEFINITION, checks);
        results.write(DiagnosticsTable.DEFINITION, diagnostics);
        results.write(ParametersTable.DEFINITION, parameters);
        if (!budget.isEmpty()) {
            results.write(BudgetTable.DEFINITION, budget);
            results.write(DecisionsTable.DEFINITION, decisions);
        }
        if (!sensitivity.isEmpty()) {
            results.write(SensitivityTable.DEFINITION, sensitivity);
        }
        results.write(
                ChannelDrawsTable.DEFINITION,
                FanOut.rows(spark, returns, ChannelDrawsTable.DEFINITION.rowSchema(), ReturnDraws::rows));
        results.write(
                ParameterDrawsTable.DEFINITION,
                FanOut.rows(spark, series, ParameterDrawsTable.DEFINITION.rowSchema(), Series::rows));
    }

    /** A channel's draws on their way to where they are written. */
    private record ReturnDraws(String analysis, String kpi, MediaAnswers.Returns returns) implements Serializable {
        Iterator<Row> rows() {
            Draws draws = returns.draws();
            return IntStream.range(0, draws.size())
                    .mapToObj(i -> RowFactory.create(
                            analysis,
                            kpi,
                            returns.channel(),
                            returns.geo(),
                            i / draws.draws(),
                            i % draws.draws(),
                            at(draws, 0, i),
                            at(draws, 1, i),
                            at(draws, 2, i),
                            at(draws, 3, i),
                            at(draws, 4, i)))
                    .iterator();
        }

        private static @Nullable Double at(Draws draws, int quantity, int i) {
            return finite(draws.value(quantity, i / draws.draws(), i % draws.draws()));
        }
    }

    /** A parameter's draws on their way to where they are written. */
    private record Series(String analysis, String name, String group, Draws draws) implements Serializable {
        Iterator<Row> rows() {
            int length = draws.draws();
            return IntStream.range(0, draws.size())
                    .mapToObj(i -> RowFactory.create(
                            analysis,
                            name,
                            group,
                            i / length,
                            i % length,
                            finite(draws.value(0, i / length, i % length))))
                    .iterator();
        }
    }

    private void contributions(List<Row> rows) {
        Map<String, Integer> geos = new HashMap<>();
        for (int g = 0; g < panel.geos().size(); g++) {
            geos.put(panel.geos().get(g), g);
        }
        List<Date> dates = panel.weeks().stream().map(Date::valueOf).toList();
        for (int i = 0; i < told.contributions.size(); i++) {
            MediaAnswers.Contribution c = told.contributions.get(i);
            Band prior = told.priorContributions.get(i).brought();
            boolean expected = c.source().equals(MediaAnswers.EXPECTED);
            boolean channel = !expected && !c.source().equals(MediaAnswers.BASELINE);
            int geo = c.geo().equals(MediaAnswers.ALL) ? -1 : geos.getOrDefault(c.geo(), -1);
            rows.add(RowFactory.create(
                    spec.name(),
                    kpi,
                    c.source(),
                    c.geo(),
                    dates.get(c.week()),
                    expected ? sum(panel.kpi(), geo, c.week()) : null,
                    channel ? sum(panel.of(c.source()).spend(), geo, c.week()) : null,
                    finite(c.brought().mean()),
                    finite(c.brought().sd()),
                    finite(c.brought().lower()),
                    finite(c.brought().upper()),
                    finite(prior.mean()),
                    finite(prior.lower()),
                    finite(prior.upper())));
        }
    }

    private static Double sum(double[][] values, int geo, int week) {
        double sum = 0;
        for (int g = 0; g < values.length; g++) {
            sum += geo < 0 || geo == g ? values[g][week] : 0;
        }
        return sum;
    }

    private void curves(List<Row> rows) {
        for (int i = 0; i < told.curves.size(); i++) {
            MediaAnswers.CurvePoint p = told.curves.get(i);
            rows.add(curve(
                    p.channel(),
                    "response",
                    p.multiple(),
                    p.spend(),
                    p.multiple() <= 1,
                    p.brought(),
                    told.priorCurves.get(i).brought()));
        }
        for (int i = 0; i < told.carryOver.size(); i++) {
            MediaAnswers.CarryOverPoint p = told.carryOver.get(i);
            rows.add(curve(
                    p.channel(),
                    "carry_over",
                    p.lag(),
                    null,
                    null,
                    p.share(),
                    told.priorCarryOver.get(i).share()));
        }
    }

    private Row curve(
            String channel,
            String kind,
            double x,
            @Nullable Double spend,
            @Nullable Boolean within,
            Band band,
            Band prior) {
        return RowFactory.create(
                spec.name(),
                kpi,
                channel,
                kind,
                x,
                spend,
                within,
                finite(band.mean()),
                finite(band.lower()),
                finite(band.upper()),
                finite(prior.mean()),
                finite(prior.lower()),
                finite(prior.upper()));
    }

    private Row check(FitChecks.Check c) {
        double[] values =
                c.replicates().stream().mapToDouble(Double::doubleValue).toArray();
        boolean any = values.length > 0;
        double[] q = any ? Describe.quantiles(values, 0.025, 0.25, 0.5, 0.75, 0.975) : new double[5];
        double above = 0;
        for (double value : values) {
            above += value > c.observed() ? 1 : value == c.observed() ? 0.5 : 0;
        }
        return RowFactory.create(
                MediaMixJob.NAME,
                spec.name(),
                kpi,
                "all",
                "all",
                "all",
                "posterior",
                c.statistic(),
                null,
                finite(c.observed()),
                any ? finite(Describe.mean(values)) : null,
                any ? finite(Describe.sd(values)) : null,
                any ? finite(q[0]) : null,
                any ? finite(q[1]) : null,
                any ? finite(q[2]) : null,
                any ? finite(q[3]) : null,
                any ? finite(q[4]) : null,
                any ? Double.valueOf(above / values.length) : null,
                null,
                null,
                c.passed(),
                any ? "of the scaled outcome" : "of weeks against their predictive distributions");
    }

    private void parameters(List<Row> diagnostics, List<Row> parameters, List<Series> series) {
        Draws draws = told.draws;
        SampleStats stats = told.stats;
        if (draws == null || stats == null) {
            return;
        }
        Map<String, Told.ParameterNote> notes = new HashMap<>();
        told.parameters.forEach(p -> notes.put(p.name(), p));
        double fraction = Double.POSITIVE_INFINITY;
        int depth = 0;
        for (int c = 0; c < stats.chains(); c++) {
            fraction = Math.min(fraction, stats.energyFraction(c));
            depth = Math.max(depth, stats.maxTreeDepth(c));
        }
        for (String name : draws.names()) {
            int bracket = name.indexOf('[');
            String base = bracket < 0 ? name : name.substring(0, bracket);
            String group = bracket < 0 ? "" : name.substring(bracket + 1, name.length() - 1);
            PosteriorSummary s = PosteriorSummary.ofChains(draws.byChain(name), 0.9);
            diagnostics.add(RowFactory.create(
                    MediaMixJob.NAME,
                    spec.name(),
                    base,
                    group.isEmpty() ? "all" : group,
                    null,
                    (long) stats.divergences(),
                    finite(fraction),
                    (long) depth,
                    finite(s.rHat()),
                    finite(s.essBulk()),
                    finite(s.essTail()),
                    null,
                    null,
                    null,
                    null));
            Told.ParameterNote note = notes.get(base);
            parameters.add(RowFactory.create(
                    spec.name(),
                    base,
                    group,
                    parameters.size(),
                    note == null ? null : note.transform(),
                    note == null ? null : note.prior(),
                    note == null ? null : note.origin(),
                    0,
                    "NUTS",
                    "MCMC"));
            series.add(new Series(spec.name(), base, group, draws.select(List.of(name))));
        }
    }

    /** What each tested channel returned as the model has it without the tests, beside the main rows of {@code effects}. */
    private void sensitivity(List<Row> rows) {
        for (int i = 0; i < told.untested.size(); i++) {
            MediaAnswers.Returns r = told.untested.get(i);
            if (!r.geo().equals(MediaAnswers.ALL)) {
                continue;
            }
            double[] with = told.returns.get(i).draws().values("roas");
            double[] without = r.draws().values("roas");
            for (int cell = 0; cell < 2; cell++) {
                double[] values = cell == 0 ? with : without;
                boolean finite = java.util.Arrays.stream(values).allMatch(Double::isFinite);
                double[] q = finite ? Describe.quantiles(values, 0.03, 0.97) : new double[] {Double.NaN, Double.NaN};
                rows.add(RowFactory.create(
                        MediaMixJob.NAME,
                        spec.name(),
                        "roas",
                        kpi,
                        r.channel(),
                        "all",
                        "all",
                        "prior",
                        cell == 0 ? "with_lift_tests" : "without_lift_tests",
                        cell == 0 ? "with the experiments on channels" : "without the experiments on channels",
                        true,
                        finite ? Describe.mean(values) : null,
                        finite ? Describe.sd(values) : null,
                        finite ? Describe.median(values) : null,
                        finite(q[0]),
                        finite(q[1]),
                        Describe.probabilityAbove(values, 0),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
            }
        }
    }

    /** The table of returns, for people. */
    String words(MediaMixConf conf) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s of %s: %d weeks, %d geos%n%-16s %14s %22s %10s %22s%n",
                spec.name(),
                kpi,
                panel.weeks().size(),
                panel.geos().size(),
                "channel",
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
                    "%-16s %14.0f %22s %10.3g %22s%n",
                    r.channel(),
                    r.spend(),
                    shown(byName.get(r.channel() + " roas")),
                    Describe.median(told.priorReturns.get(i).draws().values("roas")),
                    shown(byName.get(r.channel() + " share"))));
        }
        if (!told.noBudget.isEmpty()) {
            text.append("no budget: ").append(told.noBudget).append('\n');
        }
        told.budget.stream().filter(BudgetAnswer::chosen).forEach(answer -> text.append(BudgetRows.words(answer)));
        return text.toString();
    }

    private static String shown(@Nullable EffectSummary e) {
        return e == null || !Double.isFinite(e.mean())
                ? "none"
                : String.format(Locale.ROOT, "%.3g [%.3g, %.3g]", e.mean(), e.lower(), e.upper());
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
