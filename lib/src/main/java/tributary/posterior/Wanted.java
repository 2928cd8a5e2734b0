package tributary.posterior;

import java.util.Collection;
import java.util.List;

/**
 * What must be found out of all rows before a model can be bound to facts.
 *
 * @param statistics the figures; none where the facts suffice
 * @param columns the recipe of the columns that the figures are of
 */
public record Wanted(List<Statistic> statistics, RowColumns columns) {
    /** Copies its list. */
    public Wanted {
        statistics = List.copyOf(statistics);
    }

    static Wanted of(Collection<Statistic> statistics, RowColumns columns) {
        return new Wanted(List.copyOf(statistics), columns);
    }
}
