package tributary.consensus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tributary.model.Model;
import tributary.posterior.BindingException;
import tributary.posterior.Data;
import tributary.posterior.Facts;
import tributary.posterior.Figures;
import tributary.posterior.GroupFacts;
import tributary.posterior.Posterior;
import tributary.posterior.RowColumns;
import tributary.posterior.Statistic;
import tributary.posterior.Wanted;

/**
 * Finds out over the blocks what a model must know of all rows, and binds it to that: no row comes to the driver.
 *
 * <p>One pass for the groups, one for the statistics of default priors and centring, one more where a spline's columns
 * are scaled by their own statistics, and a last one that checks every row. Parts are merged in the order of the shards.
 */
public final class FactSearch {
    /** Splines of splines do not exist, so what is wanted ends soon. */
    private static final int MOST_STEPS = 6;

    private FactSearch() {}

    /**
     * A bound model and how many passes it took.
     *
     * @param posterior bound to facts, without rows
     * @param passes passes over the blocks
     */
    public record Found(Posterior posterior, int passes) {}

    /**
     * Binds a model to the rows of all blocks.
     *
     * @throws BindingException if model and rows do not go together
     */
    public static Found bind(Model model, Blocks blocks) {
        int passes = 0;
        Facts facts = Facts.of(java.util.Map.of(), java.util.Map.of(), java.util.Map.of());
        boolean grouped =
                model.plates().values().stream().anyMatch(plate -> plate.kind() == tributary.model.Plate.Kind.GROUP)
                        || model.variables().stream()
                                .anyMatch(v -> v.data() && !v.plates().contains(v.table()));
        if (grouped) {
            facts = blocks.map((shard, rows) -> GroupFacts.of(model, rows)).stream()
                    .reduce(GroupFacts::plus)
                    .orElseThrow()
                    .facts();
            passes++;
        }
        Wanted wanted = Posterior.wanted(model, blocks.columns(), facts);
        for (int step = 0; !wanted.statistics().isEmpty() && step < MOST_STEPS; step++) {
            facts = found(facts, wanted, blocks);
            passes++;
            wanted = Posterior.wanted(model, blocks.columns(), facts);
        }
        Posterior posterior = Posterior.of(model, blocks.columns(), facts);
        check(model, facts, blocks);
        return new Found(posterior, passes + 1);
    }

    private static Facts found(Facts facts, Wanted wanted, Blocks blocks) {
        ArrayList<Statistic> statistics = new ArrayList<>(wanted.statistics());
        RowColumns columns = wanted.columns();
        List<Parts> parts = blocks.map((shard, rows) -> {
            double[] weights = weights(rows);
            double[][] values = new double[statistics.size()][];
            for (int i = 0; i < values.length; i++) {
                values[i] = Figures.of(statistics.get(i), columns, rows, weights);
            }
            return new Parts(values);
        });
        Facts more = facts;
        for (int i = 0; i < statistics.size(); i++) {
            double[] all = parts.get(0).values[i];
            for (Parts part : parts.subList(1, parts.size())) {
                all = Figures.merged(statistics.get(i), all, part.values[i]);
            }
            more = more.with(statistics.get(i), all);
        }
        return more;
    }

    private static void check(Model model, Facts facts, Blocks blocks) {
        Data columns = blocks.columns();
        Optional<String> wrong = blocks
                .map((shard, rows) -> {
                    try {
                        Posterior.of(model, columns, facts).check(rows);
                        return "";
                    } catch (BindingException e) {
                        return String.valueOf(e.getMessage());
                    }
                })
                .stream()
                .filter(message -> !message.isEmpty())
                .findFirst();
        if (wrong.isPresent()) {
            // The number of a row within its shard would lead nobody to it.
            throw new BindingException(wrong.get().replaceFirst(" in row \\d+( of \\w+)?", ""));
        }
    }

    private static double[] weights(Data rows) {
        for (String table : rows.tables()) {
            if (rows.hasNumbers(table, Blocks.WEIGHT)) {
                return rows.numbers(table, Blocks.WEIGHT);
            }
        }
        return new double[0];
    }

    private static final class Parts implements Serializable {
        private static final long serialVersionUID = 1L;
        private final double[][] values;

        Parts(double[][] values) {
            this.values = values;
        }
    }
}
