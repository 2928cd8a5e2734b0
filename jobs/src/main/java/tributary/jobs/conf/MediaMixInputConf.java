package tributary.jobs.conf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tributary.jobs.conf.MediaMixConf.Role;
import tributary.jobs.scan.InputTable;

/**
 * Reads which tables a media mix is made from, and which column stands for what.
 *
 * @param wide whether one table holds everything
 * @param tables the tables by role
 * @param columns the column of each date, label and number, by role and then by what it stands for
 */
record MediaMixInputConf(boolean wide, Map<Role, InputTable> tables, Map<Role, Map<String, String>> columns) {
    /** Roles whose rows belong to one market each, if markets are told apart at all. */
    private static final Set<Role> OF_A_MARKET =
            Set.of(Role.ROWS, Role.MEDIA, Role.KPI, Role.CONTROLS, Role.LIFT_TESTS);

    private enum Form {
        LONG,
        WIDE
    }

    static MediaMixInputConf read(ConfReader conf, List<String> kpis) {
        ConfReader input = conf.section("input");
        boolean wide = input.choice("form", Form.class).orElse(Form.LONG) == Form.WIDE;
        Map<Role, InputTable> tables = new LinkedHashMap<>();
        Map<Role, Map<String, String>> columns = new LinkedHashMap<>();
        tables(input, wide, tables, columns, kpis);
        if (wide) {
            Map<String, String> rows = columns.computeIfAbsent(Role.ROWS, role -> new LinkedHashMap<>());
            conf.sections("channels").forEach((channel, section) -> {
                rows.put("spend " + channel, text(section, "spend").orElse(channel));
                text(section, "impressions")
                        .optional("tv_impressions")
                        .ifPresent(column -> rows.put("impressions " + channel, column));
            });
            for (String kind : List.of("controls", "mediators")) {
                conf.sections(kind)
                        .forEach((control, section) -> rows.put(
                                "control " + control, text(section, "column").orElse(control)));
            }
        }
        Set<Role> apart = new TreeSet<>();
        Set<Role> together = new TreeSet<>();
        for (Role role : tables.keySet()) {
            if (OF_A_MARKET.contains(role)) {
                (columns.getOrDefault(role, Map.of()).containsKey("market") ? apart : together).add(role);
            }
        }
        if (!apart.isEmpty()) {
            together.forEach(role -> input.section(role.key())
                    .section("columns")
                    .error(
                            "market",
                            "is missing, and other tables tell markets apart",
                            "columns { market = country }"));
        }
        return new MediaMixInputConf(wide, tables, columns);
    }

    private static void tables(
            ConfReader input,
            boolean wide,
            Map<Role, InputTable> tables,
            Map<Role, Map<String, String>> columns,
            List<String> kpis) {
        Map<Role, List<String>> wanted = new LinkedHashMap<>();
        if (wide) {
            wanted.put(Role.ROWS, List.of("date"));
        } else {
            wanted.put(Role.MEDIA, List.of("date", "channel", "spend"));
            wanted.put(Role.KPI, List.of("date"));
            wanted.put(Role.CONTROLS, List.of("date", "name", "value"));
        }
        wanted.put(Role.GEOS, List.of("geo", "population"));
        wanted.put(Role.LIFT_TESTS, List.of("channel", "start", "end", "spend", "lift", "lift_se"));
        wanted.forEach((role, names) -> {
            boolean needed = role == Role.ROWS || role == Role.MEDIA || role == Role.KPI;
            if (!needed && !input.hasSection(role.key())) {
                return;
            }
            tables.put(role, InputConf.table(input, role.key()));
            ConfReader named = input.section(role.key()).section("columns");
            Map<String, String> mine = columns.computeIfAbsent(role, r -> new LinkedHashMap<>());
            names.forEach(what ->
                    mine.put(what, text(named, what.replace('_', '-')).orElse(what)));
            if (role != Role.GEOS) {
                text(named, "geo").optional("geo").ifPresent(column -> mine.put("geo", column));
            }
            text(named, "market").optional("country").ifPresent(column -> mine.put("market", column));
            if (role == Role.MEDIA) {
                text(named, "impressions").optional("impressions").ifPresent(c -> mine.put("impressions", c));
                text(named, "currency").optional("currency").ifPresent(c -> mine.put("currency", c));
            }
            if (role == Role.LIFT_TESTS) {
                text(named, "kpi").optional("kpi").ifPresent(c -> mine.put("kpi", c));
                if (kpis.size() > 1 && !named.has("kpi")) {
                    named.error("kpi", "is missing, and a lift is of one of several outcomes", "columns { kpi = kpi }");
                }
            }
            if (role == Role.ROWS || role == Role.KPI) {
                kpis.forEach(kpi -> mine.put("kpi " + kpi, kpi));
            }
        });
    }

    private static Field<String> text(ConfReader conf, String key) {
        return conf.text(key).must("not be empty", t -> !t.isBlank());
    }
}
