package tributary.posterior;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.expr.Axis;
import tributary.expr.Exprs;
import tributary.model.Model;
import tributary.model.Variable;

/**
 * Decides between centred and non-centred effects of a group.
 *
 * <p>By the data: with s2 the variance of an outcome within levels, n the typical rows of a level, and t2 the variance
 * between levels beyond what s2 explains (analysis of variance), the share n t2 / (n t2 + s2) says how much of a
 * level's estimate is its own data. Above one half the effects are sampled as they are, else standardised.
 */
final class Centring {
    private final Parametrisation rule;
    private final Model model;
    private final Frame frame;
    private final Map<String, Parametrisation> decided;

    /**
     * A rule, and what has been decided before.
     *
     * @param decided unknowns whose coordinates are what they are, whatever the rule says
     */
    Centring(Parametrisation rule, Model model, Frame frame, Map<String, Parametrisation> decided) {
        this.rule = rule;
        this.model = model;
        this.frame = frame;
        this.decided = Map.copyOf(decided);
    }

    /** The decision for an unknown with a law that could be either, or not. */
    boolean nonCentred(Variable effect, String group, boolean hierarchical) {
        Parametrisation before = decided.get(effect.name());
        if (before != null) {
            return before == Parametrisation.NON_CENTRED;
        }
        return hierarchical && nonCentred(effect, group);
    }

    private boolean nonCentred(Variable effect, String group) {
        return switch (rule) {
            case CENTRED -> false;
            case NON_CENTRED -> true;
            case BY_DATA -> !informed(effect, group);
        };
    }

    private boolean informed(Variable effect, String group) {
        Set<String> below = model.dependencies().descendants(effect.name());
        for (Variable outcome : model.variables()) {
            boolean usable = outcome.kind() == Variable.Kind.OUTCOME
                    && below.contains(outcome.name())
                    && outcome.plates().contains(outcome.table())
                    && frame.data().hasNumbers(outcome.table(), outcome.name())
                    && Frame.hasGroup(frame.data(), outcome.table(), group);
            if (usable) {
                return share(outcome, group) > 0.5;
            }
        }
        return false;
    }

    /** n t2 / (n t2 + s2); 0 where levels have too few rows to tell. */
    private double share(Variable outcome, String group) {
        List<Moments> each =
                frame.moments(Exprs.column(outcome.name(), Axis.rows(outcome.table())), outcome.table(), group);
        double rows = 0;
        double within = 0;
        double inverse = 0;
        int used = 0;
        for (Moments level : each) {
            rows += level.count();
            within += level.squares();
            used += level.count() > 0 ? 1 : 0;
            inverse += level.count() > 0 ? 1 / level.count() : 0;
        }
        double freedom = rows - used;
        if (freedom < used || used < 2) {
            return 0;
        }
        double noise = within / freedom * inverse / used;
        double between = Describing.sd(each.stream().mapToDouble(Moments::mean).toArray());
        double total = between * between;
        return total <= 0 ? 0 : Math.max(0, total - noise) / total;
    }
}
