package tributary.consensus;

import tributary.random.StreamKey;

/** Takes a sample of rows from the shards to one machine. */
@FunctionalInterface
public interface RowSampler {
    /**
     * Samples rows: some with certainty, because they can move the likelihood most, the rest at random.
     *
     * @param about the posterior's approximation, whose spread says how far rows can move
     * @param size about how many rows, a bound on memory
     * @param key names the stream
     */
    RowSample sample(Gaussian about, int size, StreamKey key);
}
