package tributary.model.term;

import java.io.Serializable;

/** {@code x = value}: an intervention; names in the value mean natural values. */
public record Assignment(String variable, Term value) implements Serializable {
    /** Rejects what the language cannot write. */
    public Assignment {
        Names.check(variable);
    }
}
