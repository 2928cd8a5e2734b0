package tributary.jobs.mediamix;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.jspecify.annotations.Nullable;
import tributary.family.mediamix.ChannelSpec;
import tributary.family.mediamix.LiftTest;
import tributary.family.mediamix.MediaMixModel;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.MediaPanel;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.MeasuredLift;
import tributary.jobs.conf.MediaMixConf;
import tributary.jobs.conf.MediaMixConf.Role;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.quality.Severity;
import tributary.jobs.scan.MediaRows;

/** The checks of a media mix's data, in the order in which one makes the next meaningful. */
final class PanelChecks {
    private static final String NOT_POSITIVE = "a log-normal outcome is positive, and this one is not in every week";

    private final MediaMixConf conf;
    private final RawPanel raw;
    private final String kpi;
    private final String analysis;
    private final List<String> geos;
    private final List<LocalDate> weeks;
    private final List<QualityCheck> checks = new ArrayList<>();

    PanelChecks(
            MediaMixConf conf, RawPanel raw, String kpi, String analysis, List<String> geos, List<LocalDate> weeks) {
        this.conf = conf;
        this.raw = raw;
        this.kpi = kpi;
        this.analysis = analysis;
        this.geos = geos;
        this.weeks = weeks;
    }

    List<QualityCheck> all() {
        return List.copyOf(checks);
    }

    /** Whether a check failed that holds the analysis back. */
    boolean failed() {
        return checks.stream().anyMatch(c -> !c.passed() && c.severity() == Severity.GATE);
    }

    /** What rows must be before they can be a panel: dated, once each, on the week's first day, complete, not negative. */
    void ofRows() {
        gate(
                "dates",
                null,
                raw.undated,
                "rows without a date: " + shown(raw.undated),
                "give every row a date, YYYY-MM-DD");
        gate(
                "currency",
                null,
                raw.currencies.stream().filter(c -> !c.equals(conf.currency())).toList(),
                "spend is in " + raw.currencies + ", and mediamix.currency says " + conf.currency(),
                "bring all spend to one currency, and state it");
        grids("kpi", Map.of(kpi, PanelMaker.grid(raw.kpi, kpi)), true);
        grids("spend", raw.spend, false);
        grids("impressions", raw.impressions, false);
        grids("control", raw.controls, true);
        warn(
                "channels_left_out",
                null,
                raw.leftOut.size(),
                0,
                raw.leftOut.isEmpty(),
                "the media table has channels that the conf does not name: " + raw.leftOut,
                "name them under channels, or know that their effect goes into the baseline");
        if (conf.marketsApart()) {
            warn(
                    "markets_left_out",
                    null,
                    raw.otherMarkets.size(),
                    0,
                    raw.otherMarkets.isEmpty(),
                    "the outcome's table has no such market: " + raw.otherMarkets,
                    "write markets alike in all tables, or know that these rows are read by nobody");
        }
        geosLeftOut();
        if (!raw.population.isEmpty()) {
            gate(
                    "repeated_rows",
                    "population",
                    List.copyOf(raw.repeatedGeos),
                    "input.geos has two rows for " + raw.repeatedGeos,
                    "give each geo one row with its population");
            gate(
                    "population",
                    null,
                    geos.stream()
                            .filter(g -> !(raw.population.getOrDefault(g, 0.0) > 0))
                            .toList(),
                    "geos without a positive population",
                    "give each geo of the outcome its population in input.geos");
        }
    }

    /** Media of geos that the outcome does not have are read by nobody, be it that names are written otherwise. */
    private void geosLeftOut() {
        TreeSet<String> strangers = new TreeSet<>();
        raw.spend.values().forEach(grid -> strangers.addAll(grid.geosBut(geos)));
        raw.impressions.values().forEach(grid -> strangers.addAll(grid.geosBut(geos)));
        warn(
                "geos_left_out",
                null,
                strangers.size(),
                0,
                strangers.isEmpty(),
                strangers.isEmpty()
                        ? "media are of the outcome's geos alone"
                        : "the media table has geos that the outcome has not, and their spend is left out: "
                                + shown(List.copyOf(strangers)) + "; the outcome has "
                                + shown(geos),
                "write geos alike in both tables (national spend: divide it among the geos), or know that it is left out");
    }

