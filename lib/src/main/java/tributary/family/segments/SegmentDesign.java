package tributary.family.segments;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tributary.hierarchy.GroupModel;
import tributary.hierarchy.GroupModel.Coefficient;
import tributary.hierarchy.GroupModel.Predictor;
import tributary.hierarchy.GroupSums;
import tributary.hierarchy.Groups;
import tributary.hierarchy.SpreadPrior;
import tributary.stats.CrossProducts;

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
    static final double WIDE = 2.5;

    private final SegmentSpec spec;
    private final SegmentScale scale;
    private final GroupModel model;
    private final boolean baseline;
    /** The names of the groups that segments lie within, in their order. */
    private final ArrayList<String> parents;

    private SegmentDesign(SegmentSpec spec, SegmentScale scale, GroupModel model, List<String> parents) {
        this.parents = new ArrayList<>(parents);
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
        return of(spec, scale, List.of());
    }

    /**
     * The design of segments that lie within groups.
     *
     * @param parents the names of all groups, sorted; empty where segments lie in none
     */
    public static SegmentDesign of(SegmentSpec spec, SegmentScale scale, List<String> parents) {
        double unit = unit(spec, scale);
        if (!(unit > 0) || !Double.isFinite(unit)) {
            throw new IllegalArgumentException(
                    "the outcome of " + spec.metric() + " does not vary: every row has " + scale.outcomeMean());
        }
        SegmentSpec.Priors priors = spec.priors();
        SpreadPrior levelSpread =
                priors.baselineSpread() == null ? SpreadPrior.halfNormal(unit) : priors.baselineSpread();
        SpreadPrior residual = priors.residual() != null
                ? priors.residual()
                : spec.outcome() == Outcome.GAMMA ? SpreadPrior.halfNormal(1) : SpreadPrior.exponential(unit);
        List<Coefficient> coefficients = new ArrayList<>();
        if (spec.hasBaseline()) {
            coefficients.add(new Coefficient(
                    "baseline",
                    spec.outcome().linked()
                            ? spec.outcome().likelihood().link(scale.outcomeMean())
                            : scale.outcomeMean(),
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
        GroupModel model = GroupModel.of(coefficients, priors.correlationShape(), known ? null : residual);
        return new SegmentDesign(
                spec,
                scale,
                switch (spec.outcome()) {
                    case GAMMA -> model.withNoise(GroupModel.Noise.VARIATION);
                    case STUDENT_T -> model.withNoise(GroupModel.Noise.TAILS);
                    default -> model;
                },
                parents);
    }

    /** The unit of default priors: the outcome's standard deviation, of estimates theirs; one on a link's scale. */
    private static double unit(SegmentSpec spec, SegmentScale scale) {
        if (spec.outcome().linked()) {
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

    /** The names of the groups that segments lie within, sorted; empty where they lie in none. */
    public List<String> parents() {
        return List.copyOf(parents);
    }

    /** The number of a group. */
    int parent(String name) {
        return Collections.binarySearch(parents, name);
    }

    /** The priors of the deviations between groups, of each coefficient that varies. */
    public List<SpreadPrior> parentSpreads() {
        List<SpreadPrior> spreads = new ArrayList<>();
        for (Coefficient c : model.coefficients()) {
            SpreadPrior own = c.name().equals("baseline")
                    ? spec.priors().groupBaselineSpread()
                    : spec.priors().groupEffectSpread();
            SpreadPrior between = c.spread();
            if (between != null) {
                spreads.add(own == null ? between : own);
            }
        }
        return spreads;
    }

    /** The place of an arm's effect among the coefficients. */
    public int effect(int arm) {
        return baseline ? 1 + arm : arm;
    }

    /** What the collapsed density needs of a block of segments. */
    public Groups groups(SegmentMoments moments) {
        return new SegmentGroups(this).of(moments);
    }

    /** One segment of which nothing is known, so that the density is the prior of the hyper-parameters. */
    Groups none() {
        SegmentMoments nothing = SegmentMoments.builder(scale.variables())
                .add("", CrossProducts.empty(scale.variables()))
                .build();
        return groups(
                spec.cells()
                        ? nothing.with(SegmentCells.builder(spec.outcome(), scale.variables() - 1)
                                .build())
                        : nothing);
    }

    /** Blocks one after the other. */
    public Groups concat(List<Groups> blocks) {
        return new SegmentGroups(this).concat(blocks);
    }

    /**
     * One segment's rows as groups of their own, for what is asked row by row.
     *
     * @param rows of treatments, covariates and outcome, as they are
     */
    RowGroups rows(double[][] rows) {
        return RowGroups.of(this, rows);
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
        return new RawEffects(this).of(moments, segment);
    }

    /** The sums of a segment's regression on one, treatments and centred covariates, the outcome less its mean. */
    GroupSums sums(SegmentMoments moments, int segment) {
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

    /** The mean of a variable in a segment. */
    double mean(SegmentMoments moments, int segment, int variable) {
        return moments.mean(segment, variable) + scale.origin(variable);
    }

    /** The same less its mean over all rows. */
    double centredMean(SegmentMoments moments, int segment, int variable) {
        return moments.mean(segment, variable) - (scale.mean(variable) - scale.origin(variable));
    }
}
