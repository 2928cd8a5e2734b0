package tributary.hierarchy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What is known of each group by cells: rows that share their columns, by their number and the sum of their outcomes;
 * immutable.
 *
 * <p>For an outcome whose cells hold one outcome each (student-t) rows must share that, too. Outcomes on the scale of the
 * predictor are held about a centre.
 */
public final class CellTable implements Groups {
    private static final long serialVersionUID = 1L;
    private static final int PARTS = 16;
    private static final int LEAST_PART = 1000;

    private final CellLikelihood likelihood;
    private final int columns;
    private final int predictors;
    private final double centre;
    private final int[] first;
    private final double[] rows;
    private final double[] sums;
    private final double[] x;
    private final double[] explained;
    private final double logs;

    private CellTable(
            CellLikelihood likelihood,
            int columns,
            int predictors,
            double centre,
            int[] first,
            double[] rows,
            double[] sums,
            double[] x,
            double[] explained,
            double logs) {
        this.likelihood = likelihood;
        this.columns = columns;
        this.predictors = predictors;
        this.centre = centre;
        this.first = first;
        this.rows = rows;
        this.sums = sums;
        this.x = x;
        this.explained = explained;
        this.logs = logs;
    }

    /**
     * A table to be filled group by group.
     *
     * @param columns of x, the column of ones included
     * @param predictors numbers per group
     * @param centre what was taken off every outcome; 0 unless the link is the identity
     */
    public static Builder builder(CellLikelihood likelihood, int columns, int predictors, double centre) {
        return new Builder(likelihood, columns, predictors, centre);
    }

    /**
     * Groups of a control and arms: coefficient 0 is the control's linear predictor, coefficient a what arm a adds to it.
     *
     * @param cells of a group
     * @param rows {@code [group * cells + cell]}, not negative
     * @param sums likewise; for yes or no at most the rows
     */
    public static CellTable ofArms(CellLikelihood likelihood, int cells, double[] rows, double[] sums) {
        if (cells < 1 || rows.length == 0 || rows.length % cells != 0 || sums.length != rows.length) {
            throw new IllegalArgumentException("a table of arms needs groups of " + cells + " cells each");
        }
        Builder builder = builder(likelihood, cells, 0, 0);
        double[] columns = new double[cells];
        for (int g = 0; g < rows.length / cells; g++) {
            for (int c = 0; c < cells; c++) {
                Arrays.fill(columns, 0);
                columns[0] = 1;
                columns[c] = 1;
                builder.cell(rows[g * cells + c], sums[g * cells + c], 0, columns);
            }
            builder.endGroup();
        }
        return builder.build();
    }

    /** Tables one after the other. */
    public static CellTable concat(List<CellTable> tables) {
        CellTable one = tables.get(0);
        Builder all = new Builder(one.likelihood, one.columns, one.predictors, one.centre);
        tables.forEach(all::append);
        return all.build();
    }

    @Override
    public int groups() {
        return first.length - 1;
    }

    /** The likelihood. */
    public CellLikelihood likelihood() {
        return likelihood;
    }

    /** All cells of all groups. */
    public int cells() {
        return rows.length;
    }

    /** What was taken off every outcome. */
    double centre() {
        return centre;
    }

    int columns() {
        return columns;
    }

    int predictors() {
        return predictors;
    }

    /** The first cell of a group; of the number of groups, all cells. */
    int first(int group) {
        return first[group];
    }

    double rows(int cell) {
        return rows[cell];
    }

    double sum(int cell) {
        return sums[cell];
    }

    double x(int cell, int column) {
        return x[cell * columns + column];
    }

    double predictor(int group, int column) {
        return explained[group * predictors + column];
    }

