package tributary.consensus;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What one shard sends back: the draws of its sub-posterior in unconstrained space, their moments, and how well they
 * were drawn.
 *
 * <p>The sub-posterior of shard s of S is {@code prior(u)^(1/S) likelihood_s(u)}, the prior taken in unconstrained
 * space with its Jacobian.
 */
public final class SubPosterior implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int shard;
    private final long rows;
    private final double[][] draws;
    private final double[] mean;
    private final double[][] covariance;
    private final Quality quality;

    /** How the draws of a shard came about. */
    public enum Origin {
        /** Sampled by NUTS, as planned. */
        SAMPLED,
        /** Sampled again, longer, after the first attempt was judged unfit. */
        RERUN,
        /** Replaced by the Laplace approximation at the anchor, after sampling failed. */
        LAPLACE
    }

    /**
     * The diagnostics of a shard's chains.
     *
     * @param origin how the draws came about
     * @param rHat the largest rank-normalised split R-hat of a coordinate
     * @param ess the smallest bulk effective sample size of a coordinate
     * @param divergences the number of divergent transitions
     * @param energyFraction the smallest E-BFMI of a chain
     * @param metricLow the smallest eigenvalue of the covariance in the metric of the shard's Laplace approximation, or of a
     *     typical shard's law if it is larger there
     * @param metricHigh the largest in the metric of the Laplace approximation
     * @param reason what was wrong with the first attempt, empty where nothing was
     */
    public record Quality(
            Origin origin,
            double rHat,
            double ess,
            int divergences,
            double energyFraction,
            double metricLow,
            double metricHigh,
            String reason)
            implements Serializable {}

    SubPosterior(int shard, long rows, double[][] draws, Quality quality) {
        this.shard = shard;
        this.rows = rows;
        this.draws = draws;
        this.quality = quality;
        int dimension = draws[0].length;
        this.mean = new double[dimension];
        this.covariance = new double[dimension][dimension];
        moments();
    }

    private void moments() {
        int count = draws.length;
        int dimension = mean.length;
        for (double[] draw : draws) {
            for (int i = 0; i < dimension; i++) {
                mean[i] += draw[i] / count;
            }
        }
        for (double[] draw : draws) {
            for (int i = 0; i < dimension; i++) {
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] += (draw[i] - mean[i]) * (draw[j] - mean[j]) / (count - 1);
                }
            }
        }
        for (int i = 0; i < dimension; i++) {
            for (int j = i + 1; j < dimension; j++) {
                covariance[i][j] = covariance[j][i];
            }
        }
    }

    /** The index of the shard. */
    public int shard() {
        return shard;
    }

    /** The rows of the table that the shard holds. */
    public long rows() {
        return rows;
    }

    /** The number of draws kept. */
    public int size() {
        return draws.length;
    }

    /** One draw, a copy. */
    public double[] draw(int index) {
        return draws[index].clone();
    }

    /** The mean of the draws, a copy. */
    public double[] mean() {
        return mean.clone();
    }

    /** The covariance of the draws, a copy. */
    public double[][] covariance() {
        return Arrays.stream(covariance).map(double[]::clone).toArray(double[][]::new);
    }

    /** How well the draws were drawn. */
    public Quality quality() {
        return quality;
    }
}