    /**
     * Weeks of the outcome without a row of the channel count as weeks without spend: right where nothing ran, wrong where
     * the rows are late.
     */
    private void weeksWithoutRows(String what, String name, RawPanel.Grid grid) {
        if (grid.values().isEmpty()) {
            return; // told by channel_never_used
        }
        List<String> absent = new ArrayList<>();
        LocalDate last = null;
        for (LocalDate week : weeks) {
            boolean any = false;
            for (String geo : geos) {
                if (grid.has(geo, week)) {
                    any = true;
                } else {
                    absent.add(geo + " " + week);
                }
            }
            last = any ? week : last;
        }
        boolean late = last != null && !last.equals(weeks.get(weeks.size() - 1));
        warn(
                "weeks_without_rows",
                name,
                absent.size(),
                0,
                absent.isEmpty(),
                absent.isEmpty()
                        ? what + " of " + name + " has a row for every week and geo"
                        : what + " of " + name + " has no row in " + absent.size() + " of " + geos.size() * weeks.size()
                                + " weeks of geos, which count as 0"
                                + (late ? "; its last row is of " + last + ", before the outcome's last week" : ""),
                "if rows are late, run again when they have come; else write weeks without spend as 0");
    }

    private void grids(String what, Map<String, RawPanel.Grid> grids, boolean complete) {
        for (Map.Entry<String, RawPanel.Grid> entry : grids.entrySet()) {
            String name = entry.getKey();
            RawPanel.Grid grid = entry.getValue();
            List<String> offDay = new ArrayList<>();
            List<String> broken = new ArrayList<>();
            List<String> negative = new ArrayList<>();
            grid.values()
                    .forEach((geo, byDate) -> byDate.forEach((date, value) -> {
                        if (date.getDayOfWeek() != conf.weekStart()) {
                            offDay.add(date + " (" + date.getDayOfWeek().name().toLowerCase(Locale.ROOT) + ")");
                        }
                        if (!Double.isFinite(value) || Math.abs(value) > 1e50) {
                            broken.add(geo + " " + date);
                        } else if (value < 0) {
                            negative.add(geo + " " + date + ": " + value);
                        }
                    }));
            String of = what + " of " + name;
            gate(
                    "week_start",
                    name,
                    offDay,
                    of + " has dates that are no " + conf.weekStart().name().toLowerCase(Locale.ROOT) + ": "
                            + shown(offDay),
                    "sum to weeks that start on the day that mediamix.week-starts-on states");
            gate(
                    "repeated_rows",
                    name,
                    grid.repeated(),
                    of + " has two rows for " + shown(grid.repeated()),
                    "sum them");
            gate(
                    "missing_values",
                    name,
                    broken,
                    of + " is NULL, no number or out of all bounds in " + shown(broken),
                    "repair the table; no spend is 0");
            if (complete) {
                List<String> missing = new ArrayList<>();
                for (String geo : geos) {
                    for (LocalDate week : weeks) {
                        if (!grid.has(geo, week)) {
                            missing.add(geo + " " + week);
                        }
                    }
                }
                gate(
                        "missing_weeks",
                        name,
                        missing,
                        of + " lacks " + missing.size() + " weeks, such as " + shown(missing),
                        "give every geo a row for every week from the first to the last");
            } else {
                weeksWithoutRows(what, name, grid);
                gate(
                        "negative_" + what,
                        name,
                        negative,
                        of + " is negative in " + shown(negative),
                        "book refunds where the spend was, or leave them out");
            }
        }
    }

    /** A test of the table, or null with a failed check. */
    @Nullable
    LiftTest ofLiftTest(MediaRows.Cell row, List<String> allGeos, List<LocalDate> allWeeks) {
        String channel = row.label("channel");
        String geo = conf.has(Role.LIFT_TESTS, "geo") ? row.label("geo") : "";
        String name = "lift test of " + channel + " from " + row.label("start");
        if (conf.spec().channels().stream().noneMatch(c -> c.name().equals(channel))) {
            return refused(
                    name,
                    "the channel " + JobFailure.quote(channel) + " is not one of the model",
                    "name the test's channel as under channels");
        }
        if (conf.has(Role.LIFT_TESTS, "kpi") && !conf.kpis().contains(row.label("kpi"))) {
            return refused(
                    name,
                    "the outcome " + JobFailure.quote(row.label("kpi")) + " is not one of mediamix.kpis",
                    "name the test's outcome as in mediamix.kpis");
        }
        try {
            LocalDate first = LocalDate.parse(row.label("start").substring(0, 10));
            LocalDate last = LocalDate.parse(row.label("end").substring(0, 10));
            return placed(
                    name,
                    (from, to) -> new LiftTest(
                            channel,
                            geo.equals(RawPanel.NATION) ? "" : geo,
                            from,
                            to,
                            row.number("spend"),
                            row.number("lift"),
                            row.number("lift_se")),
                    geo,
                    first,
                    last,
                    allGeos,
                    allWeeks);
        } catch (DateTimeException | IndexOutOfBoundsException e) {
            return refused(name, "its start or end is no date", "write dates YYYY-MM-DD");
        }
    }

