package tributary.jobs.conf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.jobs.scan.InputTable;

/**
 * What {@code simulate} draws from a model: the section {@code simulate}, and {@code input} for what the model takes as
 * given.
 *
 * @param file where the model's text lies
 * @param table the Delta table that is written; its parameters stand in a second one, named {@code _truth}
 * @param rows rows of a draw; the rows of the input where there is one
 * @param draws data sets, each with parameters drawn from the prior
 * @param set parameters and variables that are set
 * @param groups the levels of each group, dealt to rows by chance
 * @param input the table of exogenous columns and groups; empty where the model needs none
 * @param columns the column of each variable and group there
 * @param key the column that names its rows
 */
public record SimulationConf(
        String file,
        String table,
        long rows,
        int draws,
        InterventionConf set,
        Map<String, List<String>> groups,
        Optional<InputTable> input,
        Map<String, String> columns,
        @Nullable String key) {
    /** Copies its maps. */
    public SimulationConf {
        groups = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** The column of a variable or group: the one that is named, or of its own name. */
    public String column(String variable) {
        return columns.getOrDefault(variable, variable);
    }

    /** Reads both sections; empty where no model is named. Errors are noted. */
    public static Optional<SimulationConf> read(ConfReader conf) {
        ConfReader simulate = conf.section("simulate");
        if (!simulate.has("model")) {
            return Optional.empty();
        }
        Map<String, List<String>> groups = new LinkedHashMap<>();
        ConfReader levels = simulate.section("groups");
        for (String group : levels.names()) {
            groups.put(
                    group,
                    new ArrayList<>(levels.texts(group)
                            .must("name a level or more", l -> !l.isEmpty())
                            .required(List.of("north", "south"))));
        }
        boolean given = conf.hasSection("input");
        ConfReader input = conf.section("input");
        return Optional.of(new SimulationConf(
                simulate.text("model").required("conf/models/google_ads.model"),
                simulate.text("table").must("not be empty", t -> !t.isBlank()).required("warehouse/ads"),
                given
                        ? 0
                        : simulate.whole("rows")
                                .must("be between 1 and 10 billion", n -> n >= 1 && n <= 10_000_000_000L)
                                .required(1000L),
                simulate.integer("draws")
                        .must("be between 1 and 10000", d -> d >= 1 && d <= 10_000)
                        .orElse(1),
                InterventionConf.read(simulate, "do"),
                groups,
                given ? Optional.of(InputConf.table(input, "rows")) : Optional.empty(),
                given ? input.textMap("columns") : Map.of(),
                given ? input.text("key").required("customer_id") : null));
    }
}
