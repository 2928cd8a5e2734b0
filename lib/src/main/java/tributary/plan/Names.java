package tributary.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tributary.consensus.Blocks;
import tributary.consensus.Factor;
import tributary.expr.Column;
import tributary.expr.Expr;
import tributary.expr.Gather;
import tributary.posterior.Data;
import tributary.posterior.Likelihood;

/**
 * The columns of a table that a factor reads: what tells its rows apart.
 *
 * @param numbers columns of numbers
 * @param categories columns of categories
 */
record Names(ArrayList<String> numbers, ArrayList<String> categories) implements Serializable {
    /** The columns of a factor; all of the table's where {@code everyColumn}, because some are made of others. */
    static Names of(Factor factor, Data columns, String table, boolean everyColumn) {
        Set<String> read = new LinkedHashSet<>(columns.columns(table));
        read.remove(Blocks.WEIGHT);
        if (!everyColumn) {
            Set<String> names = new LinkedHashSet<>();
            IdentityHashMap<Expr, Boolean> seen = new IdentityHashMap<>();
            for (Likelihood likelihood : factor.likelihoods()) {
                walk(likelihood.rows(), names, seen);
            }
            read.retainAll(names);
        }
        List<String> numbers =
                read.stream().filter(c -> columns.hasNumbers(table, c)).toList();
        List<String> categories =
                read.stream().filter(c -> !columns.hasNumbers(table, c)).toList();
        return new Names(new ArrayList<>(numbers), new ArrayList<>(categories));
    }

    private static void walk(Expr expr, Set<String> names, IdentityHashMap<Expr, Boolean> seen) {
        if (seen.put(expr, true) != null) {
            return;
        }
        if (expr instanceof Column column && column.axis().isRows()) {
            names.add(column.name());
        }
        if (expr instanceof Gather gather && gather.index().from().isRows()) {
            names.add(gather.index().to().name());
        }
        expr.arguments().forEach(argument -> walk(argument, names, seen));
    }
}
