package tributary.stats;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Count, means and centred cross-products of vectors: all that Gaussian and regression posteriors need of their rows.
 *
 * <p>For rows {@code v_1..v_n} of dimension d: {@code mean(i) = sum_k v_k[i] / n} and {@code centred(i, j) = sum_k
 * (v_k[i] - mean(i)) (v_k[j] - mean(j))}. The raw sums and products are kept exactly ({@link ExactSum}) and rounded
 * only when read, so there is no cancellation, and {@link #merge} is commutative and associative to the bit:
 * partitions, days and segments merge in any order. Immutable.
 */
public final class CrossProducts implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long count;
    private final ExactSum[] sums;
    private final ExactSum[] products;

    private CrossProducts(long count, ExactSum[] sums, ExactSum[] products) {
        this.count = count;
        this.sums = sums;
        this.products = products;
    }

    /** The statistics of no rows, the unit of {@link #merge}. */
    public static CrossProducts empty(int dimension) {
        return of(new double[0][], dimension);
    }

    /**
     * The statistics of raw rows, with every product formed exactly.
     *
     * @param rows n rows of {@code dimension} finite numbers each
     */
    public static CrossProducts of(double[][] rows, int dimension) {
        ExactSum[] sums = zeros(dimension);
        ExactSum[] products = zeros(triangle(dimension));
        for (double[] row : rows) {
            if (row.length != dimension) {
                throw new IllegalArgumentException("a row has " + row.length + " numbers, not " + dimension);
            }
            ExactSum[] exact = Arrays.stream(row).mapToObj(ExactSum::of).toArray(ExactSum[]::new);
            for (int i = 0; i < dimension; i++) {
                sums[i] = sums[i].plus(exact[i]);
                for (int j = 0; j <= i; j++) {
                    products[index(i, j)] = products[index(i, j)].plus(exact[i].times(exact[j]));
                }
            }
        }
        return new CrossProducts(rows.length, sums, products);
    }

    /** The statistics of one column of numbers. */
    public static CrossProducts ofColumn(double... values) {
        return of(Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new), 1);
    }

    /**
     * From exact raw sums about fixed origins, as a scan gathers them.
     *
     * @param count number of rows
     * @param origins the d constants that were subtracted before summing (0 where nothing was)
     * @param sums the d sums of {@code v[i] - origin[i]}
     * @param products the lower triangle by rows, {@code (0,0) (1,0) (1,1) (2,0) ...}, of sums of {@code (v[i] -
     *     origin[i]) (v[j] - origin[j])}
     */
    public static CrossProducts ofSums(long count, double[] origins, ExactSum[] sums, ExactSum[] products) {
        int dimension = origins.length;
        if (count < 0 || sums.length != dimension || products.length != triangle(dimension)) {
            throw new IllegalArgumentException("count " + count + ", " + sums.length + " sums and " + products.length
                    + " products do not describe rows of " + dimension + " numbers");
        }
        ExactSum n = ExactSum.of(count);
        ExactSum[] about = Arrays.stream(origins).mapToObj(ExactSum::of).toArray(ExactSum[]::new);
        ExactSum[] raw = new ExactSum[dimension];
        ExactSum[] rawProducts = new ExactSum[products.length];
        for (int i = 0; i < dimension; i++) {
            raw[i] = sums[i].plus(n.times(about[i]));
            for (int j = 0; j <= i; j++) {
                // sum v_i v_j = sum (v_i - a)(v_j - b) + a sum (v_j - b) + b sum (v_i - a) + n a b
                rawProducts[index(i, j)] = products[index(i, j)]
                        .plus(about[i].times(sums[j]))
                        .plus(about[j].times(sums[i]))
                        .plus(n.times(about[i]).times(about[j]));
            }
        }
        return new CrossProducts(count, raw, rawProducts);
    }

    /**
     * From published summaries: count, means and centred cross-products.
     *
     * @param count number of rows
     * @param means the d means
     * @param centred d x d centred cross-products, for one column {@code (n - 1) variance}; the lower triangle is read
     */
    public static CrossProducts ofMoments(long count, double[] means, double[][] centred) {
        int dimension = means.length;
        ExactSum[] zeros = zeros(dimension);
        ExactSum[] products = new ExactSum[triangle(dimension)];
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j <= i; j++) {
                products[index(i, j)] = ExactSum.of(centred[i][j]);
            }
        }
        // About its own means the sums are zero and the products are the centred ones.
        return ofSums(count, means, zeros, products);
    }

    /** Number of rows. */
    public long count() {
        return count;
    }

    /** Numbers per row. */
    public int dimension() {
        return sums.length;
    }

    /** The total of column i, correctly rounded. */
    public double sum(int i) {
        return sums[i].toDouble();
    }

    /** The sum over rows of the product of columns i and j, correctly rounded. */
    public double product(int i, int j) {
        return products[index(i, j)].toDouble();
    }

    /** The mean of column i, correctly rounded; NaN without rows. */
    public double mean(int i) {
        return count == 0 ? Double.NaN : sums[i].dividedBy(count);
    }

    /** The centred cross-product of columns i and j, correctly rounded: (n - 1) covariance; 0 without rows. */
    public double centred(int i, int j) {
        if (count == 0) {
            return 0;
        }
        ExactSum scaled = ExactSum.of(count).times(products[index(i, j)]).minus(sums[i].times(sums[j]));
        return scaled.dividedBy(count);
    }

    /** The unbiased covariance of columns i and j; NaN for fewer than two rows. */
    public double covariance(int i, int j) {
        return count < 2 ? Double.NaN : centred(i, j) / (count - 1);
    }

    /** The unbiased variance of column i; NaN for fewer than two rows. */
    public double variance(int i) {
        return covariance(i, i);
    }

    /** The statistics of both sets of rows together. */
    public CrossProducts merge(CrossProducts other) {
        if (other.dimension() != dimension()) {
            throw new IllegalArgumentException(
                    "cannot merge rows of " + dimension() + " numbers with rows of " + other.dimension());
        }
        return new CrossProducts(
                Math.addExact(count, other.count), added(sums, other.sums), added(products, other.products));
    }

    /** The statistics of some columns only, in the given order. */
    public CrossProducts select(int... columns) {
        ExactSum[] chosen = new ExactSum[columns.length];
        ExactSum[] chosenProducts = new ExactSum[triangle(columns.length)];
        for (int i = 0; i < columns.length; i++) {
            chosen[i] = sums[columns[i]];
            for (int j = 0; j <= i; j++) {
                chosenProducts[index(i, j)] = products[index(columns[i], columns[j])];
            }
        }
        return new CrossProducts(count, chosen, chosenProducts);
    }

    private static ExactSum[] added(ExactSum[] left, ExactSum[] right) {
        ExactSum[] result = new ExactSum[left.length];
        Arrays.setAll(result, i -> left[i].plus(right[i]));
        return result;
    }

    private static ExactSum[] zeros(int length) {
        ExactSum[] zeros = new ExactSum[length];
        Arrays.fill(zeros, ExactSum.ZERO);
        return zeros;
    }

    private static int triangle(int dimension) {
        return dimension * (dimension + 1) / 2;
    }

    private static int index(int i, int j) {
        return i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CrossProducts that
                && count == that.count
                && Arrays.equals(sums, that.sums)
                && Arrays.equals(products, that.products);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(count) + Arrays.hashCode(sums)) + Arrays.hashCode(products);
    }

    @Override
    public String toString() {
        return "CrossProducts(count=" + count + ", dimension=" + dimension() + ")";
    }
}
