package tributary.random;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/**
 * The name of a random stream: a 128-bit hash of a path of meanings, such as seed, experiment, metric, arm.
 *
 * <p>Immutable; {@code with} returns a longer path. Paths are prefix-free (each part carries its kind and
 * length), so {@code with("ab").with("c")} and {@code with("a").with("bc")} name different streams. Ship keys,
 * never generators, to other machines.
 */
public final class StreamKey implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final long STRING_KIND = 0x5354L;
    private static final long NUMBER_KIND = 0x4E55L;

    private final long high;
    private final long low;

    private StreamKey(long high, long low) {
        this.high = high;
        this.low = low;
    }

    /** The root of all streams of one seed. */
    public static StreamKey of(long seed) {
        return new StreamKey(0x243F6A8885A308D3L, 0x13198A2E03707344L).with(seed);
    }

    /** The stream named by this path and one more word. */
    public StreamKey with(String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        StreamKey key = absorb(STRING_KIND).absorb(bytes.length);
        for (int start = 0; start < bytes.length; start += Long.BYTES) {
            long word = 0;
            for (int i = start; i < Math.min(bytes.length, start + Long.BYTES); i++) {
                word |= (bytes[i] & 0xFFL) << (8 * (i - start));
            }
            key = key.absorb(word);
        }
        return key;
    }

    /** The stream named by this path and one more number, such as a chain or a shard. */
    public StreamKey with(long part) {
        return absorb(NUMBER_KIND).absorb(part);
    }

    /** A new stream at its beginning. */
    public RandomStream stream() {
        return new RandomStream(high, low);
    }

    private StreamKey absorb(long word) {
        long a = mix(high ^ word);
        long b = mix(low + Long.rotateLeft(word, 32) + 0x9E3779B97F4A7C15L);
        return new StreamKey(mix(a + Long.rotateLeft(b, 23)), mix(b ^ Long.rotateLeft(a, 41)));
    }

    /** The finaliser of SplitMix64 (Stafford's variant 13). */
    private static long mix(long z) {
        long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamKey that && high == that.high && low == that.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high ^ low);
    }

    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
