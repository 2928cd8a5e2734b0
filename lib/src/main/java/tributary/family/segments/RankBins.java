package tributary.family.segments;

import java.io.Serializable;

/**
 * The bins that improvements are counted in, of each arm and counted draw: the sampled segments part the range between the
 * extremes, and each gap is cut into equal bins.
 *
 * <p>With a sample of K segments a gap holds about one of K + 1 of all, however improvements are distributed: a few large
 * ones, as ratios and counts have them, would crowd all others into few bins if these were equal. Within the gaps at the
 * ends, equal bins part the best from the very best.
 */
public final class RankBins implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Segments sampled; up to so many segments have ranks without error. */
    static final int SAMPLE = 256;
    /** Bins of each gap. */
    private static final int WITHIN = 8;

    private final int[] draws;
    private final int size;
    /** The sampled improvements of arm a and counted draw i in increasing order, from {@code (a draws + i) (size + 2) + 1},
     * between the extremes. */
    private final double[] edges;

    RankBins(Extremes extremes, RankSample sample, int arms, int[] draws) {
        this.draws = draws;
        this.size = sample.size();
        this.edges = new double[arms * draws.length * (size + 2)];
        for (int a = 0; a < arms; a++) {
            for (int i = 0; i < draws.length; i++) {
                int from = (a * draws.length + i) * (size + 2);
                edges[from] = extremes.least(a, draws[i]);
                sample.sorted(a, i, edges, from + 1);
                edges[from + size + 1] = extremes.greatest(a, draws[i]);
            }
        }
    }

    /** How many bins an arm has in a draw. */
    int bins() {
        return (size + 1) * WITHIN;
    }

    /** The draws that are counted. */
    int[] draws() {
        return draws;
    }

    /** The bin of an improvement. */
    int bin(int arm, int counted, double improvement) {
        int from = (arm * draws.length + counted) * (size + 2);
        int low = from + 1;
        int high = from + size + 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (edges[middle] < improvement) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        double left = edges[low - 1];
        double width = edges[low] - left;
        int within = width > 0
                ? (int) Math.min(WITHIN - 1, Math.max(0, WITHIN * ((improvement - left) / width)))
                : WITHIN - 1;
        return (low - 1 - from) * WITHIN + within;
    }
}
