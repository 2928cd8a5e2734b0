package tributary.estimand;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tributary.consensus.Blocks;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Layout;
import tributary.expr.TreeEvaluator;
import tributary.posterior.BindingException;
import tributary.posterior.Data;
import tributary.posterior.Levels;
import tributary.posterior.RowColumns;

/**
 * What one pass over the rows tells before any draw is there: how many rows each average has at each level, the sums of
 * its features, and how many distinct rows there are.
 */
final class Survey {
    /** More values than this are no levels. */
    private static final int MOST_LEVELS = 200;

    private static final int CHUNK = 4096;

    /** What is known where nothing is averaged. */
    static final Survey NONE = new Survey(List.of(), new long[0]);

    private final List<Map<String, Totals>> averages;
    private final long[] distinct;

    private Survey(List<Map<String, Totals>> averages, long[] distinct) {
        this.averages = averages;
        this.distinct = distinct;
    }

    /**
     * Takes the pass.
     *
     * @param reads what tells rows apart; empty where their number does not matter
     * @throws BindingException if an average has no row, or more levels than anybody reads
     */
    static Survey of(List<Average> averages, RowColumns columns, Blocks blocks, Set<String> reads) {
        ArrayList<Average> asked = new ArrayList<>(averages);
        TreeSet<String> sorted = new TreeSet<>(reads);
        List<Part> parts = blocks.map((shard, rows) -> part(asked, columns, rows, sorted));
        List<Map<String, Totals>> all = new ArrayList<>();
        for (int a = 0; a < averages.size(); a++) {
            Map<String, Totals> merged = new LinkedHashMap<>();
            for (Part part : parts) {
                part.averages.get(a).forEach((label, totals) -> merged.merge(label, totals, Totals::plus));
            }
            check(averages.get(a), merged);
            all.add(merged);
        }
        return new Survey(all, parts.stream().mapToLong(part -> part.distinct).toArray());
    }

    private static void check(Average average, Map<String, Totals> merged) {
        if (merged.size() > MOST_LEVELS) {
            throw new BindingException(average.place() + ": " + average.text() + " has more than " + MOST_LEVELS
                    + " levels: `by` needs a group or a column of few values; cut " + String.join(", ", average.by())
                    + " into classes in the table, or choose rows by where");
        }
        if (merged.values().stream().allMatch(totals -> totals.weight == 0)) {
            throw new BindingException(average.place() + ": " + average.text()
                    + " is an average over no row: none satisfies the condition after `where`; widen it, or mend the"
                    + " table");
        }
    }

    private static Part part(List<Average> averages, RowColumns recipe, Data rows, Set<String> reads) {
        ArrayList<LinkedHashMap<String, Totals>> all = new ArrayList<>();
        averages.forEach(average -> all.add(new LinkedHashMap<>()));
        Map<String, Cells> tables = new HashMap<>();
        averages.forEach(a -> tables.computeIfAbsent(a.table(), table -> Cells.all(rows, table)));
        tables.forEach((table, cells) -> {
            for (int from = 0; from < cells.size(); from += CHUNK) {
                Cells chunk = cells.slice(from, Math.min(from + CHUNK, cells.size()));
                Columns columns = recipe.of(chunk.data());
                for (int a = 0; a < all.size(); a++) {
                    if (averages.get(a).table().equals(table)) {
                        add(averages.get(a), chunk, columns, all.get(a));
                    }
                }
            }
        });
        long distinct = 0;
        if (!reads.isEmpty()) {
            for (String table : tables.keySet()) {
                distinct += Cells.distinct(rows, table, reads).size();
            }
        }
        return new Part(all, distinct);
    }

    private static void add(Average average, Cells chunk, Columns columns, Map<String, Totals> into) {
        String[] labels = chunk.labels(average.by());
        double[] holds = holds(average, columns, chunk.size());
        double[][] features = average.features().stream()
                .map(f -> values(f, columns, chunk.size()))
                .toArray(double[][]::new);
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i++) {
            if (into.size() <= MOST_LEVELS) {
                into.computeIfAbsent(labels[i], label -> new Totals(features.length));
            }
            if (holds[i] != 0 && into.containsKey(labels[i])) {
                double[] sum = sums.computeIfAbsent(labels[i], label -> new double[features.length + 1]);
                double weight = chunk.weight(i);
                sum[features.length] += weight;
                for (int k = 0; k < features.length; k++) {
                    sum[k] += weight * features[k][i];
                }
            }
        }
        sums.forEach((label, sum) ->
                into.computeIfAbsent(label, key -> new Totals(features.length)).add(sum));
    }

    /** 1 for the rows that count. */
    static double[] holds(Average average, Columns columns, int size) {
        Expr where = average.where();
        if (where == null) {
            double[] ones = new double[size];
            java.util.Arrays.fill(ones, 1);
            return ones;
        }
        return values(where, columns, size);
    }

    private static double[] values(Expr data, Columns columns, int size) {
        double[] values = new TreeEvaluator(new Layout(Map.of()), columns).values(data, new double[0]);
        if (values.length == size) {
            return values;
        }
        double[] all = new double[size];
        java.util.Arrays.fill(all, values[0]);
        return all;
    }

    /** The levels of an average in order. */
    List<String> levels(int average) {
        return Levels.of(averages.get(average).keySet()).names();
    }

    /** How many rows of the table an average has at a level. */
    double weight(int average, String level) {
        return averages.get(average).getOrDefault(level, new Totals(0)).weight;
    }

    /** The mean of each feature of an average at a level. */
    double[] means(int average, String level) {
        return averages.get(average).getOrDefault(level, new Totals(0)).means();
    }

    /** How many distinct rows there are in all blocks. */
    long distinct() {
        return java.util.Arrays.stream(distinct).sum();
    }

    /** What a block knows. */
    private static final class Part implements Serializable {
        private static final long serialVersionUID = 1L;
        private final ArrayList<LinkedHashMap<String, Totals>> averages;
        private final long distinct;

        Part(List<? extends Map<String, Totals>> averages, long distinct) {
            this.averages = new ArrayList<>();
            averages.forEach(average -> this.averages.add(new LinkedHashMap<>(average)));
            this.distinct = distinct;
        }
    }

    /** Weight and sums, with what rounding lost of them (Neumaier 1974). */
    private static final class Totals implements Serializable {
        private static final long serialVersionUID = 1L;
        private double weight;
        private final double[] sums;
        private final double[] lost;

        Totals(int features) {
            this.sums = new double[features];
            this.lost = new double[features];
        }

        void add(double... more) {
            weight += more[sums.length];
            for (int k = 0; k < sums.length; k++) {
                add(k, more[k]);
            }
        }

        private void add(int k, double term) {
            double next = sums[k] + term;
            lost[k] += Math.abs(sums[k]) >= Math.abs(term) ? (sums[k] - next) + term : (term - next) + sums[k];
            sums[k] = next;
        }

        Totals plus(Totals other) {
            Totals both = new Totals(sums.length);
            both.weight = weight + other.weight;
            for (int k = 0; k < sums.length; k++) {
                both.sums[k] = sums[k];
                both.lost[k] = lost[k] + other.lost[k];
                both.add(k, other.sums[k]);
            }
            return both;
        }

        double[] means() {
            double[] means = new double[sums.length];
            for (int k = 0; k < means.length; k++) {
                means[k] = (sums[k] + lost[k]) / weight;
            }
            return means;
        }
    }
}
