package tributary.jobs.causal;

import java.util.List;
import tributary.identify.EffectIdentification;
import tributary.identify.ModelIdentification;

/**
 * What the rows about a question say it is of.
 *
 * @param metric the outcomes; the question's own name where it is no effect
 * @param arm what is set
 */
record QuestionColumns(String metric, String arm) {
    static QuestionColumns of(ModelIdentification identification, String question) {
        List<EffectIdentification> effects = identification.question(question).effects();
        return effects.isEmpty()
                ? new QuestionColumns(question, "none")
                : new QuestionColumns(
                        String.join(", ", effects.get(0).asked().outcomes()),
                        "do(" + String.join(", ", effects.get(0).asked().treatments()) + ")");
    }
}
