package tributary.decide;

import java.io.Serializable;
import java.util.List;

/**
 * Whether the data may be believed: what quality checks said of an experiment.
 *
 * @param trusted false if a gate failed: no action is then drawn from the data
 * @param findings the failed checks in words, gates first; empty if all passed
 */
public record Health(boolean trusted, List<String> findings) implements Serializable {
    private static final long serialVersionUID = 1L;

    public Health {
        findings = List.copyOf(findings);
    }

    /** Nothing found. */
    public static Health good() {
        return new Health(true, List.of());
    }

    /** One line for the tables. */
    public String words() {
        return findings.isEmpty() ? "ok" : (trusted ? "warn: " : "gate: ") + String.join("; ", findings);
    }
}
