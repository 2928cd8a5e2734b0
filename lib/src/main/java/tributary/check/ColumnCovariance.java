package tributary.check;

import java.io.Serializable;
import java.util.List;
import tributary.consensus.Blocks;

/**
 * Count, means and centred cross-products of columns of a table in shards, for effect sizes that are read to a few
 * digits.
 *
 * <p>Each shard centres about its own means; shards are joined in their order (Chan, Golub and LeVeque, 1983), so the
 * bits depend on the shards alone.
 */
public final class ColumnCovariance implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double count;
    private final double[] means;
    private final double[][] centred;

    private ColumnCovariance(double count, double[] means, double[][] centred) {
        this.count = count;
        this.means = means;
        this.centred = centred;
    }

    /** Of some columns of numbers, in one pass. */
    public static ColumnCovariance of(Blocks blocks, List<String> columns) {
        List<String> asked = List.copyOf(columns);
        return blocks
                .map((shard, rows) -> {
                    BlockColumns block = new BlockColumns(rows);
                    double[][] values = asked.stream().map(block::numbers).toArray(double[][]::new);
                    return ofColumns(values, block.weights());
                })
                .stream()
                .reduce(ofColumns(new double[asked.size()][0], new double[0]), ColumnCovariance::merge);
    }

    /** Of columns held here, each row counted with its weight. */
    static ColumnCovariance ofColumns(double[][] columns, double[] weights) {
        int size = columns.length;
        double count = 0;
        for (double weight : weights) {
            count += weight;
        }
        double[] means = new double[size];
        double[][] centred = new double[size][size];
        if (count > 0) {
            for (int i = 0; i < size; i++) {
                for (int row = 0; row < weights.length; row++) {
                    means[i] += weights[row] * columns[i][row];
                }
                means[i] /= count;
            }
            for (int i = 0; i < size; i++) {
                for (int j = 0; j <= i; j++) {
                    double sum = 0;
                    for (int row = 0; row < weights.length; row++) {
                        sum += weights[row] * (columns[i][row] - means[i]) * (columns[j][row] - means[j]);
                    }
                    centred[i][j] = sum;
                    centred[j][i] = sum;
                }
            }
        }
        return new ColumnCovariance(count, means, centred);
    }

    private ColumnCovariance merge(ColumnCovariance other) {
        if (count == 0 || other.count == 0) {
            return count == 0 ? other : this;
        }
        int size = means.length;
        double total = count + other.count;
        double[] joined = new double[size];
        double[][] products = new double[size][size];
        for (int i = 0; i < size; i++) {
            joined[i] = means[i] + (other.means[i] - means[i]) * (other.count / total);
            for (int j = 0; j < size; j++) {
                products[i][j] = centred[i][j]
                        + other.centred[i][j]
                        + (other.means[i] - means[i]) * (other.means[j] - means[j]) * (count * other.count / total);
            }
        }
        return new ColumnCovariance(total, joined, products);
    }

    /** The number of rows. */
    public double count() {
        return count;
    }

    /** The number of columns. */
    int size() {
        return means.length;
    }

    /** The mean of a column. */
    public double mean(int column) {
        return means[column];
    }

    /** The unbiased covariance of two columns; NaN for fewer than two rows. */
    public double covariance(int one, int other) {
        return count > 1 ? centred[one][other] / (count - 1) : Double.NaN;
    }

    /** The covariances of some columns. */
    double[][] select(int... columns) {
        double[][] chosen = new double[columns.length][columns.length];
        for (int i = 0; i < columns.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                chosen[i][j] = covariance(columns[i], columns[j]);
            }
        }
        return chosen;
    }
}
