package tributary.consensus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tributary.posterior.Data;

/** Blocks of one process: a list, worked through one after the other. */
public final class LocalBlocks implements Blocks {
    private final List<Data> blocks;

    /** At least one block, all with the same columns. */
    public LocalBlocks(List<Data> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    @Override
    public int shards() {
        return blocks.size();
    }

    @Override
    public Data columns() {
        return blocks.get(0).withoutRows();
    }

    @Override
    public <R extends Serializable> List<R> map(BlockTask<R> task) {
        List<R> results = new ArrayList<>();
        for (int shard = 0; shard < blocks.size(); shard++) {
            results.add(task.run(shard, blocks.get(shard)));
        }
        return results;
    }

    @Override
    public Optional<Blocks> merged(int shards) {
        String table = columns().tables().iterator().next();
        return Optional.of(new LocalBlocks(poured(blocks, shards).stream()
                .map(of -> Data.joined(table, of))
                .toList()));
    }

    /** What is poured together where so many shards are to be left: neighbours, evenly. */
    static <T> List<List<T>> poured(List<T> shards, int fewer) {
        List<List<T>> parts = new ArrayList<>();
        for (int s = 0; s < shards.size(); s++) {
            if (s == 0 || s * fewer / shards.size() != (s - 1) * fewer / shards.size()) {
                parts.add(new ArrayList<>());
            }
            parts.get(parts.size() - 1).add(shards.get(s));
        }
        return parts;
    }
}
