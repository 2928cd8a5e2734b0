package tributary.family.segments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tributary.decide.Action;
import tributary.decide.Appraisal;
import tributary.decide.Appraiser;
import tributary.decide.Decision;
import tributary.decide.DecisionRule;
import tributary.decide.DecisionSpec;
import tributary.decide.Rope;
import tributary.decide.Scale;
import tributary.decide.Verdict;
import tributary.estimand.EffectSummary;
import tributary.infer.Describe;
import tributary.infer.Interval;
import tributary.infer.PosteriorSummary;
import tributary.infer.SortedDraws;
import tributary.random.StreamKey;

/** The answers of a block of segments, one segment at a time: effect and decision, and the draws that ranks are counted from. Not thread-safe. */
public final class SegmentAnswers {
    private final SegmentDesign design;
    private final SegmentSpec spec;
    private final SegmentMoments moments;
    private final SegmentPosterior posterior;
    private final SegmentDraws draws;
    private final Words words;

    /**
     * What is the same for all segments.
     *
     * @param prior in words
     * @param identifiedBy why the effect is causal
     * @param health the data checks in words
     */
    public record Words(String prior, String identifiedBy, String health) implements java.io.Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** The answers of a block. */
    public SegmentAnswers(
            SegmentDesign design, SegmentMoments moments, SegmentPosterior posterior, StreamKey key, Words words) {
        this.design = design;
        this.spec = design.spec();
        this.moments = moments;
        this.posterior = posterior;
        this.draws = new SegmentDraws(design, moments, posterior, key);
        this.words = words;
    }

    /** Room for the draws of some of the segments, from one to before another, that are to be held. */
    public SegmentLifts lifts(int from, int to, int[] held) {
        return new SegmentLifts(moments, from, to, spec.arms().size(), posterior.size(), held);
    }

    /** The answers for a segment, an arm each; its draws are held where there is room for them. */
    public List<SegmentAnswer> of(int segment, SegmentLifts lifts) {
        draws.draw(segment);
        lifts.keep(segment, draws);
        int arms = spec.arms().size();
        long[] rows = design.rows(moments, segment);
        RawEffect[] raw = design.raw(moments, segment);
        List<Judged> judged = new ArrayList<>();
        List<SortedDraws> sorted = new ArrayList<>();
        Appraiser appraiser = appraiser(rows);
        for (int a = 0; a < arms; a++) {
            sorted.add(SortedDraws.of(draws.lift(a)));
            Appraisal appraisal = appraiser.appraise(spec.arms().get(a), sorted.get(a), draws.mean(a));
            judged.add(new Judged(appraisal, DecisionRule.judge(appraisal, spec.decision(), spec.direction())));
        }
        List<SegmentAnswer> answers = new ArrayList<>();
        for (int a = 0; a < arms; a++) {
            String name = moments.name(segment);
            answers.add(new SegmentAnswer(
                    effect(a, name, sorted.get(a), raw[a]),
                    decision(judged, a, name, raw[a]),
                    moments.parent(segment),
                    spec.control().isEmpty() ? 0 : rows[0],
                    rows[1 + a],
                    raw[a],
                    draws.weight(a)));
        }
        return answers;
    }

    private record Judged(Appraisal appraisal, Verdict verdict) {}

    /** All arms together; where levels are not modelled, effects stand about zero. */
    private Appraiser appraiser(long[] rows) {
        Map<String, double[]> lifts = new LinkedHashMap<>();
        Map<String, Long> units = new LinkedHashMap<>();
        double[] level = spec.hasBaseline() ? draws.control(0) : new double[posterior.size()];
        units.put(spec.control(), rows[0]);
        for (int a = 0; a < spec.arms().size(); a++) {
            lifts.put(spec.arms().get(a), draws.lift(a));
            units.put(spec.arms().get(a), rows[1 + a]);
        }
        return Appraiser.ofLifts(spec.control(), level, lifts, units, spec.direction(), spec.decision());
    }

    private EffectSummary effect(int arm, String segment, SortedDraws sorted, RawEffect raw) {
        double[] values = draws.lift(arm);
        DecisionSpec decision = spec.decision();
        PosteriorSummary summary = PosteriorSummary.ofIndependent(
                values, sorted, posterior.ess(), decision.interval().probability());
        Interval interval = decision.interval().of(sorted);
        Rope rope = decision.rope();
        boolean judged = rope.scale() == Scale.ABSOLUTE;
        return new EffectSummary(
                "segments",
                spec.analysis(),
                "lift_abs",
                spec.metric(),
                spec.arms().get(arm),
                "segment",
                segment,
                draws.mean(arm),
                draws.deviation(arm),
                summary.median(),
                summary.mad(),
                decision.interval(),
                interval.lower(),
                interval.upper(),
                sorted.probabilityAbove(0),
                judged ? rope.lower() : Double.NaN,
                judged ? rope.upper() : Double.NaN,
                judged ? Describe.probabilityInside(values, new Interval(rope.lower(), rope.upper())) : Double.NaN,
                judged ? sorted.probabilityAbove(rope.upper()) : Double.NaN,
                posterior.ess(),
                posterior.ess(),
                Double.NaN,
                summary.mcseMean(),
                summary.mcseSd(),
                posterior.path(),
                posterior.status(),
                posterior.kHat(),
                words.prior(),
                words.identifiedBy(),
                Double.isNaN(raw.estimate())
                        ? "the segment's own rows tell nothing of this effect: this is what the other segments say"
                        : "");
    }

    private Decision decision(List<Judged> all, int arm, String segment, RawEffect raw) {
        Judged own = all.get(arm);
        Appraisal a = own.appraisal();
        Verdict verdict = better(all, arm);
        String pooled = Double.isNaN(raw.estimate())
                ? " Its own rows tell nothing of it; the others do."
                : String.format(
                        Locale.ROOT,
                        spec.outcome().quadrature()
                                ? " Its own rows (estimate %.4g) count %.0f %% on the link scale, the other segments the rest."
                                : " Its own estimate %.4g counts %.0f %%, the other segments the rest.",
                        raw.estimate(),
                        100 * draws.weight(arm));
        return new Decision(
                spec.analysis(),
                spec.metric(),
                a.arm(),
                segment,
                null,
                Double.NaN,
                verdict.action(),
                verdict.reason() + pooled,
                a.probPositive(),
                a.probAboveThreshold(),
                spec.hasBaseline() ? a.probRelAboveThreshold() : Double.NaN,
                a.probBest(),
                a.ropeVerdict(),
                a.expectedProfit(),
                a.medianProfit(),
                a.probProfit(),
                a.profitLower(),
                a.profitUpper(),
                a.expectedLossIfLaunch(),
                a.expectedLossIfHold(),
                a.valueOfInformation(),
                a.valueOfMoreData(),
                words.health(),
                "",
                false,
                "");
    }

    /** Of several arms fit to launch only the best is launched. */
    private Verdict better(List<Judged> all, int arm) {
        Verdict own = all.get(arm).verdict();
        if (own.action() != Action.LAUNCH) {
            return own;
        }
        int sign = spec.direction().sign();
        for (int a = 0; a < all.size(); a++) {
            if (all.get(a).verdict().action() == Action.LAUNCH && sign * (draws.mean(a) - draws.mean(arm)) > 0) {
                return new Verdict(
                        Action.HOLD,
                        "Arm " + spec.arms().get(a) + " is better and also fit to launch. By itself: " + own.reason());
            }
        }
        return own;
    }
}
