package tributary.estimand;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tributary.expr.Columns;
import tributary.model.Variable;
import tributary.model.term.Assignment;
import tributary.posterior.BindingException;
import tributary.posterior.Data;
import tributary.posterior.Posterior;
import tributary.posterior.RowColumns;
import tributary.random.StreamKey;

/**
 * What becomes of units, one by one, under an intervention and under another: their posterior predictive distributions
 * with the same noise on both sides. It holds expressions and no rows, and travels to where the rows are.
 */
public final class UnitEffects implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String outcome;
    private final String table;
    private final double probability;
    private final RowColumns recipe;
    private final UnitWorld treated;
    private final UnitWorld untreated;
    private final double[][] positions;

    private UnitEffects(
            Posterior posterior,
            String outcome,
            List<Assignment> one,
            List<Assignment> other,
            Noise noise,
            double probability,
            double[][] positions) {
        Variable variable = posterior.model().variable(outcome);
        if (variable.kind() != Variable.Kind.OUTCOME) {
            throw new BindingException(
                    "`" + outcome + "` is no outcome of the model: name a row variable with a distribution");
        }
        this.outcome = outcome;
        this.table = variable.table();
        this.probability = probability;
        this.recipe = posterior.rowColumns();
        this.treated = UnitWorld.of(posterior, "units treated", outcome, one, noise);
        this.untreated = UnitWorld.of(posterior, "units untreated", outcome, other, noise);
        this.positions = positions;
    }

    /**
     * Effects on units.
     *
     * @param outcome a row variable with a distribution
     * @param one the first world
     * @param other the second
     * @param noise which noise units have there
     * @param probability of the intervals
     * @param positions unconstrained draws of the posterior
     * @throws BindingException if the model does not say what becomes of the outcome there
     */
    public static UnitEffects of(
            Posterior posterior,
            String outcome,
            List<Assignment> one,
            List<Assignment> other,
            Noise noise,
            double probability,
            double[]... positions) {
        return new UnitEffects(posterior, outcome, one, other, noise, probability, positions);
    }

    /**
     * The effects on some rows.
     *
     * @param names what noise is keyed by: one name a row, the row's own
     */
    public List<UnitEffect> of(Data rows, List<String> names, StreamKey key) {
        Columns columns = recipe.of(rows);
        int size = rows.rows(table);
        double[][] one = new double[size][positions.length];
        double[][] other = new double[size][positions.length];
        List<StreamKey> keys = names.stream().map(key::with).toList();
        treated.over(columns, rows, size).fill(positions, keys, one);
        untreated.over(columns, rows, size).fill(positions, keys, other);
        double[] observed = rows.hasNumbers(table, outcome) ? rows.numbers(table, outcome) : new double[0];
        List<UnitEffect> effects = new ArrayList<>();
        double[] gaps = new double[positions.length];
        for (int i = 0; i < size; i++) {
            int positive = 0;
            for (int d = 0; d < gaps.length; d++) {
                gaps[d] = one[i][d] - other[i][d];
                positive += gaps[d] > 0 ? 1 : 0;
            }
            effects.add(new UnitEffect(
                    observed.length == 0 ? Double.NaN : observed[i],
                    UnitEffect.Predicted.of(one[i], probability),
                    UnitEffect.Predicted.of(other[i], probability),
                    UnitEffect.Predicted.of(gaps, probability),
                    (double) positive / gaps.length));
        }
        return effects;
    }
}
