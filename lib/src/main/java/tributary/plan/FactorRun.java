package tributary.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tributary.consensus.AnchoredPosterior;
import tributary.consensus.BlockRows;
import tributary.consensus.BlockWorkers;
import tributary.consensus.Blocks;
import tributary.consensus.Certificate;
import tributary.consensus.Certified;
import tributary.consensus.Consensus;
import tributary.consensus.Estimands;
import tributary.consensus.ModelShards;
import tributary.consensus.PassGradients;
import tributary.consensus.PowerDensity;
import tributary.consensus.ShardedTarget;
import tributary.consensus.Workers;
import tributary.expr.Program;
import tributary.hierarchy.HyperPosterior;
import tributary.infer.Draws;
import tributary.infer.EffectiveSize;
import tributary.infer.RHat;
import tributary.infer.SampleStats;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
import tributary.infer.nuts.Starts;
import tributary.math.LogDensity;
import tributary.posterior.Data;
import tributary.posterior.ExactPosterior;
import tributary.posterior.InferenceStatus;
import tributary.posterior.NormalHierarchy;
import tributary.posterior.Posterior;
import tributary.posterior.conjugate.ClosedForm;
import tributary.posterior.conjugate.Gradients;
import tributary.random.StreamKey;

/** Answers one factor in the way its plan says. */
final class FactorRun {
    /** Chains above this do not agree (Vehtari et al. 2021). */
    private static final double MOST_R_HAT = 1.05;
    /** Effective draws a chain, below which R-hat itself cannot be trusted (Vehtari et al. 2021). */
    private static final double LEAST_ESS = 100;

    private final Posterior posterior;
    private final Blocks blocks;
    private final PlanSettings settings;
    private final FactorPlan plan;
    private final StreamKey key;
    private final List<String> coordinates = new ArrayList<>();

    FactorRun(Posterior posterior, Blocks blocks, PlanSettings settings, FactorPlan plan, StreamKey key) {
        this.posterior = posterior;
        this.blocks = blocks;
        this.settings = settings;
        this.plan = plan;
        this.key = key;
        for (int place : plan.factor().coordinates(posterior.layout())) {
            coordinates.add(posterior.coordinates().get(place));
        }
    }

    FactorFit fit() {
        return switch (plan.path()) {
            case CONSENSUS -> consensus();
            case ANCHOR -> anchor();
            case EXACT -> exact();
            case COLLAPSE -> collapse();
            case CELLS, NUTS, KALMAN, VARIATIONAL -> chains();
        };
    }

    /** Independent draws of a closed form whose numbers are read off gradients: of the cells, or of all rows in a few passes. */
    private FactorFit exact() {
        int[] places = plan.factor().coordinates(posterior.layout());
        int dimension = posterior.layout().dimension();
        Gradients gradients;
        if (plan.cells() == null && !plan.factor().likelihoods().isEmpty()) {
            ModelShards model = ModelShards.of(posterior, plan.factor(), blocks.weighted());
            gradients = new PassGradients(model.prior(), new BlockWorkers(blocks, model));
        } else {
            gradients = Gradients.of(density());
        }
        Optional<ClosedForm> form = ExactPosterior.form(
                posterior, plan.factor().names(), new PlacedGradients(gradients, places, dimension));
        if (form.isEmpty()) {
            return new FactorFit(
                    plan,
                    InferenceStatus.UNCERTIFIED,
                    "the posterior has a closed form that cannot be normalised: some direction is informed by neither rows"
                            + " nor prior, as far as digits tell (a column a million times as far from zero as its"
                            + " values are apart wants to be centred)",
                    null,
                    null,
                    null,
                    null);
        }
        double[][][] rows = new double[settings.chains()][settings.draws()][places.length];
        double[] whole = new double[dimension];
        for (int chain = 0; chain < settings.chains(); chain++) {
            for (int draw = 0; draw < settings.draws(); draw++) {
                form.get().draw(key.with("exact").with(chain).with(draw).stream(), whole);
                for (int i = 0; i < places.length; i++) {
                    rows[chain][draw][i] = whole[places[i]];
                }
            }
        }
        return new FactorFit(
                plan,
                InferenceStatus.EXACT,
                "independent draws of a closed form",
                Draws.ofRows(coordinates, rows),
                null,
                null,
                null);
    }

    /** Chains over what all groups share, then the groups given each draw. */
    private FactorFit collapse() {
        NormalHierarchy hierarchy = NormalHierarchy.of(posterior, plan.factor().names())
                .orElseThrow(() -> new IllegalStateException("only a normal hierarchy is planned to collapse"));
        Collapse collapse = Collapse.of(hierarchy, plan.factor(), coordinates, posterior, blocks);
        Nuts nuts = Nuts.DEFAULT.withChains(settings.chains()).withLengths(settings.warmup(), settings.draws());
        HyperPosterior hyper;
        try {
            hyper = collapse.hyper(nuts, key.with("collapse"));
        } catch (IllegalStateException noChain) {
            return new FactorFit(plan, InferenceStatus.UNCERTIFIED, "no chain could start", null, null, null, null);
        }
        SampleStats stats = hyper.stats().orElseThrow();
        String complaint = complaint(hyper.positions(), stats);
        return new FactorFit(
                plan,
                complaint.isEmpty() ? InferenceStatus.MCMC : InferenceStatus.UNCERTIFIED,
                complaint.isEmpty() ? "chains over what the groups share agree" : complaint,
                hyper.positions().chains() == settings.chains() ? collapse.draws(hyper, key.with("collapse")) : null,
                stats,
                null,
                null);
    }

