package tributary.infer.nuts;

import java.util.BitSet;

/**
 * The calendar of warm-up: a fast phase, doubling windows that each end in a new metric, and a fast phase to settle
 * the step size (Stan's: 75, then 25, 50, 100, ..., then 50; runs too short for that 15 : 75 : 10 in proportion).
 *
 * <p>Transitions are counted from zero. Below 20 transitions only the step size adapts.
 */
final class Windows {
    private static final int SHORTEST = 20;
    private static final int FIRST = 75;
    private static final int BASE = 25;
    private static final int LAST = 50;
    private static final int EARLY = 10;

    private final int begin;
    private final int limit;
    private final BitSet ends = new BitSet();

    private Windows(int begin, int base, int limit) {
        this.begin = begin;
        this.limit = limit;
        int size = base;
        int end = begin + size;
        while (end < limit) {
            ends.set(end - 1);
            size *= 2;
            end += size;
            if (end + 2 * size > limit) {
                end = limit;
            }
        }
        if (base > 0) {
            ends.set(limit - 1);
        }
    }

    /** Only the step size adapts. */
    static Windows none(int total) {
        return new Windows(total, 0, total);
    }

    static Windows of(int total) {
        if (total < SHORTEST) {
            return none(total);
        }
        if (total < FIRST + BASE + LAST) {
            int begin = (int) (0.15 * total);
            int limit = total - (int) (0.1 * total);
            return new Windows(begin, limit - begin, limit);
        }
        return new Windows(FIRST, BASE, total - LAST);
    }

    /** A calendar for a metric that few draws suffice for: windows of 10, 20, 40, ... from the first transition on. */
    static Windows early(int total) {
        return total < SHORTEST ? none(total) : new Windows(0, EARLY, total - StrictMath.min(LAST, total / 4));
    }

    /** Whether the metric learns from this transition. */
    boolean learns(int transition) {
        return begin <= transition && transition < limit;
    }

    /** Whether a window ends with this transition. */
    boolean ends(int transition) {
        return ends.get(transition);
    }
}
