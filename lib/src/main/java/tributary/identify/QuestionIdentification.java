package tributary.identify;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the graph says about a named question.
 *
 * @param question its name
 * @param effects each effect it asks for; none if it is arithmetic of parameters or asks for no intervention
 */
public record QuestionIdentification(String question, List<EffectIdentification> effects) {
    /** Copies its list. */
    public QuestionIdentification {
        effects = List.copyOf(effects);
    }

    /** How it is identified, for {@code identified_by}: one way, or each way once. */
    public String identifiedBy() {
        return effects.isEmpty()
                ? "model only"
                : effects.stream()
                        .map(EffectIdentification::identifiedBy)
                        .distinct()
                        .collect(Collectors.joining(" and "));
    }
}
