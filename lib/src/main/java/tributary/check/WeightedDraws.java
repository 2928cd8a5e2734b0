package tributary.check;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import tributary.estimand.IntervalKind;
import tributary.estimand.IntervalSpec;
import tributary.infer.Interval;

/** Draws of one quantity sorted once, and what weights of them make of its distribution. */
final class WeightedDraws {
    private static final double LN_2 = StrictMath.log(2);
    /** Below it {@code (1+d) log(1+d) + (1-d) log(1-d)} is its series to 1e-16. */
    private static final double SMALL = 1e-4;

    private final int[] order;
    private final double[] sorted;

    /** Draws that are all finite numbers. */
    WeightedDraws(double[] values) {
        this.order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.sorted = Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
    }

    boolean constant() {
        return sorted[0] == sorted[sorted.length - 1];
    }

    /** The distribution under weights that sum to 1. */
    Distribution under(double... weights) {
        double[] below = new double[order.length];
        double sum = 0;
        double mean = 0;
        for (int i = 0; i < below.length; i++) {
            sum += weights[order[i]];
            below[i] = sum;
            mean += weights[order[i]] * sorted[i];
        }
        double variance = 0;
        double above = 0;
        for (int i = 0; i < below.length; i++) {
            double w = weights[order[i]];
            variance += w * (sorted[i] - mean) * (sorted[i] - mean);
            above += sorted[i] > 0 ? w : 0;
        }
        return new Distribution(sorted, below, mean, StrictMath.sqrt(variance), Math.min(1, above));
    }

    /** One weighting of the draws. */
    static final class Distribution {
        private final double[] sorted;
        private final double[] below;
        final double mean;
        final double sd;
        final double probabilityPositive;

        private Distribution(double[] sorted, double[] below, double mean, double sd, double probabilityPositive) {
            this.sorted = sorted;
            this.below = below;
            this.mean = mean;
            this.sd = sd;
            this.probabilityPositive = probabilityPositive;
        }

        /** The draw at which the weights first reach a share. */
        double quantile(double share) {
            return sorted[place(share)];
        }

        private int place(double share) {
            int found = Arrays.binarySearch(below, share);
            return Math.min(found < 0 ? -found - 1 : found, sorted.length - 1);
        }

        Interval interval(IntervalSpec spec) {
            double outside = 1 - spec.probability();
            if (spec.kind() == IntervalKind.ETI) {
                return new Interval(quantile(outside / 2), quantile(1 - outside / 2));
            }
            Interval best = new Interval(sorted[0], quantile(spec.probability()));
            for (int i = 1; i < sorted.length && below[i - 1] <= outside; i++) {
                Interval one = new Interval(sorted[i], quantile(below[i - 1] + spec.probability()));
                best = one.width() < best.width() ? one : best;
            }
            return best;
        }

        /**
         * The cumulative Jensen-Shannon distance of two weightings P and Q of the same draws, as a share of its bound
         * (Nguyen and Vreeken 2015; Kallioinen and others 2023): the root of
         * {@code integral (P log2(2P / (P+Q)) + Q log2(2Q / (P+Q))) dx / integral (P + Q) dx}, of x or of -x, whichever is
         * the larger.
         */
        double distance(Distribution other) {
            double up = 0;
            double upBound = 0;
            double down = 0;
            double downBound = 0;
            for (int i = 0; i + 1 < sorted.length; i++) {
                double width = sorted[i + 1] - sorted[i];
                double p = below[i];
                double q = other.below[i];
                up += width * divergence(p, q);
                upBound += width * (p + q);
                down += width * divergence(Math.max(0, 1 - p), Math.max(0, 1 - q));
                downBound += width * (2 - p - q);
            }
            return StrictMath.sqrt(Math.max(up / upBound, down / downBound));
        }

        private static double divergence(double p, double q) {
            double sum = p + q;
            if (!(sum > 0)) {
                return 0;
            }
            double d = Math.abs(p - q) / sum;
            double nats =
                    d < SMALL ? d * d : (1 + d) * StrictMath.log1p(d) + (d < 1 ? (1 - d) * StrictMath.log1p(-d) : 0);
            return 0.5 * sum * nats / LN_2;
        }
    }
}
