package tributary.family.segments;

import java.io.Serializable;

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
    public static RankCounts of(SegmentDesign design, SegmentMoments moments, SegmentDraws draws, RankBins bins) {
        int arms = design.spec().arms().size();
        int sign = design.spec().direction().sign();
        int[] counted = bins.draws();
        RankCounts made = new RankCounts(bins, new int[arms * counted.length * bins.bins()], arms);
        for (int s = 0; s < moments.segments(); s++) {
            draws.drawCounted(s);
            for (int a = 0; a < arms; a++) {
                for (int i = 0; i < counted.length; i++) {
                    made.counts[made.at(a, i) + bins.bin(a, i, sign * draws.lift(a)[counted[i]])]++;
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

        /** The ranks of a segment's improvements in the counted draws; 1 is the best. */
        double[] of(int arm, double[] lift, int sign) {
            int[] draws = counts.bins.draws();
            double[] ranks = new double[draws.length];
            for (int i = 0; i < ranks.length; i++) {
                double improvement = sign * lift[draws[i]];
                int at = counts.at(arm, i) + counts.bins.bin(arm, i, improvement);
                ranks[i] = 1 + better[at] + 0.5 * (counts.counts[at] - 1);
            }
            return ranks;
        }

        /** P(the segment improves most of all). */
        double probBest(int arm, double[] lift, int sign) {
            return extremes.probBest(arm, lift, sign);
        }
    }

    private int at(int arm, int counted) {
        return (arm * bins.draws().length + counted) * bins.bins();
    }
}
