package tributary.model.term;

import java.io.Serializable;
import java.util.List;

/** What stands to the right of the bar in {@code E[y | ...]}. */
public sealed interface Condition extends Serializable {
    /** {@code do(x = 1, t = 0.9 * t)}: interventions made together. */
    record SetTo(List<Assignment> assignments) implements Condition {
        /** Copies its list. */
        public SetTo {
            assignments = List.copyOf(assignments);
        }
    }

    /** {@code m ~ do(t = 0)}: the variable keeps the value it would take under these interventions. */
    record NaturalUnder(String variable, List<Assignment> assignments) implements Condition {
        /** Copies its list. */
        public NaturalUnder {
            Names.check(variable);
            assignments = List.copyOf(assignments);
        }
    }

    /** {@code where t == 1}: averages over the rows for which it holds. */
    record Where(Term holds) implements Condition {}

    /** {@code by region}: one answer for each value. */
    record By(List<String> names) implements Condition {
        /** Copies its list. */
        public By {
            names.forEach(Names::check);
            names = List.copyOf(names);
        }
    }
}
