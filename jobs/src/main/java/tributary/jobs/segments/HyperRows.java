package tributary.jobs.segments;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import tributary.estimand.EffectSummary;
import tributary.estimand.IntervalSpec;
import tributary.family.segments.GroupEffects;
import tributary.family.segments.Outcome;
import tributary.family.segments.SegmentConsensus;
import tributary.family.segments.SegmentDesign;
import tributary.family.segments.SegmentPosterior;
import tributary.family.segments.SegmentSpec;
import tributary.hierarchy.GroupModel;
import tributary.hierarchy.SpreadPrior;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.infer.Interval;
import tributary.infer.PosteriorSummary;
import tributary.infer.SampleStats;
import tributary.jobs.table.DiagnosticsTable;
import tributary.jobs.table.EffectsTable;
import tributary.jobs.table.ParameterDrawsTable;
import tributary.jobs.table.ParametersTable;

/** The hyper-parameters of one metric as rows: what they are, their draws, diagnostics, and the mean effects. */
final class HyperRows {
    /** The names of what residuals have. */
    private static final Set<String> NOISES = Set.of("sigma", "cv", "nu");

    /** The shape of the prior of correlations where the conf is silent. */
    private static final double STANDARD_SHAPE = 2;

    private final SegmentSpec spec;
    private final GroupModel model;
    private final SegmentPosterior.Found found;
    private final String prefix;
    private final String identifiedBy;
    /** The groups that segments lie within, and the priors of how far these differ; none where there are no groups. */
    private final GroupEffects groups;

    private final List<SpreadPrior> parents;

    private final SegmentConsensus.@Nullable Joined joined;

    HyperRows(
            SegmentSpec spec,
            SegmentDesign design,
            SegmentPosterior.Found found,
            SegmentConsensus.@Nullable Joined joined,
            String identifiedBy) {
        this.joined = joined;
        this.identifiedBy = identifiedBy;
        this.spec = spec;
        this.model = design.model();
        this.groups = new GroupEffects(design, found.posterior());
        this.parents = groups.names().isEmpty() ? List.of() : design.parentSpreads();
        this.found = found;
        this.prefix = spec.metric() + ".";
    }

    void add(Tables tables) {
        tables.add(DiagnosticsTable.DEFINITION, diagnostics());
        if (found.complaint().isPresent()) {
            return; // these tables know no metric, so nothing of a metric held back is written to them
        }
        tables.add(ParametersTable.DEFINITION, parameters());
        tables.add(ParameterDrawsTable.DEFINITION, draws());
        tables.add(EffectsTable.DEFINITION, effects());
    }

    /** The priors that decide how much is pooled, in words. */
    String prior() {
        List<String> words = new ArrayList<>();
        int varying = 0;
        for (GroupModel.Coefficient c : model.coefficients()) {
            if (c.name().startsWith("effect_")) {
                SpreadPrior spread = c.spread();
                words.add(String.format(Locale.ROOT, "%s ~ normal(%.4g, %.4g)", c.name(), c.mean(), c.sd())
                        + (spread == null ? "" : " between segments, sd ~ " + words(spread))
                        + (spread == null || parents.isEmpty()
                                ? ""
                                : ", between groups of them, sd ~ " + words(parents.get(varying))));
            }
            varying += c.varies() ? 1 : 0;
        }
        return String.join("; ", words);
    }

    private static String words(SpreadPrior prior) {
        return String.format(Locale.ROOT, "%s(%.4g)", prior.family().name().toLowerCase(Locale.ROOT), prior.scale());
    }

    /** The prior of a hyper-parameter, and whether the conf stated it or the data scaled it. */
    private record Prior(String words, boolean stated) {
        static Prior of(SpreadPrior prior, boolean stated) {
            return new Prior(HyperRows.words(prior), stated);
        }
    }

    /** The prior of each hyper-parameter in the order of their names. */
    private List<Prior> priors() {
        SegmentSpec.Priors stated = spec.priors();
        boolean effects = stated.effectSd() != null || stated.effectMean() != 0;
        List<Prior> priors = new ArrayList<>();
        List<Prior> spreads = new ArrayList<>();
        List<Prior> between = new ArrayList<>();
        for (GroupModel.Coefficient c : model.coefficients()) {
            priors.add(new Prior(
                    String.format(Locale.ROOT, "normal(%.4g, %.4g)", c.mean(), c.sd()),
                    effects && c.name().startsWith("effect_")));
            c.predictors()
                    .forEach(p -> priors.add(new Prior(String.format(Locale.ROOT, "normal(0, %.4g)", p.sd()), false)));
            SpreadPrior spread = c.spread();
            if (spread != null) {
                boolean level = c.name().equals("baseline");
                boolean own = (level ? stated.baselineSpread() : stated.effectSpread()) != null;
                spreads.add(Prior.of(spread, own));
                if (!parents.isEmpty()) {
                    boolean group = (level ? stated.groupBaselineSpread() : stated.groupEffectSpread()) != null;
                    between.add(Prior.of(parents.get(between.size()), own || group));
                }
            }
        }
        priors.addAll(spreads);
        addCorrelations(priors, spreads.size());
        model.residual().ifPresent(r -> priors.add(Prior.of(r, stated.residual() != null)));
        if (model.noise() == GroupModel.Noise.TAILS) {
            priors.add(new Prior("gamma(2, 0.1)", false));
        }
        priors.addAll(between);
        addCorrelations(priors, between.size());
        return priors;
    }

    private void addCorrelations(List<Prior> priors, int k) {
        for (int i = 0; model.correlationShape() > 0 && i < k * (k - 1) / 2; i++) {
            priors.add(new Prior(
                    String.format(Locale.ROOT, "lkj(%.4g)", model.correlationShape()),
                    model.correlationShape() != STANDARD_SHAPE));
        }
    }

