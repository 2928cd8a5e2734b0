package tributary.check;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tributary.infer.LogSum;
import tributary.infer.Psis;
import tributary.stats.CrossProducts;
import tributary.stats.ExactSum;

/**
 * Predictive densities of what is left out, for several models side by side: sums over the parts, with their
 * cross-products, merged exactly, so that a comparison needs no part on one machine.
 *
 * <p>For each left-out part and model, {@code elpd = log E[p(part | rest)]} by Pareto-smoothed importance sampling with
 * weights {@code 1 / p(part | theta)} over the draws of theta (Vehtari, Gelman and Gabry, 2017).
 */
public final class LeftOutSums implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Parts that are gathered before they are summed. */
    private static final int TOGETHER = 4096;

    private final CrossProducts sums;
    private final double[] worstKHat;
    private final long[] unreliable;
    private final boolean[] exists;

    private LeftOutSums(CrossProducts sums, double[] worstKHat, long[] unreliable, boolean[] exists) {
        this.sums = sums;
        this.worstKHat = worstKHat;
        this.unreliable = unreliable;
        this.exists = exists;
    }

    /** Gathers vectors (elpd of each model, then log predictive density of each with nothing left out). */
    public static final class Collector {
        private final int models;
        private final List<double[]> parts = new ArrayList<>();
        private final double[] worst;
        private final long[] unreliable;
        private final boolean[] exists;
        private double[] current;
        private CrossProducts total;

        /** Of so many models. */
        public Collector(int models) {
            this.models = models;
            worst = new double[models];
            Arrays.fill(worst, Double.NEGATIVE_INFINITY);
            unreliable = new long[models];
            exists = new boolean[models];
            Arrays.fill(exists, true);
            current = new double[2 * models];
            total = CrossProducts.empty(2 * models);
        }

        /** The log densities of the current part under a model, one a draw. */
        public void take(int model, double[] log) {
            double[] ratios = new double[log.length];
            boolean finite = true;
            for (int i = 0; i < log.length; i++) {
                ratios[i] = -log[i];
                finite &= Double.isFinite(log[i]);
            }
            if (!finite) {
                exists[model] = false;
                return;
            }
            Psis psis = Psis.smooth(ratios);
            double[] weights = psis.logWeights();
            double[] weighted = new double[log.length];
            for (int i = 0; i < log.length; i++) {
                weighted[i] = weights[i] + log[i];
            }
            current[model] = LogSum.of(weighted) - LogSum.of(weights);
            current[models + model] = LogSum.of(log) - StrictMath.log(log.length);
            // A model whose ratios hardly vary has no tail to speak of.
            double kHat = Double.isNaN(psis.kHat()) ? Double.NEGATIVE_INFINITY : psis.kHat();
            worst[model] = Math.max(worst[model], kHat);
            unreliable[model] += kHat > Psis.threshold(log.length) ? 1 : 0;
        }

        /** Ends the current part, which stands for so many equal ones. */
        public void finish(long times) {
            if (times == 1) {
                parts.add(current);
            } else {
                ExactSum[] none = new ExactSum[models * (2 * models + 1)];
                Arrays.fill(none, ExactSum.ZERO);
                // So many rows about themselves: sums are exact, so that it is the same as adding each.
                total = total.merge(CrossProducts.ofSums(times, current, Arrays.copyOf(none, current.length), none));
            }
            if (parts.size() == TOGETHER) {
                sum();
            }
            current = new double[2 * models];
        }

        private void sum() {
            total = total.merge(CrossProducts.of(parts.toArray(double[][]::new), 2 * models));
            parts.clear();
        }

        /** The sums over all parts. */
        public LeftOutSums sums() {
            sum();
            return new LeftOutSums(total, worst, unreliable, exists);
        }
    }

    /** Of both. */
    public LeftOutSums merge(LeftOutSums other) {
        double[] worst = worstKHat.clone();
        long[] bad = unreliable.clone();
        boolean[] both = exists.clone();
        for (int m = 0; m < worst.length; m++) {
            worst[m] = Math.max(worst[m], other.worstKHat[m]);
            bad[m] += other.unreliable[m];
            both[m] &= other.exists[m];
        }
        return new LeftOutSums(sums.merge(other.sums), worst, bad, both);
    }

    /**
     * A model's place.
     *
     * @param model its number
     * @param elpd expected log predictive density, all parts together; NaN where it does not exist
     * @param standardError of elpd
     * @param effectiveParameters {@code lpd - elpd}
     * @param difference elpd less that of the best, at most 0
     * @param differenceError its standard error, from the parts' own differences
     * @param worstKHat the largest Pareto k-hat; NaN if no weight had a tail
     * @param unreliable parts beyond the threshold of k-hat
     */
    public record Place(
            int model,
            double elpd,
            double standardError,
            double effectiveParameters,
            double difference,
            double differenceError,
            double worstKHat,
            long unreliable) {}

    /** The models from best to worst, those without a density last. */
    public List<Place> places() {
        int models = exists.length;
        int best = -1;
        for (int m = 0; m < models; m++) {
            if (exists[m] && (best < 0 || sums.sum(m) > sums.sum(best))) {
                best = m;
            }
        }
        double n = (double) sums.count();
        List<Place> places = new ArrayList<>();
        for (int m = 0; m < models; m++) {
            if (!exists[m] || n == 0) {
                places.add(new Place(m, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0));
                continue;
            }
            double spread = sums.variance(m) + sums.variance(best) - 2 * sums.covariance(m, best);
            places.add(new Place(
                    m,
                    sums.sum(m),
                    StrictMath.sqrt(n * sums.variance(m)),
                    sums.sum(models + m) - sums.sum(m),
                    sums.sum(m) - sums.sum(best),
                    m == best ? 0 : StrictMath.sqrt(n * Math.max(0, spread)),
                    Double.isInfinite(worstKHat[m]) ? Double.NaN : worstKHat[m],
                    unreliable[m]));
        }
        places.sort((a, b) -> Double.isNaN(a.elpd)
                ? (Double.isNaN(b.elpd) ? Integer.compare(a.model, b.model) : 1)
                : Double.isNaN(b.elpd) ? -1 : Double.compare(b.elpd, a.elpd));
        return places;
    }
}
