package tributary.expr;

import java.util.Arrays;
import tributary.math.Kernels;
import tributary.math.Lanes;

/** The levels of the elements of an axis, and, where equal neighbours are many, the runs of them. */
final class Levels {
    private static final int WORTH = 8;

    /** The level of every element. */
    final int[] of;

    /** For every element the end of its run (the first element after it); empty when runs are short. */
    private final int[] runEnd;

    Levels(int[] of) {
        this.of = of;
        int runs = 1;
        for (int i = 1; i < of.length; i++) {
            runs += of[i] != of[i - 1] ? 1 : 0;
        }
        runEnd = new int[of.length / runs >= WORTH ? of.length : 0];
        for (int i = runEnd.length - 1; i >= 0; i--) {
            runEnd[i] = i + 1 < of.length && of[i] == of[i + 1] ? runEnd[i + 1] : i + 1;
        }
    }

    /** Whether whole runs are worth handling at once. */
    boolean hasRuns() {
        return runEnd.length > 0;
    }

    /** The end of the run that an element is in. */
    int runEnd(int element) {
        return runEnd[element];
    }

    /** Copies the level's value to every element from start on. */
    void gather(double[] source, int start, int count, double[] out, int outAt) {
        if (!hasRuns()) {
            for (int i = 0; i < count; i++) {
                out[outAt + i] = source[of[start + i]];
            }
            return;
        }
        int end = start + count;
        for (int i = start; i < end; ) {
            int stop = Math.min(end, runEnd[i]);
            Arrays.fill(out, outAt + i - start, outAt + stop - start, source[of[i]]);
            i = stop;
        }
    }

    /** Adds every element from start on to its level's sum. */
    void scatter(Kernels kernels, double[] a, int at, int start, int count, double[] sums, double[] lanes) {
        if (!hasRuns()) {
            for (int i = 0; i < count; i++) {
                sums[of[start + i]] += a[at + i];
            }
            return;
        }
        int end = start + count;
        for (int i = start; i < end; ) {
            int stop = Math.min(end, runEnd[i]);
            Arrays.fill(lanes, 0);
            kernels.sum(a, at + i - start, stop - i, lanes, 0);
            sums[of[i]] += Lanes.join(lanes, 0);
            i = stop;
        }
    }
}
