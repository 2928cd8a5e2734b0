package tributary.consensus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Workers of one process: the shards in a list, one after the other. */
public final class LocalWorkers implements Workers {
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
}
