package tributary.jobs.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tributary.estimand.Noise;
import tributary.model.term.Assignment;
import tributary.model.term.ModelException;
import tributary.model.text.ModelText;

/**
 * Which outcome of every unit is told under which two interventions: the section {@code units}.
 *
 * @param outcome the row variable that is told
 * @param set the first intervention, in the words of the conf
 * @param instead the second; empty for what the unit's causes were by nature
 * @param treated the first, parsed
 * @param untreated the second, parsed
 * @param noise new noise, or the noise behind what was observed
 * @param draws posterior draws used for each unit
 */
public record UnitsConf(
        String outcome,
        String set,
        String instead,
        List<Assignment> treated,
        List<Assignment> untreated,
        Noise noise,
        int draws) {
    /** Copies its lists. */
    public UnitsConf {
        treated = List.copyOf(treated);
        untreated = List.copyOf(untreated);
    }

    /** Reads the section; empty where there is none. Errors are noted. */
    static Optional<UnitsConf> read(ConfReader conf) {
        if (!conf.has("units")) {
            return Optional.empty();
        }
        ConfReader units = conf.section("units");
        String outcome =
                units.text("outcome").must("not be empty", t -> !t.isBlank()).required("sales");
        Map<String, String> set = units.textMap("do");
        Map<String, String> instead = units.textMap("instead");
        Noise noise = units.choice("noise", Noise.class).orElse(Noise.ABDUCTED);
        int draws = units.integer("draws")
                .must("be between 100 and 10000", d -> d >= 100 && d <= 10_000)
                .orElse(500);
        return units.make(
                () -> Optional.of(
                        new UnitsConf(outcome, words(set), words(instead), parsed(set), parsed(instead), noise, draws)),
                Optional::empty);
    }

    private static String words(Map<String, String> settings) {
        List<String> words = new ArrayList<>();
        settings.forEach((name, value) -> words.add(name + " = " + value));
        return String.join(", ", words);
    }

    private static List<Assignment> parsed(Map<String, String> settings) {
        List<Assignment> assignments = new ArrayList<>();
        settings.forEach((name, value) -> {
            try {
                assignments.add(new Assignment(name, ModelText.question(value)));
            } catch (ModelException e) {
                throw new IllegalArgumentException(
                        "`" + name + " = " + value + "` is no intervention: " + e.getMessage(), e);
            }
        });
        return assignments;
    }
}
