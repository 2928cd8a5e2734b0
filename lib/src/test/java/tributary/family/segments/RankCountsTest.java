package tributary.family.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.decide.DecisionSpec;
import tributary.decide.Direction;
import tributary.hierarchy.SpreadPrior;
import tributary.infer.Describe;
import tributary.infer.nuts.Nuts;
import tributary.random.RandomStream;
import tributary.random.StreamKey;
import tributary.stats.CrossProducts;

/** Ranks and P(best) from the counted draws alone against sorted effects of the same draws, and against all draws. */
class RankCountsTest {
    private static final int SEGMENTS = 12;
    private static final StreamKey KEY = StreamKey.of(5);

    private static final SegmentSpec SPEC = new SegmentSpec(
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
            Direction.HIGHER_IS_BETTER,
            DecisionSpec.standard());

    private final List<double[]> all = new ArrayList<>();
    private final SegmentMoments moments = moments();
    private final SegmentDesign design = SegmentDesign.of(
            SPEC,
            SegmentScale.of(
                    new double[2], CrossProducts.of(all.toArray(double[][]::new), 2), new boolean[] {true, true}));
    private final SegmentPosterior posterior = SegmentPosterior.sample(
                    design,
                    design.groups(moments),
                    Nuts.DEFAULT.withChains(2).withLengths(200, 500),
                    1_000,
                    StreamKey.of(3),
                    Runnable::run)
            .posterior();

    private SegmentMoments moments() {
        RandomStream random = StreamKey.of(71).stream();
        SegmentMoments.Builder made = SegmentMoments.builder(2);
        for (int s = 0; s < SEGMENTS; s++) {
            double[][] rows = new double[20][];
            double effect = 0.5 + 0.4 * random.nextGaussian();
            for (int i = 0; i < rows.length; i++) {
                rows[i] = new double[] {i % 2, i % 2 * effect + random.nextGaussian()};
            }
            all.addAll(Arrays.asList(rows));
            made.add("s" + s, CrossProducts.of(rows, 2));
        }
        return made.build();
    }

    private SegmentDraws draws() {
        return new SegmentDraws(design, moments, posterior, KEY);
    }

    @Test
    void countedDrawsAreThoseOfAllDraws() {
        SegmentDraws some = draws();
        SegmentDraws every = draws();
        int[] counted = SegmentDraws.counted(posterior.size());
        assertThat(counted).hasSize(250).startsWith(3, 7).endsWith(999);
        assertThat(SegmentDraws.counted(7)).containsExactly(0, 1, 2, 3, 4, 5, 6);
        for (int s = 0; s < SEGMENTS; s++) {
            some.drawCounted(s);
            every.draw(s);
            for (int m : counted) {
                assertThat(some.lift(0)[m]).isEqualTo(every.lift(0)[m]);
            }
        }
    }

    @Test
    void ranksAndTheBestAreThoseOfTheCountedDraws() {
        int[] counted = SegmentDraws.counted(posterior.size());
        double[][] lifts = new double[SEGMENTS][];
        SegmentDraws draws = draws();
        for (int s = 0; s < SEGMENTS; s++) {
            draws.draw(s);
            lifts[s] = draws.lift(0).clone();
        }
        for (boolean every : new boolean[] {true, false}) {
            // In two blocks, as on two executors.
            RankCounts merged = null;
            Extremes extremes = null;
            SegmentMoments[] blocks = {moments.pick(0, 1, 2, 3, 4), moments.pick(5, 6, 7, 8, 9, 10, 11)};
            for (SegmentMoments block : blocks) {
                Extremes of = Extremes.of(design, block, new SegmentDraws(design, block, posterior, KEY), every);
                extremes = extremes == null ? of : extremes.merge(of);
            }
            for (SegmentMoments block : blocks) {
                RankCounts of = RankCounts.of(design, block, new SegmentDraws(design, block, posterior, KEY), extremes);
                merged = merged == null ? of : merged.merge(of);
            }
            RankCounts.Ranks ranks = merged.ranks();
            double sum = 0;
            for (int s = 0; s < SEGMENTS; s++) {
                double expected = 0;
                int best = 0;
                int looked = every ? posterior.size() : counted.length;
                for (int i = 0; i < looked; i++) {
                    int m = every ? i : counted[i];
                    int rank = rank(lifts, s, m);
                    best += rank == 1 ? 1 : 0;
                }
                for (int m : counted) {
                    expected += (double) rank(lifts, s, m) / counted.length;
                }
                // Effects that share one of 1,024 bins share their rank: twelve segments hardly ever do.
                assertThat(Describe.mean(ranks.of(0, lifts[s], 1))).isCloseTo(expected, within(0.05));
                double found = ranks.probBest(0, lifts[s], 1);
                assertThat(found).isEqualTo((double) best / looked);
                sum += found;
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
    }

    private static int rank(double[][] lifts, int segment, int draw) {
        int rank = 1;
        for (double[] other : lifts) {
            rank += other[draw] > lifts[segment][draw] ? 1 : 0;
        }
        return rank;
    }
}
