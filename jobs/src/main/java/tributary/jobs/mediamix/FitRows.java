package tributary.jobs.mediamix;

import static tributary.jobs.table.Cells.number;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import tributary.family.mediamix.FitChecks;
import tributary.family.mediamix.GeoConsensus;
import tributary.family.mediamix.Holdout;
import tributary.family.mediamix.MediaMixSpec;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.infer.PosteriorSummary;
import tributary.infer.SampleStats;
import tributary.jobs.table.DiagnosticsTable;

/** How a model fits and what its parameters are, as rows: predictive checks, weeks held out, diagnostics, draws. */
final class FitRows {
    private final MediaMixSpec spec;
    private final String kpi;
    private final Told told;
    private final GeoConsensus.@Nullable Joined joined;

    FitRows(MixRows of) {
        this.joined = of.joined();
        this.spec = of.spec();
        this.kpi = of.kpi();
        this.told = of.told();
    }

    /** A parameter's draws on their way to where they are written. */
    record Series(String analysis, String name, String group, Draws draws) implements Serializable {
        Iterator<Row> rows() {
            int length = draws.draws();
            return IntStream.range(0, draws.size())
                    .mapToObj(i -> RowFactory.create(
                            analysis,
                            name,
                            group,
                            i / length,
                            i % length,
                            number(draws.value(0, i / length, i % length))))
                    .iterator();
        }
    }

    void checks(List<Row> rows) {
        told.checks.forEach(c -> rows.add(check("posterior", c)));
        told.priorChecks.forEach(c -> rows.add(check("prior", c)));
        for (Beside held : Beside.of(told.beside, Fitting.Role.HOLDOUT)) {
            held.scores.forEach(score -> rows.add(score(held, score)));
        }
    }

    private Row score(Beside held, Holdout.Score score) {
        return row(
                "holdout",
                held.word,
                "holdout",
                score.statistic(),
                score.value(),
                null,
                score.passed(),
                String.format(
                        Locale.ROOT,
                        "%d weeks of geos held out; the model fitted without them %s",
                        held.heldOut,
                        held.trust));
    }

    private Row check(String phase, FitChecks.Check c) {
        double[] values =
                c.replicates().stream().mapToDouble(Double::doubleValue).toArray();
        return row(
                "all",
                "all",
                phase,
                c.statistic(),
                c.observed(),
                values.length > 0 ? values : null,
                c.passed(),
                values.length > 0 ? "of the scaled outcome" : "of weeks against their predictive distributions");
    }

    private Row row(
            String unitKind,
            String unit,
            String phase,
            String statistic,
            double observed,
            double @Nullable [] replicates,
            boolean passed,
            String reason) {
        boolean any = replicates != null;
        double[] values = replicates == null ? new double[0] : replicates;
        double[] q = any ? Describe.quantiles(values, 0.025, 0.25, 0.5, 0.75, 0.975) : new double[5];
        double above = 0;
        for (double value : values) {
            above += value > observed ? 1 : value == observed ? 0.5 : 0;
        }
        return RowFactory.create(
                MediaMixJob.NAME,
                spec.name(),
                kpi,
                "all",
                unitKind,
                unit,
                phase,
                statistic,
                null,
                number(observed),
                any ? number(Describe.mean(values)) : null,
                any ? number(Describe.sd(values)) : null,
                any ? number(q[0]) : null,
                any ? number(q[1]) : null,
                any ? number(q[2]) : null,
                any ? number(q[3]) : null,
                any ? number(q[4]) : null,
                any ? Double.valueOf(above / values.length) : null,
                null,
                null,
                passed,
                reason);
    }

    void parameters(List<Row> diagnostics, List<Row> parameters, List<Series> series) {
        Draws draws = told.draws;
        SampleStats stats = told.stats;
        if (draws == null) {
            return;
        }
        Map<String, Told.ParameterNote> notes = new HashMap<>();
        told.parameters.forEach(p -> notes.put(p.name(), p));
        double fraction = Double.POSITIVE_INFINITY;
        int depth = 0;
        for (int c = 0; stats != null && c < stats.chains(); c++) {
            fraction = Math.min(fraction, stats.energyFraction(c));
            depth = Math.max(depth, stats.maxTreeDepth(c));
        }
        for (String name : draws.names()) {
            int bracket = name.indexOf('[');
            String base = bracket < 0 ? name : name.substring(0, bracket);
            String group = bracket < 0 ? "" : name.substring(bracket + 1, name.length() - 1);
            PosteriorSummary s = told.summary(draws.byChain(name), 0.9);
            diagnostics.add(RowFactory.create(
                    MediaMixJob.NAME,
                    spec.name(),
                    base,
                    group.isEmpty() ? "all" : group,
                    null,
                    stats == null ? null : Long.valueOf(stats.divergences()),
                    number(fraction),
                    stats == null ? null : Long.valueOf(depth),
                    number(s.rHat()),
                    number(s.essBulk()),
                    number(s.essTail()),
                    number(told.kHat),
                    number(told.importanceEss),
                    InShards.shift(joined, base),
                    stats == null ? DiagnosticsTable.NO_CHAINS : null));
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
                    told.path.name(),
                    told.status.name()));
            series.add(new Series(spec.name(), base, group, draws.select(List.of(name))));
        }
    }
}
