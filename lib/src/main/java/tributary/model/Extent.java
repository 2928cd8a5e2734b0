package tributary.model;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How many values a term has: one per row, per level of a group, or one; each of them a number, a vector or a triangle.
 *
 * @param axis the table or group, or null
 * @param vector the plate of the vector, empty for a list, null for a number
 * @param width the elements of the vector, -1 if only the data tell
 * @param triangle whether the vector's plate spans a lower triangle
 */
record Extent(@Nullable String axis, @Nullable String vector, int width, boolean triangle) implements Serializable {
    static final Extent ONE = new Extent(null, null, 0, false);

    static Extent on(@Nullable String axis) {
        return new Extent(axis, null, 0, false);
    }

    boolean isNumber() {
        return vector == null;
    }
}
