package tributary.jobs.causal;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tributary.consensus.Blocks;
import tributary.posterior.Data;

/**
 * Which columns of numbers are linear combinations of those before them: of each column the tolerance, the share of its
 * variance that the columns before it leave unexplained.
 *
 * <p>Taken from a few thousand rows of every shard, evenly spaced, and merged in the order of the shards by the pairwise
 * update of Chan, Golub and LeVeque (1983); a combination that holds in all rows holds in these. Every coefficient of such
 * a column is informed by its prior alone.
 */
final class Collinearity {
    /** Below this share of its variance a column says nothing of its own: what rounding leaves of an exact combination. */
    static final double TOLERANCE = 1e-9;

    private static final int ROWS_A_SHARD = 4000;

    private Collinearity() {}

    /** The tolerance of each column that varies, in order. */
    static Map<String, Double> tolerances(Blocks blocks) {
        String table = "rows";
        ArrayList<String> names = new ArrayList<>();
        for (String column : blocks.columns().columns(table)) {
            if (blocks.columns().hasNumbers(table, column) && !column.equals(Blocks.WEIGHT)) {
                names.add(column);
            }
        }
        List<Moments> parts = blocks.map((shard, rows) -> Moments.of(rows, table, names));
        Moments all = parts.stream().reduce(Moments::plus).orElseThrow();
        return all.tolerances(names);
    }

    /** Count, means and centred cross-products. */
    private static final class Moments implements Serializable {
        private static final long serialVersionUID = 1L;
        private final long count;
        private final double[] means;
        private final double[][] products;

        private Moments(long count, double[] means, double[][] products) {
            this.count = count;
            this.means = means;
            this.products = products;
        }

        static Moments of(Data rows, String table, List<String> names) {
            int all = rows.rows(table);
            int step = Math.max(1, all / ROWS_A_SHARD);
            int count = (all + step - 1) / step;
            int size = names.size();
            double[][] columns = new double[size][count];
            double[] means = new double[size];
            for (int i = 0; i < size; i++) {
                double[] whole = rows.numbers(table, names.get(i));
                for (int k = 0; k < count; k++) {
                    columns[i][k] = whole[k * step];
                    means[i] += columns[i][k] / count;
                }
            }
            double[][] products = new double[size][size];
            for (int i = 0; i < size; i++) {
                for (int j = 0; j <= i; j++) {
                    for (int k = 0; k < count; k++) {
                        products[i][j] += (columns[i][k] - means[i]) * (columns[j][k] - means[j]);
                    }
                    products[j][i] = products[i][j];
                }
            }
            return new Moments(count, means, products);
        }

        Moments plus(Moments other) {
            if (count == 0 || other.count == 0) {
                return count == 0 ? other : this;
            }
            long both = count + other.count;
            double share = (double) other.count / both;
            int size = means.length;
            double[] merged = new double[size];
            double[][] sums = new double[size][size];
            for (int i = 0; i < size; i++) {
                merged[i] = means[i] + share * (other.means[i] - means[i]);
                for (int j = 0; j < size; j++) {
                    sums[i][j] = products[i][j]
                            + other.products[i][j]
                            + count * share * (other.means[i] - means[i]) * (other.means[j] - means[j]);
                }
            }
            return new Moments(both, merged, sums);
        }

        /** Sweeps the correlations column by column: what remains on the diagonal is the tolerance. */
        Map<String, Double> tolerances(List<String> names) {
            int size = names.size();
            double[][] rest = new double[size][size];
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    double scale = Math.sqrt(products[i][i]) * Math.sqrt(products[j][j]);
                    rest[i][j] = scale > 0 ? products[i][j] / scale : 0;
                }
            }
            Map<String, Double> found = new LinkedHashMap<>();
            for (int k = 0; k < size; k++) {
                if (!(products[k][k] > 0)) {
                    continue; // a constant column, which has a check of its own
                }
                double tolerance = Math.max(0, rest[k][k]);
                found.put(names.get(k), tolerance);
                if (tolerance < TOLERANCE) {
                    continue;
                }
                for (int i = k + 1; i < size; i++) {
                    double factor = rest[i][k] / tolerance;
                    for (int j = k + 1; j < size; j++) {
                        rest[i][j] -= factor * rest[k][j];
                    }
                }
            }
            return found;
        }
    }
}
