package tributary.stats;

import java.io.Serializable;

/**
 * How to add doubles with plain double addition and never round: each number is cut into limbs on fixed
 * power-of-two grids, so coarse that no total of all rows can leave its grid.
 *
 * <p>With at most {@code 2^r} numbers of size at most {@code 2^b}, the first grid is {@code 2^(b + r - 52)}: multiples
 * of it add exactly below {@code 2^(b + r + 1)}. What a limb leaves over is at most half its grid, and is cut again
 * on the grid {@code 52 - r} bits finer. A limb costs two additions, {@code (x + s) - s} with the constant {@code s =
 * 1.5 2^52 grid} (Rump, Ogita and Oishi 2008; Demmel and Nguyen 2015). Below the last grid a number is rounded, alone
 * and to nearest, hence the same whatever the order of rows: the total of each limb is the same to the bit for every
 * partitioning.
 */
public final class Limbs implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int MANTISSA_BITS = 52;
    private static final int LOWEST_GRID = -1000;

    private final double bound;
    private final double[] shifters;

    private Limbs(double bound, double[] shifters) {
        this.bound = bound;
        this.shifters = shifters;
    }

    /**
     * The limbs for at most {@code rows} numbers of size at most {@code bound}.
     *
     * @param bound largest absolute value, finite, 0 or more
     * @param rows largest number of values ever added together, below 2^40
     * @param bits how many bits below {@code bound} every single number shall keep; 60 keeps more than a double can
     *     tell for numbers near the bound and 7 digits for those a hundred thousand million times smaller
     * @throws IllegalArgumentException if bound or rows are out of range
     */
    public static Limbs of(double bound, long rows, int bits) {
        if (!(bound >= 0) || bound > 0x1p960 || rows < 0 || rows > 1L << 40) {
            throw new IllegalArgumentException("no exact sum of " + rows + " numbers of size up to " + bound);
        }
        int size = bound == 0 ? 0 : Math.max(Math.getExponent(bound) + 1, -900);
        // At least one bit of room: (x + s) - s rounds to the grid for |x| up to 2^51 grid.
        int room = rows <= 2 ? 1 : 64 - Long.numberOfLeadingZeros(rows - 1);
        int step = MANTISSA_BITS - room;
        int count = 0;
        for (int kept = 0; kept < bits; kept += step) {
            count++;
        }
        double[] shifters = new double[Math.max(1, count)];
        for (int i = 0; i < shifters.length; i++) {
            int grid = Math.max(LOWEST_GRID, size - (i + 1) * step);
            shifters[i] = Math.scalb(1.5, grid + MANTISSA_BITS);
        }
        return new Limbs(bound, shifters);
    }

    /** The largest absolute value these limbs were made for. */
    public double bound() {
        return bound;
    }

    /** Number of limbs. */
    public int count() {
        return shifters.length;
    }

    /** The constant s of limb i: the limb of a remainder x is {@code (x + s) - s}. */
    public double shifter(int i) {
        return shifters[i];
    }

    /** The limbs of one number, coarsest first: what an engine computes with the shifters. */
    public double[] cut(double value) {
        double[] limbs = new double[shifters.length];
        double rest = value;
        for (int i = 0; i < limbs.length; i++) {
            limbs[i] = (rest + shifters[i]) - shifters[i];
            rest -= limbs[i];
        }
        return limbs;
    }
}
