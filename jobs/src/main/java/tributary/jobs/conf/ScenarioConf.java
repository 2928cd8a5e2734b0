package tributary.jobs.conf;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.ScenarioSpec;

/** Reads the section {@code scenarios} of a media mix: what is set to what, in which weeks and geos. */
final class ScenarioConf {
    private ScenarioConf() {}

    static List<ScenarioSpec> read(ConfReader conf, MediaMixSpec spec) {
        List<ScenarioSpec> scenarios = new ArrayList<>();
        conf.sections("scenarios").forEach((name, section) -> {
            Map<String, String> settings = section.textMap("do");
            int weeks = section.integer("weeks")
                    .must("be at least 1", w -> w >= 1)
                    .optional(13)
                    .orElse(0);
            LocalDate from =
                    section.date("from").optional(LocalDate.of(2024, 1, 1)).orElse(LocalDate.MIN);
            LocalDate to =
                    section.date("to").optional(LocalDate.of(2024, 3, 31)).orElse(LocalDate.MAX);
            Set<String> geos = Set.copyOf(section.texts("geos").orElse(List.of()));
            boolean carryOver = section.flag("carry-over").orElse(true);
            section.make(
                    () -> {
                        ScenarioSpec scenario = new ScenarioSpec(name, settings, weeks, from, to, geos, carryOver);
                        scenario.require(spec);
                        return scenarios.add(scenario);
                    },
                    () -> false);
        });
        return scenarios;
    }
}
