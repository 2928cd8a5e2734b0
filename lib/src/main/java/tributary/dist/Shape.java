package tributary.dist;

/** How many numbers make one value or one argument, as a function of a dimension K. */
public enum Shape {
    /** One number. */
    SCALAR,
    /** K numbers. */
    VECTOR,
    /** The K (K + 1) / 2 numbers of a lower triangle, row by row. */
    TRIANGLE;

    /** The count of numbers at dimension K. */
    public int size(int dimension) {
        return switch (this) {
            case SCALAR -> 1;
            case VECTOR -> dimension;
            case TRIANGLE -> dimension * (dimension + 1) / 2;
        };
    }

    /**
     * The dimension of so many numbers: the inverse of {@link #size}; 1 for a scalar.
     *
     * @throws IllegalArgumentException if no dimension has that size
     */
    public int dimension(int size) {
        int dimension = switch (this) {
            case SCALAR -> 1;
            case VECTOR -> size;
            case TRIANGLE -> (int) ((StrictMath.sqrt(8.0 * size + 1) - 1) / 2);
        };
        if (size(dimension) != size) {
            throw new IllegalArgumentException(size + " numbers are no " + this);
        }
        return dimension;
    }
}
