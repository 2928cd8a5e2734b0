package tributary.check;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What is kept of replicated values, one replicate beside the other: count, sums about a centre, zeros, extremes, and
 * counts up to marked values; mergeable, and of a size that rows do not change.
 */
final class ReplicateSums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double centre;
    private final double[] marks;
    private final long[] count;
    private final double[] first;
    private final double[] second;
    private final long[] zeros;
    private final double[] least;
    private final double[] most;
    private final int[][] upTo;

    /**
     * Nothing yet.
     *
     * @param replicates how many are kept apart
     * @param centre that values are taken about
     * @param marks values in rising order, between which a distribution function is taken straight
     */
    ReplicateSums(int replicates, double centre, double[] marks) {
        this.centre = centre;
        this.marks = marks.clone();
        this.count = new long[replicates];
        this.first = new double[replicates];
        this.second = new double[replicates];
        this.zeros = new long[replicates];
        this.least = new double[replicates];
        this.most = new double[replicates];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        this.upTo = new int[replicates][marks.length];
    }

    int replicates() {
        return count.length;
    }

    void add(int replicate, double value) {
        count[replicate]++;
        double rest = value - centre;
        first[replicate] += rest;
        second[replicate] += rest * rest;
        zeros[replicate] += value == 0 ? 1 : 0;
        least[replicate] = Math.min(least[replicate], value);
        most[replicate] = Math.max(most[replicate], value);
        int place = Arrays.binarySearch(marks, value);
        int at = place >= 0 ? place : -place - 1;
        if (at < marks.length) {
            upTo[replicate][at]++;
        }
    }

    ReplicateSums plus(ReplicateSums other) {
        ReplicateSums both = new ReplicateSums(replicates(), centre, marks);
        for (int r = 0; r < replicates(); r++) {
            both.count[r] = count[r] + other.count[r];
            both.first[r] = first[r] + other.first[r];
            both.second[r] = second[r] + other.second[r];
            both.zeros[r] = zeros[r] + other.zeros[r];
            both.least[r] = Math.min(least[r], other.least[r]);
            both.most[r] = Math.max(most[r], other.most[r]);
            for (int k = 0; k < marks.length; k++) {
                both.upTo[r][k] = Math.addExact(upTo[r][k], other.upTo[r][k]);
            }
        }
        return both;
    }

    long count() {
        return count.length == 0 ? 0 : count[0];
    }

    double mean(int replicate) {
        return centre + first[replicate] / count[replicate];
    }

    /** The sample standard deviation, divisor n - 1. */
    double sd(int replicate) {
        double n = count[replicate];
        double squares = second[replicate] - first[replicate] * first[replicate] / n;
        return StrictMath.sqrt(Math.max(0, squares) / (n - 1));
    }

    double zeroShare(int replicate) {
        return (double) zeros[replicate] / count[replicate];
    }

    double least(int replicate) {
        return least[replicate];
    }

    double most(int replicate) {
        return most[replicate];
    }

    /**
     * The value below which a share of the values lie: straight between marks and extremes, or, of whole numbers, the
     * smallest mark that enough values do not exceed.
     */
    double quantile(int replicate, double share, boolean whole) {
        double wanted = share * count[replicate];
        double below = 0;
        double from = least[replicate];
        for (int k = 0; k < marks.length; k++) {
            double up = below + upTo[replicate][k];
            if (up >= wanted && up > below) {
                double to = Math.min(marks[k], most[replicate]);
                return whole ? marks[k] : from + (wanted - below) / (up - below) * (to - from);
            }
            below = up;
            from = Math.max(from, marks[k]);
        }
        double rest = count[replicate] - below;
        return whole || !(rest > 0) ? most[replicate] : from + (wanted - below) / rest * (most[replicate] - from);
    }
}
