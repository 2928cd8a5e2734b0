package tributary.infer;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A rectangle of draws: chain by draw by named parameter, immutable.
 *
 * <p>Chains and draws are counted from zero with the meaning they have in ArviZ. One parameter's draws lie together,
 * chain after chain, so a column is a copy of one array; a row (a joint draw) is gathered.
 */
public final class Draws implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<String> names;
    private final int chains;
    private final int draws;
    private final double[][] columns;

    private Draws(List<String> names, int chains, int draws, double[][] columns) {
        this.names = names;
        this.chains = chains;
        this.draws = draws;
        this.columns = columns;
    }

    /** A function of one joint draw: reads {@code row}, fills {@code result}; keeps neither. */
    @FunctionalInterface
    public interface RowFunction {
        /** Fills {@code result} from {@code row}. */
        void apply(double[] row, double[] result);
    }

    /**
     * Draws by column.
     *
     * @param names distinct parameter names
     * @param chains the number of chains, at least 1
     * @param columns per parameter {@code chains x draws} values, chain after chain
     * @throws IllegalArgumentException if the shapes disagree or a name repeats
     */
    public static Draws ofColumns(List<String> names, int chains, double[]... columns) {
        if (names.size() != columns.length) {
            throw new IllegalArgumentException(names.size() + " names for " + columns.length + " columns of draws");
        }
        if (names.isEmpty() || names.size() != names.stream().distinct().count()) {
            throw new IllegalArgumentException("parameter names must be present and distinct, are " + names);
        }
        int length = columns[0].length;
        if (chains < 1 || length == 0 || length % chains != 0) {
            throw new IllegalArgumentException(
                    length + " values do not fill " + chains + " chains of equal, positive length");
        }
        double[][] copies = new double[columns.length][];
        for (int p = 0; p < columns.length; p++) {
            if (columns[p].length != length) {
                throw new IllegalArgumentException("parameter " + names.get(p) + " has " + columns[p].length
                        + " values where " + names.get(0) + " has " + length);
            }
            copies[p] = columns[p].clone();
        }
        return new Draws(List.copyOf(names), chains, length / chains, copies);
    }

    /**
     * Draws by row, as samplers make them.
     *
     * @param rows {@code [chain][draw][parameter]}, rectangular
     */
    public static Draws ofRows(List<String> names, double[][][] rows) {
        int chains = rows.length;
        int draws = chains == 0 ? 0 : rows[0].length;
        double[][] columns = new double[names.size()][chains * draws];
        for (int c = 0; c < chains; c++) {
            if (rows[c].length != draws) {
                throw new IllegalArgumentException(
                        "chain " + c + " has " + rows[c].length + " draws where chain 0 has " + draws);
            }
            for (int d = 0; d < draws; d++) {
                if (rows[c][d].length != columns.length) {
                    throw new IllegalArgumentException("chain " + c + " draw " + d + " has " + rows[c][d].length
                            + " values for " + columns.length + " names");
                }
                for (int p = 0; p < columns.length; p++) {
                    columns[p][c * draws + d] = rows[c][d][p];
                }
            }
        }
        return ofColumns(names, chains, columns);
    }

    /** Parameter names in order. */
    public List<String> names() {
        return names;
    }

    /** The number of chains. */
    public int chains() {
        return chains;
    }

    /** The number of draws in each chain. */
    public int draws() {
        return draws;
    }

    /** All draws of all chains. */
    public int size() {
        return chains * draws;
    }

    /**
     * The position of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public int indexOf(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no draws of " + name + "; there are " + names);
        }
        return index;
    }

    /** One number. */
    public double value(int parameter, int chain, int draw) {
        return columns[parameter][chain * draws + draw];
    }

    /** A copy of one parameter's draws, chain after chain. */
    public double[] values(int parameter) {
        return columns[parameter].clone();
    }

    /** A copy of one parameter's draws, chain after chain. */
    public double[] values(String name) {
        return values(indexOf(name));
    }

    /** A copy of one parameter's draws as {@code [chain][draw]}: what the diagnostics take. */
    public double[][] byChain(int parameter) {
        double[][] result = new double[chains][];
        for (int c = 0; c < chains; c++) {
            result[c] = Arrays.copyOfRange(columns[parameter], c * draws, (c + 1) * draws);
        }
        return result;
    }

    /** A copy of one parameter's draws as {@code [chain][draw]}. */
    public double[][] byChain(String name) {
        return byChain(indexOf(name));
    }

    /** Writes joint draw {@code index} (chain x draws + draw) into {@code row}. */
    public void row(int index, double[] row) {
        for (int p = 0; p < columns.length; p++) {
            row[p] = columns[p][index];
        }
    }

    /** So many rows, or all, evenly spread over the chains: what is computed at few draws only. */
    public double[][] spread(int most) {
        int[] places = places(most);
        double[][] rows = new double[places.length][names.size()];
        for (int d = 0; d < places.length; d++) {
            row(places[d], rows[d]);
        }
        return rows;
    }

    /** Where the joint draws of {@link #spread} lie. */
    public int[] places(int most) {
        int[] places = new int[Math.min(most, size())];
        Arrays.setAll(places, d -> (int) ((long) d * size() / places.length));
        return places;
    }

    /** A function of every joint draw, such as a change of coordinates: same chains and draws, new columns. */
    public Draws map(List<String> newNames, RowFunction function) {
        double[][] mapped = new double[newNames.size()][size()];
        double[] row = new double[columns.length];
        double[] result = new double[mapped.length];
        for (int i = 0; i < size(); i++) {
            row(i, row);
            function.apply(row, result);
            for (int p = 0; p < mapped.length; p++) {
                mapped[p][i] = result[p];
            }
        }
        return ofColumns(newNames, chains, mapped);
    }

    /** These parameters only, in this order. */
    public Draws select(List<String> chosen) {
        Map<String, Integer> positions = new HashMap<>();
        for (int p = 0; p < names.size(); p++) {
            positions.put(names.get(p), p);
        }
        double[][] selected = chosen.stream()
                .map(name -> columns[positions.computeIfAbsent(name, this::indexOf)])
                .toArray(double[][]::new);
        return ofColumns(chosen, chains, selected);
    }

    /** These draws in this order (indices may repeat, as after resampling), dealt into {@code newChains} chains. */
    public Draws take(int[] indices, int newChains) {
        double[][] taken = new double[columns.length][indices.length];
        for (int p = 0; p < columns.length; p++) {
            for (int i = 0; i < indices.length; i++) {
                taken[p][i] = columns[p][indices[i]];
            }
        }
        return ofColumns(names, newChains, taken);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Draws that
                && chains == that.chains
                && names.equals(that.names)
                && Arrays.deepEquals(columns, that.columns);
    }

    @Override
    public int hashCode() {
        return 31 * names.hashCode() + Arrays.deepHashCode(columns);
    }

    @Override
    public String toString() {
        return "Draws(" + chains + " chains x " + draws + " draws of " + names + ")";
    }
}
