package tributary.jobs.mediamix;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.MediaMixConf;
import tributary.jobs.conf.MediaMixConf.Role;
import tributary.jobs.scan.MediaRows;
import tributary.jobs.scan.OpenRows;

/**
 * What the tables hold, put in its place: numbers by what they are, geo and date; not yet judged. Both forms of input
 * come to the same.
 */
final class RawPanel {
    /** The geo of tables that have no column for it. */
    static final String NATION = "all";

    /** Numbers beyond this are no money, media or controls, and their squares are no numbers at all. */
    private static final double MOST = 1e50;

    /** A week of a geo in words; of the nation the week alone. */
    static String place(String geo, LocalDate week) {
        return geo.equals(NATION) ? week.toString() : geo + " " + week;
    }

    /** Numbers by geo and date, in order. */
    static final class Grid {
        private final TreeMap<String, TreeMap<LocalDate, Double>> values = new TreeMap<>();
        private final List<String> repeated = new ArrayList<>();
        private final List<String> broken = new ArrayList<>();
        private boolean everywhere;

        private void put(String geo, LocalDate date, MediaRows.Cell row, String what) {
            double value = row.number(what);
            Double before = values.computeIfAbsent(geo, g -> new TreeMap<>()).put(date, value);
            if (before != null) {
                repeated.add(place(geo, date));
            }
            if (!Double.isFinite(value) || Math.abs(value) > MOST) {
                broken.add(place(geo, date) + ": " + (Double.isNaN(value) ? row.text(what) : value));
            }
        }

        private Map<LocalDate, Double> of(String geo) {
            return values.getOrDefault(everywhere ? NATION : geo, new TreeMap<>());
        }

        /** The number; NaN where there is none. */
        double at(String geo, LocalDate date) {
            return of(geo).getOrDefault(date, Double.NaN);
        }

        /** Geos that have a row and are none of these. */
        Set<String> geosBut(Collection<String> known) {
            TreeSet<String> others = new TreeSet<>(values.keySet());
            others.removeAll(known);
            return others;
        }

        /** Whether the table has a row for it. */
        boolean has(String geo, LocalDate date) {
            return of(geo).containsKey(date);
        }

        /** Rows whose number is none, or out of all bounds, with what stands there. */
        List<String> broken() {
            return broken;
        }

        List<String> repeated() {
            return repeated;
        }

        Map<String, ? extends Map<LocalDate, Double>> values() {
            return values;
        }
    }

    final Map<String, Grid> kpi = new LinkedHashMap<>();
    final Map<String, Grid> spend = new LinkedHashMap<>();
    final Map<String, Grid> impressions = new LinkedHashMap<>();
    final Map<String, Grid> controls = new LinkedHashMap<>();
    final Map<String, Double> population = new TreeMap<>();
    final TreeSet<String> repeatedGeos = new TreeSet<>();
    final List<MediaRows.Cell> liftTests = new ArrayList<>();
    final TreeSet<String> leftOut = new TreeSet<>();
    final TreeSet<String> currencies = new TreeSet<>();
    final TreeSet<String> otherMarkets = new TreeSet<>();
    final List<String> undated = new ArrayList<>();
    final List<String> unplaced = new ArrayList<>();

    private final MediaMixConf conf;

    private RawPanel(MediaMixConf conf) {
        this.conf = conf;
        conf.kpis().forEach(name -> kpi.put(name, new Grid()));
        conf.spec().channels().forEach(c -> spend.put(c.name(), new Grid()));
        conf.spec().controls().forEach(c -> {
            Grid grid = new Grid();
            // Such as a holiday: a table of controls that knows no geos speaks of all of them.
            grid.everywhere = conf.tables().containsKey(Role.CONTROLS) && !conf.has(Role.CONTROLS, "geo");
            controls.put(c.name(), grid);
        });
        conf.spec().mediators().forEach(m -> controls.put(m.name(), new Grid()));
    }

    /**
     * Reads the tables: a panel for each market, in the order of names; one, without a name, where there are none.
     *
     * @throws JobFailure data gate (3) where a row has no market, or a lift test is of a market without an outcome: it would
     *     speak to nobody
     */
    static Map<String, RawPanel> read(MediaMixConf conf, Map<Role, OpenRows> tables) {
        return of(conf, role -> {
            OpenRows table = tables.get(role);
            return table == null ? List.of() : rows(conf, role, table);
        });
    }

    /** The same of rows that were read. */
    static Map<String, RawPanel> of(MediaMixConf conf, Function<Role, List<MediaRows.Cell>> rows) {
        TreeMap<String, RawPanel> markets = new TreeMap<>();
        if (!conf.marketsApart()) {
            markets.put("", new RawPanel(conf));
        }
        // The outcome's table says which markets there are.
        for (Role role : List.of(Role.ROWS, Role.KPI, Role.MEDIA, Role.CONTROLS, Role.GEOS, Role.LIFT_TESTS)) {
            take(conf, role, rows.apply(role), markets);
        }
        // A table has no order, and sums of densities have: the bits of draws must not tell how files were read.
        markets.values()
                .forEach(panel -> panel.liftTests.sort(
                        Comparator.comparing((MediaRows.Cell test) -> new TreeMap<>(test.labels()).toString())
                                .thenComparing(test -> new TreeMap<>(test.numbers()).toString())));
        return markets;
    }

