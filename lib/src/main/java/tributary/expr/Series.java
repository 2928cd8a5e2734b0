package tributary.expr;

import org.jspecify.annotations.Nullable;

/** Where series start: runs of equal keys are the series, and time runs within them. */
final class Series {
    private Series() {}

    /**
     * For every element the first element of its series.
     *
     * @param keys a key per element, equal keys next to one another; null for one single series
     */
    static int[] starts(int @Nullable [] keys, int size) {
        int[] starts = new int[size];
        for (int i = 1; i < size; i++) {
            starts[i] = keys == null || keys[i] == keys[i - 1] ? starts[i - 1] : i;
        }
        return starts;
    }

    /** The first elements of all series, then the number of elements. */
    static int[] bounds(int[] starts) {
        int count = 0;
        for (int i = 0; i < starts.length; i++) {
            count += starts[i] == i ? 1 : 0;
        }
        int[] bounds = new int[count + 1];
        int next = 0;
        for (int i = 0; i < starts.length; i++) {
            if (starts[i] == i) {
                bounds[next++] = i;
            }
        }
        bounds[count] = starts.length;
        return bounds;
    }
}
