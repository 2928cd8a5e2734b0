package tributary.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tributary.consensus.Blocks;
import tributary.posterior.Data;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** What refutations do to a table: a column shuffled, rows left out, a column of noise added. */
public final class Rewrites {
    /** The rows that one block may stand for where each of them is drawn for. */
    private static final long MOST_ROWS = 20_000_000;

    private Rewrites() {}

    /**
     * A column shuffled among the rows of its shard, so that it keeps its values and depends on nothing. Rows that stand
     * for several get as many values, and fall apart accordingly.
     */
    public static RewrittenBlocks.Rewrite shuffled(String column, StreamKey key) {
        return (shard, rows) -> {
            BlockColumns block = new BlockColumns(rows);
            double[] weights = block.weights();
            double[] values = block.numbers(column);
            double[] pool = new double[total(weights)];
            int at = 0;
            for (int row = 0; row < weights.length; row++) {
                for (int copy = 0; copy < weights[row]; copy++) {
                    pool[at++] = values[row];
                }
            }
            shuffle(pool, key.with(shard).stream());
            List<Integer> from = new ArrayList<>();
            List<Double> value = new ArrayList<>();
            List<Double> weight = new ArrayList<>();
            at = 0;
            for (int row = 0; row < weights.length; row++) {
                Map<Double, Double> drawn = new LinkedHashMap<>();
                for (int copy = 0; copy < weights[row]; copy++) {
                    drawn.merge(pool[at++], 1.0, Double::sum);
                }
                for (Map.Entry<Double, Double> one : drawn.entrySet()) {
                    from.add(row);
                    value.add(one.getKey());
                    weight.add(one.getValue());
                }
            }
            return picked(rows, block, from, weight, Map.of(column, value));
        };
    }

    /** Each row kept with this probability, whatever it holds. */
    public static RewrittenBlocks.Rewrite thinned(double share, StreamKey key) {
        return (shard, rows) -> {
            BlockColumns block = new BlockColumns(rows);
            double[] weights = block.weights();
            total(weights);
            RandomStream random = key.with(shard).stream();
            List<Integer> from = new ArrayList<>();
            List<Double> weight = new ArrayList<>();
            for (int row = 0; row < weights.length; row++) {
                double kept = 0;
                for (int copy = 0; copy < weights[row]; copy++) {
                    kept += random.nextDouble() < share ? 1 : 0;
                }
                if (kept > 0) {
                    from.add(row);
                    weight.add(kept);
                }
            }
            return picked(rows, block, from, weight, Map.of());
        };
    }

    /** One more column of standard normal noise; rows that stand for several share its value. */
    public static RewrittenBlocks.Rewrite noise(String column, StreamKey key) {
        return (shard, rows) -> {
            BlockColumns block = new BlockColumns(rows);
            RandomStream random = key.with(shard).stream();
            double[] values = new double[block.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = random.nextGaussian();
            }
            return rows.with(block.table(), column, values);
        };
    }

    private static Data picked(
            Data rows,
            BlockColumns block,
            List<Integer> from,
            List<Double> weight,
            Map<String, List<Double>> replaced) {
        boolean weighted = block.has(Blocks.WEIGHT);
        Data.Builder picked = Data.builder().table(block.table());
        for (String column : rows.columns(block.table())) {
            List<Double> values = column.equals(Blocks.WEIGHT) ? weight : replaced.get(column);
            if (values != null) {
                picked.numbers(
                        column, values.stream().mapToDouble(Double::doubleValue).toArray());
            } else if (block.isNumber(column)) {
                double[] all = block.numbers(column);
                picked.numbers(
                        column, from.stream().mapToDouble(row -> all[row]).toArray());
            } else {
                List<String> all = rows.categories(block.table(), column);
                picked.categories(column, from.stream().map(all::get).toArray(String[]::new));
            }
        }
        if (!weighted && weight.stream().anyMatch(w -> w != 1)) {
            throw new IllegalStateException("rows that count once fell apart");
        }
        return picked.build();
    }

    private static int total(double[] weights) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        if (total > MOST_ROWS) {
            throw new IllegalArgumentException("a shard stands for " + total + " rows, of which each is drawn for; "
                    + MOST_ROWS + " are the most: take more shards");
        }
        return (int) total;
    }

    private static void shuffle(double[] values, RandomStream random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }
}
