package tributary.posterior;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model must know of all rows, when the rows themselves lie elsewhere: levels of groups, values of group-level
 * columns, and the statistics behind default priors, centring and knots; immutable.
 *
 * <p>A posterior bound to facts has the parameters, priors and columns of one bound to the rows. Facts are gathered in
 * steps: bind, look what {@link Posterior#wanted} asks for, find it out, bind again, until nothing is missing.
 */
public final class Facts implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, Levels> levels;
    private final LinkedHashMap<String, int[]> parents;
    private final LinkedHashMap<String, double[]> groupColumns;
    private final LinkedHashMap<Statistic, double[]> statistics;

    private Facts(
            Map<String, Levels> levels,
            Map<String, int[]> parents,
            Map<String, double[]> groupColumns,
            Map<Statistic, double[]> statistics) {
        this.levels = new LinkedHashMap<>(levels);
        this.parents = new LinkedHashMap<>(parents);
        this.groupColumns = new LinkedHashMap<>(groupColumns);
        this.statistics = new LinkedHashMap<>(statistics);
    }

    /**
     * Facts about groups; statistics come later.
     *
     * @param levels the levels of every group of the model
     * @param parents for each nested group, the position of the level that each of its levels lies in
     * @param groupColumns for each column of a group, its value in each level
     */
    public static Facts of(Map<String, Levels> levels, Map<String, int[]> parents, Map<String, double[]> groupColumns) {
        return new Facts(levels, parents, groupColumns, Map.of());
    }

    /** These facts and one statistic more. */
    public Facts with(Statistic statistic, double... value) {
        Map<Statistic, double[]> more = new LinkedHashMap<>(statistics);
        more.put(statistic, value.clone());
        return new Facts(levels, parents, groupColumns, more);
    }

    /** The levels of a group, or null. */
    @Nullable
    Levels levels(String group) {
        return levels.get(group);
    }

    int @Nullable [] parents(String group) {
        return parents.get(group);
    }

    double @Nullable [] groupColumn(String variable) {
        return groupColumns.get(variable);
    }

    double @Nullable [] value(Statistic statistic) {
        return statistics.get(statistic);
    }

    /** The statistics that are known. */
    public List<Statistic> statistics() {
        return Collections.unmodifiableList(new ArrayList<>(statistics.keySet()));
    }
}
