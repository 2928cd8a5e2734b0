package tributary.hierarchy;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The sums of one group's regression: count, {@code X'X}, {@code X'y} and {@code y'y}; immutable.
 *
 * <p>Everything here is the sweep operator (Beaton, 1964): sweeping column j of the augmented matrix {@code [X'X X'y; y'X
 * y'y]} regresses on it. Columns that the others explain, up to 1e-10 of their own size, are left out, so that groups
 * of one row, with one arm or without variation are no special cases.
 */
public final class GroupSums implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double SINGULAR = 1e-10;

    private final double count;
    private final int columns;
    /** The augmented matrix, (columns + 1) square, by rows. */
    private final double[] matrix;

    private GroupSums(double count, int columns, double[] matrix) {
        this.count = count;
        this.columns = columns;
        this.matrix = matrix;
    }

    /**
     * A least-squares estimate.
     *
     * @param value the coefficient; NaN where the group's rows do not tell it
     * @param variance of the estimate, over the residual variance
     */
    public record Estimate(double value, double variance) implements Serializable {
        /** What no row tells. */
        public static final Estimate NONE = new Estimate(Double.NaN, Double.NaN);
    }

    /**
     * A regression on all columns.
     *
     * @param estimates of every column
     * @param residualSquares the sum of squared residuals
     * @param degreesOfFreedom rows less columns told; 0 if there are no more rows than that
     */
    public record Regression(List<Estimate> estimates, double residualSquares, double degreesOfFreedom) {
        /** The unbiased residual variance; NaN without degrees of freedom. */
        public double residualVariance() {
            return degreesOfFreedom >= 1 ? residualSquares / degreesOfFreedom : Double.NaN;
        }
    }

    /**
     * The sums of rows {@code (1, x_1, ..., x_(q-1))} and y from count, means and centred products.
     *
     * @param count of rows
     * @param means of {@code x_1, ..., x_(q-1), y}; not read if there are no rows
     * @param centred their centred cross-products, the lower triangle by rows
     */
    public static GroupSums ofMoments(double count, double[] means, double[] centred) {
        int q = means.length;
        int width = q + 1;
        double[] matrix = new double[width * width];
        if (count > 0) {
            for (int i = 0; i < width; i++) {
                double left = i == 0 ? 1 : means[i - 1];
                for (int j = 0; j <= i; j++) {
                    double right = j == 0 ? 1 : means[j - 1];
                    double product = count * left * right;
                    if (j > 0) {
                        product += centred[(i - 1) * i / 2 + j - 1];
                    }
                    matrix[i * width + j] = product;
                    matrix[j * width + i] = product;
                }
            }
        }
        return new GroupSums(count, q, matrix);
    }

    /** The sums of an estimate of one coefficient of known precision, under residuals of variance one. */
    public static GroupSums ofEstimate(double estimate, double precision) {
        double cross = precision * estimate;
        return new GroupSums(
                precision > 0 ? 1 : 0, 1, new double[] {precision, cross, cross, precision > 0 ? cross * estimate : 0});
    }

    /** Rows counted, less the columns that {@link #without} took out. */
    public double count() {
        return count;
    }

    /** Columns of X. */
    public int columns() {
        return columns;
    }

    double gram(int i, int j) {
        return matrix[i * (columns + 1) + j];
    }

    double cross(int i) {
        return matrix[i * (columns + 1) + columns];
    }

    double squares() {
        return matrix[columns * (columns + 1) + columns];
    }

    /** The sums of rows and outcomes divided by a standard deviation. */
    public GroupSums scaled(double standardDeviation) {
        double precision = 1 / (standardDeviation * standardDeviation);
        return new GroupSums(
                count, columns, Arrays.stream(matrix).map(v -> v * precision).toArray());
    }

    /** A group that tells nothing. */
    public GroupSums silent() {
        return new GroupSums(0, columns, new double[matrix.length]);
    }

    /**
     * The sums left when this group's own coefficients of some columns are integrated out under flat priors: what the
     * regression of y and of the other columns on these leaves unexplained. The count falls by the columns told.
     */
    public GroupSums without(int... own) {
        double[] swept = matrix.clone();
        int told = 0;
        for (int column : own) {
            told += sweep(swept, column) ? 1 : 0;
        }
        int[] kept = java.util.stream.IntStream.rangeClosed(0, columns)
                .filter(j -> Arrays.stream(own).noneMatch(o -> o == j))
                .toArray();
        int width = columns + 1;
        double[] rest = new double[kept.length * kept.length];
        for (int i = 0; i < kept.length; i++) {
            for (int j = 0; j < kept.length; j++) {
                boolean gone = explained(swept, kept[i]) || explained(swept, kept[j]);
                rest[i * kept.length + j] = gone ? 0 : swept[kept[i] * width + kept[j]];
            }
        }
        return new GroupSums(count - told, kept.length - 1, rest);
    }

    /** The least-squares regression on all columns, earlier columns first where they explain each other. */
    public Regression regression() {
        double[] swept = matrix.clone();
        int width = columns + 1;
        boolean[] told = new boolean[columns];
        int rank = 0;
        for (int j = 0; j < columns; j++) {
            told[j] = sweep(swept, j);
            rank += told[j] ? 1 : 0;
        }
        Estimate[] estimates = new Estimate[columns];
        for (int j = 0; j < columns; j++) {
            estimates[j] = told[j] ? new Estimate(swept[j * width + columns], swept[j * width + j]) : Estimate.NONE;
        }
        double rest = Math.max(0, swept[columns * width + columns]);
        return new Regression(List.of(estimates), rest, Math.max(0, count - rank));
    }

    /** Whether what is left of a column is rounding. */
    private boolean explained(double[] swept, int column) {
        int diagonal = column * (columns + 1) + column;
        return !(swept[diagonal] > SINGULAR * matrix[diagonal]);
    }

    /** Sweeps a column unless the columns swept before explain it. */
    private boolean sweep(double[] swept, int column) {
        if (explained(swept, column)) {
            return false;
        }
        int width = columns + 1;
        double pivot = swept[column * width + column];
        for (int i = 0; i < width; i++) {
            if (i == column) {
                continue;
            }
            double factor = swept[i * width + column] / pivot;
            for (int j = 0; j < width; j++) {
                if (j != column) {
                    swept[i * width + j] -= factor * swept[column * width + j];
                }
            }
        }
        for (int j = 0; j < width; j++) {
            if (j != column) {
                swept[column * width + j] /= pivot;
                swept[j * width + column] = -swept[j * width + column] / pivot;
            }
        }
        swept[column * width + column] = 1 / pivot;
        return true;
    }
}
