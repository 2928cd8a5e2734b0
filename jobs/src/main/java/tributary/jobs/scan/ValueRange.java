package tributary.jobs.scan;

import java.io.Serializable;

/**
 * The smallest interval known to hold all finite values of a column, and the origin they are summed about.
 *
 * @param low least value
 * @param high greatest value, not below {@code low}
 */
record ValueRange(double low, double high) implements Serializable {
    static final ValueRange ZERO = new ValueRange(0, 0);
    static final ValueRange UNIT = new ValueRange(0, 1);

    static ValueRange symmetric(double bound) {
        return new ValueRange(-bound, bound);
    }

    ValueRange times(double scale) {
        double a = low * scale;
        double b = high * scale;
        return new ValueRange(Math.min(a, b), Math.max(a, b));
    }

    ValueRange withZero() {
        return new ValueRange(Math.min(low, 0), Math.max(high, 0));
    }

    /** The sums of up to {@code count} values of this range. */
    ValueRange sums(long count) {
        return new ValueRange(Math.min(0, low * count), Math.max(0, high * count));
    }

    /**
     * What is subtracted before values are multiplied: 0, unless all values are large beside their spread (years, unix
     * times), where the middle of the range keeps the digits. Values then lie within a factor of two of it, so that
     * the subtraction is exact (Sterbenz 1974).
     */
    double origin() {
        boolean far = low > 0 ? high - low < low : high < 0 && high - low < -high;
        return far ? low + (high - low) / 2 : 0;
    }

    /** The largest distance from the origin. */
    double bound() {
        return Math.max(Math.abs(low - origin()), Math.abs(high - origin()));
    }
}
