package tributary.bench;

import tributary.math.LogDensity;

/** A density written as a plain loop. */
abstract class ByHand implements LogDensity {
    private final int dimension;

    ByHand(int dimension) {
        this.dimension = dimension;
    }

    @Override
    public int dimension() {
        return dimension;
    }
}
