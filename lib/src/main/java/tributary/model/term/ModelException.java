package tributary.model.term;

import java.util.List;
import java.util.stream.Collectors;

/** A model cannot be read or does not make sense: all its problems at once. */
public final class ModelException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final List<Problem> problems;

    /** The problems of one model, at least one. */
    public ModelException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** The problems, in order of place. */
    public List<Problem> problems() {
        return problems;
    }
}
