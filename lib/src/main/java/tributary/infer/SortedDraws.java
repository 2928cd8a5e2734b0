package tributary.infer;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Draws sorted once, for the questions that order answers: quantiles, median, median absolute deviation, intervals, chances.
 *
 * <p>Every answer has the same bits as the method of {@link Describe} or {@link Interval} that sorts for itself.
 */
public final class SortedDraws {
    private final double[] sorted;

    private SortedDraws(double[] sorted) {
        this.sorted = sorted;
    }

    /** Of draws in any order, which are copied. */
    public static SortedDraws of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new SortedDraws(sorted);
    }

    /**
     * The same draws under a function that nowhere falls, or nowhere rises: their order is known, or that order reversed, so
     * they are not sorted again. Under any other function they are.
     */
    public SortedDraws under(DoubleUnaryOperator monotone) {
        int n = sorted.length;
        double[] values = new double[n];
        Arrays.setAll(values, i -> monotone.applyAsDouble(sorted[i]));
        if (n > 1 && Double.compare(values[0], values[n - 1]) > 0) {
            for (int i = 0, j = n - 1; i < j; i++, j--) {
                double swapped = values[i];
                values[i] = values[j];
                values[j] = swapped;
            }
        }
        for (int i = 1; i < n; i++) {
            if (Double.compare(values[i - 1], values[i]) > 0) {
                Arrays.sort(values);
                break;
            }
        }
        return new SortedDraws(values);
    }

    /** The share strictly above a threshold, ties counted half, as {@link Describe#probabilityAbove}. */
    public double probabilityAbove(double threshold) {
        int numbers = sorted.length;
        while (numbers > 0 && Double.isNaN(sorted[numbers - 1])) {
            numbers--;
        }
        int from = first(numbers, threshold, false);
        int past = first(numbers, threshold, true);
        return ((numbers - past) + 0.5 * (past - from)) / sorted.length;
    }

    /** Of so many numbers the first that is above a threshold, or at least at it. */
    private int first(int numbers, double threshold, boolean above) {
        int low = 0;
        int high = numbers;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (above ? sorted[middle] > threshold : sorted[middle] >= threshold) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** A quantile, as {@link Describe#quantile}. */
    public double quantile(double probability) {
        return Describe.quantileOfSorted(sorted, probability);
    }

    /** The median. */
    public double median() {
        return quantile(0.5);
    }

    /** The highest-density interval, as {@link Interval#highestDensity}. */
    public Interval highestDensity(double probability) {
        require(probability);
        if (Double.isNaN(sorted[sorted.length - 1])) {
            return new Interval(Double.NaN, Double.NaN);
        }
        int span = (int) StrictMath.floor(probability * sorted.length);
        int best = 0;
        for (int i = 1; i + span < sorted.length; i++) {
            if (sorted[i + span] - sorted[i] < sorted[best + span] - sorted[best]) {
                best = i;
            }
        }
        return new Interval(sorted[best], sorted[best + span]);
    }

    /** The interval with equal tails, as {@link Interval#equalTailed}. */
    public Interval equalTailed(double probability) {
        require(probability);
        double tail = (1 - probability) / 2;
        return new Interval(quantile(tail), quantile(1 - tail));
    }

    /** The median absolute deviation from the median, not rescaled. */
    public double mad() {
        double median = median();
        double[] deviations = new double[sorted.length];
        if (!Double.isFinite(median) || Double.isInfinite(sorted[0]) || Double.isInfinite(sorted[sorted.length - 1])) {
            Arrays.setAll(deviations, i -> StrictMath.abs(sorted[i] - median));
            Arrays.sort(deviations);
            return Describe.quantileOfSorted(deviations, 0.5);
        }
        // Distances grow on both sides of the median, so that they are sorted by merging the sides.
        int above = 0;
        while (above < sorted.length && sorted[above] < median) {
            above++;
        }
        int below = above - 1;
        for (int i = 0; i < deviations.length; i++) {
            boolean left = above == sorted.length || (below >= 0 && median - sorted[below] <= sorted[above] - median);
            deviations[i] = left ? median - sorted[below--] : sorted[above++] - median;
        }
        return Describe.quantileOfSorted(deviations, 0.5);
    }

    private void require(double probability) {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("an interval needs draws, there are none");
        }
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("interval probability must be inside (0, 1), is " + probability);
        }
    }
}
