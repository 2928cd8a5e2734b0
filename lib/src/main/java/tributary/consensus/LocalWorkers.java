package tributary.consensus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Workers of one process: the shards in a list, one after the other. */
public class LocalWorkers implements Workers {
    private final List<ShardLikelihood> likelihoods;

    /** Workers over the given shards. */
    public LocalWorkers(List<? extends ShardLikelihood> likelihoods) {
        this.likelihoods = List.copyOf(likelihoods);
    }

    @Override
    public int shards() {
        return likelihoods.size();
    }

    @Override
    public <R extends Serializable> List<R> map(ShardTask<R> task) {
        List<R> results = new ArrayList<>();
        for (int shard = 0; shard < likelihoods.size(); shard++) {
            results.add(task.run(shard, likelihoods.get(shard)));
        }
        return results;
    }

    @Override
    public Optional<Workers> merged(int shards) {
        return Optional.of(new LocalWorkers(
                LocalBlocks.poured(likelihoods, shards).stream().map(Sum::new).toList()));
    }

    /** Several shards as one. */
    private record Sum(List<ShardLikelihood> parts) implements ShardLikelihood {
        @Override
        public int dimension() {
            return parts.get(0).dimension();
        }

        @Override
        public long rows() {
            return parts.stream().mapToLong(ShardLikelihood::rows).sum();
        }

        /** Part by part: the difference of two sums over all rows would lose what the parts keep. */
        @Override
        public double[] relative(double[][] draws, double[] anchor) {
            double[] sum = new double[draws.length];
            for (ShardLikelihood part : parts) {
                double[] own = part.relative(draws, anchor);
                for (int t = 0; t < sum.length; t++) {
                    sum[t] += own[t];
                }
            }
            return sum;
        }

        @Override
        public double evaluate(double[] position, double[] gradient) {
            double[] own = new double[gradient.length];
            double value = 0;
            java.util.Arrays.fill(gradient, 0);
            for (ShardLikelihood part : parts) {
                value += part.evaluate(position, own);
                for (int i = 0; i < own.length; i++) {
                    gradient[i] += own[i];
                }
            }
            return value;
        }
    }
}
