package tributary.consensus;

/** Joined sub-posteriors: their Gaussian product, raw consensus draws, and how far the shards disagree. */
public final class Combination {
    private final Gaussian product;
    private final double[][] draws;
    private final double heterogeneity;
    private final double heterogeneityP;
    private final double[] distances;

    Combination(Gaussian product, double[][] draws, double heterogeneity, double heterogeneityP, double[] distances) {
        this.product = product;
        this.draws = draws;
        this.heterogeneity = heterogeneity;
        this.heterogeneityP = heterogeneityP;
        this.distances = distances;
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
}
