package tributary.hierarchy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tributary.stats.CrossProducts;

/**
 * What is known of each group: the count and the cross-products of its rows, and its predictors; immutable.
 *
 * <p>Outcomes are held about one centre near their mean, so that a large offset does not cancel digits; the intercept is
 * shifted back where it is reported.
 */
public final class GroupTable implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int coefficients;
    private final int predictors;
    private final double centre;
    private final double[] counts;
    private final double[] gram;
    private final double[] cross;
    private final double[] squares;
    private final double[] explained;

    private GroupTable(Builder builder) {
        int groups = builder.groups.size();
        coefficients = builder.coefficients;
        predictors = builder.predictors;
        centre = builder.centre;
        counts = new double[groups];
        gram = new double[groups * coefficients * coefficients];
        cross = new double[groups * coefficients];
        squares = new double[groups];
        explained = new double[groups * predictors];
        for (int g = 0; g < groups; g++) {
            Group group = builder.groups.get(g);
            counts[g] = group.count;
            System.arraycopy(group.gram, 0, gram, g * group.gram.length, group.gram.length);
            System.arraycopy(group.cross, 0, cross, g * coefficients, coefficients);
            squares[g] = group.squares;
            System.arraycopy(group.predictors, 0, explained, g * predictors, predictors);
        }
    }

    /** One group on its way into the table. */
    private static final class Group {
        private final double count;
        private final double[] gram;
        private final double[] cross;
        private final double squares;
        private final double[] predictors;

        Group(double count, double[] gram, double[] cross, double squares, double[] predictors) {
            this.count = count;
            this.gram = gram;
            this.cross = cross;
            this.squares = squares;
            this.predictors = predictors;
        }
    }

    /**
     * A table to be filled group by group.
     *
     * @param coefficients columns of x, the column of ones included
     * @param predictors numbers per group
     * @param centre a number near the outcomes' mean; 0 for a model without an intercept
     */
    public static Builder builder(int coefficients, int predictors, double centre) {
        return new Builder(coefficients, predictors, centre);
    }

    /** Number of groups. */
    public int groups() {
        return counts.length;
    }

    /** Columns of x. */
    public int coefficients() {
        return coefficients;
    }

    /** Predictors per group. */
    public int predictors() {
        return predictors;
    }

    /** What was taken off every outcome. */
    public double centre() {
        return centre;
    }

    /** Rows of a group. */
    public double count(int group) {
        return counts[group];
    }

    double gram(int group, int i, int j) {
        return gram[(group * coefficients + i) * coefficients + j];
    }

    /** All Gram matrices, group after group, each by rows: for the inner loop, never written. */
    double[] grams() {
        return gram;
    }

    /** All cross-products with the outcome, group after group. */
    double[] crosses() {
        return cross;
    }

    double squares(int group) {
        return squares[group];
    }

    double predictor(int group, int column) {
        return explained[group * predictors + column];
    }

    /** Collects groups. */
    public static final class Builder {
        private final int coefficients;
        private final int predictors;
        private final double centre;
        private final List<Group> groups = new ArrayList<>();

        private Builder(int coefficients, int predictors, double centre) {
            this.coefficients = coefficients;
            this.predictors = predictors;
            this.centre = centre;
        }

        /**
         * A group of rows with an intercept.
         *
         * @param rows of {@code (x_1, ..., x_(q-1), y)}: all but the column of ones, then the outcome
         * @param of the group's predictors
         */
        public Builder rows(CrossProducts rows, double... of) {
            int q = coefficients;
            if (rows.dimension() != q) {
                throw new IllegalArgumentException("rows of " + rows.dimension() + " numbers, not " + q);
            }
            double n = rows.count();
            double[] x = new double[q];
            x[0] = 1;
            for (int i = 1; i < q; i++) {
                x[i] = n == 0 ? 0 : rows.mean(i - 1);
            }
            double y = n == 0 ? 0 : rows.mean(q - 1) - centre;
            double[] gram = new double[q * q];
            double[] cross = new double[q];
            for (int i = 0; i < q; i++) {
                for (int j = 0; j < q; j++) {
                    gram[i * q + j] = n * x[i] * x[j] + (i > 0 && j > 0 && n > 0 ? rows.centred(i - 1, j - 1) : 0);
                }
                cross[i] = n * x[i] * y + (i > 0 && n > 0 ? rows.centred(i - 1, q - 1) : 0);
            }
            double squares = n * y * y + (n > 0 ? rows.centred(q - 1, q - 1) : 0);
            return add(n, gram, cross, squares, of);
        }

        /**
         * A group known by an estimate and its standard error, for a model of one coefficient and known sigma.
         *
         * @param standardError positive
         */
        public Builder estimate(double estimate, double standardError, double... of) {
            if (!(standardError > 0) || !Double.isFinite(estimate)) {
                throw new IllegalArgumentException(
                        "an estimate needs to be finite and its standard error positive, not " + estimate + ", "
                                + standardError);
            }
            double y = estimate - centre;
            double precision = 1 / (standardError * standardError);
            return add(1, new double[] {precision}, new double[] {precision * y}, precision * y * y, of);
        }

        /**
         * A group by its sums.
         *
         * @param count of rows
         * @param gram {@code X'X}, by rows
         * @param cross {@code X'(y - centre)}
         * @param squares {@code (y - centre)'(y - centre)}
         * @param of the group's predictors
         */
        public Builder add(double count, double[] gram, double[] cross, double squares, double... of) {
            if (gram.length != coefficients * coefficients
                    || cross.length != coefficients
                    || of.length != predictors
                    || !(count >= 0)) {
                throw new IllegalArgumentException("the sums of a group of " + coefficients + " coefficients and "
                        + predictors + " predictors have other shapes");
            }
            groups.add(new Group(count, gram.clone(), cross.clone(), squares, of.clone()));
            return this;
        }

        /**
         * The table.
         *
         * @throws IllegalArgumentException if it has no group
         */
        public GroupTable build() {
            if (groups.isEmpty()) {
                throw new IllegalArgumentException("a table of groups needs at least one");
            }
            return new GroupTable(this);
        }
    }

    @Override
    public String toString() {
        return groups() + " groups, " + (long) Arrays.stream(counts).sum() + " rows";
    }
}