    private List<Row> parameters() {
        List<Row> rows = new ArrayList<>();
        List<String> names = found.draws().names();
        List<Prior> priors = priors();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            boolean positive = name.startsWith("sd_") || NOISES.contains(name);
            rows.add(RowFactory.create(
                    spec.analysis(),
                    prefix + name,
                    "",
                    i,
                    positive ? "exp" : name.startsWith("cor_") ? "tanh of partial correlations" : "identity",
                    priors.get(i).words(),
                    priors.get(i).stated() ? "stated" : "default",
                    0,
                    found.posterior().path().name(),
                    found.posterior().status().name()));
        }
        return rows;
    }

    private List<Row> draws() {
        List<Row> rows = new ArrayList<>();
        Draws draws = found.draws();
        for (String name : draws.names()) {
            double[][] chains = draws.byChain(name);
            for (int chain = 0; chain < chains.length; chain++) {
                for (int draw = 0; draw < chains[chain].length; draw++) {
                    rows.add(RowFactory.create(spec.analysis(), prefix + name, "", chain, draw, chains[chain][draw]));
                }
            }
        }
        return rows;
    }

    private List<Row> diagnostics() {
        List<Row> rows = new ArrayList<>();
        SampleStats stats = found.stats();
        double kHat = found.posterior().kHat();
        if (stats == null && Double.isNaN(kHat)) {
            return rows;
        }
        double energy = Double.POSITIVE_INFINITY;
        int depth = 0;
        for (int chain = 0; stats != null && chain < stats.chains(); chain++) {
            energy = Math.min(energy, stats.energyFraction(chain));
            depth = Math.max(depth, stats.maxTreeDepth(chain));
        }
        for (String name : found.draws().names()) {
            PosteriorSummary s = summary(name, 0.9);
            rows.add(RowFactory.create(
                    SegmentsJob.NAME,
                    spec.analysis(),
                    prefix + name,
                    "all",
                    null,
                    stats == null ? null : Long.valueOf(stats.divergences()),
                    finite(energy),
                    stats == null ? null : Long.valueOf(depth),
                    finite(s.rHat()),
                    finite(s.essBulk()),
                    finite(s.essTail()),
                    finite(kHat),
                    Double.isNaN(kHat) ? null : finite(found.posterior().totalEss()),
                    shift(name),
                    stats == null
                            ? "draws are independent (weighted, or of a density told by few of its values), and form no Markov chain"
                            : null));
        }
        return rows;
    }

    /** What the raw consensus would have been off, in posterior sds of the coordinate. */
    private @Nullable Double shift(String name) {
        return joined == null
                ? null
                : finite(joined.result().shift()[joined.coordinates().indexOf(name)]);
    }

    /** The mean effect of all segments there might be, and how far segments differ from it. */
    private List<Row> effects() {
        List<Row> rows = new ArrayList<>();
        if (found.draws().size() == 1) {
            return rows; // moments in place of a posterior
        }
        boolean varying = spec.effect() == SegmentSpec.Effect.VARYING;
        for (String arm : spec.arms()) {
            rows.add(effect("mean_effect", arm, "effect_" + arm));
            if (varying) {
                rows.add(effect("sd_between_segments", arm, "sd_effect_" + arm));
            }
            if (varying && !parents.isEmpty()) {
                rows.add(effect("sd_between_groups", arm, "sd_group_effect_" + arm));
            }
        }
        for (int g = 0; varying && g < groups.names().size(); g++) {
            double[][] effects = groups.of(g);
            for (int a = 0; a < effects.length; a++) {
                PosteriorSummary s = PosteriorSummary.ofIndependent(
                        effects[a],
                        found.posterior().ess(),
                        spec.decision().interval().probability());
                rows.add(effect(
                        "mean_effect",
                        spec.arms().get(a),
                        "group",
                        groups.names().get(g),
                        effects[a],
                        s));
            }
        }
        return rows;
    }

    private PosteriorSummary summary(String name, double probability) {
        return found.stats() == null
                ? PosteriorSummary.ofIndependent(
                        found.draws().values(name), found.posterior().totalEss(), probability)
                : PosteriorSummary.ofChains(found.draws().byChain(name), probability);
    }

    private Row effect(String estimand, String arm, String parameter) {
        return effect(
                estimand,
                arm,
                "all",
                "all",
                found.draws().values(parameter),
                summary(parameter, spec.decision().interval().probability()));
    }

    private Row effect(String estimand, String arm, String kind, String unit, double[] values, PosteriorSummary s) {
        IntervalSpec interval = spec.decision().interval();
        Interval bounds = interval.of(values);
        return EffectsTable.row(new EffectSummary(
                SegmentsJob.NAME,
                spec.analysis(),
                estimand,
                spec.metric(),
                arm,
                kind,
                unit,
                s.mean(),
                s.sd(),
                s.median(),
                s.mad(),
                interval,
                bounds.lower(),
                bounds.upper(),
                Describe.probabilityAbove(values, 0),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                s.essBulk(),
                s.essTail(),
                s.rHat(),
                s.mcseMean(),
                s.mcseSd(),
                found.posterior().path(),
                found.posterior().status(),
                found.posterior().kHat(),
                prior(),
                identifiedBy,
                spec.outcome().linked() ? scale() : ""));
    }

    /** Mean and spread of linked effects are those of linear predictors; a segment's effect is told on its outcome's. */
    private String scale() {
        return "on the " + (spec.outcome() == Outcome.BERNOULLI ? "logit" : "log")
                + " scale, where effects of segments are pooled";
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
