package tributary.jobs.scan;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import tributary.stats.Limbs;

/**
 * What {@link MetricMoments} asks of the engine, done over whole columns: the twin of its expressions, to the bit.
 *
 * <p>Scratch arrays belong to one task.
 */
final class MetricKernel implements Serializable {
    private static final long serialVersionUID = 1L;

    /** One component: its column and scale, the values that count, and the origin they are summed about. */
    record Part(
            int column,
            double scale,
            boolean absentIsZero,
            boolean zeroOne,
            double middle,
            double bound,
            double cap,
            double origin)
            implements Serializable {}

    /** A total to keep: the sum of part i (j negative), or of the product of parts i and j; its limbs and first slot. */
    record Term(int i, int j, Limbs limbs, int slot) implements Serializable {}

    /** The slots of the counts; negative for those not kept. */
    record Counts(int used, int absent, int incomplete, int positive) implements Serializable {}

    private final Part[] parts;
    private final int absentParts;
    private final Term[] terms;
    private final Counts counts;
    private final Term @Nullable [] logs;

    private transient double @Nullable [][] values;
    private transient double @Nullable [] rest;
    private transient boolean @Nullable [] used;

    /**
     * @param parts the components
     * @param absentParts of how many of the first of them the absence is counted
     * @param terms sums and products
     * @param counts counts
     * @param logs the sum of logarithms and the sum of their squares; null for none
     */
    MetricKernel(Part[] parts, int absentParts, Term[] terms, Counts counts, Term @Nullable [] logs) {
        this.parts = parts;
        this.absentParts = absentParts;
        this.terms = terms;
        this.counts = counts;
        this.logs = logs;
    }

    /** Adds a block to the totals of its rows' cells. */
    void add(ColumnBlock block, double[] totals) {
        int n = block.rows;
        double[][] v = values;
        double[] r = rest;
        boolean[] u = used;
        if (v == null || r == null || u == null || u.length < n) {
            v = new double[parts.length + 1][n];
            r = new double[n];
            u = new boolean[n];
            values = v;
            rest = r;
            used = u;
        }
        java.util.Arrays.fill(u, 0, n, true);
        for (int k = 0; k < parts.length; k++) {
            Part part = parts[k];
            take(part, block.numbers[part.column], block.absent[part.column], v[k], u, n);
        }
        count(block, u, v[0], totals);
        if (logs != null) {
            logarithms(logs, block, u, v, r, totals);
        }
        for (int k = 0; k < parts.length; k++) {
            double[] x = v[k];
            double origin = parts[k].origin;
            for (int i = 0; i < n; i++) {
                x[i] = u[i] ? x[i] - origin : 0;
            }
        }
        for (Term term : terms) {
            double[] x = v[term.i];
            if (term.j < 0) {
                System.arraycopy(x, 0, r, 0, n);
            } else {
                double[] y = v[term.j];
                for (int i = 0; i < n; i++) {
                    r[i] = x[i] * y[i];
                }
            }
            sum(r, term, block.home, n, totals);
        }
    }

    /** Scales a column, cuts it, and leaves out the rows where it does not count. */
    private static void take(Part part, double[] from, boolean[] absent, double[] to, boolean[] used, int n) {
        double scale = part.scale;
        boolean zero = part.absentIsZero;
        if (part.zeroOne) {
            for (int i = 0; i < n; i++) {
                double value = from[i] * scale;
                used[i] &= (zero || !absent[i]) && (value == 0 || value == 1);
                to[i] = value;
            }
        } else {
            double middle = part.middle;
            double bound = part.bound;
            for (int i = 0; i < n; i++) {
                double value = from[i] * scale;
                used[i] &= (zero || !absent[i]) && Math.abs(value - middle) <= bound;
                to[i] = value;
            }
        }
        if (part.cap < Double.POSITIVE_INFINITY) {
            for (int i = 0; i < n; i++) {
                to[i] = Math.min(to[i], part.cap);
            }
        }
    }

    private void count(ColumnBlock block, boolean[] u, double[] x, double[] totals) {
        int[] home = block.home;
        int n = block.rows;
        for (int i = 0; i < n; i++) {
            totals[home[i] + counts.used] += u[i] ? 1 : 0;
        }
        for (int i = 0; i < n; i++) {
            boolean none = false;
            for (int k = 0; k < absentParts; k++) {
                none |= block.absent[parts[k].column][i];
            }
            totals[home[i] + counts.absent] += none ? 1 : 0;
        }
        if (counts.incomplete >= 0) {
            for (int i = 0; i < n; i++) {
                boolean none = false;
                for (Part part : parts) {
                    none |= !part.absentIsZero && block.absent[part.column][i];
                }
                totals[home[i] + counts.incomplete] += none ? 1 : 0;
            }
        }
        if (counts.positive >= 0) {
            for (int i = 0; i < n; i++) {
                totals[home[i] + counts.positive] += u[i] && x[i] > 0 ? 1 : 0;
            }
        }
    }

    private static void logarithms(
            Term[] both, ColumnBlock block, boolean[] u, double[][] v, double[] r, double[] totals) {
        int n = block.rows;
        double[] x = v[0];
        double[] logarithm = v[v.length - 1];
        for (int i = 0; i < n; i++) {
            logarithm[i] = u[i] && x[i] > 0 ? StrictMath.log(x[i]) : 0;
            r[i] = logarithm[i];
        }
        sum(r, both[0], block.home, n, totals);
        for (int i = 0; i < n; i++) {
            r[i] = logarithm[i] * logarithm[i];
        }
        sum(r, both[1], block.home, n, totals);
    }

    /** Cuts numbers into limbs and adds each limb where its row lives; {@code rest} is used up. */
    private static void sum(double[] rest, Term term, int[] home, int n, double[] totals) {
        int limbs = term.limbs.count();
        for (int l = 0; l < limbs; l++) {
            double shifter = term.limbs.shifter(l);
            int slot = term.slot + l;
            for (int i = 0; i < n; i++) {
                double part = (rest[i] + shifter) - shifter;
                rest[i] -= part;
                totals[home[i] + slot] += part;
            }
        }
    }
}
