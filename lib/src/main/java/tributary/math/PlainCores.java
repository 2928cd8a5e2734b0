package tributary.math;

/**
 * Plain loops for cores of log densities, and the rows that vector loops leave over. Running sums stand in variables,
 * eight rows a turn, since memory would make each row wait for the one eight before.
 */
final class PlainCores {
    private PlainCores() {}

    static void core(
            BinaryFunction f,
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            double[] slope,
            int slopeAt,
            boolean slopes,
            double factor,
            int count,
            CoreSum sum) {
        switch (f) {
            case BERNOULLI_CORE -> {
                PlainExp.flushedDecay(b, bAt, slope, slopeAt, count);
                bernoulli(a, aAt, b, bAt, slope, slopeAt, count, sum);
                if (slopes) {
                    residual(a, aAt, b, bAt, slope, slopeAt, factor, count);
                }
                sum.count(count);
            }
            case POISSON_CORE -> {
                PlainExp.exp(1, b, bAt, slope, slopeAt, count);
                poisson(a, aAt, b, bAt, slope, slopeAt, count, sum.sums);
                for (int i = 0; i < count; i++) {
                    slope[slopeAt + i] = (a[aAt + i] - slope[slopeAt + i]) * factor;
                }
            }
            case GAMMA_CORE -> {
                PlainExp.exp(-1, b, bAt, slope, slopeAt, count);
                gamma(a, aAt, b, bAt, slope, slopeAt, count, sum.sums);
                for (int i = 0; i < count; i++) {
                    slope[slopeAt + i] = Math.fma(a[aAt + i], slope[slopeAt + i], -1.0) * factor;
                }
            }
            default -> throw new IllegalArgumentException(f + " has no core");
        }
    }

    private static void bernoulli(
            double[] a, int aAt, double[] b, int bAt, double[] slope, int slopeAt, int count, CoreSum sum) {
        odds(a, aAt, b, bAt, count, sum.sums);
        factors(slope, slopeAt, count, sum.products);
    }

