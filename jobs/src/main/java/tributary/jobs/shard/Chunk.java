package tributary.jobs.shard;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import tributary.consensus.Blocks;
import tributary.posterior.Data;

/**
 * Some rows of one shard as growing primitive columns, each with the number of rows of the table that it stands for.
 *
 * <p>Rows travel between machines by the thousand: a record of a shuffle costs as much as a hundred of its bytes.
 */
final class Chunk implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int FIRST_VALUE = 2;
    /** A block whose distinct rows are more than this share of its rows is not worth weights. */
    private static final double WORTH_WEIGHTS = 0.9;

    private double[] weights;
    private final double[][] values;
    /** Codes of labels, by column. */
    private final int[][] codes;
    /** The labels of the codes, by column, in the order of their first sight. */
    private final ArrayList<ArrayList<String>> labels = new ArrayList<>();

    private final transient List<Map<String, Integer>> known = new ArrayList<>();
    private int size;

    Chunk(int numbers, int categories, int room) {
        this.weights = new double[room];
        this.values = new double[numbers][room];
        this.codes = new int[categories][room];
        for (int i = 0; i < categories; i++) {
            labels.add(new ArrayList<>());
            known.add(new HashMap<>());
        }
    }

    int size() {
        return size;
    }

    /** Adds a row of shard, weight, numbers, categories. */
    void add(Row row) {
        room(size + 1);
        weights[size] = row.getLong(1);
        for (int i = 0; i < values.length; i++) {
            values[i][size] = row.getDouble(FIRST_VALUE + i);
        }
        for (int i = 0; i < codes.length; i++) {
            codes[i][size] = code(i, row.getString(FIRST_VALUE + values.length + i));
        }
        size++;
    }

    /** Adds all rows of another. */
    void add(Chunk other) {
        room(Math.addExact(size, other.size));
        System.arraycopy(other.weights, 0, weights, size, other.size);
        for (int i = 0; i < values.length; i++) {
            System.arraycopy(other.values[i], 0, values[i], size, other.size);
        }
        for (int i = 0; i < codes.length; i++) {
            int column = i;
            int[] here = other.labels.get(i).stream()
                    .mapToInt(label -> code(column, label))
                    .toArray();
            for (int j = 0; j < other.size; j++) {
                codes[i][size + j] = here[other.codes[i][j]];
            }
        }
        size += other.size;
    }

    private int code(int column, String label) {
        Map<String, Integer> codesOf = known.get(column);
        Integer code = codesOf.get(label);
        if (code == null) {
            code = codesOf.size();
            codesOf.put(label, code);
            labels.get(column).add(label);
        }
        return code;
    }

    private void room(int needed) {
        if (needed > weights.length) {
            int larger = Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8L, 3L * weights.length / 2 + 16));
            weights = Arrays.copyOf(weights, larger);
            for (int i = 0; i < values.length; i++) {
                values[i] = Arrays.copyOf(values[i], larger);
            }
            for (int i = 0; i < codes.length; i++) {
                codes[i] = Arrays.copyOf(codes[i], larger);
            }
        }
    }

    /** The same rows in ascending order of their values, equal ones as one with the sum of their weights. */
    Chunk merged() {
        int[][] ranks = new int[codes.length][];
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = ranks(labels.get(i));
        }
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted((a, b) -> compare(a, b, ranks))
                .mapToInt(Integer::intValue)
                .toArray();
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            distinct += i == 0 || compare(order[i - 1], order[i], ranks) != 0 ? 1 : 0;
        }
        Chunk merged = new Chunk(values.length, codes.length, distinct);
        for (int i = 0; i < codes.length; i++) {
            labels.get(i).forEach(merged.labels.get(i)::add);
        }
        for (int i = 0; i < size; i++) {
            if (i > 0 && compare(order[i - 1], order[i], ranks) == 0) {
                merged.weights[merged.size - 1] += weights[order[i]];
                continue;
            }
            merged.weights[merged.size] = weights[order[i]];
            for (int k = 0; k < values.length; k++) {
                merged.values[k][merged.size] = values[k][order[i]];
            }
            for (int k = 0; k < codes.length; k++) {
                merged.codes[k][merged.size] = codes[k][order[i]];
            }
            merged.size++;
        }
        return merged;
    }

    /** The place of each label among all in ascending order. */
    private static int[] ranks(List<String> labels) {
        int[] ranks = new int[labels.size()];
        int[] sorted = IntStream.range(0, ranks.length)
                .boxed()
                .sorted((a, b) -> labels.get(a).compareTo(labels.get(b)))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int place = 0; place < sorted.length; place++) {
            ranks[sorted[place]] = place;
        }
        return ranks;
    }

    private int compare(int a, int b, int[][] ranks) {
        for (double[] column : values) {
            if (column[a] != column[b]) {
                return Double.compare(column[a], column[b]);
            }
        }
        for (int i = 0; i < codes.length; i++) {
            int difference = ranks[i][codes[i][a]] - ranks[i][codes[i][b]];
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /** The rows of the table that it stands for. */
    long rows() {
        long rows = 0;
        for (int i = 0; i < size; i++) {
            rows += (long) weights[i];
        }
        return rows;
    }

    /** Whether its rows are so often equal that they are kept with weights. Asked of merged rows. */
    boolean repeated() {
        return size <= WORTH_WEIGHTS * rows();
    }

    /** Its columns; with {@link Blocks#WEIGHT} where rows repeat, else each row as often as it stands in the table. */
    Data data(List<String> numbers, List<String> categories) {
        int[] at = repeated() ? IntStream.range(0, size).toArray() : copies();
        Data.Builder data = Data.builder();
        for (int i = 0; i < values.length; i++) {
            double[] column = values[i];
            data.numbers(
                    numbers.get(i),
                    Arrays.stream(at).mapToDouble(j -> column[j]).toArray());
        }
        for (int i = 0; i < codes.length; i++) {
            int[] column = codes[i];
            List<String> words = labels.get(i);
            data.categories(
                    categories.get(i),
                    Arrays.stream(at).mapToObj(j -> words.get(column[j])).toArray(String[]::new));
        }
        if (repeated()) {
            data.numbers(Blocks.WEIGHT, Arrays.copyOf(weights, size));
        }
        return data.build();
    }

    private int[] copies() {
        int[] at = new int[Math.toIntExact(rows())];
        int next = 0;
        for (int i = 0; i < size; i++) {
            for (long copy = 0; copy < (long) weights[i]; copy++) {
                at[next++] = i;
            }
        }
        return at;
    }

    /** As bytes, without spare room. */
    byte[] written() {
        weights = Arrays.copyOf(weights, size);
        for (int i = 0; i < values.length; i++) {
            values[i] = Arrays.copyOf(values[i], size);
        }
        for (int i = 0; i < codes.length; i++) {
            codes[i] = Arrays.copyOf(codes[i], size);
        }
        return Travel.written(this);
    }
}
