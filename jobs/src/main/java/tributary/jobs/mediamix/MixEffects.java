package tributary.jobs.mediamix;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tributary.estimand.EffectSummary;
import tributary.estimand.IntervalSpec;
import tributary.family.mediamix.ChannelSpec;
import tributary.family.mediamix.LiftTest;
import tributary.family.mediamix.MediaAnswers;
import tributary.family.mediamix.ScenarioSpec;
import tributary.family.mediamix.Scenarios;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.infer.Interval;
import tributary.infer.PosteriorSummary;

/** Sums draws up: one summary for each quantity of each channel and scenario, over all geos and in each. */
final class MixEffects {
    /** The words of {@code effects.identified_by}. */
    private static final String IDENTIFIED = "model only: assumes that nothing unseen moves both media and outcome";

    private static final String TESTED = "model, and experiments on the channel (lift tests)";
    private static final String OTHER =
            "model only: assumes that nothing unseen moves both what is set and the outcome";

    private final Told told;
    private final Told.Question q;
    private final Set<String> tested;

    MixEffects(Told told, Told.Question q) {
        this.told = told;
        this.q = q;
        this.tested = q.panel().liftTests().stream().map(LiftTest::channel).collect(Collectors.toSet());
    }

    void all() {
        for (int i = 0; i < told.returns.size(); i++) {
            MediaAnswers.Returns r = told.returns.get(i);
            Draws prior = told.priorReturns.get(i).draws();
            String by = tested.contains(r.channel()) ? TESTED : IDENTIFIED;
            for (String quantity : MediaAnswers.QUANTITIES) {
                String estimand = quantity.equals("cost") ? "cost_per_kpi" : quantity;
                told.effects.add(effect(
                        estimand,
                        r.channel(),
                        r.geo(),
                        r.draws(),
                        quantity,
                        prior,
                        by,
                        "nothing was spent, or nothing brought"));
            }
        }
        for (int i = 0; i < told.scenarios.size(); i++) {
            Scenarios.Answer a = told.scenarios.get(i);
            Draws prior = told.priorScenarios.get(i).draws();
            for (String quantity : Scenarios.QUANTITIES) {
                told.effects.add(effect(
                        estimand(a.scenario(), quantity),
                        a.scenario(),
                        a.geo(),
                        a.draws(),
                        quantity,
                        prior,
                        identified(a.scenario()),
                        "the outcome that was expected is not positive"));
            }
        }
    }

    /** What a scenario's quantity is called. */
    static String estimand(String scenario, String quantity) {
        return scenario + "." + quantity;
    }

    private String identified(String scenario) {
        Set<String> channels =
                q.fitting().spec().channels().stream().map(ChannelSpec::name).collect(Collectors.toSet());
        Set<String> set = q.scenarios().stream()
                .filter(s -> s.name().equals(scenario))
                .flatMap(s -> s.settings().keySet().stream())
                .collect(Collectors.toSet());
        boolean spend = channels.containsAll(set) || set.equals(Set.of(ScenarioSpec.SPEND));
        return spend ? tested.containsAll(set) ? TESTED : IDENTIFIED : OTHER;
    }

    /** One quantity; where some draw does not exist, there is no number but the share of the others that are positive. */
    private EffectSummary effect(
            String estimand,
            String arm,
            String geo,
            Draws draws,
            String quantity,
            Draws prior,
            String identified,
            String missing) {
        double[] values = draws.values(quantity);
        long finite = Arrays.stream(values).filter(Double::isFinite).count();
        boolean whole = finite == values.length;
        IntervalSpec kind = q.interval();
        PosteriorSummary s = whole ? told.summary(draws.byChain(quantity), kind.probability()) : null;
        Interval interval = whole ? kind.of(values) : null;
        double nan = Double.NaN;
        double positive = finite == 0
                ? nan
                : (double) Arrays.stream(values).filter(v -> v > 0).count() / values.length;
        boolean all = geo.equals(MediaAnswers.ALL);
        return new EffectSummary(
                MediaMixJob.NAME,
                q.fitting().spec().name(),
                estimand,
                q.kpi(),
                arm,
                all ? "all" : "geo",
                geo,
                s == null ? nan : s.mean(),
                s == null ? nan : s.sd(),
                s == null ? nan : s.median(),
                s == null ? nan : s.mad(),
                kind,
                interval == null ? nan : interval.lower(),
                interval == null ? nan : interval.upper(),
                positive,
                nan,
                nan,
                nan,
                nan,
                s == null ? nan : s.essBulk(),
                s == null ? nan : s.essTail(),
                s == null ? nan : s.rHat(),
                s == null ? nan : s.mcseMean(),
                s == null ? nan : s.mcseSd(),
                told.path,
                told.status,
                told.kHat,
                priorWords(prior.values(quantity), kind),
                identified,
                whole ? "" : missing + " in " + (values.length - finite) + " draws");
    }

    private static String priorWords(double[] prior, IntervalSpec interval) {
        for (double value : prior) {
            if (!Double.isFinite(value)) {
                return "";
            }
        }
        Interval ends = Interval.equalTailed(prior, interval.probability());
        return String.format(
                Locale.ROOT,
                "median %.4g, %.0f %% of it in %.4g to %.4g",
                Describe.median(prior),
                100 * interval.probability(),
                ends.lower(),
                ends.upper());
    }
}
