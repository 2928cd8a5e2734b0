package tributary.jobs.mediamix;

import static tributary.jobs.mediamix.CheckList.shown;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tributary.jobs.Counted;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.MediaMixConf;
import tributary.jobs.conf.MediaMixConf.Role;

/** What rows must be before they can be a panel: dated, of a geo, once each, on the week's first day, complete, not negative. */
final class RowChecks {
    private final MediaMixConf conf;
    private final RawPanel raw;
    private final String kpi;
    private final List<String> geos;
    private final List<LocalDate> weeks;
    private final CheckList checks;

    RowChecks(MediaMixConf conf, RawPanel raw, String kpi, List<String> geos, List<LocalDate> weeks, CheckList checks) {
        this.conf = conf;
        this.raw = raw;
        this.kpi = kpi;
        this.geos = geos;
        this.weeks = weeks;
        this.checks = checks;
    }

    void all() {
        checks.gate(
                "dates",
                null,
                raw.undated,
                Counted.of(raw.undated.size(), "row has", "rows have") + " no date: " + shown(raw.undated),
                "give every row a date, YYYY-MM-DD");
        checks.gate(
                "geos_missing",
                null,
                raw.unplaced,
                Counted.of(raw.unplaced.size(), "row has", "rows have") + " no geo: " + shown(raw.unplaced),
                "give every row its geo, or leave the rows out");
        checks.gate(
                "geo_all",
                null,
                geos.size() > 1 && geos.contains(RawPanel.NATION) ? List.of(RawPanel.NATION) : List.of(),
                "a geo of the outcome is called \"" + RawPanel.NATION
                        + "\", which stands for all geos together in every result",
                "leave it out if it holds the sums of the others, else call it otherwise");
        checks.gate(
                "currency",
                null,
                raw.currencies.stream().filter(c -> !c.equals(conf.currency())).toList(),
                "spend is in " + raw.currencies + " (the column "
                        + JobFailure.quote(conf.column(Role.MEDIA, "currency"))
                        + " of input.media), and mediamix.currency says " + conf.currency(),
                "bring all spend to one currency, and state it");
        grids("kpi", Map.of(kpi, PanelMaker.grid(raw.kpi, kpi)), true);
        grids("spend", raw.spend, false);
        grids("impressions", raw.impressions, false);
        grids("control", raw.controls, true);
        checks.warn(
                "channels_left_out",
                null,
                raw.leftOut.size(),
                "the media table has channels that the conf does not name: " + raw.leftOut,
                "name them under channels, or know that their effect goes into the baseline");
        if (conf.marketsApart()) {
            checks.warn(
                    "markets_left_out",
                    null,
                    raw.otherMarkets.size(),
                    "the outcome's table has no such market: " + raw.otherMarkets,
                    "write markets alike in all tables, or know that these rows are read by nobody");
        }
        Set<String> channels = raw.spend.keySet();
        alike("channels_alike", "channels of the conf and of input.media", channels, raw.leftOut);
        geosLeftOut();
        if (!raw.population.isEmpty()) {
            checks.gate(
                    "repeated_rows",
                    "population",
                    List.copyOf(raw.repeatedGeos),
                    "input.geos has two rows for " + raw.repeatedGeos,
                    "give each geo one row with its population");
            checks.gate(
                    "population",
                    null,
                    geos.stream()
                            .filter(g -> !(raw.population.getOrDefault(g, 0.0) > 0))
                            .toList(),
                    "geos without a positive population",
                    "give each geo of the outcome its population in input.geos");
        }
    }

    /** Names that differ by blanks or capitals alone are one thing written twice, and what is written otherwise would be lost. */
    private void alike(String check, String what, Collection<String> known, Collection<String> others) {
        Map<String, TreeSet<String>> written = new TreeMap<>();
        Stream.concat(known.stream(), others.stream())
                .forEach(name -> written.computeIfAbsent(name.strip().toLowerCase(Locale.ROOT), k -> new TreeSet<>())
                        .add(name));
        List<String> twice = written.values().stream()
                .filter(names -> names.size() > 1 && !known.containsAll(names))
                .map(names -> names.stream().map(JobFailure::quote).collect(Collectors.joining(" and ")))
                .toList();
        checks.gate(
                check,
                null,
                twice,
                what + " are written in several ways: " + shown(twice),
                "write each in one way in all tables and the conf");
    }

