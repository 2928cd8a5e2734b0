package tributary.family.segments;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Those draws of the effects of some of a block's segments that are asked for again when all segments are drawn, for ranks, P(best)
 * and tables of draws: a segment is drawn once.
 */
public final class SegmentLifts implements Serializable {
    private static final long serialVersionUID = 1L;
    /** The draws for which ranks are counted, at most. */
    private static final int COUNTED = 250;

    private final int from;
    private final String[] names;
    private final int size;
    private final int arms;
    /** The draws that are held, in increasing order. */
    private final int[] draws;
    /** {@code [(segment arms + arm) draws + place]}. */
    private final double[] values;

    /**
     * Nothing held yet.
     *
     * @param from the first segment of the block
     * @param to one past the last
     * @param size of all draws of a segment
     * @param draws those to be held, in increasing order; {@link #counted} are among them
     */
    SegmentLifts(SegmentMoments moments, int from, int to, int arms, int size, int[] draws) {
        this.from = from;
        names = new String[to - from];
        Arrays.setAll(names, i -> moments.name(from + i));
        this.size = size;
        this.arms = arms;
        this.draws = draws.clone();
        values = new double[Math.multiplyExact(names.length * arms, draws.length)];
    }

    /** Of so many draws those for which ranks are counted, evenly spaced. */
    public static int[] counted(int size) {
        int[] counted = new int[Math.min(COUNTED, size)];
        Arrays.setAll(counted, i -> (int) ((long) (i + 1) * size / counted.length) - 1);
        return counted;
    }

    /** Of the draws of some chains so many, evenly spaced within each chain. */
    public static int[] spaced(int size, int chains, int most) {
        int length = size / chains;
        int each = Math.max(1, most / chains);
        return IntStream.range(0, chains * each)
                .map(i -> i / each * length + (int) ((long) (i % each + 1) * length / each) - 1)
                .toArray();
    }

    /** Holds the draws of a segment of the block. */
    void keep(int segment, SegmentDraws drawn) {
        int at = (segment - from) * arms * draws.length;
        for (int a = 0; a < arms; a++) {
            double[] lift = drawn.lift(a);
            for (int draw : draws) {
                values[at++] = lift[draw];
            }
        }
    }

    /** How many segments there are; here they are numbered from zero. */
    public int segments() {
        return names.length;
    }

    /** A segment's name. */
    public String name(int segment) {
        return names[segment];
    }

    int arms() {
        return arms;
    }

    /** All draws of a segment, held or not. */
    int size() {
        return size;
    }

    /** The draws that are held. */
    int[] draws() {
        return draws;
    }

    /** Where draws stand among those that are held. */
    int[] places(int[] of) {
        return Arrays.stream(of).map(draw -> Arrays.binarySearch(draws, draw)).toArray();
    }

    /** An effect in the draw at a place. */
    double at(int segment, int arm, int place) {
        return values[(segment * arms + arm) * draws.length + place];
    }

    /** Writes the draws held of an effect to where they stand among all draws. */
    public void fill(int segment, int arm, double[] all) {
        for (int place = 0; place < draws.length; place++) {
            all[draws[place]] = at(segment, arm, place);
        }
    }
}
