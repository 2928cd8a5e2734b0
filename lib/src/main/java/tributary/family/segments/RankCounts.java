package tributary.family.segments;

import java.io.Serializable;
import tributary.infer.Describe;

/**
 * How many segments improve more than a given one, for each arm and some of the draws: counts in bins, merged by adding.
 *
 * <p>A rank is right to within half of the segments that share its bin, a fraction of a percent of all ({@link RankBins}).
 */
public final class RankCounts implements Serializable {
    private static final long serialVersionUID = 1L;

    private final RankBins bins;
    private final int[] counts;
    private final int arms;

    private RankCounts(RankBins bins, int[] counts, int arms) {
        this.bins = bins;
        this.counts = counts;
        this.arms = arms;
    }

    /** Of the segments of a block, in the bins of all. */
    public static RankCounts of(SegmentLifts lifts, int sign, RankBins bins) {
        int arms = lifts.arms();
        int[] places = lifts.places(bins.draws());
        RankCounts made = new RankCounts(bins, new int[arms * places.length * bins.bins()], arms);
        for (int s = 0; s < lifts.segments(); s++) {
            for (int a = 0; a < arms; a++) {
                for (int i = 0; i < places.length; i++) {
                    made.counts[made.at(a, i) + bins.bin(a, i, sign * lifts.at(s, a, places[i]))]++;
                }
            }
        }
        return made;
    }

    /** Of both. */
    public RankCounts merge(RankCounts other) {
        int[] sum = counts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.counts[i];
        }
        return new RankCounts(bins, sum, arms);
    }

    /**
     * From counts within bins to counts of the segments in better bins; once, when all are merged.
     *
     * @param extremes of the same segments
     */
    public Ranks ranks(Extremes extremes) {
        int[] better = new int[counts.length];
        for (int a = 0; a < arms; a++) {
            for (int i = 0; i < bins.draws().length; i++) {
                int from = at(a, i);
                int sum = 0;
                for (int b = bins.bins() - 1; b >= 0; b--) {
                    better[from + b] = sum;
                    sum += counts[from + b];
                }
            }
        }
        return new Ranks(this, better, extremes);
    }

    /** Ranks read from merged counts. */
    public static final class Ranks implements Serializable {
        private static final long serialVersionUID = 1L;

        private final RankCounts counts;
        private final int[] better;
        private final Extremes extremes;

        private Ranks(RankCounts counts, int[] better, Extremes extremes) {
            this.counts = counts;
            this.better = better;
            this.extremes = extremes;
        }

        /** Where a segment stands; the interval of its rank has this probability. */
        public SegmentRank of(SegmentLifts lifts, int segment, int arm, int sign, double probability) {
            double[] ranks = each(lifts, segment, arm, sign);
            double tail = 0.5 * (1 - probability);
            double mean = Describe.mean(ranks);
            double[] ends = Describe.quantiles(ranks, tail, 1 - tail);
            return new SegmentRank(extremes.probBest(lifts, segment, arm, sign), mean, ends[0], ends[1]);
        }

        /** The ranks of a segment's improvements in the counted draws; 1 is the best. */
        double[] each(SegmentLifts lifts, int segment, int arm, int sign) {
            int[] places = lifts.places(counts.bins.draws());
            double[] ranks = new double[places.length];
            for (int i = 0; i < ranks.length; i++) {
                double improvement = sign * lifts.at(segment, arm, places[i]);
                int at = counts.at(arm, i) + counts.bins.bin(arm, i, improvement);
                ranks[i] = 1 + better[at] + 0.5 * (counts.counts[at] - 1);
            }
            return ranks;
        }
    }

    private int at(int arm, int counted) {
        return (arm * bins.draws().length + counted) * bins.bins();
    }
}
