package tributary.family.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tributary.decide.DecisionSpec;
import tributary.decide.Direction;
import tributary.decide.Economics;
import tributary.decide.Safeguards;
import tributary.decide.Stakes;
import tributary.hierarchy.SpreadPrior;
import tributary.infer.Describe;
import tributary.infer.nuts.Nuts;
import tributary.random.RandomStream;
import tributary.random.StreamKey;
import tributary.stats.CrossProducts;

/** Effects and decisions of a block tell one mean, that of the conditional means, and come from the draws that are held. */
class SegmentAnswersTest {
    private static final Economics ECONOMICS = Economics.of(1_000, 2, 50);

    private static SegmentSpec spec() {
        DecisionSpec plain = DecisionSpec.standard();
        DecisionSpec money = plain.with(Stakes.of(ECONOMICS)).with(new Safeguards(false, 0.95, 0.95, 5, 100));
        return new SegmentSpec(
                "uplift",
                "y",
                Outcome.NORMAL,
                SegmentSpec.Form.ROWS,
                "control",
                List.of("treated"),
                List.of(),
                SegmentSpec.Baseline.POOLED,
                SegmentSpec.Effect.VARYING,
                false,
                SegmentSpec.Residual.POOLED,
                SegmentSpec.Pooling.BAYES,
                new SegmentSpec.Priors(0, 10.0, SpreadPrior.halfNormal(1), null, null, null, null, 2),
                Direction.LOWER_IS_BETTER,
                money);
    }

    @Test
    void oneMeanStandsInEffectAndDecision() {
        RandomStream random = StreamKey.of(4).stream();
        List<double[]> all = new ArrayList<>();
        SegmentMoments.Builder made = SegmentMoments.builder(2);
        for (int s = 0; s < 6; s++) {
            double effect = -0.5 + 0.4 * random.nextGaussian();
            double[][] rows = new double[20][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = new double[] {i % 2, i % 2 * effect + random.nextGaussian()};
            }
            all.addAll(Arrays.asList(rows));
            made.add("s" + s, CrossProducts.of(rows, 2));
        }
        SegmentMoments moments = made.build();
        SegmentDesign design = SegmentDesign.of(
                spec(),
                SegmentScale.of(
                        new double[2], CrossProducts.of(all.toArray(double[][]::new), 2), new boolean[] {true, true}));
        SegmentPosterior posterior = SegmentPosterior.sample(
                        design,
                        design.groups(moments),
                        Nuts.DEFAULT.withChains(2).withLengths(200, 200),
                        400,
                        StreamKey.of(3),
                        Runnable::run)
                .posterior();
        int size = posterior.size();
        SegmentAnswers answers = new SegmentAnswers(
                design, moments, posterior, StreamKey.of(5), new SegmentAnswers.Words("prior", "randomised", "passed"));
        double[] lift = new double[size];
        int from = 2;
        SegmentLifts held =
                answers.lifts(from, moments.segments(), IntStream.range(0, size).toArray());
        for (int s = from; s < moments.segments(); s++) {
            SegmentAnswer answer = answers.of(s, held).get(0);
            assertThat(held.name(s - from)).isEqualTo("s" + s);
            double mean = answer.effect().mean();
            assertThat(answer.decision().expectedProfit()).isEqualTo(ECONOMICS.profit(-mean));
            held.fill(s - from, 0, lift);
            assertThat(Describe.probabilityAbove(lift, 0))
                    .isEqualTo(answer.effect().probPositive());
            // Four Monte Carlo errors of the mean of the draws, which is not the mean told.
            double error = 4 * Describe.sd(lift) / StrictMath.sqrt(size);
            assertThat(Describe.mean(lift)).isNotEqualTo(mean).isCloseTo(mean, within(error));
        }
    }
}