    /** Adds what of the Bernoulli core is no logarithm. */
    private static void odds(double[] a, int aAt, double[] b, int bAt, int count, double[] sums) {
        int whole = count & -Lanes.COUNT;
        double s0 = sums[0];
        double s1 = sums[1];
        double s2 = sums[2];
        double s3 = sums[3];
        double s4 = sums[4];
        double s5 = sums[5];
        double s6 = sums[6];
        double s7 = sums[7];
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            int p = aAt + i;
            int q = bAt + i;
            s0 = s0 + Math.fma(a[p], b[q], -Elementary.positive(b[q]));
            s1 = s1 + Math.fma(a[p + 1], b[q + 1], -Elementary.positive(b[q + 1]));
            s2 = s2 + Math.fma(a[p + 2], b[q + 2], -Elementary.positive(b[q + 2]));
            s3 = s3 + Math.fma(a[p + 3], b[q + 3], -Elementary.positive(b[q + 3]));
            s4 = s4 + Math.fma(a[p + 4], b[q + 4], -Elementary.positive(b[q + 4]));
            s5 = s5 + Math.fma(a[p + 5], b[q + 5], -Elementary.positive(b[q + 5]));
            s6 = s6 + Math.fma(a[p + 6], b[q + 6], -Elementary.positive(b[q + 6]));
            s7 = s7 + Math.fma(a[p + 7], b[q + 7], -Elementary.positive(b[q + 7]));
        }
        sums[0] = s0;
        sums[1] = s1;
        sums[2] = s2;
        sums[3] = s3;
        sums[4] = s4;
        sums[5] = s5;
        sums[6] = s6;
        sums[7] = s7;
        for (int i = whole; i < count; i++) {
            sums[i - whole] = sums[i - whole] + Math.fma(a[aAt + i], b[bAt + i], -Elementary.positive(b[bAt + i]));
        }
    }

    /** Multiplies by one and the decay. */
    private static void factors(double[] slope, int slopeAt, int count, double[] products) {
        int whole = count & -Lanes.COUNT;
        double s0 = products[0];
        double s1 = products[1];
        double s2 = products[2];
        double s3 = products[3];
        double s4 = products[4];
        double s5 = products[5];
        double s6 = products[6];
        double s7 = products[7];
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            int r = slopeAt + i;
            s0 = s0 * (1 + slope[r]);
            s1 = s1 * (1 + slope[r + 1]);
            s2 = s2 * (1 + slope[r + 2]);
            s3 = s3 * (1 + slope[r + 3]);
            s4 = s4 * (1 + slope[r + 4]);
            s5 = s5 * (1 + slope[r + 5]);
            s6 = s6 * (1 + slope[r + 6]);
            s7 = s7 * (1 + slope[r + 7]);
        }
        products[0] = s0;
        products[1] = s1;
        products[2] = s2;
        products[3] = s3;
        products[4] = s4;
        products[5] = s5;
        products[6] = s6;
        products[7] = s7;
        for (int i = whole; i < count; i++) {
            products[i - whole] = products[i - whole] * (1 + slope[slopeAt + i]);
        }
    }

    /** The outcome less its probability, times a factor, in the place of the decay. */
    private static void residual(
            double[] a, int aAt, double[] b, int bAt, double[] slope, int slopeAt, double factor, int count) {
        for (int i = 0; i < count; i++) {
            double decay = slope[slopeAt + i];
            double mean = Elementary.numerator(b[bAt + i], decay) / (1 + decay);
            slope[slopeAt + i] = (a[aAt + i] - mean) * factor;
        }
    }

    /** Adds the Poisson core; means stand in slope. */
    private static void poisson(
            double[] a, int aAt, double[] b, int bAt, double[] slope, int slopeAt, int count, double[] sums) {
        int whole = count & -Lanes.COUNT;
        double s0 = sums[0];
        double s1 = sums[1];
        double s2 = sums[2];
        double s3 = sums[3];
        double s4 = sums[4];
        double s5 = sums[5];
        double s6 = sums[6];
        double s7 = sums[7];
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            int p = aAt + i;
            int q = bAt + i;
            int r = slopeAt + i;
            s0 = s0 + Math.fma(a[p], b[q], -slope[r]);
            s1 = s1 + Math.fma(a[p + 1], b[q + 1], -slope[r + 1]);
            s2 = s2 + Math.fma(a[p + 2], b[q + 2], -slope[r + 2]);
            s3 = s3 + Math.fma(a[p + 3], b[q + 3], -slope[r + 3]);
            s4 = s4 + Math.fma(a[p + 4], b[q + 4], -slope[r + 4]);
            s5 = s5 + Math.fma(a[p + 5], b[q + 5], -slope[r + 5]);
            s6 = s6 + Math.fma(a[p + 6], b[q + 6], -slope[r + 6]);
            s7 = s7 + Math.fma(a[p + 7], b[q + 7], -slope[r + 7]);
        }
        sums[0] = s0;
        sums[1] = s1;
        sums[2] = s2;
        sums[3] = s3;
        sums[4] = s4;
        sums[5] = s5;
        sums[6] = s6;
        sums[7] = s7;
        for (int i = whole; i < count; i++) {
            sums[i - whole] = sums[i - whole] + Math.fma(a[aAt + i], b[bAt + i], -slope[slopeAt + i]);
        }
    }

    /** Adds the gamma core; inverse means stand in slope. */
    private static void gamma(
            double[] a, int aAt, double[] b, int bAt, double[] slope, int slopeAt, int count, double[] sums) {
        int whole = count & -Lanes.COUNT;
        double s0 = sums[0];
        double s1 = sums[1];
        double s2 = sums[2];
        double s3 = sums[3];
        double s4 = sums[4];
        double s5 = sums[5];
        double s6 = sums[6];
        double s7 = sums[7];
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            int p = aAt + i;
            int q = bAt + i;
            int r = slopeAt + i;
            s0 = s0 - Math.fma(a[p], slope[r], b[q]);
            s1 = s1 - Math.fma(a[p + 1], slope[r + 1], b[q + 1]);
            s2 = s2 - Math.fma(a[p + 2], slope[r + 2], b[q + 2]);
            s3 = s3 - Math.fma(a[p + 3], slope[r + 3], b[q + 3]);
            s4 = s4 - Math.fma(a[p + 4], slope[r + 4], b[q + 4]);
            s5 = s5 - Math.fma(a[p + 5], slope[r + 5], b[q + 5]);
            s6 = s6 - Math.fma(a[p + 6], slope[r + 6], b[q + 6]);
            s7 = s7 - Math.fma(a[p + 7], slope[r + 7], b[q + 7]);
        }
        sums[0] = s0;
        sums[1] = s1;
        sums[2] = s2;
        sums[3] = s3;
        sums[4] = s4;
        sums[5] = s5;
        sums[6] = s6;
        sums[7] = s7;
        for (int i = whole; i < count; i++) {
            sums[i - whole] = sums[i - whole] - Math.fma(a[aAt + i], slope[slopeAt + i], b[bAt + i]);
        }
    }
}
