package tributary.family.segments;

import java.io.Serializable;

/**
 * How many segments improve more than a given one, for each arm and some of the draws: counts in equal bins between the
 * extremes, merged by adding.
 *
 * <p>A rank is right to within half of the segments that share its bin; with so many bins as here that is a fraction of a
 * percent of all.
 */
public final class RankCounts implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int BINS = 1024;

    private final Extremes extremes;
    private final int[] counts;
    private final int arms;
    private final int[] draws;

    private RankCounts(Extremes extremes, int[] counts, int arms, int[] draws) {
        this.extremes = extremes;
        this.counts = counts;
        this.arms = arms;
        this.draws = draws;
    }

    /** Of the segments of a block, between the extremes of all. */
    public static RankCounts of(SegmentDesign design, SegmentMoments moments, SegmentDraws draws, Extremes extremes) {
        int arms = design.spec().arms().size();
        int sign = design.spec().direction().sign();
        int[] counted = SegmentDraws.counted(extremes.draws());
        RankCounts made = new RankCounts(extremes, new int[arms * counted.length * BINS], arms, counted);
        for (int s = 0; s < moments.segments(); s++) {
            draws.drawCounted(s);
            for (int a = 0; a < arms; a++) {
                for (int i = 0; i < counted.length; i++) {
                    made.counts[made.at(a, i) + made.bin(a, i, sign * draws.lift(a)[counted[i]])]++;
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
        return new RankCounts(extremes, sum, arms, draws);
    }

    /** The extremes it was counted between. */
    public Extremes extremes() {
        return extremes;
    }

    /** From counts within bins to counts of the segments in better bins; once, when all are merged. */
    public Ranks ranks() {
        int[] better = new int[counts.length];
        for (int a = 0; a < arms; a++) {
            for (int i = 0; i < draws.length; i++) {
                int from = at(a, i);
                int sum = 0;
                for (int b = BINS - 1; b >= 0; b--) {
                    better[from + b] = sum;
                    sum += counts[from + b];
                }
            }
        }
        return new Ranks(this, better);
    }

    /** Ranks read from merged counts. */
    public static final class Ranks implements Serializable {
        private static final long serialVersionUID = 1L;

        private final RankCounts counts;
        private final int[] better;

        private Ranks(RankCounts counts, int[] better) {
            this.counts = counts;
            this.better = better;
        }

        /** The ranks of a segment's improvements in the counted draws; 1 is the best. */
        double[] of(int arm, double[] lift, int sign) {
            double[] ranks = new double[counts.draws.length];
            for (int i = 0; i < ranks.length; i++) {
                double improvement = sign * lift[counts.draws[i]];
                int at = counts.at(arm, i) + counts.bin(arm, i, improvement);
                ranks[i] = 1 + better[at] + 0.5 * (counts.counts[at] - 1);
            }
            return ranks;
        }

        /** P(the segment improves most of all). */
        double probBest(int arm, double[] lift, int sign) {
            return counts.extremes.probBest(arm, lift, sign);
        }
    }

    private int at(int arm, int counted) {
        return (arm * draws.length + counted) * BINS;
    }

    private int bin(int arm, int counted, double improvement) {
        int m = draws[counted];
        double low = extremes.least(arm, m);
        double width = extremes.greatest(arm, m) - low;
        return width > 0 ? (int) Math.min(BINS - 1, Math.max(0, BINS * ((improvement - low) / width))) : 0;
    }
}
