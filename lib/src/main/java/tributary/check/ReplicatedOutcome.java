package tributary.check;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tributary.consensus.Blocks;
import tributary.dist.Distribution;
import tributary.expr.Expr;
import tributary.model.Variable;
import tributary.posterior.BindingException;
import tributary.posterior.Data;
import tributary.posterior.Posterior;
import tributary.posterior.World;

/**
 * An outcome of the rows with its law given its observed causes, and the treatments among its causes.
 *
 * @param name the variable
 * @param table the table of its rows
 * @param family its law
 * @param arguments the law's arguments, over parameters and columns
 * @param treatments row variables whose levels tell arms apart
 */
record ReplicatedOutcome(
        String name, String table, Distribution family, ArrayList<Expr> arguments, ArrayList<String> treatments)
        implements Serializable {

    /**
     * The observed outcomes of a bound model that have one value a row; without those whose law given its causes cannot be
     * told, such as the third of three that are drawn together.
     */
    static List<ReplicatedOutcome> of(Posterior posterior, Set<String> treatments) {
        World world = World.of(posterior, "");
        List<ReplicatedOutcome> outcomes = new ArrayList<>();
        for (Variable variable : posterior.model().variables()) {
            if (variable.kind() == Variable.Kind.OUTCOME
                    && posterior.model().isObserved(variable)
                    && world.isRow(variable.name())) {
                World.Drawn law;
                try {
                    law = world.law(variable.name(), Set.of());
                } catch (BindingException severalTogether) {
                    continue;
                }
                Set<String> causes = new LinkedHashSet<>();
                for (String treatment : treatments) {
                    boolean column = posterior.model().has(treatment)
                            && posterior.model().variable(treatment).data()
                            && posterior.model().variable(treatment).table().equals(variable.table())
                            && world.isRow(treatment);
                    if (column
                            && posterior
                                    .model()
                                    .dependencies()
                                    .descendants(treatment)
                                    .contains(variable.name())) {
                        causes.add(treatment);
                    }
                }
                outcomes.add(new ReplicatedOutcome(
                        variable.name(),
                        variable.table(),
                        law.family(),
                        new ArrayList<>(law.arguments()),
                        new ArrayList<>(causes)));
            }
        }
        return outcomes;
    }

    /** How many rows of the table each row stands for. */
    static double[] weights(Data rows, String table) {
        if (rows.hasNumbers(table, Blocks.WEIGHT)) {
            return rows.numbers(table, Blocks.WEIGHT);
        }
        double[] ones = new double[rows.rows(table)];
        Arrays.fill(ones, 1);
        return ones;
    }
}
