package tributary.infer.mode;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** A symmetric matrix whose entries between different blocks of an {@link Arrow} are zero. */
public final class ArrowMatrix {
    private static final double[] RIDGES =
            IntStream.range(0, 16).mapToDouble(k -> 1e-6 * StrictMath.pow(4, k)).toArray();

    private final Arrow arrow;
    /** Of each block, row by row. */
    final double[][] own;
    /** Of each block with what is shared, row by row. */
    final double[][] beside;
    /** Of what is shared, row by row. */
    final double[] shared;

    ArrowMatrix(Arrow arrow) {
        this.arrow = arrow;
        int blocks = arrow.blocks();
        int common = arrow.shared().length;
        own = new double[blocks][];
        beside = new double[blocks][];
        for (int g = 0; g < blocks; g++) {
            int size = arrow.block(g).length;
            own[g] = new double[size * size];
            beside[g] = new double[size * common];
        }
        shared = new double[common * common];
    }

    /** All zero. */
    public static ArrowMatrix zero(Arrow arrow) {
        return new ArrowMatrix(arrow);
    }

    /** Ones on the diagonal. */
    public static ArrowMatrix identity(Arrow arrow) {
        ArrowMatrix matrix = new ArrowMatrix(arrow);
        for (int g = 0; g < arrow.blocks(); g++) {
            addToDiagonal(matrix.own[g], arrow.block(g).length, 1);
        }
        addToDiagonal(matrix.shared, arrow.shared().length, 1);
        return matrix;
    }

    private static void addToDiagonal(double[] square, int size, double value) {
        for (int i = 0; i < size; i++) {
            square[i * size + i] += value;
        }
    }

    /** Its zeros. */
    public Arrow arrow() {
        return arrow;
    }

    /** Adds a multiple of another matrix of the same arrow. */
    public void add(double factor, ArrowMatrix other) {
        for (int g = 0; g < own.length; g++) {
            add(own[g], factor, other.own[g]);
            add(beside[g], factor, other.beside[g]);
        }
        add(shared, factor, other.shared);
    }

    /** Multiplies row and column i by the i-th factor: {@code F H F}, with the factors on F's diagonal. */
    public void scale(double... factors) {
        int[] common = arrow.shared();
        for (int g = 0; g < own.length; g++) {
            scale(own[g], arrow.block(g), arrow.block(g), factors);
            scale(beside[g], arrow.block(g), common, factors);
        }
        scale(shared, common, common, factors);
    }

    private static void scale(double[] entries, int[] rows, int[] columns, double[] factors) {
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                entries[i * columns.length + j] *= factors[rows[i]] * factors[columns[j]];
            }
        }
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }

    /** The matrix times a vector. */
    public double[] times(double[] vector) {
        double[] product = new double[vector.length];
        int[] common = arrow.shared();
        for (int g = 0; g < own.length; g++) {
            int[] block = arrow.block(g);
            for (int i = 0; i < block.length; i++) {
                for (int j = 0; j < block.length; j++) {
                    product[block[i]] += own[g][i * block.length + j] * vector[block[j]];
                }
                for (int j = 0; j < common.length; j++) {
                    double entry = beside[g][i * common.length + j];
                    product[block[i]] += entry * vector[common[j]];
                    product[common[j]] += entry * vector[block[i]];
                }
            }
        }
        for (int i = 0; i < common.length; i++) {
            for (int j = 0; j < common.length; j++) {
                product[common[i]] += shared[i * common.length + j] * vector[common[j]];
            }
        }
        return product;
    }

    /** A copy of its diagonal. */
    public double[] diagonal() {
        double[] diagonal = new double[arrow.dimension()];
        for (int g = 0; g < own.length; g++) {
            diagonal(own[g], arrow.block(g), diagonal);
        }
        diagonal(shared, arrow.shared(), diagonal);
        return diagonal;
    }

    private static void diagonal(double[] square, int[] coordinates, double[] diagonal) {
        for (int i = 0; i < coordinates.length; i++) {
            diagonal[coordinates[i]] = square[i * coordinates.length + i];
        }
    }

    /** What each row's product with a vector could at most be, had every term the same sign. */
    double[] most(double[] vector) {
        ArrowMatrix sizes = new ArrowMatrix(arrow);
        for (int g = 0; g < own.length; g++) {
            Arrays.setAll(sizes.own[g], absolute(own[g]));
            Arrays.setAll(sizes.beside[g], absolute(beside[g]));
        }
        Arrays.setAll(sizes.shared, absolute(shared));
        double[] lengths = new double[vector.length];
        Arrays.setAll(lengths, absolute(vector));
        return sizes.times(lengths);
    }

    private static IntToDoubleFunction absolute(double[] values) {
        return i -> StrictMath.abs(values[i]);
    }

    /**
     * Of a precision, the variance of each block's coordinates given the shared ones; NaN for shared ones, and where a block
     * is not positive definite.
     */
    public double[] variancesWithinBlocks() {
        double[] variances = new double[arrow.dimension()];
        Arrays.fill(variances, Double.NaN);
        for (int g = 0; g < own.length; g++) {
            int[] block = arrow.block(g);
            Arrow alone = Arrow.whole(block.length);
            ArrowMatrix one = new ArrowMatrix(alone);
            System.arraycopy(own[g], 0, one.shared, 0, own[g].length);
            Optional<ArrowRoot> root = one.isFinite() ? one.root() : Optional.empty();
            double[] diagonal = root.map(ArrowRoot::inverseDiagonal).orElse(new double[0]);
            for (int i = 0; i < diagonal.length; i++) {
                variances[block[i]] = diagonal[i];
            }
        }
        return variances;
    }

    /**
     * Of a precision, the variances of some coordinates given all others; NaN where their square is not positive definite.
     */
    public double[] variancesGivenOthers(int... coordinates) {
        int size = coordinates.length;
        ArrowMatrix square = new ArrowMatrix(Arrow.whole(size));
        double[] unit = new double[arrow.dimension()];
        for (int j = 0; j < size; j++) {
            unit[coordinates[j]] = 1;
            double[] column = times(unit);
            unit[coordinates[j]] = 0;
            for (int i = 0; i < size; i++) {
                square.shared[i * size + j] = column[coordinates[i]];
            }
        }
        double[] unknown = new double[size];
        Arrays.fill(unknown, Double.NaN);
        Optional<ArrowRoot> root = square.isFinite() ? square.root() : Optional.empty();
        return root.map(ArrowRoot::inverseDiagonal).orElse(unknown);
    }

    /** Whether every entry is a finite number. */
    public boolean isFinite() {
        boolean finite = isFinite(shared);
        for (int g = 0; g < own.length; g++) {
            finite &= isFinite(own[g]) && isFinite(beside[g]);
        }
        return finite;
    }

    private static boolean isFinite(double[] values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** The Cholesky factor; empty unless positive definite. */
    public Optional<ArrowRoot> root() {
        return ArrowRoot.of(this);
    }

    /**
     * The Cholesky factor of a positive definite matrix nearby: where a block, or what is left for the shared coordinates, is
     * not definite, the diagonal of that square alone is raised by as little as serves (Levenberg and Marquardt).
     *
     * @return empty if an entry is not finite, or a diagonal one is zero
     */
    public Optional<ArrowRoot> nearbyRoot() {
        return isFinite() ? ArrowRoot.of(this, RIDGES) : Optional.empty();
    }
}
