package tributary.family.segments;

import java.io.Serializable;
import tributary.stats.CrossProducts;

/**
 * Where the variables of a metric lie and how far they spread over all rows: what default priors are scaled by.
 *
 * <p>Variables are the treatments (0 or 1 for an arm), the covariates, and the outcome; of estimates, the estimate and
 * its standard error. Immutable.
 */
public final class SegmentScale implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long rows;
    private final double[] origins;
    private final double[] means;
    private final double[] deviations;
    private final boolean[] within;

    private SegmentScale(long rows, double[] origins, double[] means, double[] deviations, boolean[] within) {
        this.rows = rows;
        this.origins = origins;
        this.means = means;
        this.deviations = deviations;
        this.within = within;
    }

    /**
     * From the cross-products of all rows, of variables less their origins.
     *
     * @param within whether a variable varies within some segment
     */
    public static SegmentScale of(double[] origins, CrossProducts all, boolean[] within) {
        int d = origins.length;
        double[] means = new double[d];
        double[] deviations = new double[d];
        for (int i = 0; i < d; i++) {
            means[i] = all.count() == 0 ? 0 : all.mean(i) + origins[i];
            deviations[i] = all.count() < 2 ? 0 : StrictMath.sqrt(Math.max(0, all.variance(i)));
        }
        return new SegmentScale(all.count(), origins.clone(), means, deviations, within.clone());
    }

    /** All rows with every value. */
    public long rows() {
        return rows;
    }

    /** Number of variables. */
    public int variables() {
        return means.length;
    }

    /** What was taken off a variable before its moments were formed. */
    double origin(int variable) {
        return origins[variable];
    }

    /** The mean of a variable itself over all rows. */
    public double mean(int variable) {
        return means[variable];
    }

    /** The standard deviation of a variable over all rows. */
    public double deviation(int variable) {
        return deviations[variable];
    }

    /** Whether a variable varies within some segment. */
    boolean within(int variable) {
        return within[variable];
    }

    /** The mean of the outcome. */
    public double outcomeMean() {
        return means[means.length - 1];
    }

    /** The standard deviation of the outcome. */
    public double outcomeDeviation() {
        return deviations[deviations.length - 1];
    }
}