    /** Media of geos that the outcome does not have are read by nobody, be it that names are written otherwise. */
    private void geosLeftOut() {
        TreeSet<String> strangers = new TreeSet<>();
        raw.spend.values().forEach(grid -> strangers.addAll(grid.geosBut(geos)));
        raw.impressions.values().forEach(grid -> strangers.addAll(grid.geosBut(geos)));
        alike(
                "geos_alike",
                "geos of the outcome and of media",
                List.of(),
                Stream.concat(geos.stream(), strangers.stream()).toList());
        checks.warn(
                "geos_left_out",
                null,
                strangers.size(),
                "the media table has geos that the outcome has not, and their spend is left out: "
                        + shown(List.copyOf(strangers)) + "; the outcome has " + shown(geos),
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
                    absent.add(RawPanel.place(geo, week));
                }
            }
            last = any ? week : last;
        }
        boolean late = last != null && !last.equals(weeks.get(weeks.size() - 1));
        checks.warn(
                "weeks_without_rows",
                name,
                absent.size(),
                what + " of " + name + " has no row in " + absent.size() + " of " + geos.size() * weeks.size()
                        + " weeks of geos, which count as 0"
                        + (late ? "; its last row is of " + last + ", before the outcome's last week" : ""),
                "if rows are late, run again when they have come; else write weeks without spend as 0");
    }

    private void grids(String what, Map<String, RawPanel.Grid> grids, boolean complete) {
        for (Map.Entry<String, RawPanel.Grid> entry : grids.entrySet()) {
            String name = entry.getKey();
            RawPanel.Grid grid = entry.getValue();
            List<String> offDay = new ArrayList<>();
            List<String> negative = new ArrayList<>();
            grid.values()
                    .forEach((geo, byDate) -> byDate.forEach((date, value) -> {
                        if (date.getDayOfWeek() != conf.weekStart()) {
                            offDay.add(date + " (" + date.getDayOfWeek().name().toLowerCase(Locale.ROOT) + ")");
                        }
                        if (value < 0) {
                            negative.add(RawPanel.place(geo, date) + ": " + value);
                        }
                    }));
            String of = what + " of " + name + " (" + conf.place(what, name) + ")";
            checks.gate(
                    "week_start",
                    name,
                    offDay,
                    of + " has dates that are no " + conf.weekStart().name().toLowerCase(Locale.ROOT) + ": "
                            + shown(offDay),
                    "sum to weeks that start on the day that mediamix.week-starts-on states");
            checks.gate(
                    "repeated_rows",
                    name,
                    grid.repeated(),
                    of + " has two rows for " + shown(grid.repeated()),
                    "sum them");
            checks.gate(
                    "missing_values",
                    name,
                    grid.broken(),
                    of + " is no number, or out of all bounds, in " + shown(grid.broken()),
                    complete
                            ? "repair the table, or leave these weeks out at its beginning or end"
                            : "repair the table; no spend is 0");
            if (complete) {
                List<String> missing = new ArrayList<>();
                for (String geo : geos) {
                    for (LocalDate week : weeks) {
                        if (!grid.has(geo, week)) {
                            missing.add(RawPanel.place(geo, week));
                        }
                    }
                }
                checks.gate(
                        "missing_weeks",
                        name,
                        missing,
                        of + " lacks " + Counted.of(missing.size(), "week") + ", such as " + shown(missing),
                        "give every geo a row for every week from the first to the last");
            } else {
                weeksWithoutRows(what, name, grid);
                checks.gate(
                        "negative_" + what,
                        name,
                        negative,
                        of + " is negative in " + shown(negative),
                        "book refunds where the spend was, or leave them out");
            }
        }
    }
}
