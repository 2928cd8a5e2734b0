package tributary.jobs.mediamix;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tributary.estimand.IntervalSpec;
import tributary.family.mediamix.Holdout;
import tributary.family.mediamix.MediaAnswers;
import tributary.family.mediamix.MediaMixModel;
import tributary.family.mediamix.MediaMixSampler;
import tributary.infer.LeaveOneOut;
import tributary.infer.RHat;
import tributary.infer.nuts.NutsFit;
import tributary.model.Plate;
import tributary.posterior.Fit;
import tributary.posterior.InferenceStatus;
import tributary.posterior.Posterior;

/** What a model beside the asked one tells: its returns, how well it predicts, or how well it foretold weeks held out. */
final class Beside implements Serializable {
    private static final long serialVersionUID = 1L;

    final Fitting.Role role;
    final String word;
    final ArrayList<MediaAnswers.Returns> returns = new ArrayList<>();
    final ArrayList<Holdout.Score> scores = new ArrayList<>();
    int heldOut;

    /** How far its draws may be trusted, in words. */
    String trust = "could not be sampled";

    /** The worst R-hat of its chains; NaN for weighted draws. */
    double rHat = Double.NaN;

    /** What vouches for its draws. */
    InferenceStatus status = InferenceStatus.MCMC;

    @Nullable
    LeaveOneOut loo;

    Beside(Fitting.Role role, String word) {
        this.role = role;
        this.word = word;
    }

    /** What to tell, and from what. */
    record Question(
            Fitting fitting, ArrayList<NutsFit> chains, InShards.@Nullable Weighed weighed, IntervalSpec interval)
            implements Serializable {}

    /** Asks the draws; a model of which no chain could start tells nothing. */
    static Beside of(Question q) {
        Fitting fitting = q.fitting();
        Beside told = new Beside(fitting.role(), fitting.word());
        MediaMixModel mix = MediaMixModel.of(fitting.spec(), fitting.panel());
        InShards.Weighed weighed = q.weighed();
        Posterior posterior = weighed == null ? mix.bind() : mix.plain();
        Fit fit = weighed == null ? MediaMixSampler.join(posterior, q.chains()) : weighed.fit(posterior);
        if (fit == null) {
            return told;
        }
        told.rHat = weighed == null ? worst(fit) : Double.NaN;
        told.status = weighed == null ? InferenceStatus.MCMC : weighed.status();
        told.trust = weighed == null
                ? String.format(Locale.ROOT, "has R-hat %.3f", told.rHat)
                : String.format(
                        Locale.ROOT,
                        "is %s (k-hat %.2f, importance ESS %.0f)",
                        weighed.status(),
                        weighed.kHat(),
                        weighed.ess());
        Holdout holdout = fitting.holdout();
        if (holdout != null) {
            told.heldOut = holdout.rows();
            told.scores.addAll(holdout.scores(mix, posterior, fit.unconstrained(), fitting.key()));
            return told;
        }
        MediaAnswers.of(mix, posterior, fit.unconstrained(), q.interval()).returns().stream()
                .filter(r -> r.geo().equals(MediaAnswers.ALL))
                .forEach(told.returns::add);
        told.loo = leaveOneOut(mix, fit);
        return told;
    }

    /** What is said of its figures where nobody vouches for them; empty where somebody does. */
    String doubt(double mostRHat) {
        return switch (status) {
            case MCMC ->
                rHat <= mostRHat
                        ? ""
                        : String.format(Locale.ROOT, "; its chains do not agree (R-hat %.3f), sample it longer", rHat);
            case UNCERTIFIED -> "; it " + trust + ", take fewer shards";
            default -> "";
        };
    }

    private static double worst(Fit fit) {
        return fit.draws().names().stream()
                .mapToDouble(name -> RHat.of(fit.draws().byChain(name)))
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
    }

    /** Rows left out one at a time, in the outcome's own unit. */
    static LeaveOneOut leaveOneOut(MediaMixModel mix, Fit fit) {
        return fit.leaveOneOut("kpi", mix.data().numbers(Plate.ROWS, "size"));
    }

    /** Of several, those of one role. */
    static List<Beside> of(List<Beside> all, Fitting.Role role) {
        return all.stream().filter(b -> b.role == role).toList();
    }
}
