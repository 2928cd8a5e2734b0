package tributary.consensus;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import tributary.infer.nuts.DrawWatch;
import tributary.posterior.Data;

/**
 * The rows of a table where they lie: in shards, each brought to a task as one block of columns.
 *
 * <p>The seam to a cluster below {@link Workers}: it knows no model, so that what a model needs to know of all rows can
 * be found out before there is one. A block has the same rows in the same order whenever and wherever it is read. A
 * column called {@link #WEIGHT}, where there is one, says how many rows of the table each row stands for.
 */
public interface Blocks {
    /** The column of repetitions of a compressed block; no name of a variable. */
    String WEIGHT = "weight of rows";

    /** The number of shards. */
    int shards();

    /** The table with its columns, without rows. */
    Data columns();

    /** Whether blocks have the column {@link #WEIGHT}. */
    default boolean weighted() {
        return columns().tables().stream().anyMatch(table -> columns().hasNumbers(table, WEIGHT));
    }

    /**
     * Runs a task on every block.
     *
     * @return one result a shard, in the order of the shards whatever order they finished in
     */
    <R extends Serializable> List<R> map(BlockTask<R> task);

    /** The same for a dear task, whose results may be kept: see {@link Workers#mapKept}. */
    default <R extends Serializable> List<R> mapKept(String name, BlockTask<R> task) {
        return map(task);
    }

    /** The same rows in fewer blocks: see {@link Workers#merged}. */
    default Optional<Blocks> merged(int shards) {
        return Optional.empty();
    }

    /** A pure function of one block. */
    @FunctionalInterface
    interface BlockTask<R extends Serializable> extends Serializable {
        /**
         * Runs on one block.
         *
         * @param shard the index of the shard, from 0
         * @param rows its rows; perhaps none
         */
        R run(int shard, Data rows);

        /** What it does, in a few words for people who wait. */
        default String words() {
            return "pass over the shards";
        }

        /** {@link #run(int, Data)}, telling of every draw where there are any. */
        default R run(int shard, Data rows, DrawWatch watch) {
            return run(shard, rows);
        }
    }
}
