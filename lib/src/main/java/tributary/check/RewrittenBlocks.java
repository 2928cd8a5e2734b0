package tributary.check;

import java.io.Serializable;
import java.util.List;
import tributary.consensus.Blocks;
import tributary.posterior.Data;

/** Blocks whose rows are rewritten where they lie whenever they are read: the table of a refutation, never stored. */
public final class RewrittenBlocks implements Blocks {
    private final Blocks original;
    private final Rewrite rewrite;

    /** The blocks with this done to each. */
    public RewrittenBlocks(Blocks original, Rewrite rewrite) {
        this.original = original;
        this.rewrite = rewrite;
    }

    /** A pure function of a block: the same rows in, the same rows out, wherever it runs. */
    @FunctionalInterface
    public interface Rewrite extends Serializable {
        /** The block rewritten; its columns are the same for every block, with rows and without. */
        Data of(int shard, Data rows);
    }

    @Override
    public int shards() {
        return original.shards();
    }

    @Override
    public Data columns() {
        return rewrite.of(0, original.columns());
    }

    @Override
    public <R extends Serializable> List<R> map(BlockTask<R> task) {
        Rewrite how = rewrite;
        return original.map((shard, rows) -> task.run(shard, how.of(shard, rows)));
    }
}
