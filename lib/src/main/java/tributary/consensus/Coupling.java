package tributary.consensus;

/**
 * What a posterior has that is no sum over shards but a function of sums over shards, such as a prior on a total: a factor that
 * no shard can know. Shards are sampled without it, or with a stand-in among the prior; the exact pass puts it in.
 *
 * <p>It may be an estimate, if the whole weight is then an unbiased one.
 */
@FunctionalInterface
public interface Coupling {
    /**
     * The log of the factor, less that of its stand-in; negative infinity where it is 0.
     *
     * @param draw a position
     * @param sums over the shards of {@link ShardLikelihood#coupled} at the draw
     */
    double log(double[] draw, double[] sums);
}