    /** A test that an experiment measured, or null with a failed check. */
    @Nullable
    LiftTest ofMeasuredLift(MeasuredLifts.Found found, List<String> allGeos, List<LocalDate> allWeeks) {
        MeasuredLift test = found.test();
        return placed(
                test.key(),
                (from, to) ->
                        new LiftTest(test.channel(), test.geo(), from, to, test.spend(), found.lift(), found.se()),
                test.geo(),
                test.start(),
                test.end(),
                allGeos,
                allWeeks);
    }

    private @Nullable LiftTest placed(
            String name,
            BiFunction<Integer, Integer, LiftTest> made,
            String geo,
            LocalDate first,
            LocalDate last,
            List<String> allGeos,
            List<LocalDate> allWeeks) {
        if (!geo.isEmpty() && !geo.equals(RawPanel.NATION) && !allGeos.contains(geo)) {
            return refused(
                    name,
                    "the geo " + JobFailure.quote(geo) + " is not one of the outcome's",
                    "name the test's geo as in the outcome, or leave it empty for all");
        }
        int from = PanelMaker.weeksBetween(allWeeks.get(0), first);
        int to = PanelMaker.weeksBetween(allWeeks.get(0), last);
        if (from < 0 || to >= allWeeks.size()) {
            return refused(name, "it lies outside the data's weeks", "give tests within the weeks of the outcome");
        }
        try {
            return made.apply(from, to);
        } catch (IllegalArgumentException e) {
            return refused(name, String.valueOf(e.getMessage()), "correct the test");
        }
    }

    private @Nullable LiftTest refused(String name, String why, String remedy) {
        gate("lift_test", name, List.of(name), name + ": " + why, remedy);
        return null;
    }

    /** What a panel must be before a model can learn from it, and what it can hardly learn. */
    void ofPanel(MediaPanel panel, MediaMixSpec spec) {
        int rows = geos.size() * weeks.size();
        double[] outcome = flat(panel.kpi());
        boolean varies = Arrays.stream(outcome).distinct().count() > 1;
        gate(
                "kpi_variance",
                kpi,
                varies ? List.of() : List.of(kpi),
                "the outcome is " + outcome[0] + " in every week",
                "name an outcome that varies");
        if (spec.outcome() == MediaMixSpec.Outcome.LOGNORMAL) {
            gate(
                    "kpi_positive",
                    kpi,
                    notPositive(panel),
                    NOT_POSITIVE,
                    "take outcome.distribution = normal or student-t");
        }
        for (ChannelSpec channel : spec.channels()) {
            ofChannel(panel, channel.name());
        }
        if (failed()) {
            return;
        }
        int parameters = parameters(panel, spec);
        gate(
                "more_parameters_than_weeks",
                null,
                parameters < rows ? List.of() : List.of("model"),
                "the model has " + parameters + " parameters and " + rows + " weeks of data",
                "give more weeks or geos, or join channels and leave out controls");
        collinear(panel, spec);
    }

    private static List<String> notPositive(MediaPanel panel) {
        return Arrays.stream(flat(panel.kpi()))
                .filter(v -> v <= 0)
                .mapToObj(Double::toString)
                .toList();
    }

