package tributary.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tributary.consensus.Blocks;
import tributary.consensus.LocalBlocks;
import tributary.model.Model;
import tributary.model.term.Statement;
import tributary.posterior.Data;
import tributary.random.NormalQuantile;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Refutations of an effect, asked by least squares so that the right answers are known. */
class RefuterTest {
    private static final Model MODEL = Model.parse("m.model", """
            row x, t, y
            a, b, c ~ normal(0, 10)
            y ~ normal(a + b * t + c * x, 1)
            estimands {
              ate = "E[y | do(t = 1)] - E[y | do(t = 0)]"
              level = "E[y | do(t = 1)]"
            }
            """);
    private static final Statement.Question ATE = MODEL.questions().get(0);

    private static Blocks blocks(boolean weighted) {
        RandomStream random = StreamKey.of(3).with("refuter").stream();
        List<Data> blocks = new java.util.ArrayList<>();
        for (int shard = 0; shard < 3; shard++) {
            int rows = 700;
            double[][] v = new double[4][rows];
            for (int i = 0; i < rows; i++) {
                v[0][i] = random.nextGaussian();
                v[1][i] = random.nextDouble() < 1 / (1 + StrictMath.exp(-v[0][i])) ? 1 : 0;
                v[2][i] = 2 * v[1][i] + v[0][i] + random.nextGaussian();
                v[3][i] = 1 + random.nextInt(3);
            }
            Data.Builder block =
                    Data.builder().numbers("x", v[0]).numbers("t", v[1]).numbers("y", v[2]);
            blocks.add((weighted ? block.numbers(Blocks.WEIGHT, v[3]) : block).build());
        }
        return new LocalBlocks(blocks);
    }

