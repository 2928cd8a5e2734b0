package tributary.infer;

import java.util.Arrays;

/**
 * Pareto-smoothed importance sampling: weights that can be trusted as far as k-hat says (Vehtari, Simpson, Gelman, Yao
 * and Gabry 2024; the definitions of loo and ArviZ).
 *
 * <p>The largest weights, {@code K = ceil(min(M/5, 3 sqrt(M / r)))} of M, are replaced by the expected order statistics
 * of the generalised Pareto distribution fitted to them, capped at the largest raw weight. Its shape k-hat says how
 * many moments the ratios have.
 */
public final class Psis {
    private static final double SMALLEST = StrictMath.log(Double.MIN_NORMAL);
    private static final int SMALLEST_TAIL = 5;

    private final double[] logWeights;
    private final double kHat;

    private Psis(double[] logWeights, double kHat) {
        this.logWeights = logWeights;
        this.kHat = kHat;
    }

    /** Smooths the ratios of independent draws. */
    public static Psis smooth(double[] logRatios) {
        return smooth(logRatios, 1);
    }

    /**
     * Smooths and normalises.
     *
     * <p>Equal ratios have no tail: k-hat is negative infinity. Where no tail can be fitted to unequal ratios, or a
     * ratio is NaN or infinite upwards, k-hat is positive infinity, so that every gate refuses.
     *
     * @param logRatios log target minus log proposal, up to a constant
     * @param relativeEfficiency ESS over number of draws, for Markov chains; positive
     */
    public static Psis smooth(double[] logRatios, double relativeEfficiency) {
        if (logRatios.length == 0 || !(relativeEfficiency > 0)) {
            throw new IllegalArgumentException("PSIS needs ratios and a positive relative efficiency; has "
                    + logRatios.length + " and " + relativeEfficiency);
        }
        double[] log = logRatios.clone();
        double[] sorted = log.clone();
        Arrays.sort(sorted);
        int count = log.length;
        double highest = sorted[count - 1];
        if (!Double.isFinite(highest)) {
            Arrays.fill(log, -StrictMath.log(count));
            return new Psis(log, Double.POSITIVE_INFINITY);
        }
        if (sorted[0] == highest) {
            Arrays.fill(log, -StrictMath.log(count));
            return new Psis(log, Double.NEGATIVE_INFINITY);
        }
        for (int i = 0; i < count; i++) {
            log[i] -= highest;
            sorted[i] -= highest;
        }
        double k = smoothTail(log, sorted, tailSize(count, relativeEfficiency));
        double logSum = LogSum.of(log);
        for (int i = 0; i < count; i++) {
            log[i] -= logSum;
        }
        return new Psis(log, k);
    }

    /**
     * The k-hat of an expectation of {@code values} under the ratios: the worst of that of the ratios and those of
     * both tails of value times ratio; values of which only two differ do not matter (as in loo).
     *
     * @param values the quantity at each draw
     */
    public static double kHat(double[] logRatios, double[] values, double relativeEfficiency) {
        if (values.length != logRatios.length) {
            throw new IllegalArgumentException(values.length + " values for " + logRatios.length + " ratios");
        }
        double ofRatios = smooth(logRatios, relativeEfficiency).kHat;
        if (Arrays.stream(values).distinct().limit(3).count() < 3) {
            return ofRatios;
        }
        double highest = Arrays.stream(logRatios).max().orElseThrow();
        double[] products = new double[values.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = values[i] * StrictMath.exp(logRatios[i] - highest);
        }
        int size = tailSize(products.length, relativeEfficiency);
        double above = tailShape(products, size);
        for (int i = 0; i < products.length; i++) {
            products[i] = -products[i];
        }
        return StrictMath.max(ofRatios, StrictMath.max(above, tailShape(products, size)));
    }

