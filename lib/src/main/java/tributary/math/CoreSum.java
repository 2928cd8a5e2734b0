package tributary.math;

import java.util.Arrays;
import java.util.Set;

/**
 * The sum of a core of log densities over rows, block by block: eight running sums and, for the logarithms of
 * {@code 1 + e^-|b|} in the Bernoulli core, eight running products, since the logarithm of a product is the sum of
 * logarithms and one logarithm serves hundreds of rows.
 *
 * <p>A product of numbers from 1 to 2 is closed after 512 of them, far from overflow; its relative error of at most 512
 * roundings is an absolute one of the logarithm, about what the sum of as many terms loses. Blocks divide the 4096 rows
 * between closings, so that the size of the blocks does not matter to the bits.
 */
public final class CoreSum {
    /** The functions that have a core. */
    public static final Set<BinaryFunction> FUNCTIONS =
            Set.of(BinaryFunction.BERNOULLI_CORE, BinaryFunction.POISSON_CORE, BinaryFunction.GAMMA_CORE);

    /** Rows between two closings of the products; block sizes divide it. */
    public static final int WINDOW = 512 * Lanes.COUNT;

    final double[] sums = new double[Lanes.COUNT];
    final double[] products = new double[Lanes.COUNT];
    private int open;

    /** A sum of nothing. */
    public CoreSum() {
        clear();
    }

    /** Forgets all. */
    public void clear() {
        Arrays.fill(sums, 0);
        Arrays.fill(products, 1);
        open = 0;
    }

    /** Counts rows whose factors went into the products. */
    void count(int rows) {
        open += rows;
        if (open >= WINDOW) {
            close();
        }
    }

    private void close() {
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            sums[lane] -= Elementary.log(products[lane]);
        }
        Arrays.fill(products, 1);
        open = 0;
    }

    /** The sum so far. */
    public double total() {
        if (open > 0) {
            close();
        }
        return Lanes.join(sums, 0);
    }
}