    /** The flat posterior of the coefficient of t given x, as quantiles of its normal law. */
    private static Optional<Map<String, double[]>> leastSquares(Model model, Blocks blocks, StreamKey key) {
        ColumnCovariance c = ColumnCovariance.of(blocks, List.of("t", "x", "y"));
        double tx = c.covariance(0, 1);
        double xx = c.covariance(1, 1);
        double left = c.covariance(0, 0) - tx * tx / xx;
        double effect = (c.covariance(0, 2) - tx * c.covariance(1, 2) / xx) / left;
        double yx = c.covariance(1, 2);
        double residual = c.covariance(2, 2) - yx * yx / xx - effect * effect * left;
        double sd = Math.sqrt(residual / left / c.count());
        double[] draws = new double[1000];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = effect + sd * NormalQuantile.of((i + 0.5) / draws.length);
        }
        Map<String, double[]> answers = new LinkedHashMap<>();
        answers.put("ate", draws);
        answers.put("level", draws);
        return Optional.of(answers);
    }

    private static Refuter refuter(Blocks blocks) {
        StreamKey key = StreamKey.of(8);
        return new Refuter(
                MODEL, blocks, leastSquares(MODEL, blocks, key).orElseThrow(), RefuterTest::leastSquares, key);
    }

    @Test
    void aRightAnalysisIsNotRefuted() {
        for (boolean weighted : new boolean[] {false, true}) {
            Refuter refuter = refuter(blocks(weighted));
            List<Refutation> all = List.of(
                    refuter.placebo(ATE, "t", 5),
                    refuter.dummyOutcome(ATE, "y", 5),
                    refuter.subsets("ate", 5),
                    refuter.randomCause("ate", "y"));
            assertThat(all).allMatch(r -> !r.refuted()).allMatch(r -> r.words().contains("not refuted"));
            assertThat(all).allMatch(r -> !r.words().contains("valid"));
            assertThat(Math.abs(all.get(0).observed()))
                    .isLessThan(4 * all.get(0).spread() / Math.sqrt(5));
            assertThat(all.get(2).observed()).isBetween(1.7, 2.3);
        }
    }

    /** Two draws of mean 3 and sd sqrt(2): z = 3 / sqrt(2), and P(chi^2_1 > 4.5) = 0.0339; ten times as far refutes. */
    @Test
    void aControlThatIsKnownToBeNoughtTellsOfBias() {
        Map<String, double[]> answers = Map.of("near", new double[] {2, 4}, "far", new double[] {29, 31});
        Refuter refuter = new Refuter(MODEL, blocks(false), answers, RefuterTest::leastSquares, StreamKey.of(8));
        Refutation near = refuter.negativeControl("near");
        assertThat(near.probability()).isCloseTo(0.0339, org.assertj.core.api.Assertions.within(5e-5));
        assertThat(near.refuted()).isFalse();
        Refutation far = refuter.negativeControl("far");
        assertThat(far.refuted()).isTrue();
        assertThat(far.words()).contains("known to be 0", "refuted");
    }

    @Test
    void anAnalysisThatFindsEffectsInNoiseIsRefuted() {
        Blocks blocks = blocks(false);
        // Five times too sure, and off by a tenth whatever the table says.
        Refuter.Refit wrong =
                (model, rows, key) -> leastSquares(model, rows, key).map(found -> {
                    Map<String, double[]> off = new LinkedHashMap<>();
                    found.forEach((name, draws) -> off.put(
                            name,
                            Arrays.stream(draws)
                                    .map(d -> 0.1 + 0.2 * d + 0.8 * mean(draws))
                                    .toArray()));
                    return off;
                });
        StreamKey key = StreamKey.of(8);
        Refuter refuter =
                new Refuter(MODEL, blocks, wrong.answers(MODEL, blocks, key).orElseThrow(), wrong, key);
        assertThat(refuter.placebo(ATE, "t", 5).refuted()).isTrue();
        assertThat(refuter.placebo(ATE, "t", 5).words()).endsWith(": refuted");
        assertThat(refuter.dummyOutcome(ATE, "y", 5).refuted()).isTrue();
        assertThat(refuter.subsets("ate", 10).refuted()).isTrue();
    }

    private static double mean(double[] draws) {
        return Arrays.stream(draws).average().orElseThrow();
    }

    @Test
    void whatHasNoKnownAnswerIsNotTried() {
        Refutation level = refuter(blocks(false)).placebo(MODEL.questions().get(1), "t", 2);
        assertThat(level.repetitions()).isZero();
        assertThat(level.refuted()).isFalse();
        assertThat(level.words()).startsWith("not tried");
    }

    @Test
    void shufflingKeepsTheValuesAndTheWeights() {
        Blocks blocks = blocks(true);
        Blocks shuffled = new RewrittenBlocks(blocks, Rewrites.shuffled("t", StreamKey.of(1)));
        ColumnCovariance before = ColumnCovariance.of(blocks, List.of("t", "x"));
        ColumnCovariance after = ColumnCovariance.of(shuffled, List.of("t", "x"));
        assertThat(after.count()).isEqualTo(before.count());
        assertThat(after.mean(0)).isCloseTo(before.mean(0), org.assertj.core.api.Assertions.within(1e-12));
        assertThat(after.covariance(1, 1))
                .isCloseTo(before.covariance(1, 1), org.assertj.core.api.Assertions.within(1e-9));
        assertThat(Math.abs(after.covariance(0, 1))).isLessThan(4 * 0.5 / Math.sqrt(after.count() / 3));
        assertThat(CellCounts.of(shuffled, List.of("t"), 10))
                .isEqualTo(CellCounts.of(
                        new RewrittenBlocks(blocks, Rewrites.shuffled("t", StreamKey.of(1))), List.of("t"), 10));
    }

    @Test
    void oneCauseMoreGoesIntoTheLocation() {
        assertThat(Refuter.withCause(MODEL, "y").orElseThrow().print())
                .contains("random_cause")
                .contains("b_random_cause ~ flat")
                .contains("y ~ normal(a + b * t + c * x + b_random_cause * random_cause, 1)");
        assertThat(Refuter.withCause(Model.parse("g.model", "row y\na ~ half_normal(1)\ny ~ gamma(a, 1)\n"), "y"))
                .isEmpty();
    }
}
