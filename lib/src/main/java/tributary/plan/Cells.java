package tributary.plan;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tributary.consensus.Blocks;
import tributary.consensus.Factor;
import tributary.posterior.Data;

/**
 * The distinct rows of a table with their counts, in ascending order: exact for every likelihood that is a sum over
 * rows, since equal rows have equal terms.
 *
 * <p>Only the columns that a factor reads tell rows apart. Cells of several blocks merge by adding counts.
 */
final class Cells implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Names names;
    private final TreeMap<Key, Long> counts = new TreeMap<>();

    private Cells(Names names) {
        this.names = names;
    }

    /** What tells rows apart. */
    private static final class Key implements Comparable<Key>, Serializable {
        private static final long serialVersionUID = 1L;
        private final double[] numbers;
        private final String[] categories;

        Key(double[] numbers, String[] categories) {
            this.numbers = numbers;
            this.categories = categories;
        }

        @Override
        public int compareTo(Key other) {
            int byNumbers = Arrays.compare(numbers, other.numbers);
            return byNumbers != 0 ? byNumbers : Arrays.compare(categories, other.categories);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && compareTo(that) == 0;
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(numbers) + Arrays.hashCode(categories);
        }
    }

    /**
     * The cells of a factor over all blocks, in one pass.
     *
     * @param each how many a block may have
     * @param most how many all blocks may have
     * @return null where there are more
     */
    static @Nullable Cells of(Factor factor, Blocks blocks, String table, boolean everyColumn, int each, int most) {
        Names names = Names.of(factor, blocks.columns(), table, everyColumn);
        List<Part> parts = blocks.map((shard, rows) -> new Part(of(rows, table, names, each)));
        Cells all = new Cells(names);
        for (Part part : parts) {
            Cells cells = part.cells;
            if (cells == null) {
                return null;
            }
            all.merge(cells);
            if (all.counts.size() > most) {
                return null;
            }
        }
        return all;
    }

    private static final class Part implements Serializable {
        private static final long serialVersionUID = 1L;
        private final @Nullable Cells cells;

        Part(@Nullable Cells cells) {
            this.cells = cells;
        }
    }

    private static @Nullable Cells of(Data rows, String table, Names names, int most) {
        Cells cells = new Cells(names);
        double[][] values =
                names.numbers().stream().map(c -> rows.numbers(table, c)).toArray(double[][]::new);
        List<List<String>> labels =
                names.categories().stream().map(c -> rows.categories(table, c)).toList();
        double[] weights = rows.hasNumbers(table, Blocks.WEIGHT) ? rows.numbers(table, Blocks.WEIGHT) : new double[0];
        for (int i = 0; i < rows.rows(table); i++) {
            double[] own = new double[values.length];
            for (int k = 0; k < own.length; k++) {
                own[k] = values[k][i];
            }
            String[] text = new String[labels.size()];
            for (int k = 0; k < text.length; k++) {
                text[k] = labels.get(k).get(i);
            }
            cells.counts.merge(new Key(own, text), weights.length == 0 ? 1 : (long) weights[i], Long::sum);
            if (cells.counts.size() > most) {
                return null;
            }
        }
        return cells;
    }

    /** Adds the rows of another: in whatever order and grouping, the counts are the same. */
    private void merge(Cells other) {
        other.counts.forEach((key, count) -> counts.merge(key, count, Math::addExact));
    }

    /** How many distinct rows there are. */
    int size() {
        return counts.size();
    }

    /** How many rows they stand for. */
    long rows() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** As a table with the column {@link Blocks#WEIGHT}. */
    Data data(String table) {
        Data.Builder data = Data.builder().table(table);
        for (int k = 0; k < names.numbers().size(); k++) {
            int column = k;
            data.numbers(
                    names.numbers().get(k),
                    counts.keySet().stream()
                            .mapToDouble(key -> key.numbers[column])
                            .toArray());
        }
        for (int k = 0; k < names.categories().size(); k++) {
            int column = k;
            data.categories(
                    names.categories().get(k),
                    counts.keySet().stream().map(key -> key.categories[column]).toArray(String[]::new));
        }
        data.numbers(
                Blocks.WEIGHT,
                counts.values().stream().mapToDouble(Long::doubleValue).toArray());
        return data.build();
    }
}