    /**
     * How many events, or rows of outcomes that are no counts, the cells have in which a coefficient has a part, of the
     * coefficient that has the fewest; of yes and no the rarer counts. A guide to how near to normal the integrand of a
     * group is, and no bound: cells are counted whole however small their x, two coefficients that always come together
     * count the same events, and what covariates take away is not taken off.
     */
    double information(int group, int[] coefficients) {
        double least = Double.POSITIVE_INFINITY;
        for (int j : coefficients) {
            double n = 0;
            double s = 0;
            for (int c = first[group]; c < first[group + 1]; c++) {
                if (x(c, j) != 0) {
                    n += rows[c];
                    s += sums[c];
                }
            }
            least = Math.min(
                    least,
                    switch (likelihood) {
                        case BERNOULLI -> Math.min(s, n - s);
                        case POISSON -> s;
                        default -> n;
                    });
        }
        return least;
    }

    /** The sum of the logarithms of all outcomes, where the likelihood needs it. */
    double logs() {
        return logs;
    }

    @Override
    public CollapsedDensity density(GroupModel model) {
        return density(model, false);
    }

    /** In up to {@value #PARTS} parts; its evaluations are of a thousand groups at least. */
    @Override
    public CollapsedDensity density(GroupModel model, Executor executor) {
        int parts = Math.min(PARTS, groups() / LEAST_PART);
        if (parts < 2) {
            return density(model);
        }
        List<CollapsedDensity> densities = new ArrayList<>();
        for (int p = 0; p < parts; p++) {
            int from = (int) ((long) p * groups() / parts);
            int to = (int) ((long) (p + 1) * groups() / parts);
            densities.add(part(from, to, p == 0 ? logs : 0).density(model));
        }
        return new PartedDensity(density(model), nothing().density(model), densities, executor);
    }

    /** A group without rows. */
    private CellTable nothing() {
        return new Builder(likelihood, columns, predictors, centre)
                .endGroup(new double[predictors])
                .build();
    }

    /** The sums of logarithms, which are kept of the whole table alone, are shared out by rows. */
    @Override
    public Groups thinned(int every) {
        Builder some = new Builder(likelihood, columns, predictors, centre);
        double taken = 0;
        for (int g = 0; g < groups(); g += every) {
            some.append(this, g);
            for (int c = first[g]; c < first[g + 1]; c++) {
                taken += rows[c];
            }
        }
        double all = Arrays.stream(rows).sum();
        some.logs = all > 0 ? logs * taken / all : 0;
        return some.build();
    }

    /** Groups of a range, with a share of the sum of logarithms. */
    CellTable part(int from, int to, double partLogs) {
        int begin = first[from];
        int end = first[to];
        int[] firsts = new int[to - from + 1];
        Arrays.setAll(firsts, g -> first[from + g] - begin);
        return new CellTable(
                likelihood,
                columns,
                predictors,
                centre,
                firsts,
                Arrays.copyOfRange(rows, begin, end),
                Arrays.copyOfRange(sums, begin, end),
                Arrays.copyOfRange(x, begin * columns, end * columns),
                Arrays.copyOfRange(explained, from * predictors, to * predictors),
                partLogs);
    }

    /** The density under the usual rule or the finer one. */
    CellGroups density(GroupModel model, boolean finer) {
        int k = model.varying().length;
        return finer
                ? new CellGroups(this, model, Quadrature.finer(k), Quadrature.finerInformed(k), true)
                : new CellGroups(this, model, Quadrature.usual(k), Quadrature.usualInformed(k), false);
    }