    private static List<MediaRows.Cell> rows(MediaMixConf conf, Role role, OpenRows table) {
        Map<String, String> labels = new LinkedHashMap<>();
        Map<String, String> numbers = new LinkedHashMap<>();
        Map<String, String> keys = new LinkedHashMap<>();
        String date = "";
        for (Map.Entry<String, String> entry : new TreeMap<>(conf.columns().getOrDefault(role, Map.of())).entrySet()) {
            String what = entry.getKey();
            keys.put(entry.getValue(), conf.key(role, what));
            switch (what) {
                case "date" -> date = entry.getValue();
                case "geo", "market", "kpi", "channel", "name", "currency", "start", "end" ->
                    labels.put(what, entry.getValue());
                default -> numbers.put(what, entry.getValue());
            }
        }
        return MediaRows.read(table, date, labels, numbers, keys);
    }

    private static void take(MediaMixConf conf, Role role, List<MediaRows.Cell> rows, Map<String, RawPanel> markets) {
        boolean makes = role == Role.ROWS || role == Role.KPI;
        TreeSet<String> strangers = new TreeSet<>();
        for (MediaRows.Cell row : rows) {
            if (!conf.has(role, "market")) {
                markets.values().forEach(panel -> panel.put(role, row));
                continue;
            }
            String market = row.label("market");
            if (market.isBlank()) {
                throw new JobFailure(
                        ExitCode.DATA_GATE,
                        "input." + role.key() + " has a row without a market (column "
                                + JobFailure.quote(conf.column(role, "market")) + "), of " + row.date() + ".",
                        "Each market is an analysis of its own, and nobody knows of which this row is.",
                        "Give every row its market, or leave the rows out.");
            }
            RawPanel panel = makes ? markets.computeIfAbsent(market, m -> new RawPanel(conf)) : markets.get(market);
            if (panel != null) {
                panel.put(role, row);
            } else if (role == Role.LIFT_TESTS) {
                throw ofNoMarket(conf, row, market, markets);
            } else {
                strangers.add(role.key() + " of " + JobFailure.quote(market));
            }
        }
        markets.values().forEach(panel -> panel.otherMarkets.addAll(strangers));
    }

    private static JobFailure ofNoMarket(
            MediaMixConf conf, MediaRows.Cell test, String market, Map<String, RawPanel> markets) {
        String column = conf.column(Role.LIFT_TESTS, "market");
        return new JobFailure(
                ExitCode.DATA_GATE,
                "The lift test of " + test.label("channel") + " from " + test.label("start") + " in input."
                        + Role.LIFT_TESTS.key() + " is of the market " + JobFailure.quote(market) + " (column "
                        + JobFailure.quote(column) + "), which has no outcome.",
                "The outcome's table has the markets " + String.join(", ", markets.keySet()) + ".",
                "Write the market as the outcome's table does, or take the test out of the table.");
    }

    private void put(Role role, MediaRows.Cell row) {
        switch (role) {
            case GEOS -> {
                if (population.put(row.label("geo"), row.number("population")) != null) {
                    repeatedGeos.add(row.label("geo"));
                }
            }
            case LIFT_TESTS -> liftTests.add(row);
            case ROWS, KPI, MEDIA, CONTROLS -> {
                LocalDate date = row.date();
                if (date == null) {
                    undated.add(row.text(MediaRows.DATE) + " in the column "
                            + JobFailure.quote(conf.column(role, "date")) + " of input." + role.key());
                    return;
                }
                String geo = conf.has(role, "geo") ? row.label("geo") : NATION;
                if (geo.isBlank()) {
                    unplaced.add(date + " (the column " + JobFailure.quote(conf.column(role, "geo")) + " of input."
                            + role.key() + ")");
                    return;
                }
                if (role == Role.MEDIA) {
                    media(row, geo, date);
                } else if (role == Role.CONTROLS) {
                    Grid grid = controls.get(row.label("name"));
                    if (grid != null) {
                        grid.put(geo, date, row, "value");
                    }
                } else {
                    columns(row, geo, date);
                }
            }
        }
    }

    private void media(MediaRows.Cell row, String geo, LocalDate date) {
        String channel = row.label("channel");
        Grid grid = spend.get(channel);
        if (grid == null) {
            leftOut.add(channel);
            return;
        }
        grid.put(geo, date, row, "spend");
        if (conf.has(Role.MEDIA, "impressions")) {
            impressions.computeIfAbsent(channel, c -> new Grid()).put(geo, date, row, "impressions");
        }
        if (conf.has(Role.MEDIA, "currency")) {
            String currency = row.label("currency");
            currencies.add(currency.isBlank() ? "none" : currency);
        }
    }

    private void columns(MediaRows.Cell row, String geo, LocalDate date) {
        row.numbers().forEach((what, ignored) -> {
            int space = what.indexOf(' ');
            String name = what.substring(space + 1);
            Map<String, Grid> into = switch (what.substring(0, Math.max(0, space))) {
                case "kpi" -> kpi;
                case "spend" -> spend;
                case "impressions" -> impressions;
                default -> controls;
            };
            into.computeIfAbsent(name, n -> new Grid()).put(geo, date, row, what);
        });
    }
}