    private FactorFit chains() {
        Nuts nuts = Nuts.DEFAULT.withChains(settings.chains()).withLengths(settings.warmup(), settings.draws());
        NutsFit run = nuts.run(this::density, coordinates, Starts.uniform(2), null, key.with("nuts"), Runnable::run);
        if (run.failures().size() == settings.chains()) {
            return new FactorFit(plan, InferenceStatus.UNCERTIFIED, "no chain could start", null, null, null, null);
        }
        Draws draws = run.draws();
        String complaint = complaint(draws, run.stats());
        return new FactorFit(
                plan,
                complaint.isEmpty() ? InferenceStatus.MCMC : InferenceStatus.UNCERTIFIED,
                complaint.isEmpty() ? "chains over all rows agree" : complaint,
                run.failures().isEmpty() ? draws : null,
                run.failures().isEmpty() ? run.stats() : null,
                null,
                null);
    }

    private LogDensity density() {
        Data cells = plan.cells();
        if (cells == null) {
            return Program.compile(plan.factor().layout(), plan.factor().logPrior())
                    .bind(posterior.columns());
        }
        ModelShards model = ModelShards.of(posterior, plan.factor(), true);
        return new PowerDensity(model.prior().open(), 1, model.shard(cells), 1);
    }

    private String complaint(Draws draws, SampleStats stats) {
        List<String> complaints = new ArrayList<>();
        if (draws.chains() < settings.chains()) {
            int failed = settings.chains() - draws.chains();
            complaints.add(failed + (failed == 1 ? " chain" : " chains") + " could not start");
        }
        double worst = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < draws.names().size(); i++) {
            worst = Math.max(worst, RHat.of(draws.byChain(i)));
            least = Math.min(least, EffectiveSize.bulk(draws.byChain(i)));
        }
        if (!(worst <= MOST_R_HAT)) {
            complaints.add(String.format(Locale.ROOT, "R-hat %.3f", worst));
        }
        double needed = Math.min(LEAST_ESS * draws.chains(), 0.1 * draws.size());
        if (!(least >= needed)) {
            complaints.add(String.format(Locale.ROOT, "only %.0f effective draws", least));
        }
        int divergences = stats.divergences();
        if (divergences > 0.01 * draws.size()) {
            complaints.add(divergences + " divergent transitions of " + draws.size());
        }
        return String.join(", ", complaints);
    }

    private FactorFit consensus() {
        ModelShards model = ModelShards.of(posterior, plan.factor(), blocks.weighted());
        Workers workers = new BlockWorkers(blocks, model);
        Consensus.Settings how = settings.consensus(coordinates.size());
        ShardedTarget target = new ShardedTarget(model.prior(), workers, new BlockRows(blocks, model), estimands());
        Consensus.Result result = new Consensus(target, how, key).run(new double[coordinates.size()]);
        return certified(result.certified(), result);
    }

    private FactorFit anchor() {
        ModelShards model = ModelShards.of(posterior, plan.factor(), blocks.weighted());
        ShardedTarget target = new ShardedTarget(
                model.prior(), new BlockWorkers(blocks, model), new BlockRows(blocks, model), estimands());
        return certified(
                new AnchoredPosterior(target, PlanSettings.ANCHOR_PASSES, settings.certifier(coordinates.size()), key)
                        .run(new double[coordinates.size()]),
                null);
    }

    /** The factor's own parameters of the model; coordinates of other factors do not enter them. */
    private Estimands estimands() {
        Set<String> own = new HashSet<>();
        plan.factor().unknowns().forEach(unknown -> own.addAll(unknown.labels()));
        List<String> names = posterior.names().stream().filter(own::contains).toList();
        int[] places = plan.factor().coordinates(posterior.layout());
        return new Estimands(names, draws -> {
            double[][] columns = new double[posterior.layout().dimension()][draws.length];
            for (int t = 0; t < draws.length; t++) {
                for (int i = 0; i < places.length; i++) {
                    columns[places[i]][t] = draws[t][i];
                }
            }
            Draws values = posterior.constrain(Draws.ofColumns(posterior.coordinates(), 1, columns));
            return names.stream().map(values::values).toArray(double[][]::new);
        });
    }

    private FactorFit certified(@Nullable Certified certified, Consensus.@Nullable Result result) {
        if (certified == null) {
            return new FactorFit(
                    plan,
                    InferenceStatus.UNCERTIFIED,
                    "the posterior has no maximum that could be found: some direction is informed by neither rows nor"
                            + " prior (collinear columns, separation, a prior that is too wide, a column a million times as far from"
                            + " zero as its values are apart), or the density ends in an edge (a parameter that bounds its"
                            + " own outcome)",
                    null,
                    null,
                    null,
                    result);
        }
        Certificate certificate = certified.certificate();
        return new FactorFit(
                plan,
                certificate.status(),
                certificate.figures(),
                certified.dealt(coordinates, settings.chains(), settings.draws()),
                null,
                certificate,
                result);
    }
}
