package tributary.family.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tributary.decide.DecisionSpec;
import tributary.decide.Direction;
import tributary.hierarchy.SpreadPrior;
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
    private final SegmentDesign design = design(all);
    private final SegmentPosterior posterior =
            posterior(design, moments, Nuts.DEFAULT.withChains(2).withLengths(200, 500));

    private SegmentMoments moments() {
        RandomStream random = StreamKey.of(71).stream();
        return moments(SEGMENTS, 20, random, 1, () -> 0.5 + 0.4 * random.nextGaussian(), all);
    }

    private static SegmentMoments moments(
            int segments, int size, RandomStream random, double noise, DoubleSupplier effects, List<double[]> all) {
        SegmentMoments.Builder made = SegmentMoments.builder(2);
        for (int s = 0; s < segments; s++) {
            double[][] rows = new double[size][];
            double effect = effects.getAsDouble();
            for (int i = 0; i < rows.length; i++) {
                rows[i] = new double[] {i % 2, i % 2 * effect + noise * random.nextGaussian()};
            }
            all.addAll(Arrays.asList(rows));
            made.add("s" + s, CrossProducts.of(rows, 2));
        }
        return made.build();
    }

    private static SegmentDesign design(List<double[]> rows) {
        return SegmentDesign.of(
                SPEC,
                SegmentScale.of(
                        new double[2], CrossProducts.of(rows.toArray(double[][]::new), 2), new boolean[] {true, true}));
    }

    private static SegmentPosterior posterior(SegmentDesign design, SegmentMoments moments, Nuts nuts) {
        return SegmentPosterior.sample(
                        design,
                        design.groups(moments),
                        nuts,
                        nuts.chains() * nuts.draws(),
                        StreamKey.of(3),
                        Runnable::run)
                .posterior();
    }

    private SegmentDraws draws() {
        return new SegmentDraws(design, moments, posterior, KEY);
    }

    /** All segments of a block, of all draws or of the counted ones. */
    private static SegmentLifts lifts(SegmentMoments block, SegmentDraws draws, boolean every) {
        int size = draws.lift(0).length;
        int[] held = every ? IntStream.range(0, size).toArray() : SegmentLifts.counted(size);
        SegmentLifts lifts = new SegmentLifts(block, 0, block.segments(), 1, size, held);
        for (int s = 0; s < block.segments(); s++) {
            draws.draw(s);
            lifts.keep(s, draws);
        }
        return lifts;
    }

    @Test
    void drawsThatAreHeldAreThoseThatWereDrawn() {
        assertThat(SegmentLifts.counted(1000)).hasSize(250).startsWith(3, 7).endsWith(999);
        assertThat(SegmentLifts.counted(7)).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(SegmentLifts.spaced(1000, 4, 8)).containsExactly(124, 249, 374, 499, 624, 749, 874, 999);
        SegmentDraws draws = draws();
        SegmentLifts lifts = lifts(moments, draws(), false);
        double[] filled = new double[posterior.size()];
        for (int s = 0; s < SEGMENTS; s++) {
            draws.draw(s);
            lifts.fill(s, 0, filled);
            for (int m : SegmentLifts.counted(posterior.size())) {
                assertThat(filled[m]).isEqualTo(draws.lift(0)[m]);
            }
        }
    }

    @Test
    void ranksAndTheBestAreThoseOfTheCountedDraws() {
        int[] counted = SegmentLifts.counted(posterior.size());
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
            List<SegmentLifts> held = new ArrayList<>();
            for (SegmentMoments block : blocks) {
                held.add(lifts(block, new SegmentDraws(design, block, posterior, KEY), every));
                Extremes of = Extremes.of(held.get(held.size() - 1), 1);
                extremes = extremes == null ? of : extremes.merge(of);
            }
            for (SegmentLifts block : held) {
                RankCounts of = RankCounts.of(block, 1, extremes.bins());
                merged = merged == null ? of : merged.merge(of);
            }
            RankCounts.Ranks ranks = merged.ranks(extremes);
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
                SegmentRank stands = ranks.of(held.get(s < 5 ? 0 : 1), s < 5 ? s : s - 5, 0, 1, 0.9);
                assertThat(stands.mean()).isCloseTo(expected, within(1e-9));
                assertThat(stands.lower()).isLessThanOrEqualTo(stands.upper());
                double found = stands.probBest();
                assertThat(found).isEqualTo((double) best / looked);
                sum += found;
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
    }

    /**
     * Improvements exp(2 z), of which the largest is hundreds of times the median: a gap of the sample holds 1/257 of the
     * segments on average, and its eight bins part them, wherever they lie.
     */
    @Test
    void aFewLargeImprovementsDoNotBlurTheOthers() {
        int segments = 1_000;
        RandomStream random = StreamKey.of(8).stream();
        List<double[]> rows = new ArrayList<>();
        SegmentMoments skewed =
                moments(segments, 4, random, 0.1, () -> StrictMath.exp(2 * random.nextGaussian()), rows);
        SegmentDesign its = design(rows);
        SegmentPosterior found =
                posterior(its, skewed, Nuts.DEFAULT.withChains(1).withLengths(100, 50));
        SegmentDraws draws = new SegmentDraws(its, skewed, found, KEY);
        SegmentLifts held = lifts(skewed, draws, false);
        Extremes extremes = Extremes.of(held, 1);
        RankCounts.Ranks ranks = RankCounts.of(held, 1, extremes.bins()).ranks(extremes);
        int[] counted = SegmentLifts.counted(found.size());
        double[][] lifts = new double[segments][];
        double[] sorted = new double[segments];
        for (int s = 0; s < segments; s++) {
            draws.draw(s);
            lifts[s] = draws.lift(0).clone();
            sorted[s] = lifts[s][counted[0]];
        }
        Arrays.sort(sorted);
        double total = 0;
        double worst = 0;
        for (int s = 0; s < segments; s++) {
            double exact = segments - Arrays.binarySearch(sorted, lifts[s][counted[0]]);
            double off = Math.abs(ranks.each(held, s, 0, 1)[0] - exact);
            total += off;
            worst = Math.max(worst, off);
        }
        assertThat(total / segments).isLessThan(segments / 1_000.0);
        assertThat(worst).isLessThan(segments / 100.0);
    }

    private static int rank(double[][] lifts, int segment, int draw) {
        int rank = 1;
        for (double[] other : lifts) {
            rank += other[draw] > lifts[segment][draw] ? 1 : 0;
        }
        return rank;
    }
}
