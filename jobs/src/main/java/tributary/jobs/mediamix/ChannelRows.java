package tributary.jobs.mediamix;

import static tributary.jobs.table.Cells.number;

import java.io.Serializable;
import java.sql.Date;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import tributary.family.mediamix.Band;
import tributary.family.mediamix.MediaAnswers;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.MediaPanel;
import tributary.infer.Draws;

/** What channels brought, as rows: draws of returns, contributions by week, curves. */
final class ChannelRows {
    private final MediaMixSpec spec;
    private final String kpi;
    private final MediaPanel panel;
    private final Told told;

    ChannelRows(MixRows of) {
        this.spec = of.spec();
        this.kpi = of.kpi();
        this.panel = of.panel();
        this.told = of.told();
    }

    /** A channel's draws on their way to where they are written. */
    record ReturnDraws(String analysis, String kpi, MediaAnswers.Returns returns) implements Serializable {
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
            return number(draws.value(quantity, i / draws.draws(), i % draws.draws()));
        }
    }

    void contributions(List<Row> rows) {
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
                    number(c.brought().mean()),
                    number(c.brought().sd()),
                    number(c.brought().lower()),
                    number(c.brought().upper()),
                    number(prior.mean()),
                    number(prior.lower()),
                    number(prior.upper())));
        }
    }

    private static Double sum(double[][] values, int geo, int week) {
        double sum = 0;
        for (int g = 0; g < values.length; g++) {
            sum += geo < 0 || geo == g ? values[g][week] : 0;
        }
        return sum;
    }

    void curves(List<Row> rows) {
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
                number(band.mean()),
                number(band.lower()),
                number(band.upper()),
                number(prior.mean()),
                number(prior.lower()),
                number(prior.upper()));
    }
}
