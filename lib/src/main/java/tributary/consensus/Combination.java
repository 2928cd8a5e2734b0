package tributary.consensus;

/** Joined sub-posteriors: their Gaussian product, raw consensus draws, and how far the shards disagree. */
public final class Combination {
    private final Gaussian product;
    private final double[][] draws;
    private final double heterogeneity;
    private final double heterogeneityP;
    private final double[] distances;
    private final double noise;

    Combination(
            Gaussian product,
            double[][] draws,
            double heterogeneity,
            double heterogeneityP,
            double[] distances,
            double noise) {
        this.product = product;
        this.draws = draws;
        this.heterogeneity = heterogeneity;
        this.heterogeneityP = heterogeneityP;
        this.distances = distances;
        this.noise = noise;
    }

    /** Normal(m, V), the product of the shards' normal approximations. */
    public Gaussian product() {
        return product;
    }

    /** The number of raw consensus draws. */
    public int size() {
        return draws.length;
    }

    /** One raw consensus draw, uncorrected, in unconstrained space; a copy. */
    public double[] draw(int index) {
        return draws[index].clone();
    }

    /** {@code sum (m_s - m)' Q_s (m_s - m)}: about chi-square with p (S - 1) degrees of freedom for exchangeable shards. */
    public double heterogeneity() {
        return heterogeneity;
    }

    /** The upper tail probability of the heterogeneity. */
    public double heterogeneityP() {
        return heterogeneityP;
    }

    /** One shard's share of the heterogeneity. */
    public double distance(int shard) {
        return distances[shard];
    }

    /**
     * The Monte Carlo error of the product's mean in standard deviations of the product, root mean square over directions.
     *
     * <p>A shard's precision is the inverse of a sample covariance of T draws: to first order its error in the direction of
     * {@code g = m_s - m} has the covariance {@code (d^2 Q_s + Q_s g g' Q_s) / T} with {@code d^2 = g' Q_s g} (the Wishart
     * distribution), and that of its mean adds {@code Q_s / T}. So the mean {@code m = V sum Q_s m_s} errs by {@code V sum
     * [(1 + d_s^2) Q_s + Q_s g g' Q_s] / T_s V}; the mean over directions is the trace of that in the metric of V, over p.
     * Exchangeable shards have {@code d^2} of about p, and an error of {@code sqrt((2 + p) / T)}; shards that lie d of their
     * own standard deviations apart have about {@code d / sqrt(T)}, were each of them normal to the last digit.
     */
    public double noise() {
        return noise;
    }
}