    /** Why another model cannot be fitted to a panel that the asked one can be; empty if it can. */
    static String unfit(MediaMixSpec variant, MediaPanel panel) {
        if (variant.outcome() == MediaMixSpec.Outcome.LOGNORMAL
                && !notPositive(panel).isEmpty()) {
            return NOT_POSITIVE + ": " + notPositive(panel).get(0);
        }
        try {
            int parameters = dimension(variant, panel);
            int rows = flat(panel.kpi()).length;
            return parameters < rows ? "" : "it has " + parameters + " parameters and " + rows + " weeks of data";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static int dimension(MediaMixSpec spec, MediaPanel panel) {
        return MediaMixModel.of(spec, panel).bind().layout().dimension();
    }

    private int parameters(MediaPanel panel, MediaMixSpec spec) {
        try {
            return dimension(spec, panel);
        } catch (IllegalArgumentException e) {
            gate("lift_test", "model", List.of("model"), String.valueOf(e.getMessage()), "correct the row");
            return 0;
        }
    }

    private void ofChannel(MediaPanel panel, String channel) {
        MediaPanel.Media media = panel.of(channel);
        double[] spend = flat(media.spend());
        double[] exposure = flat(media.exposure());
        boolean used = Arrays.stream(exposure).anyMatch(v -> v > 0);
        gate(
                "channel_never_used",
                channel,
                used ? List.of() : List.of(channel),
                "nothing was spent on " + channel + " in any week of the outcome",
                "leave the channel out: its answer would be its prior");
        long unseen = 0;
        for (int i = 0; i < spend.length; i++) {
            unseen += spend[i] > 0 && exposure[i] <= 0 ? 1 : 0;
        }
        warn(
                "spend_without_impressions",
                channel,
                (double) unseen,
                0,
                unseen == 0,
                unseen + " weeks have spend and no impressions",
                "see whether impressions are late or booked in another week");
        double mean = Arrays.stream(exposure).average().orElse(0);
        double sd = Math.sqrt(Arrays.stream(exposure)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElse(0));
        warn(
                "spend_varies",
                channel,
                mean > 0 ? sd / mean : 0,
                0.1,
                !used || sd > 0.1 * mean,
                "media hardly vary from week to week (standard deviation over mean)",
                "expect the prior to speak; vary the spend, or test");
    }

    /** Pairs that move together, and channels that the others together foretell; by correlation of weekly media. */
    private void collinear(MediaPanel panel, MediaMixSpec spec) {
        int channels = spec.channels().size();
        if (channels < 2) {
            return;
        }
        double[][] columns = new double[geos.size() * weeks.size()][channels];
        for (int c = 0; c < channels; c++) {
            double[] values = flat(panel.of(spec.channels().get(c).name()).exposure());
            for (int i = 0; i < values.length; i++) {
                columns[i][c] = values[i];
            }
        }
        RealMatrix correlation =
                new PearsonsCorrelation(new Array2DRowRealMatrix(columns, false)).getCorrelationMatrix();
        double most = 0;
        String pair = "";
        for (int a = 0; a < channels; a++) {
            for (int b = 0; b < a; b++) {
                double r = Math.abs(correlation.getEntry(a, b));
                if (r > most) {
                    most = r;
                    pair = spec.channels().get(b).name() + " and "
                            + spec.channels().get(a).name();
                }
            }
        }
        warn(
                "channels_correlated",
                null,
                most,
                conf.limits().correlation(),
                most <= conf.limits().correlation(),
                "the most alike are " + pair,
                "the split between them is the prior's; join them, or test one");
        LUDecomposition factors = new LUDecomposition(correlation);
        boolean singular = !factors.getSolver().isNonSingular();
        for (int c = 0; c < channels; c++) {
            double inflation = singular
                    ? Double.POSITIVE_INFINITY
                    : factors.getSolver().getInverse().getEntry(c, c);
            String channel = spec.channels().get(c).name();
            warn(
                    "variance_inflation",
                    channel,
                    inflation,
                    conf.limits().vif(),
                    inflation <= conf.limits().vif(),
                    "how much less is known of " + channel + " because the others move with it",
                    "join channels that run together, or test this one");
        }
    }

    private static double[] flat(double[][] values) {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
    }

    private static String shown(List<String> examples) {
        return String.join(", ", examples.subList(0, Math.min(3, examples.size())))
                + (examples.size() > 3 ? " and " + (examples.size() - 3) + " more" : "");
    }

    private void gate(String check, @Nullable String unit, List<?> faults, String finding, String remedy) {
        checks.add(new QualityCheck(
                check,
                analysis,
                kpi,
                unit,
                (double) faults.size(),
                0,
                Severity.GATE,
                faults.isEmpty(),
                faults.size(),
                faults.isEmpty() ? "as it should be" : finding,
                remedy));
    }

    private void warn(
            String check,
            @Nullable String unit,
            double observed,
            double threshold,
            boolean passed,
            String finding,
            String remedy) {
        checks.add(new QualityCheck(
                check,
                analysis,
                kpi,
                unit,
                Double.isFinite(observed) ? observed : null,
                threshold,
                Severity.WARN,
                passed,
                0,
                finding,
                remedy));
    }
}
