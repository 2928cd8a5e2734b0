package tributary.family.segments;

import java.io.Serializable;
import java.util.Arrays;
import tributary.hierarchy.CellLikelihood;

/**
 * The cells of a block of segments for one metric: rows of a segment that share treatments and covariates, by their number
 * and the sum of their outcomes; immutable once built.
 *
 * <p>Rows come sorted within a segment, so that sums do not depend on how they were spread over partitions.
 */
public final class SegmentCells implements Serializable {
    private static final long serialVersionUID = 1L;

    private final CellLikelihood likelihood;
    private final int columns;
    private final String[] names;
    private final int[] first;
    private final double[] rows;
    private final double[] sums;
    private final double[] logs;
    private final double[] x;

    private SegmentCells(Builder builder) {
        likelihood = builder.likelihood;
        columns = builder.columns;
        names = Arrays.copyOf(builder.names, builder.segments);
        first = Arrays.copyOf(builder.first, builder.segments + 1);
        first[builder.segments] = builder.cells;
        rows = Arrays.copyOf(builder.rows, builder.cells);
        sums = Arrays.copyOf(builder.sums, builder.cells);
        logs = Arrays.copyOf(builder.logs, builder.cells);
        x = Arrays.copyOf(builder.x, builder.cells * columns);
    }

    /**
     * Cells of rows of an outcome.
     *
     * @param columns treatments and covariates of a row
     */
    public static Builder builder(Outcome outcome, int columns) {
        return new Builder(outcome.likelihood(), columns);
    }

    /** Collects cells like these. */
    Builder another() {
        return new Builder(likelihood, columns);
    }

    /** Segments with rows. */
    public int segments() {
        return names.length;
    }

    /** All cells. */
    public int cells() {
        return rows.length;
    }

    String name(int segment) {
        return names[segment];
    }

    /** The first cell of a segment; of the number of segments, all cells. */
    int first(int segment) {
        return first[segment];
    }

    double rows(int cell) {
        return rows[cell];
    }

    double sum(int cell) {
        return sums[cell];
    }

    /** The sum of the logarithms of the outcomes, where these are positive numbers. */
    double logs(int cell) {
        return logs[cell];
    }

    double x(int cell, int column) {
        return x[cell * columns + column];
    }

    /** Collects rows, segment after segment. */
    public static final class Builder {
        private final CellLikelihood likelihood;
        private final int columns;
        private int segments;
        private int cells;
        private String[] names = new String[16];
        private int[] first = new int[17];
        private double[] rows = new double[64];
        private double[] sums = new double[64];
        private double[] logs = new double[64];
        private double[] x;
        private double last;

        private Builder(CellLikelihood likelihood, int columns) {
            this.likelihood = likelihood;
            this.columns = columns;
            x = new double[64 * columns];
        }

        /**
         * Equal rows of a segment; those of a segment come together, sorted.
         *
         * @param n how many they are
         * @param row treatments, covariates, and the outcome last
         */
        public Builder add(String segment, long n, double[] row) {
            boolean next = segments == 0 || !names[segments - 1].equals(segment);
            if (next) {
                begin(segment);
            }
            double y = row[columns];
            if (next || !shared(row, y)) {
                grow();
                System.arraycopy(row, 0, x, cells * columns, columns);
                cells++;
            }
            last = y;
            rows[cells - 1] += n;
            sums[cells - 1] += n * y;
            logs[cells - 1] += likelihood == CellLikelihood.GAMMA ? n * StrictMath.log(y) : 0;
            return this;
        }

        /** All cells of another block's segment. */
        void add(SegmentCells from, int segment) {
            begin(from.names[segment]);
            for (int cell = from.first[segment]; cell < from.first[segment + 1]; cell++) {
                grow();
                System.arraycopy(from.x, cell * columns, x, cells * columns, columns);
                rows[cells] = from.rows[cell];
                sums[cells] = from.sums[cell];
                logs[cells++] = from.logs[cell];
            }
        }

        private void begin(String segment) {
            if (segments == names.length) {
                names = Arrays.copyOf(names, Math.multiplyExact(segments, 2));
                first = Arrays.copyOf(first, names.length + 1);
            }
            names[segments] = segment;
            first[segments++] = cells;
        }

        private void grow() {
            if (cells == rows.length) {
                int larger = Math.multiplyExact(cells, 2);
                rows = Arrays.copyOf(rows, larger);
                sums = Arrays.copyOf(sums, larger);
                logs = Arrays.copyOf(logs, larger);
                x = Arrays.copyOf(x, Math.multiplyExact(larger, columns));
            }
        }

        /** Whether a row belongs to the last cell. */
        private boolean shared(double[] row, double y) {
            for (int i = 0; i < columns; i++) {
                if (x[(cells - 1) * columns + i] != row[i]) {
                    return false;
                }
            }
            return likelihood != CellLikelihood.STUDENT_T || y == last;
        }

        /** The block. */
        public SegmentCells build() {
            return new SegmentCells(this);
        }
    }
}
