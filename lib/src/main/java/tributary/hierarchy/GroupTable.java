package tributary.hierarchy;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.stats.CrossProducts;

/**
 * What is known of each group: the count and the cross-products of its rows, and its predictors; immutable.
 *
 * <p>Outcomes are held about one centre near their mean, so that a large offset does not cancel digits; the intercept is
 * shifted back where it is reported.
 */
public final class GroupTable implements Groups {
    private static final long serialVersionUID = 1L;
    /** Coefficients from about a thousandth to a million need no units. */
    private static final int LEAST_EXPONENT = -11;

    private static final int GREATEST_EXPONENT = 20;

    private final int coefficients;
    private final int predictors;
    private final double centre;
    private final double[] counts;
    private final double[] gram;
    private final double[] cross;
    private final double[] squares;
    private final double[] explained;
    private transient @Nullable GroupTiles tiles;

    private GroupTable(
            int coefficients,
            int predictors,
            double centre,
            double[] counts,
            double[] gram,
            double[] cross,
            double[] squares,
            double[] explained) {
        this.coefficients = coefficients;
        this.predictors = predictors;
        this.centre = centre;
        this.counts = counts;
        this.gram = gram;
        this.cross = cross;
        this.squares = squares;
        this.explained = explained;
    }

    /**
     * Tables one after the other.
     *
     * @throws IllegalArgumentException if there is none, or they differ in coefficients, predictors or centre
     */
    public static GroupTable concat(List<GroupTable> tables) {
        if (tables.isEmpty()) {
            throw new IllegalArgumentException("a table of groups needs at least one");
        }
        GroupTable first = tables.get(0);
        int groups = 0;
        for (GroupTable table : tables) {
            if (table.coefficients != first.coefficients
                    || table.predictors != first.predictors
                    || table.centre != first.centre) {
                throw new IllegalArgumentException("tables of groups differ in shape or centre");
            }
            groups = Math.addExact(groups, table.groups());
        }
        int q = first.coefficients;
        GroupTable all = new GroupTable(
                q,
                first.predictors,
                first.centre,
                new double[groups],
                new double[groups * q * q],
                new double[groups * q],
                new double[groups],
                new double[groups * first.predictors]);
        int at = 0;
        for (GroupTable table : tables) {
            copy(table.counts, all.counts, at);
            copy(table.gram, all.gram, at * q * q);
            copy(table.cross, all.cross, at * q);
            copy(table.squares, all.squares, at);
            copy(table.explained, all.explained, at * first.predictors);
            at += table.groups();
        }
        return all;
    }

