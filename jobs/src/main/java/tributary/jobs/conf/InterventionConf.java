package tributary.jobs.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tributary.model.term.Assignment;
import tributary.model.term.ModelException;
import tributary.model.text.ModelText;

/**
 * What is set to what: a section such as {@code do { ads = 1, price = "0.9 * price" }}.
 *
 * @param words in the words of the conf; empty where nothing is set
 * @param settings the same, parsed
 */
public record InterventionConf(String words, List<Assignment> settings) {
    /** Copies its list. */
    public InterventionConf {
        settings = List.copyOf(settings);
    }

    /** Reads a section whose keys are names of variables; errors are noted. */
    static InterventionConf read(ConfReader conf, String key) {
        return of(conf, conf.textMap(key));
    }

    /** The same of names and values at hand; errors are noted in the reader. */
    static InterventionConf of(ConfReader conf, Map<String, String> values) {
        return conf.make(() -> parsed(values), () -> new InterventionConf("", List.of()));
    }

    private static InterventionConf parsed(Map<String, String> values) {
        List<String> words = new ArrayList<>();
        List<Assignment> settings = new ArrayList<>();
        values.forEach((name, value) -> {
            words.add(name + " = " + value);
            try {
                settings.add(new Assignment(name, ModelText.question(value)));
            } catch (ModelException e) {
                throw new IllegalArgumentException(
                        "`" + name + " = " + value + "` is no intervention: " + e.getMessage(), e);
            }
        });
        return new InterventionConf(String.join(", ", words), settings);
    }
}
