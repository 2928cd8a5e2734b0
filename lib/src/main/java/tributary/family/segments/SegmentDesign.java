package tributary.family.segments;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tributary.hierarchy.CountTable;
import tributary.hierarchy.GroupModel;
import tributary.hierarchy.GroupModel.Coefficient;
import tributary.hierarchy.GroupModel.Predictor;
import tributary.hierarchy.GroupSums;
import tributary.hierarchy.GroupTable;
import tributary.hierarchy.Groups;
import tributary.hierarchy.LatentTable;
import tributary.hierarchy.SpreadPrior;

/**
 * The hierarchical model of one metric: from the moments of segments to what the collapsed density needs of them.
 *
 * <p>For a row of segment s, {@code y ~ normal(a_s + tau_s' t + beta' (x - mean x), sigma)}, the treatments t as they
 * are. Levels a_s and effects tau_s vary together about their means; where baselines are separate, a_s and the slopes
 * beta_s are the segment's own under flat priors, and are integrated out before anything else.
 */
public final class SegmentDesign implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Default priors of means reach so many standard deviations of the outcome. */
    private static final double WIDE = 2.5;

    private final SegmentSpec spec;
    private final SegmentScale scale;
    private final GroupModel model;
    private final boolean baseline;

    private SegmentDesign(SegmentSpec spec, SegmentScale scale, GroupModel model) {
        this.spec = spec;
        this.scale = scale;
        this.model = model;
        this.baseline = spec.hasBaseline();
    }

    /**
     * The design.
     *
     * @throws IllegalArgumentException if the outcome does not vary, so that nothing scales the priors
     */
    public static SegmentDesign of(SegmentSpec spec, SegmentScale scale) {
        double unit = unit(spec, scale);
        if (!(unit > 0) || !Double.isFinite(unit)) {
            throw new IllegalArgumentException(
                    "the outcome of " + spec.metric() + " does not vary: every row has " + scale.outcomeMean());
        }
        SegmentSpec.Priors priors = spec.priors();
        SpreadPrior levelSpread =
                priors.baselineSpread() == null ? SpreadPrior.halfNormal(unit) : priors.baselineSpread();
        SpreadPrior residual = priors.residual() == null ? SpreadPrior.exponential(unit) : priors.residual();
        List<Coefficient> coefficients = new ArrayList<>();
        if (spec.hasBaseline()) {
            coefficients.add(new Coefficient(
                    "baseline",
                    spec.outcome().counted() ? spec.outcome().counts().link(scale.outcomeMean()) : scale.outcomeMean(),
                    WIDE * unit,
                    spec.baseline() == SegmentSpec.Baseline.COMMON ? null : levelSpread,
                    spec.groupMeans() ? means(spec, scale, unit) : List.of()));
        }
        for (int a = 0; a < spec.arms().size(); a++) {
            double effectSd = priors.effectSd() == null ? WIDE * unit / spread(spec, scale, a) : priors.effectSd();
            SpreadPrior spread = spec.effect() == SegmentSpec.Effect.COMMON
                    ? null
                    : priors.effectSpread() == null
                            ? SpreadPrior.halfNormal(unit / spread(spec, scale, a))
                            : priors.effectSpread();
            coefficients.add(Coefficient.of("effect_" + spec.arms().get(a), priors.effectMean(), effectSd, spread));
        }
        if (spec.baseline() != SegmentSpec.Baseline.SEPARATE && spec.form() == SegmentSpec.Form.ROWS) {
            for (int c = 0; c < spec.covariates().size(); c++) {
                double deviation = scale.deviation(spec.arms().size() + c);
                coefficients.add(Coefficient.of(
                        "slope_" + spec.covariates().get(c), 0, WIDE * unit / (deviation > 0 ? deviation : 1), null));
            }
        }
        boolean known = spec.outcome().counted()
                || spec.form() == SegmentSpec.Form.ESTIMATES
                || spec.residual() == SegmentSpec.Residual.OWN;
        return new SegmentDesign(
                spec, scale, GroupModel.of(coefficients, priors.correlationShape(), known ? null : residual));
    }

    /** The unit of default priors: the outcome's standard deviation, of estimates theirs; one on a link's scale. */
    private static double unit(SegmentSpec spec, SegmentScale scale) {
        if (spec.outcome().counted()) {
            return scale.outcomeDeviation() > 0 ? 1 : 0;
        }
        return spec.form() == SegmentSpec.Form.ESTIMATES
                // One estimate does not vary; its standard error has the same unit.
                ? Math.max(scale.deviation(0), scale.mean(1))
                : scale.outcomeDeviation();
    }

    /** How far a treatment reaches: 1 for an arm, its standard deviation for a number. */
    private static double spread(SegmentSpec spec, SegmentScale scale, int arm) {
        boolean numeric = spec.form() == SegmentSpec.Form.ROWS && spec.control().isEmpty();
        double deviation = scale.deviation(arm);
        return numeric && deviation > 0 ? deviation : 1;
    }

    private static List<Predictor> means(SegmentSpec spec, SegmentScale scale, double unit) {
        List<Predictor> predictors = new ArrayList<>();
        List<String> names = new ArrayList<>(spec.arms());
        names.addAll(spec.covariates());
        for (int i = 0; i < names.size(); i++) {
            double deviation = scale.deviation(i);
            if (!scale.within(i)) {
                continue; // the same in all rows of a segment: its mean is itself
            }
            predictors.add(new Predictor("mean_" + names.get(i), i, 2 * WIDE * unit / (deviation > 0 ? deviation : 1)));
        }
        return predictors;
    }

    /** What was asked. */
    public SegmentSpec spec() {
        return spec;
    }

    /** What the priors are scaled by. */
    public SegmentScale scale() {
        return scale;
    }

    /** The collapsed model. */
    public GroupModel model() {
        return model;
    }

    /** The place of an arm's effect among the coefficients. */
    public int effect(int arm) {
        return baseline ? 1 + arm : arm;
    }

    /** What the collapsed density needs of a block of segments. */
    public Groups groups(SegmentMoments moments) {
        if (spec.outcome().counted()) {
            return counts(moments);
        }
        int q = model.coefficients().size();
        int predictors = spec.groupMeans() ? spec.variables() - 1 : 0;
        GroupTable.Builder table = GroupTable.builder(q, predictors, baseline ? scale.outcomeMean() : 0);
        for (int s = 0; s < moments.segments(); s++) {
            double[] of = new double[predictors];
            for (int p = 0; p < predictors; p++) {
                of[p] = moments.count(s) > 0 ? centredMean(moments, s, p) : 0;
            }
            table.add(told(moments, s), of);
        }
        return grouped(table.build());
    }

    private Groups grouped(GroupTable table) {
        if (spec.baseline() != SegmentSpec.Baseline.LATENT) {
            return table;
        }
        double unit = scale.outcomeDeviation();
        double spread = scale.deviation(0) > 0 ? scale.deviation(0) : 1;
        return LatentTable.of(
                table,
                new LatentTable.Treatment(
                        scale.mean(0),
                        WIDE * spread,
                        SpreadPrior.halfNormal(spread),
                        SpreadPrior.exponential(spread),
                        WIDE * unit));
    }

    /** Trials and sums of control and arms: an arm's sum is its cross-product with the outcome. */
    private CountTable counts(SegmentMoments moments) {
        int cells = 1 + spec.arms().size();
        double[] trials = new double[moments.segments() * cells];
        double[] sums = new double[trials.length];
        int y = spec.arms().size();
        for (int s = 0; s < moments.segments(); s++) {
            long[] rows = rows(moments, s);
            double n = moments.count(s);
            double rest = n == 0 ? 0 : StrictMath.rint(n * mean(moments, s, y));
            for (int a = 0; a < y; a++) {
                trials[s * cells + 1 + a] = rows[1 + a];
                double sum = n == 0
                        ? 0
                        : StrictMath.rint(moments.centred(s, y, a) + n * mean(moments, s, a) * mean(moments, s, y));
                sums[s * cells + 1 + a] = sum;
                rest -= sum;
            }
            trials[s * cells] = rows[0];
            sums[s * cells] = rest;
        }
        return CountTable.of(spec.outcome().counts(), cells, trials, sums);
    }

    /** Blocks one after the other. */
    public Groups concat(List<Groups> blocks) {
        if (spec.outcome().counted()) {
            return CountTable.concat(blocks.stream().map(CountTable.class::cast).toList());
        }
        if (spec.baseline() == SegmentSpec.Baseline.LATENT) {
            return grouped(GroupTable.concat(
                    blocks.stream().map(block -> ((LatentTable) block).table()).toList()));
        }
        return GroupTable.concat(blocks.stream().map(GroupTable.class::cast).toList());
    }

    /** The sums of a segment that inform the model's coefficients. */
    private GroupSums told(SegmentMoments moments, int segment) {
        GroupSums sums = sums(moments, segment);
        if (spec.residual() == SegmentSpec.Residual.OWN && spec.form() == SegmentSpec.Form.ROWS) {
            double variance = sums.regression().residualVariance();
            // Without a residual variance of its own a segment tells nothing about its effect.
            sums = variance > 0 ? sums.scaled(StrictMath.sqrt(variance)) : sums.silent();
        }
        if (spec.form() == SegmentSpec.Form.ESTIMATES || baseline) {
            return sums;
        }
        if (spec.baseline() == SegmentSpec.Baseline.FIXED) {
            return sums.without(0);
        }
        int arms = spec.arms().size();
        return sums.without(IntStream.concat(IntStream.of(0), IntStream.range(arms + 1, sums.columns()))
                .toArray());
    }

    /** The sums of a segment's regression on one, treatments and centred covariates, the outcome less its mean. */
    private GroupSums sums(SegmentMoments moments, int segment) {
        double n = moments.count(segment);
        if (spec.form() == SegmentSpec.Form.ESTIMATES) {
            if (n == 0) {
                return GroupSums.ofEstimate(0, 0);
            }
            double error = moments.mean(segment, 1) + scale.origin(1);
            return GroupSums.ofEstimate(moments.mean(segment, 0) + scale.origin(0), 1 / (error * error));
        }
        int d = moments.variables();
        double[] means = new double[d];
        double[] centred = new double[d * (d + 1) / 2];
        for (int i = 0; i < d; i++) {
            // Treatments as they are, covariates and outcome about their overall means.
            means[i] = i < spec.arms().size() ? mean(moments, segment, i) : centredMean(moments, segment, i);
            for (int j = 0; j <= i; j++) {
                centred[i * (i + 1) / 2 + j] = moments.centred(segment, i, j);
            }
        }
        return GroupSums.ofMoments(n, means, centred);
    }

    private double mean(SegmentMoments moments, int segment, int variable) {
        return moments.mean(segment, variable) + scale.origin(variable);
    }

    private double centredMean(SegmentMoments moments, int segment, int variable) {
        return moments.mean(segment, variable) - (scale.mean(variable) - scale.origin(variable));
    }

    /**
     * One segment's rows as groups of their own, for what is asked row by row.
     *
     * @param rows of treatments, covariates and outcome, as they are
     */
    public RowGroups rows(double[][] rows) {
        int d = scale.variables();
        double[] means = new double[d];
        double[] centred = new double[d * (d + 1) / 2];
        double[][] shifted = new double[rows.length][d];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < d; i++) {
                shifted[r][i] = rows[r][i] - (i < spec.arms().size() ? 0 : scale.mean(i));
                means[i] += shifted[r][i] / rows.length;
            }
        }
        for (double[] row : shifted) {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    centred[i * (i + 1) / 2 + j] += (row[i] - means[i]) * (row[j] - means[j]);
                }
            }
        }
        GroupSums sums = GroupSums.ofMoments(rows.length, means, centred);
        int predictors = spec.groupMeans() ? d - 1 : 0;
        double[] of = new double[predictors];
        for (int p = 0; p < predictors; p++) {
            of[p] = means[p] - (p < spec.arms().size() ? scale.mean(p) : 0);
        }
        boolean fixed = spec.baseline() == SegmentSpec.Baseline.FIXED;
        GroupTable table = GroupTable.builder(
                        model.coefficients().size(), predictors, baseline ? scale.outcomeMean() : 0)
                .add(fixed ? sums.without(0) : sums, of)
                .build();
        double[][] columns = new double[rows.length][];
        double[] outcomes = new double[rows.length];
        for (int r = 0; r < rows.length; r++) {
            columns[r] = new double[model.coefficients().size()];
            int at = 0;
            if (baseline) {
                columns[r][at++] = 1;
            }
            for (int i = 0; i < d - 1; i++) {
                columns[r][at++] = shifted[r][i] - (fixed ? means[i] : 0);
            }
            outcomes[r] = fixed ? shifted[r][d - 1] - means[d - 1] : rows[r][d - 1];
        }
        return new RowGroups(grouped(table), columns, outcomes, fixed ? 1.0 / rows.length : 0);
    }

    /** The rows of a segment as a group of their own. */
    public static final class RowGroups {
        private final Groups groups;
        private final double[][] columns;
        private final double[] outcomes;
        private final double own;

        private RowGroups(Groups groups, double[][] columns, double[] outcomes, double own) {
            this.groups = groups;
            this.columns = columns;
            this.outcomes = outcomes;
            this.own = own;
        }

        /** A table of this one group. */
        Groups groups() {
            return groups;
        }

        /** The columns of a row. */
        double[] columns(int row) {
            return columns[row];
        }

        /** The outcome of a row. */
        double outcome(int row) {
            return outcomes[row];
        }

        /** The leverage of each row on the segment's own level, where that has a flat prior; else 0. */
        double own() {
            return own;
        }
    }

    /** A segment's rows in control and in each arm; for a numeric treatment or an estimate, all its rows. */
    public long[] rows(SegmentMoments moments, int segment) {
        double n = moments.count(segment);
        long[] rows = new long[1 + spec.arms().size()];
        if (spec.control().isEmpty() || spec.form() == SegmentSpec.Form.ESTIMATES) {
            java.util.Arrays.fill(rows, (long) n);
            return rows;
        }
        long rest = (long) n;
        for (int a = 0; a < spec.arms().size(); a++) {
            rows[1 + a] = n == 0 ? 0 : StrictMath.round(n * mean(moments, segment, a));
            rest -= rows[1 + a];
        }
        rows[0] = rest;
        return rows;
    }

    /**
     * A segment's own estimate of each effect with its standard error, nothing pooled; NaN where its rows do not tell.
     */
    public RawEffect[] raw(SegmentMoments moments, int segment) {
        int arms = spec.arms().size();
        RawEffect[] raw = new RawEffect[arms];
        if (spec.outcome().counted()) {
            return rawCounts(moments, segment);
        }
        if (spec.form() == SegmentSpec.Form.ESTIMATES) {
            boolean there = moments.count(segment) > 0;
            raw[0] = there
                    ? new RawEffect(
                            moments.mean(segment, 0) + scale.origin(0), moments.mean(segment, 1) + scale.origin(1))
                    : RawEffect.NONE;
            return raw;
        }
        GroupSums.Regression regression = sums(moments, segment).regression();
        double variance = regression.residualVariance();
        for (int a = 0; a < arms; a++) {
            GroupSums.Estimate estimate = regression.estimates().get(1 + a);
            raw[a] = new RawEffect(estimate.value(), StrictMath.sqrt(estimate.variance() * variance));
        }
        return raw;
    }

    /** Differences of means, their errors by the variances of the likelihood at the observed means. */
    private RawEffect[] rawCounts(SegmentMoments moments, int segment) {
        int arms = spec.arms().size();
        long[] rows = rows(moments, segment);
        double[] means = new double[1 + arms];
        double[] errors = new double[1 + arms];
        double n = moments.count(segment);
        double total = n == 0 ? 0 : n * mean(moments, segment, arms);
        double[] sums = new double[1 + arms];
        sums[0] = total;
        for (int a = 0; a < arms && n > 0; a++) {
            sums[1 + a] =
                    moments.centred(segment, arms, a) + n * mean(moments, segment, a) * mean(moments, segment, arms);
            sums[0] -= sums[1 + a];
        }
        for (int c = 0; c <= arms; c++) {
            means[c] = rows[c] == 0 ? Double.NaN : StrictMath.rint(sums[c]) / rows[c];
            double variance = spec.outcome() == Outcome.BERNOULLI ? means[c] * (1 - means[c]) : means[c];
            errors[c] = variance / rows[c];
        }
        RawEffect[] raw = new RawEffect[arms];
        for (int a = 0; a < arms; a++) {
            raw[a] = new RawEffect(means[1 + a] - means[0], StrictMath.sqrt(errors[0] + errors[1 + a]));
        }
        return raw;
    }
}