    /** The k-hat below which M draws can be trusted: {@code min(0.7, 1 - 1 / log10 M)}. */
    public static double threshold(int draws) {
        return StrictMath.min(0.7, 1 - 1 / StrictMath.log10(draws));
    }

    /** The fitted shape of the ratios' tail. */
    public double kHat() {
        return kHat;
    }

    /** Whether k-hat is below the threshold for this number of draws. */
    public boolean reliable() {
        return kHat < threshold(logWeights.length);
    }

    /** A copy of the normalised log weights. */
    public double[] logWeights() {
        return logWeights.clone();
    }

    /** The normalised weights. */
    public double[] weights() {
        return Arrays.stream(logWeights).map(StrictMath::exp).toArray();
    }

    /** The importance effective sample size, {@code 1 / sum w^2}. */
    public double ess() {
        double squares = 0;
        for (double log : logWeights) {
            squares += StrictMath.exp(2 * log);
        }
        return 1 / squares;
    }

    /** The weighted mean of a quantity's values at the draws. */
    public double expectation(double[] values) {
        double sum = 0;
        for (int i = 0; i < logWeights.length; i++) {
            double weight = StrictMath.exp(logWeights[i]);
            sum += weight == 0 ? 0 : weight * values[i];
        }
        return sum;
    }

    private static int tailSize(int count, double relativeEfficiency) {
        return (int) StrictMath.ceil(StrictMath.min(count / 5.0, 3 * StrictMath.sqrt(count / relativeEfficiency)));
    }

    /** Replaces the tail of {@code log} by fitted quantiles where a fit is possible, and gives its shape. */
    private static double smoothTail(double[] log, double[] sorted, int size) {
        int count = sorted.length;
        if (size >= count) {
            return Double.POSITIVE_INFINITY;
        }
        double cutoff = StrictMath.max(sorted[count - 1 - size], SMALLEST);
        int first = count - size;
        while (first < count && !(sorted[first] > cutoff)) {
            first++;
        }
        int tail = count - first;
        if (tail < SMALLEST_TAIL) {
            return Double.POSITIVE_INFINITY;
        }
        double base = StrictMath.exp(cutoff);
        double[] exceedances = new double[tail];
        for (int i = 0; i < tail; i++) {
            exceedances[i] = StrictMath.exp(sorted[first + i]) - base;
        }
        GeneralizedPareto fit = GeneralizedPareto.fit(exceedances);
        if (!Double.isFinite(fit.shape()) || !(fit.scale() > 0)) {
            return Double.isFinite(fit.shape()) ? fit.shape() : Double.POSITIVE_INFINITY;
        }
        double[] smoothed = new double[tail];
        for (int i = 0; i < tail; i++) {
            smoothed[i] = StrictMath.min(0, StrictMath.log(fit.quantile((i + 0.5) / tail) + base));
        }
        int[] met = new int[tail];
        for (int i = 0; i < count; i++) {
            if (log[i] > cutoff) {
                log[i] = smoothed[rank(log[i], sorted, first, met)];
            }
        }
        return fit.shape();
    }

    /** The place of a value among the tail's sorted ones; equal values take consecutive places. */
    private static int rank(double value, double[] sorted, int first, int[] met) {
        int place = Arrays.binarySearch(sorted, first, sorted.length, value);
        while (place > first && sorted[place - 1] == value) {
            place--;
        }
        return place - first + met[place - first]++;
    }

    private static double tailShape(double[] values, int size) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int first = sorted.length - size;
        if (first < 1 || size < SMALLEST_TAIL || !(sorted[sorted.length - 1] > sorted[first - 1])) {
            return Double.NEGATIVE_INFINITY;
        }
        double[] exceedances = new double[size];
        for (int i = 0; i < size; i++) {
            exceedances[i] = sorted[first + i] - sorted[first - 1];
        }
        double shape = GeneralizedPareto.fit(exceedances).shape();
        return Double.isNaN(shape) ? Double.POSITIVE_INFINITY : shape;
    }
}
