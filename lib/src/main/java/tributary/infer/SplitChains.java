package tributary.infer;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.NormalDistribution;

/** Rearrangements that the diagnostics share: halves of chains, pooled values, rank normalisation. */
final class SplitChains {
    private static final NormalDistribution STANDARD_NORMAL = new NormalDistribution(null, 0, 1);

    private SplitChains() {}

    /** Whether diagnostics can be computed: rectangular, at least four draws, no NaN. */
    static boolean usable(double[][] chains, int minimumChains) {
        if (chains.length < minimumChains || chains[0].length < 4) {
            return false;
        }
        for (double[] chain : chains) {
            if (chain.length != chains[0].length) {
                throw new IllegalArgumentException(
                        "chains must have equal lengths, are " + chain.length + " and " + chains[0].length);
            }
            for (double value : chain) {
                if (Double.isNaN(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** First and last halves of all chains; of an odd chain the middle draw is dropped. */
    static double[][] split(double[][] chains) {
        int draws = chains[0].length;
        int half = draws / 2;
        double[][] halves = new double[2 * chains.length][];
        for (int c = 0; c < chains.length; c++) {
            halves[c] = Arrays.copyOfRange(chains[c], 0, half);
            halves[chains.length + c] = Arrays.copyOfRange(chains[c], draws - half, draws);
        }
        return halves;
    }

    /** All values in one array, chain after chain. */
    static double[] pool(double[][] chains) {
        int draws = chains[0].length;
        double[] pooled = new double[chains.length * draws];
        for (int c = 0; c < chains.length; c++) {
            System.arraycopy(chains[c], 0, pooled, c * draws, draws);
        }
        return pooled;
    }

    /** A function of every value. */
    static double[][] map(double[][] chains, DoubleUnaryOperator function) {
        double[][] mapped = new double[chains.length][];
        for (int c = 0; c < chains.length; c++) {
            mapped[c] = Arrays.stream(chains[c]).map(function).toArray();
        }
        return mapped;
    }

    /** Absolute distances from the median of all values. */
    static double[][] fold(double[][] chains) {
        double median = Describe.median(pool(chains));
        return map(chains, value -> StrictMath.abs(value - median));
    }

    /**
     * Normal scores of the joint ranks, {@code Phi^-1((rank - 3/8) / (n + 1/4))}, ties sharing their average rank
     * (Blom 1958).
     */
    static double[][] rankNormalise(double[][] chains) {
        double[] sorted = pool(chains);
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] += 0.0; // makes negative zero tie with zero
        }
        Arrays.sort(sorted);
        double[] scores = new double[sorted.length];
        int start = 0;
        while (start < sorted.length) {
            int end = start + 1;
            while (end < sorted.length && sorted[end] == sorted[start]) {
                end++;
            }
            double averageRank = 0.5 * (start + 1 + end);
            double score = STANDARD_NORMAL.inverseCumulativeProbability((averageRank - 0.375) / (sorted.length + 0.25));
            Arrays.fill(scores, start, end, score);
            start = end;
        }
        return map(chains, value -> scores[Arrays.binarySearch(sorted, value + 0.0)]);
    }
}
