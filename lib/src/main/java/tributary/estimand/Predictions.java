package tributary.estimand;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tributary.expr.Columns;
import tributary.infer.Describe;
import tributary.model.Variable;
import tributary.model.term.Assignment;
import tributary.posterior.BindingException;
import tributary.posterior.Data;
import tributary.posterior.Posterior;
import tributary.posterior.RowColumns;
import tributary.random.StreamKey;

/**
 * Posterior predictive distributions of variables of single rows, in as many worlds as are asked for, with the same draws
 * of parameters and noise in all of them. What a world sets reaches its effects; what nothing reaches keeps its observed
 * value, and an asked variable is drawn given its causes even so.
 *
 * <p>Each draw of the parameters has two of noise: their covariance over the draws is the part of the predictive variance
 * that the parameters make, half their mean squared difference what noise makes. It holds no rows and travels to them.
 */
public final class Predictions implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<Asked> asked = new ArrayList<>();
    private final RowColumns recipe;
    private final double probability;
    private final double[][] positions;

    /** A variable in a world. */
    private record Asked(String world, String variable, boolean observed, UnitWorld unit) implements Serializable {}

    private Predictions(Posterior posterior, double probability, double[][] positions) {
        this.recipe = posterior.rowColumns();
        this.probability = probability;
        this.positions = positions;
    }

    /**
     * Predictions.
     *
     * @param variables row variables with a distribution, or computed from others
     * @param worlds what is set in each, by the world's name
     * @param probability of the intervals
     * @param positions unconstrained draws of the posterior
     * @throws BindingException if the model does not say what becomes of a variable in a world
     */
    public static Predictions of(
            Posterior posterior,
            List<String> variables,
            Map<String, List<Assignment>> worlds,
            double probability,
            double[]... positions) {
        Predictions all = new Predictions(posterior, probability, positions);
        for (String name : variables) {
            Variable variable = posterior.model().variable(name);
            boolean outcome = variable.kind() == Variable.Kind.OUTCOME;
            if (!outcome && variable.kind() != Variable.Kind.DETERMINISTIC) {
                throw new BindingException("`" + name + "` is not predicted by the model: it is "
                        + (variable.unknown() ? "a parameter" : "taken as given")
                        + "; name a row variable with a distribution or an equation");
            }
            worlds.forEach((world, settings) -> all.asked.add(new Asked(
                    world,
                    name,
                    outcome,
                    UnitWorld.predicted(posterior, "prediction of " + name + " in " + world, name, settings))));
        }
        return all;
    }

    /**
     * One variable of one row in one world.
     *
     * @param row the row's place among those given
     * @param observed what was observed; NaN for what is computed
     * @param predicted its distribution
     * @param median its median
     * @param noiseVariance the part of its variance that noise makes
     * @param parameterVariance the part that uncertainty of the parameters makes
     */
    public record Prediction(
            int row,
            String world,
            String variable,
            double observed,
            UnitEffect.Predicted predicted,
            double median,
            double noiseVariance,
            double parameterVariance) {}

    /**
     * The predictions of some rows.
     *
     * @param names what noise is keyed by: one name a row, the row's own
     */
    public List<Prediction> of(Data rows, List<String> names, StreamKey key) {
        Columns columns = recipe.of(rows);
        int size = names.size();
        int draws = positions.length;
        List<StreamKey> first =
                names.stream().map(name -> key.with("once").with(name)).toList();
        List<StreamKey> second =
                names.stream().map(name -> key.with("again").with(name)).toList();
        double[][] once = new double[size][draws];
        double[][] again = new double[size][draws];
        List<Prediction> all = new ArrayList<>();
        for (Asked one : asked) {
            UnitWorld.Over over = one.unit().over(columns, rows, size);
            over.fill(positions, first, once);
            over.fill(positions, second, again);
            double[] observed = one.observed() ? rows.numbers(one.unit().table(), one.variable()) : new double[0];
            for (int i = 0; i < size; i++) {
                double[] both = new double[2 * draws];
                double noise = 0;
                double parameters = 0;
                double mean = Describe.mean(once[i]);
                double other = Describe.mean(again[i]);
                for (int d = 0; d < draws; d++) {
                    both[2 * d] = once[i][d];
                    both[2 * d + 1] = again[i][d];
                    noise += 0.5 * (once[i][d] - again[i][d]) * (once[i][d] - again[i][d]) / draws;
                    parameters += (once[i][d] - mean) * (again[i][d] - other) / (draws - 1);
                }
                all.add(new Prediction(
                        i,
                        one.world(),
                        one.variable(),
                        observed.length == 0 ? Double.NaN : observed[i],
                        UnitEffect.Predicted.of(both, probability),
                        Describe.median(both),
                        noise,
                        Math.max(0, parameters)));
            }
        }
        return all;
    }
}