    private static void copy(double[] from, double[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
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

    @Override
    public int groups() {
        return counts.length;
    }

    @Override
    public boolean exact() {
        return true;
    }

    /** Coefficients in units of the outcomes' root mean square over that of what they belong to. */
    @Override
    public double[] units(GroupModel model) {
        HyperLayout layout = new HyperLayout(model);
        double[] units = new double[layout.dimension()];
        Arrays.fill(units, 1);
        double outcomes = Arrays.stream(squares).sum();
        boolean far = false;
        for (int j = 0; j < coefficients; j++) {
            double own = 0;
            for (int g = 0; g < groups(); g++) {
                own += gram(g, j, j);
            }
            int exponent = outcomes > 0 && own > 0 ? Math.getExponent(StrictMath.sqrt(outcomes / own)) : 0;
            far |= exponent < LEAST_EXPONENT || exponent > GREATEST_EXPONENT;
            for (int at = 0; at <= model.coefficients().get(j).predictors().size(); at++) {
                units[layout.mean(j) + at] = StrictMath.scalb(1.0, exponent);
            }
        }
        return far ? units : new double[0];
    }

    @Override
    public GroupTable thinned(int every) {
        int q = coefficients;
        Builder some = new Builder(q, predictors, centre);
        for (int g = 0; g < groups(); g += every) {
            some.add(
                    counts[g],
                    Arrays.copyOfRange(gram, g * q * q, (g + 1) * q * q),
                    Arrays.copyOfRange(cross, g * q, (g + 1) * q),
                    squares[g],
                    Arrays.copyOfRange(explained, g * predictors, (g + 1) * predictors));
        }
        return some.build();
    }

    @Override
    public NormalGroups density(GroupModel model) {
        return new NormalGroups(this, model);
    }

    @Override
    public GroupPosterior given(GroupModel model, double[] position) {
        return new GroupPosterior(this, model).conditioned(position);
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

    double cross(int group, int i) {
        return cross[group * coefficients + i];
    }

    /** The same numbers as the density reads them; made once and shared by all chains. */
    synchronized GroupTiles tiles() {
        GroupTiles made = tiles;
        if (made == null) {
            made = new GroupTiles(this);
            tiles = made;
        }
        return made;
    }

    /** The sums of squared outcomes of all groups. */
    double[] squares() {
        return squares;
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
        private int groups;
        private double[] counts = new double[16];
        private double[] gram;
        private double[] cross;
        private double[] squares = new double[16];
        private double[] explained;

        private Builder(int coefficients, int predictors, double centre) {
            this.coefficients = coefficients;
            this.predictors = predictors;
            this.centre = centre;
            gram = new double[16 * coefficients * coefficients];
            cross = new double[16 * coefficients];
            explained = new double[16 * predictors];
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
            double[] means = new double[q];
            double[] centred = new double[q * (q + 1) / 2];
            for (int i = 0; i < q && rows.count() > 0; i++) {
                means[i] = rows.mean(i) - (i == q - 1 ? centre : 0);
                for (int j = 0; j <= i; j++) {
                    centred[i * (i + 1) / 2 + j] = rows.centred(i, j);
                }
            }
            return add(GroupSums.ofMoments((double) rows.count(), means, centred), of);
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
         * A group by its sums, of outcomes less the centre.
         *
         * @param of the group's predictors
         */
        public Builder add(GroupSums sums, double... of) {
            int q = coefficients;
            if (sums.columns() != q) {
                throw new IllegalArgumentException("sums of " + sums.columns() + " columns, not " + q);
            }
            double[] grams = new double[q * q];
            double[] crosses = new double[q];
            for (int i = 0; i < q; i++) {
                for (int j = 0; j < q; j++) {
                    grams[i * q + j] = sums.gram(i, j);
                }
                crosses[i] = sums.cross(i);
            }
            return add(sums.count(), grams, crosses, sums.squares(), of);
        }

        /**
         * A group by its sums.
         *
         * @param count of rows
         * @param grams {@code X'X}, by rows
         * @param crosses {@code X'(y - centre)}
         * @param square {@code (y - centre)'(y - centre)}
         * @param of the group's predictors
         */
        public Builder add(double count, double[] grams, double[] crosses, double square, double... of) {
            int q = coefficients;
            if (grams.length != q * q || crosses.length != q || of.length != predictors || !(count >= 0)) {
                throw new IllegalArgumentException("the sums of a group of " + q + " coefficients and " + predictors
                        + " predictors have other shapes");
            }
            if (groups == counts.length) {
                int larger = Math.multiplyExact(groups, 2);
                counts = Arrays.copyOf(counts, larger);
                squares = Arrays.copyOf(squares, larger);
                gram = Arrays.copyOf(gram, larger * q * q);
                cross = Arrays.copyOf(cross, larger * q);
                explained = Arrays.copyOf(explained, larger * predictors);
            }
            counts[groups] = count;
            squares[groups] = square;
            System.arraycopy(grams, 0, gram, groups * q * q, q * q);
            System.arraycopy(crosses, 0, cross, groups * q, q);
            System.arraycopy(of, 0, explained, groups * predictors, predictors);
            groups++;
            return this;
        }

        /**
         * The table.
         *
         * @throws IllegalArgumentException if it has no group
         */
        public GroupTable build() {
            if (groups == 0) {
                throw new IllegalArgumentException("a table of groups needs at least one");
            }
            int q = coefficients;
            return new GroupTable(
                    q,
                    predictors,
                    centre,
                    Arrays.copyOf(counts, groups),
                    Arrays.copyOf(gram, groups * q * q),
                    Arrays.copyOf(cross, groups * q),
                    Arrays.copyOf(squares, groups),
                    Arrays.copyOf(explained, groups * predictors));
        }
    }

    @Override
    public String toString() {
        return groups() + " groups, " + (long) Arrays.stream(counts).sum() + " rows";
    }
}
