package tributary.jobs.quality;

/** The propensities of one arm: of the rows with a treatment, or without, of everybody or of one level. */
public final class PropensityArm {
    /** So many bins: a quantile is right to a thousandth. */
    static final int BINS = 1000;

    private static final int POINTS = 50;

    private final String level;
    private final boolean treated;
    private final long rows;
    private final double effectiveShare;
    private final double extreme;
    private final double covered;
    private final double coveredError;
    private final double[] counts;

    /** One level of many, whose propensities are not counted. */
    PropensityArm(String level, boolean treated, long rows, double effectiveShare, double extreme) {
        this(level, treated, rows, effectiveShare, extreme, Double.NaN, Double.NaN);
    }

    /**
     * @param counts the rows by propensity, in even bins from 0 to 1
     */
    PropensityArm(
            String level,
            boolean treated,
            long rows,
            double effectiveShare,
            double extreme,
            double covered,
            double coveredError,
            double... counts) {
        this.level = level;
        this.treated = treated;
        this.rows = rows;
        this.effectiveShare = effectiveShare;
        this.extreme = extreme;
        this.covered = covered;
        this.coveredError = coveredError;
        this.counts = counts.clone();
    }

    /** The level, {@code all} for everybody. */
    public String level() {
        return level;
    }

    /** Whether these are the rows with the treatment. */
    public boolean treated() {
        return treated;
    }

    /** How many rows. */
    public long rows() {
        return rows;
    }

    /**
     * What share of its rows the arm is worth, once each is weighted to stand for everybody: {@code (sum w)^2 / (n sum
     * w^2)} with w the inverse probability of the arm that the row is in; 0 without rows.
     */
    public double effectiveShare() {
        return effectiveShare;
    }

    /** The share of its rows with a propensity below .02 or above .98. */
    public double extreme() {
        return extreme;
    }

    /**
     * What share of everybody the arm stands for, once each of its rows is weighted so: {@code sum w / N} over its rows, with
     * N the rows of both arms. 1 in the mean where every row could have been of this arm; less where some never could: those
     * nobody stands for. NaN of one level of many.
     */
    public double covered() {
        return covered;
    }

    /** The standard error of {@link #covered}: {@code sqrt(sum w (w - 1)) / N}. */
    public double coveredError() {
        return coveredError;
    }

    /** A quantile of the propensities; NaN without counts. */
    public double quantile(double probability) {
        double below = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] > 0 && below + counts[bin] >= probability * rows) {
                return (bin + (probability * rows - below) / counts[bin]) / counts.length;
            }
            below += counts[bin];
        }
        return Double.NaN;
    }

    /** The middles of the bins of {@link #heights}. */
    public double[] places() {
        double[] places = new double[counts.length == 0 ? 0 : POINTS];
        for (int i = 0; i < places.length; i++) {
            places[i] = (i + 0.5) / POINTS;
        }
        return places;
    }

    /** A histogram of the propensities, with area 1. */
    public double[] heights() {
        double[] heights = new double[counts.length == 0 ? 0 : POINTS];
        for (int bin = 0; bin < counts.length; bin++) {
            heights[bin * POINTS / counts.length] += counts[bin] * POINTS / rows;
        }
        return heights;
    }
}
