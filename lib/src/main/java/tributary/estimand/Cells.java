package tributary.estimand;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.consensus.Blocks;
import tributary.model.term.TermPrinter;
import tributary.posterior.Data;

/** The rows of a block as a question sees them: those that differ in what it reads, how often each counts, their labels. */
final class Cells {
    /** Rows after which it is clear whether they repeat. */
    private static final int TRIAL = 20_000;

    private final Data rows;
    private final String table;
    private final double[] weights;

    private Cells(Data rows, String table) {
        this.rows = rows;
        this.table = table;
        this.weights = rows.hasNumbers(table, Blocks.WEIGHT) ? rows.numbers(table, Blocks.WEIGHT) : new double[0];
    }

    /** All rows as they are. */
    static Cells all(Data rows, String table) {
        return new Cells(rows, table);
    }

    /** The distinct rows in these columns in order of first occurrence, where they are clearly fewer; else all rows. */
    static Cells distinct(Data rows, String table, Set<String> reads) {
        Cells whole = new Cells(rows, table);
        int size = rows.rows(table);
        List<double[]> numbers = new ArrayList<>();
        List<String[]> categories = new ArrayList<>();
        for (String column : reads) {
            if (rows.hasNumbers(table, column)) {
                numbers.add(rows.numbers(table, column));
            } else if (rows.hasCategories(table, column)) {
                categories.add(rows.categories(table, column).toArray(String[]::new));
            }
        }
        Map<Key, Integer> known = new HashMap<>();
        int[] first = new int[16];
        double[] counts = new double[16];
        for (int i = 0; i < size; i++) {
            int at = known.computeIfAbsent(key(numbers, categories, i), key -> known.size());
            if (at == first.length) {
                first = Arrays.copyOf(first, 2 * at);
                counts = Arrays.copyOf(counts, 2 * at);
            }
            if (at + 1 == known.size() && counts[at] == 0) {
                first[at] = i;
            }
            counts[at] += whole.weight(i);
            if (i >= TRIAL && known.size() > i / 2) {
                return whole;
            }
        }
        if (known.size() > size / 2) {
            return whole;
        }
        Data picked = rows.pick(table, Arrays.copyOf(first, known.size()));
        return new Cells(picked.with(table, Blocks.WEIGHT, Arrays.copyOf(counts, known.size())), table);
    }

    private static Key key(List<double[]> numbers, List<String[]> categories, int row) {
        long[] bits = new long[numbers.size()];
        for (int k = 0; k < bits.length; k++) {
            bits[k] = Double.doubleToLongBits(numbers.get(k)[row] + 0.0);
        }
        String[] labels = new String[categories.size()];
        for (int k = 0; k < labels.length; k++) {
            labels[k] = categories.get(k)[row];
        }
        return new Key(bits, labels);
    }

    private static final class Key {
        private final long[] numbers;
        private final String[] labels;

        Key(long[] numbers, String[] labels) {
            this.numbers = numbers;
            this.labels = labels;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that
                    && Arrays.equals(numbers, that.numbers)
                    && Arrays.equals(labels, that.labels);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(numbers) + Arrays.hashCode(labels);
        }
    }

    int size() {
        return rows.rows(table);
    }

    /** Some of the rows, by their places here. */
    Cells pick(int... places) {
        return new Cells(rows.pick(table, places), table);
    }

    /** Rows from one place to before another. */
    Cells slice(int from, int to) {
        int[] places = new int[to - from];
        Arrays.setAll(places, i -> from + i);
        return pick(places);
    }

    Data data() {
        return rows;
    }

    /** How many rows of the table a row stands for. */
    double weight(int row) {
        return weights.length == 0 ? 1 : weights[row];
    }

    /** What each row is called when broken down by these columns; {@link Estimate#ALL} for none. */
    String[] labels(List<String> by) {
        String[] labels = new String[size()];
        Arrays.fill(labels, by.isEmpty() ? Estimate.ALL : "");
        for (String column : by) {
            boolean number = rows.hasNumbers(table, column);
            double[] values = number ? rows.numbers(table, column) : new double[0];
            List<String> texts = number ? List.of() : rows.categories(table, column);
            for (int i = 0; i < labels.length; i++) {
                String own = number ? TermPrinter.print(values[i]) : texts.get(i);
                labels[i] = labels[i].isEmpty() ? own : labels[i] + "/" + own;
            }
        }
        return labels;
    }
}
