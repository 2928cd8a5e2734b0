package tributary.check;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tributary.consensus.Blocks;

/**
 * How many rows of a table in shards fall into each cell of some columns: the combinations of their values that occur.
 *
 * @param columns the columns, in order
 * @param counts rows by the values of the columns, as text, in one order whatever the shards
 */
public record CellCounts(List<String> columns, Map<List<String>, Double> counts) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Counts the cells in one pass; empty where they are more than so many. */
    public static Optional<CellCounts> of(Blocks blocks, List<String> columns, int most) {
        List<String> asked = List.copyOf(columns);
        List<CellCounts> parts = blocks.map((shard, rows) -> ofBlock(new BlockColumns(rows), asked, most));
        TreeMap<String, List<String>> keys = new TreeMap<>();
        Map<List<String>, Double> sums = new LinkedHashMap<>();
        for (CellCounts part : parts) {
            if (part.counts.size() > most) {
                return Optional.empty();
            }
            part.counts.forEach((cell, count) -> {
                keys.put(String.join("\u0000", cell), cell);
                sums.merge(cell, count, Double::sum);
            });
            if (sums.size() > most) {
                return Optional.empty();
            }
        }
        Map<List<String>, Double> ordered = new LinkedHashMap<>();
        keys.values().forEach(cell -> ordered.put(cell, sums.getOrDefault(cell, 0.0)));
        return Optional.of(new CellCounts(asked, ordered));
    }

    private static CellCounts ofBlock(BlockColumns block, List<String> columns, int most) {
        List<List<?>> values = new ArrayList<>();
        columns.forEach(column -> values.add(block.values(column)));
        double[] weights = block.weights();
        Map<List<String>, Double> counts = new LinkedHashMap<>();
        for (int row = 0; row < weights.length && counts.size() <= most; row++) {
            List<String> cell = new ArrayList<>(columns.size());
            for (List<?> column : values) {
                cell.add(text(column.get(row)));
            }
            counts.merge(cell, weights[row], Double::sum);
        }
        return new CellCounts(columns, counts);
    }

    /** Numbers as people write them: 1 rather than 1.0. */
    private static String text(Object value) {
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString(number.longValue());
        }
        return String.valueOf(value);
    }

    /** The number of rows. */
    public double rows() {
        return counts.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The values that a column takes. */
    public List<String> levels(String column) {
        int at = columns.indexOf(column);
        return List.copyOf(counts.keySet().stream()
                .map(cell -> cell.get(at))
                .collect(TreeSet::new, TreeSet::add, TreeSet::addAll));
    }

    /** The rows by the values of some of the columns. */
    public Map<List<String>, Double> margin(List<String> of) {
        int[] places = of.stream().mapToInt(columns::indexOf).toArray();
        Map<List<String>, Double> sums = new LinkedHashMap<>();
        counts.forEach((cell, count) -> {
            List<String> kept = new ArrayList<>(places.length);
            for (int place : places) {
                kept.add(cell.get(place));
            }
            sums.merge(kept, count, Double::sum);
        });
        return sums;
    }
}