    @Override
    public CollapsedDensity finer(GroupModel model) {
        return density(model, true);
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public long work() {
        return Math.max(groups(), cells() / 2);
    }

    @Override
    public GroupConditional given(GroupModel model, double[] position) {
        return given(model, new double[][] {position})[0];
    }

    @Override
    public GroupConditional[] given(GroupModel model, double[][] positions) {
        return CellConditional.given(this, model, positions, position -> null);
    }

    /** Collects cells, and closes a group after its last. */
    public static final class Builder {
        private final CellLikelihood likelihood;
        private final int columns;
        private final int predictors;
        private final double centre;
        private int groups;
        private int cells;
        private int[] first = new int[16];
        private double[] rows = new double[32];
        private double[] sums = new double[32];
        private double[] x;
        private double[] explained;
        private double logs;

        private Builder(CellLikelihood likelihood, int columns, int predictors, double centre) {
            this.likelihood = likelihood;
            this.columns = columns;
            this.predictors = predictors;
            this.centre = centre;
            x = new double[32 * columns];
            explained = new double[16 * predictors];
        }

        /**
         * A cell of the group under way.
         *
         * @param n rows, not negative; a cell without rows is left out
         * @param sum of their outcomes less the centre; for yes or no at most n
         * @param logSum of the logarithms of their outcomes, where the likelihood needs it
         * @param of the columns that its rows share
         */
        public Builder cell(double n, double sum, double logSum, double[] of) {
            boolean signed = likelihood == CellLikelihood.STUDENT_T;
            if (!(n >= 0)
                    || !(signed ? Double.isFinite(sum) : sum >= 0)
                    || (likelihood == CellLikelihood.BERNOULLI && sum > n)
                    || (likelihood == CellLikelihood.GAMMA && n > 0 && !(sum > 0))
                    || of.length != columns) {
                throw new IllegalArgumentException("a sum of " + sum + " of " + n + " rows in " + of.length
                        + " columns is no " + likelihood.name().toLowerCase(java.util.Locale.ROOT) + " outcome");
            }
            if (n == 0) {
                return this;
            }
            if (cells == rows.length) {
                int larger = Math.multiplyExact(cells, 2);
                rows = Arrays.copyOf(rows, larger);
                sums = Arrays.copyOf(sums, larger);
                x = Arrays.copyOf(x, Math.multiplyExact(larger, columns));
            }
            rows[cells] = n;
            sums[cells] = sum;
            System.arraycopy(of, 0, x, cells * columns, columns);
            logs += logSum;
            cells++;
            return this;
        }

        /** The group under way has all its cells, which may be none. */
        public Builder endGroup(double... of) {
            if (of.length != predictors) {
                throw new IllegalArgumentException("a group of " + of.length + " predictors, not " + predictors);
            }
            if (groups + 1 == first.length) {
                int larger = Math.multiplyExact(first.length, 2);
                first = Arrays.copyOf(first, larger);
                explained = Arrays.copyOf(explained, Math.multiplyExact(larger, predictors));
            }
            System.arraycopy(of, 0, explained, groups * predictors, predictors);
            first[++groups] = cells;
            return this;
        }

        private void append(CellTable table) {
            for (int g = 0; g < table.groups(); g++) {
                append(table, g);
            }
            logs += table.logs;
        }

        /** A group of a table, without its sum of logarithms. */
        private void append(CellTable table, int g) {
            for (int c = table.first[g]; c < table.first[g + 1]; c++) {
                cell(table.rows[c], table.sums[c], 0, Arrays.copyOfRange(table.x, c * columns, (c + 1) * columns));
            }
            endGroup(Arrays.copyOfRange(table.explained, g * predictors, (g + 1) * predictors));
        }

        /**
         * The table.
         *
         * @throws IllegalArgumentException if it has no group
         */
        public CellTable build() {
            if (groups == 0) {
                throw new IllegalArgumentException("a table of groups needs at least one");
            }
            return new CellTable(
                    likelihood,
                    columns,
                    predictors,
                    centre,
                    Arrays.copyOf(first, groups + 1),
                    Arrays.copyOf(rows, cells),
                    Arrays.copyOf(sums, cells),
                    Arrays.copyOf(x, cells * columns),
                    Arrays.copyOf(explained, groups * predictors),
                    logs);
        }
    }

    @Override
    public String toString() {
        return groups() + " groups, " + (long) Arrays.stream(rows).sum() + " rows in " + cells() + " cells";
    }
}
