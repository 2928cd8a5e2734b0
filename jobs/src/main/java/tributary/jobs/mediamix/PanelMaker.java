package tributary.jobs.mediamix;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tributary.family.mediamix.ChannelSpec;
import tributary.family.mediamix.LiftTest;
import tributary.family.mediamix.MediaPanel;
import tributary.infer.Describe;
import tributary.jobs.conf.MediaMixConf;

/**
 * From what the tables hold to a complete panel of weeks and geos for one outcome, and the checks on the way; there is no
 * panel where a check that gates it fails.
 */
final class PanelMaker {
    private final MediaMixConf conf;
    private final RawPanel raw;
    private final String kpi;
    private final String analysis;
    private final List<MeasuredLifts.Found> measured;
    private final List<LocalDate> weeks = new ArrayList<>();
    private final List<String> geos;

    PanelMaker(MediaMixConf conf, RawPanel raw, String kpi, String analysis, List<MeasuredLifts.Found> measured) {
        this.measured = measured;
        this.conf = conf;
        this.raw = raw;
        this.kpi = kpi;
        this.analysis = analysis;
        TreeSet<LocalDate> dates = new TreeSet<>();
        grid(raw.kpi, kpi).values().values().forEach(byDate -> dates.addAll(byDate.keySet()));
        this.geos = new ArrayList<>(new TreeSet<>(grid(raw.kpi, kpi).values().keySet()));
        for (LocalDate week = dates.isEmpty() ? LocalDate.MAX : dates.first();
                !dates.isEmpty() && !week.isAfter(dates.last());
                week = week.plusWeeks(1)) {
            weeks.add(week);
        }
    }

    /** The panel; null where a check that gates it failed. */
    @Nullable
    MediaPanel make(CheckList checks) {
        new RowChecks(conf, raw, kpi, geos, weeks, checks).all();
        if (checks.failed()) {
            return null;
        }
        List<LiftTest> tests = new LiftChecks(conf, kpi, geos, weeks, checks).all(raw.liftTests, measured);
        List<MediaPanel.Media> media = new ArrayList<>();
        for (ChannelSpec channel : conf.spec().channels()) {
            double[][] spend = values(grid(raw.spend, channel.name()), true);
            RawPanel.Grid shown = raw.impressions.get(channel.name());
            double[][] exposure = shown == null ? spend : values(shown, true);
            // A channel of which no impression is known, such as one of paper, works by its spend.
            boolean known = sum(exposure) > 0;
            if (shown != null) {
                checks.warn(
                        "impressions_known",
                        channel.name(),
                        sum(exposure),
                        0,
                        known || sum(spend) == 0,
                        known
                                ? "as it should be"
                                : "no week has impressions of " + channel.name() + ": its spend stands for them",
                        "see whether impressions arrive; if the channel has none, this is as it should be");
            }
            media.add(new MediaPanel.Media(channel.name(), spend, known ? exposure : spend));
        }
        List<MediaPanel.Series> controls = new ArrayList<>();
        raw.controls.forEach((name, grid) -> controls.add(new MediaPanel.Series(name, values(grid, false))));
        double[][] outcome = values(grid(raw.kpi, kpi), false);
        if (!sized()) {
            checks.gate(
                    "geo_size",
                    kpi,
                    withoutOutcome(outcome),
                    "a geo's mean outcome is its size, by which its media are divided, and it is not positive in "
                            + CheckList.shown(withoutOutcome(outcome)),
                    "leave such geos out, or give populations (input.geos)");
            if (checks.failed()) {
                return null;
            }
        }
        MediaPanel panel = new MediaPanel(
                geos,
                weeks,
                outcome,
                media,
                controls,
                sizes(outcome),
                conf.value(),
                checks.failed() ? List.of() : tests);
        new PanelChecks(panel, conf.spec().withName(analysis), conf.limits(), checks).all(kpi);
        return checks.failed() ? null : panel;
    }

    /** Whether the geos' sizes are given, and not made of their outcomes. */
    boolean sized() {
        return !raw.population.isEmpty() || geos.size() == 1;
    }

    /** Populations where they are given, else the geos' mean outcomes. */
    private double[] sizes(double[][] outcome) {
        double[] sizes = new double[geos.size()];
        for (int g = 0; g < sizes.length; g++) {
            sizes[g] = raw.population.isEmpty()
                    ? Describe.mean(outcome[g])
                    : raw.population.getOrDefault(geos.get(g), 1.0);
        }
        return sizes.length == 1 ? new double[] {1} : sizes;
    }

    private List<String> withoutOutcome(double[][] outcome) {
        List<String> without = new ArrayList<>();
        for (int g = 0; g < outcome.length; g++) {
            double mean = Describe.mean(outcome[g]);
            if (!(mean > 0)) {
                without.add(geos.get(g) + ": " + mean);
            }
        }
        return without;
    }

    private static double sum(double[][] values) {
        double sum = 0;
        for (double[] row : values) {
            for (double value : row) {
                sum += value;
            }
        }
        return sum;
    }

    private double[][] values(RawPanel.Grid grid, boolean zero) {
        double[][] values = new double[geos.size()][weeks.size()];
        for (int g = 0; g < geos.size(); g++) {
            for (int t = 0; t < weeks.size(); t++) {
                boolean has = grid.has(geos.get(g), weeks.get(t));
                values[g][t] = has || !zero ? grid.at(geos.get(g), weeks.get(t)) : 0;
            }
        }
        return values;
    }

    static RawPanel.Grid grid(Map<String, RawPanel.Grid> grids, String name) {
        return grids.getOrDefault(name, new RawPanel.Grid());
    }

    /** Whole weeks from one date to another; negative where there are none. */
    static int weeksBetween(LocalDate first, LocalDate date) {
        return (int) Math.floorDiv(ChronoUnit.DAYS.between(first, date), 7L);
    }
}
