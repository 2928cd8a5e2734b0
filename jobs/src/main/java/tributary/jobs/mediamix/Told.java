package tributary.jobs.mediamix;

import java.io.Serializable;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import tributary.estimand.EffectSummary;
import tributary.estimand.IntervalSpec;
import tributary.family.mediamix.BudgetAnswer;
import tributary.family.mediamix.BudgetSpec;
import tributary.family.mediamix.FitChecks;
import tributary.family.mediamix.MediaAnswers;
import tributary.family.mediamix.MediaMixModel;
import tributary.family.mediamix.MediaMixSampler;
import tributary.family.mediamix.MediaPanel;
import tributary.family.mediamix.ScenarioSpec;
import tributary.family.mediamix.Scenarios;
import tributary.infer.Draws;
import tributary.infer.LeaveOneOut;
import tributary.infer.PosteriorSummary;
import tributary.infer.SampleStats;
import tributary.infer.nuts.ChainReport;
import tributary.infer.nuts.NutsFit;
import tributary.posterior.Fit;
import tributary.posterior.InferencePath;
import tributary.posterior.InferenceStatus;
import tributary.posterior.Posterior;
import tributary.random.StreamKey;

/** Everything that the draws of one analysis tell, worked out where the draws are and small enough to send. */
final class Told implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int CURVE_POINTS = 21;

    final ArrayList<String> failures = new ArrayList<>();
    final ArrayList<MediaAnswers.Returns> returns = new ArrayList<>();
    final ArrayList<EffectSummary> effects = new ArrayList<>();
    final ArrayList<MediaAnswers.Contribution> contributions = new ArrayList<>();
    final ArrayList<MediaAnswers.Contribution> priorContributions = new ArrayList<>();
    final ArrayList<MediaAnswers.CurvePoint> curves = new ArrayList<>();
    final ArrayList<MediaAnswers.CurvePoint> priorCurves = new ArrayList<>();
    final ArrayList<MediaAnswers.CarryOverPoint> carryOver = new ArrayList<>();
    final ArrayList<MediaAnswers.CarryOverPoint> priorCarryOver = new ArrayList<>();
    final ArrayList<MediaAnswers.Returns> priorReturns = new ArrayList<>();
    final ArrayList<Beside> beside = new ArrayList<>();
    final ArrayList<FitChecks.Check> checks = new ArrayList<>();
    final ArrayList<FitChecks.Check> priorChecks = new ArrayList<>();
    final ArrayList<FitChecks.LiftCheck> lifts = new ArrayList<>();
    final ArrayList<BudgetAnswer> budget = new ArrayList<>();
    final ArrayList<Scenarios.Answer> scenarios = new ArrayList<>();
    final ArrayList<Scenarios.Answer> priorScenarios = new ArrayList<>();
    final ArrayList<Scenarios.Reach> reaches = new ArrayList<>();
    final ArrayList<ParameterNote> parameters = new ArrayList<>();

    @Nullable
    Draws draws;

    @Nullable
    SampleStats stats;

    /** How the draws came about, and what may be claimed of them. */
    InferencePath path = InferencePath.NUTS;

    InferenceStatus status = InferenceStatus.MCMC;
    /** The worst Pareto k-hat, and what weighted draws are worth; NaN for Markov chains. */
    double kHat = Double.NaN;

    double importanceEss = Double.NaN;

    @Nullable
    LeaveOneOut loo;

    final String analysis;

    Told(String analysis) {
        this.analysis = analysis;
    }

    /** What a parameter is, for the table of parameters. */
    record ParameterNote(
            String name,
            @Nullable String transform,
            @Nullable String prior,
            @Nullable String origin) implements Serializable {}

    /** What to tell, and from what: chains, or draws that were weighed. */
    record Question(
            Fitting fitting,
            String kpi,
            ArrayList<NutsFit> chains,
            InShards.@Nullable Weighed weighed,
            IntervalSpec interval,
            int priorDraws,
            @Nullable BudgetSpec budget,
            ArrayList<ScenarioSpec> scenarios)
            implements Serializable {
        MediaPanel panel() {
            return fitting.panel();
        }

        StreamKey key() {
            return fitting.key();
        }
    }

    /** Asks the draws everything. */
    static Told of(Question q) {
        Told told = new Told(q.fitting().spec().name());
        MediaMixModel mix = MediaMixModel.of(q.fitting().spec(), q.panel());
        Posterior posterior = q.weighed() == null ? mix.bind() : mix.plain();
        Fit fit = told.fit(posterior, q);
        for (NutsFit chain : q.chains()) {
            chain.failures().stream().map(ChainReport::reason).forEach(r -> told.failures.add(String.valueOf(r)));
        }
        if (fit == null) {
            return told;
        }
        told.draws = fit.draws();
        told.stats = fit.path() == InferencePath.NUTS ? fit.stats() : null;
        posterior
                .unknowns()
                .forEach(u -> told.parameters.add(new ParameterNote(
                        u.name(), u.transform(), u.prior(), u.origin().name().toLowerCase(java.util.Locale.ROOT))));
        MediaAnswers answers = MediaAnswers.of(mix, posterior, fit.unconstrained(), q.interval());
        told.returns.addAll(answers.returns());
        told.contributions.addAll(answers.contributions());
        told.curves.addAll(answers.responseCurves(CURVE_POINTS));
        told.carryOver.addAll(answers.carryOver());
        Draws prior = MediaMixSampler.prior(mix, posterior, q.priorDraws(), q.key());
        MediaAnswers before = MediaAnswers.of(mix, posterior, prior, q.interval());
        told.priorReturns.addAll(before.returns());
        told.priorContributions.addAll(before.contributions());
        told.priorCurves.addAll(before.responseCurves(CURVE_POINTS));
        told.priorCarryOver.addAll(before.carryOver());
        told.checks.addAll(FitChecks.of(mix, posterior, fit.unconstrained(), q.key()));
        told.priorChecks.addAll(FitChecks.prior(mix, posterior, prior, q.key()));
        told.lifts.addAll(FitChecks.lifts(mix, fit.draws()));
        told.loo = Beside.leaveOneOut(mix, fit);
        BudgetSpec budget = q.budget();
        if (budget != null) {
            told.budget.addAll(BudgetAnswer.solve(mix, posterior, fit.unconstrained(), budget, q.key()));
        }
        Scenarios scenarios = new Scenarios(mix, posterior, q.scenarios());
        told.scenarios.addAll(scenarios.answers(fit.unconstrained()));
        told.priorScenarios.addAll(scenarios.answers(prior));
        told.reaches.addAll(scenarios.reaches());
        new MixEffects(told, q).all();
        return told;
    }

    private @Nullable Fit fit(Posterior posterior, Question q) {
        InShards.Weighed weighed = q.weighed();
        if (weighed == null) {
            return MediaMixSampler.join(posterior, q.chains());
        }
        path = InferencePath.CONSENSUS;
        status = weighed.status();
        kHat = weighed.kHat();
        importanceEss = weighed.ess();
        return weighed.fit(posterior);
    }

    /** Of values draw by draw: chains by their own diagnostics, weighted draws by what they are worth. */
    PosteriorSummary summary(double[][] chains, double probability) {
        return path == InferencePath.NUTS
                ? PosteriorSummary.ofChains(chains, probability)
                : PosteriorSummary.ofIndependent(
                        java.util.Arrays.stream(chains)
                                .flatMapToDouble(java.util.Arrays::stream)
                                .toArray(),
                        Math.min(importanceEss, (double) chains.length * chains[0].length),
                        probability);
    }
}
