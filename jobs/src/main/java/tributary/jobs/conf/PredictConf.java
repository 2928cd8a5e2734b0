package tributary.jobs.conf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which variables of every unit are predicted under which interventions: the section {@code predict}.
 *
 * @param variables row variables; empty for every outcome of the model
 * @param worlds the interventions by name; one that sets nothing predicts each variable given its observed causes
 * @param draws posterior draws used for each unit, each with two of noise
 */
public record PredictConf(List<String> variables, Map<String, InterventionConf> worlds, int draws) {
    /** Copies its collections. */
    public PredictConf {
        variables = List.copyOf(variables);
        worlds = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(worlds));
    }

    /** Reads the section; empty where there is none. Errors are noted. */
    static Optional<PredictConf> read(ConfReader conf) {
        if (!conf.has("predict")) {
            return Optional.empty();
        }
        ConfReader predict = conf.section("predict");
        ConfReader named = predict.section("worlds");
        Map<String, InterventionConf> worlds = new LinkedHashMap<>();
        for (String name : named.names()) {
            worlds.put(name, InterventionConf.read(named, name));
        }
        if (worlds.isEmpty()) {
            predict.error("worlds", "names no intervention", "{ on { ads = 1 }, off { ads = 0 }, as_it_was {} }");
        }
        return Optional.of(new PredictConf(
                predict.texts("variables").orElse(List.of()),
                worlds,
                predict.integer("draws")
                        .must("be between 50 and 10000", d -> d >= 50 && d <= 10_000)
                        .orElse(250)));
    }
}
