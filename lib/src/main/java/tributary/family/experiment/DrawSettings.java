package tributary.family.experiment;

import java.io.Serializable;

/**
 * How many draws, and from which seed.
 *
 * @param seed the root of all streams
 * @param chains rectangles dealt: independent draws, so chains are only a layout
 * @param draws per chain; chains x draws is at least 100
 */
public record DrawSettings(long seed, int chains, int draws) implements Serializable {
    private static final long serialVersionUID = 1L;

    public DrawSettings {
        if (chains < 1 || draws < 1 || (long) chains * draws < 100 || (long) chains * draws > 100_000_000L) {
            throw new IllegalArgumentException(
                    "chains x draws must lie between 100 and 100,000,000, is " + chains + " x " + draws);
        }
    }

    /** Four chains of a thousand. */
    public static DrawSettings standard(long seed) {
        return new DrawSettings(seed, 4, 1000);
    }

    /** All draws. */
    public int total() {
        return chains * draws;
    }
}
