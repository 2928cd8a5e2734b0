package tributary.family.segments;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tributary.hierarchy.GroupConditional;
import tributary.infer.Psis;
import tributary.stats.CrossProducts;

/**
 * Predictive densities of what is left out, for several models side by side: sums over segments or rows, with their
 * cross-products, merged exactly, so that a comparison needs neither rows nor segments on one machine.
 *
 * <p>For each left-out part and model, {@code elpd = log E[p(part | rest)]} by Pareto-smoothed importance sampling with
 * weights {@code 1 / p(part | rest, phi)} over the draws of the hyper-parameters phi, the segments integrated out
 * (Vehtari, Gelman and Gabry, 2017; integrated as Merkle, Furr and Rabe-Hesketh, 2019).
 */
public final class LeftOut implements Serializable {
    private static final long serialVersionUID = 1L;

    private final CrossProducts sums;
    private final double[] worstKHat;
    private final long[] unreliable;
    private final boolean[] exists;

    private LeftOut(CrossProducts sums, double[] worstKHat, long[] unreliable, boolean[] exists) {
        this.sums = sums;
        this.worstKHat = worstKHat;
        this.unreliable = unreliable;
        this.exists = exists;
    }

    /** One model on its way to a comparison. */
    public record Fitted(SegmentDesign design, SegmentPosterior posterior) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Of the segments of a block, each left out as a whole. */
    public static LeftOut segments(List<Fitted> models, SegmentMoments moments) {
        Collector all = new Collector(models.size());
        GroupConditional[][] given = new GroupConditional[models.size()][];
        for (int m = 0; m < given.length; m++) {
            Fitted model = models.get(m);
            var groups = model.design().groups(moments);
            given[m] = new GroupConditional[model.posterior().size()];
            for (int i = 0; i < given[m].length; i++) {
                given[m][i] =
                        groups.given(model.design().model(), model.posterior().position(i));
            }
        }
        for (int s = 0; s < moments.segments(); s++) {
            if (moments.count(s) == 0) {
                continue;
            }
            for (int m = 0; m < given.length; m++) {
                SegmentSpec.Baseline baseline = models.get(m).design().spec().baseline();
                // A level under a flat prior predicts nothing of a segment that is left out.
                boolean proper = baseline != SegmentSpec.Baseline.FIXED && baseline != SegmentSpec.Baseline.SEPARATE;
                double[] log = new double[given[m].length];
                for (int i = 0; i < log.length; i++) {
                    log[i] = proper ? given[m][i].logLikelihood(s) : Double.NaN;
                }
                all.take(m, log);
            }
            all.finish();
        }
        return all.leftOut();
    }

    /** Of the rows of one segment, each left out alone. */
    public static LeftOut rows(List<Fitted> models, double[][] rows) {
        Collector all = new Collector(models.size());
        double[][][] logs = new double[models.size()][rows.length][];
        for (int m = 0; m < logs.length; m++) {
            Fitted model = models.get(m);
            RowGroups own = model.design().rows(rows);
            for (int r = 0; r < rows.length; r++) {
                logs[m][r] = new double[model.posterior().size()];
            }
            for (int i = 0; i < model.posterior().size(); i++) {
                GroupConditional given = own.groups()
                        .given(model.design().model(), model.posterior().position(i));
                for (int r = 0; r < rows.length; r++) {
                    logs[m][r][i] = own.own() > 0
                            ? given.logLeftOut(0, own.columns(r), own.outcome(r), own.own())
                            : given.logLeftOut(0, own.columns(r), own.outcome(r));
                }
            }
        }
        for (int r = 0; r < rows.length; r++) {
            for (int m = 0; m < logs.length; m++) {
                all.take(m, logs[m][r]);
            }
            all.finish();
        }
        return all.leftOut();
    }

    /** Gathers vectors (elpd of each model, then log predictive density of each with nothing left out). */
    private static final class Collector {
        private final int models;
        private final List<double[]> parts = new ArrayList<>();
        private final double[] worst;
        private final long[] unreliable;
        private final boolean[] exists;
        private double[] current;

        Collector(int models) {
            this.models = models;
            worst = new double[models];
            Arrays.fill(worst, Double.NEGATIVE_INFINITY);
            unreliable = new long[models];
            exists = new boolean[models];
            Arrays.fill(exists, true);
            current = new double[2 * models];
        }

        void take(int model, double[] log) {
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
            current[model] = logSum(weighted) - logSum(weights);
            current[models + model] = logSum(log) - StrictMath.log(log.length);
            // A model whose ratios hardly vary has no tail to speak of.
            double kHat = Double.isNaN(psis.kHat()) ? Double.NEGATIVE_INFINITY : psis.kHat();
            worst[model] = Math.max(worst[model], kHat);
            unreliable[model] += kHat > Psis.threshold(log.length) ? 1 : 0;
        }

        void finish() {
            parts.add(current);
            current = new double[2 * models];
        }

        LeftOut leftOut() {
            return new LeftOut(CrossProducts.of(parts.toArray(double[][]::new), 2 * models), worst, unreliable, exists);
        }
    }

    private static double logSum(double[] logs) {
        double top = Arrays.stream(logs).max().orElse(0);
        double sum = 0;
        for (double log : logs) {
            sum += StrictMath.exp(log - top);
        }
        return top + StrictMath.log(sum);
    }

    /** Of both. */
    public LeftOut merge(LeftOut other) {
        double[] worst = worstKHat.clone();
        long[] bad = unreliable.clone();
        boolean[] both = exists.clone();
        for (int m = 0; m < worst.length; m++) {
            worst[m] = Math.max(worst[m], other.worstKHat[m]);
            bad[m] += other.unreliable[m];
            both[m] &= other.exists[m];
        }
        return new LeftOut(sums.merge(other.sums), worst, bad, both);
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
