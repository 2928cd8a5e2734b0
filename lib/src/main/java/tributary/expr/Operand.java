package tributary.expr;

/** Where a pass finds a block of numbers: a register that is the same for all blocks, or a stretch of a vector. */
final class Operand {
    private final double[] array;
    private final boolean moving;

    Operand(double[] array, boolean moving) {
        this.array = array;
        this.moving = moving;
    }

    double[] array() {
        return array;
    }

    /** The offset of the block that starts at an element. */
    int at(int start) {
        return moving ? start : 0;
    }
}
