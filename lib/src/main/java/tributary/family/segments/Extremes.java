package tributary.family.segments;

import java.io.Serializable;

/**
 * The greatest and least improvement over all segments, for each arm and draw: what P(best) is read from, and what lies
 * between them by a sample. Merging takes maxima and minima, so the order of blocks does not matter.
 */
public final class Extremes implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[][] greatest;
    private final double[][] least;
    /** The draws that were looked at. */
    private final int[] draws;

    private final RankSample sample;

    private Extremes(int[] draws, double[][] greatest, double[][] least, RankSample sample) {
        this.draws = draws;
        this.greatest = greatest;
        this.least = least;
        this.sample = sample;
    }

    /**
     * Of the segments of a block, over the draws that are held.
     *
     * @param sign 1 where more is better, else -1
     */
    public static Extremes of(SegmentLifts lifts, int sign) {
        int[] counted = lifts.places(SegmentLifts.counted(lifts.size()));
        int arms = lifts.arms();
        int[] draws = lifts.draws();
        double[][] greatest = new double[arms][lifts.size()];
        double[][] least = new double[arms][lifts.size()];
        RankSample sample = new RankSample(RankBins.SAMPLE);
        for (int a = 0; a < arms; a++) {
            java.util.Arrays.fill(greatest[a], Double.NEGATIVE_INFINITY);
            java.util.Arrays.fill(least[a], Double.POSITIVE_INFINITY);
        }
        for (int s = 0; s < lifts.segments(); s++) {
            for (int a = 0; a < arms; a++) {
                for (int place = 0; place < draws.length; place++) {
                    int m = draws[place];
                    double improvement = sign * lifts.at(s, a, place);
                    greatest[a][m] = Math.max(greatest[a][m], improvement);
                    least[a][m] = Math.min(least[a][m], improvement);
                }
            }
            sample.offer(lifts, s, sign, counted);
        }
        return new Extremes(draws, greatest, least, sample);
    }

    /** Of both. */
    public Extremes merge(Extremes other) {
        double[][] high = new double[greatest.length][];
        double[][] low = new double[greatest.length][];
        for (int a = 0; a < greatest.length; a++) {
            high[a] = greatest[a].clone();
            low[a] = least[a].clone();
            for (int m = 0; m < high[a].length; m++) {
                high[a][m] = Math.max(high[a][m], other.greatest[a][m]);
                low[a][m] = Math.min(low[a][m], other.least[a][m]);
            }
        }
        return new Extremes(draws, high, low, sample.merge(other.sample));
    }

    double greatest(int arm, int draw) {
        return greatest[arm][draw];
    }

    double least(int arm, int draw) {
        return least[arm][draw];
    }

    /** The bins that ranks are counted in; once, when all are merged. */
    public RankBins bins() {
        return new RankBins(this, sample, greatest.length, SegmentLifts.counted(greatest[0].length));
    }

    /** P(a segment improves most of all) over the draws that were looked at. */
    double probBest(SegmentLifts lifts, int segment, int arm, int sign) {
        int best = 0;
        for (int place = 0; place < draws.length; place++) {
            best += sign * lifts.at(segment, arm, place) >= greatest[arm][draws[place]] ? 1 : 0;
        }
        return (double) best / draws.length;
    }
}
