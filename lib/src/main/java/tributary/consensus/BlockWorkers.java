package tributary.consensus;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import tributary.infer.nuts.DrawWatch;
import tributary.posterior.Data;

/** Workers over blocks of rows: each task binds the model to its block, then works on the likelihood. */
public final class BlockWorkers implements Workers {
    private final Blocks blocks;
    private final ModelShards model;

    /** Workers of a model over blocks; weighted where the blocks are. */
    public BlockWorkers(Blocks blocks, ModelShards model) {
        this.blocks = blocks;
        this.model = model;
    }

    @Override
    public int shards() {
        return blocks.shards();
    }

    @Override
    public <R extends Serializable> List<R> map(ShardTask<R> task) {
        return blocks.map(new Bound<>(model, task));
    }

    @Override
    public <R extends Serializable> List<R> mapKept(String name, ShardTask<R> task) {
        return blocks.mapKept(name, new Bound<>(model, task));
    }

    @Override
    public Optional<Workers> merged(int shards) {
        return blocks.merged(shards).map(fewer -> new BlockWorkers(fewer, model));
    }

    private static final class Bound<R extends Serializable> implements Blocks.BlockTask<R> {
        private static final long serialVersionUID = 1L;
        private final ModelShards model;
        private final ShardTask<R> task;

        Bound(ModelShards model, ShardTask<R> task) {
            this.model = model;
            this.task = task;
        }

        @Override
        public R run(int shard, Data rows) {
            return run(shard, rows, DrawWatch.NONE);
        }

        @Override
        public String words() {
            return task.words();
        }

        @Override
        public R run(int shard, Data rows, DrawWatch watch) {
            return task.run(shard, model.shard(rows), watch);
        }
    }
}
