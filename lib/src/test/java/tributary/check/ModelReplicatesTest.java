package tributary.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import tributary.consensus.Blocks;
import tributary.consensus.FactSearch;
import tributary.consensus.LocalBlocks;
import tributary.infer.Describe;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.posterior.Posterior;
import tributary.random.NormalQuantile;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Predictive checks against the closed forms of a normal mean: p-values, spread, and the split of the variance. */
class ModelReplicatesTest {
    private static final int ROWS = 60;
    private static final int DRAWS = 2000;
    private static final Model NORMAL = Model.parse("m.model", """
            row t, y
            m, b ~ normal(0, 3)
            y ~ normal(m + b * t, 2)
            estimands { ate = "E[y | do(t = 1)] - E[y | do(t = 0)]" }
            """);

    /** Rows whose values lie at even ranks of a law. */
    private static List<Data> blocks(java.util.function.DoubleUnaryOperator quantile) {
        List<Data> blocks = new ArrayList<>();
        for (int shard = 0; shard < 3; shard++) {
            double[] t = new double[ROWS / 3];
            double[] y = new double[ROWS / 3];
            for (int i = 0; i < t.length; i++) {
                int at = i * 3 + shard;
                t[i] = at % 2;
                y[i] = quantile.applyAsDouble((at + 0.5) / ROWS);
            }
            blocks.add(Data.builder().numbers("t", t).numbers("y", y).build());
        }
        return blocks;
    }

    /** Draws of (m, b) with m ~ normal(centre, sd) and b nought. */
    private static double[][] positions(double centre, double sd) {
        RandomStream random = StreamKey.of(5).with("positions").stream();
        double[][] positions = new double[DRAWS][2];
        for (double[] position : positions) {
            position[0] = centre + sd * random.nextGaussian();
        }
        return positions;
    }

    private static List<PredictiveCheck> checks(Blocks blocks, double[][] positions) {
        Posterior posterior = FactSearch.bind(NORMAL, blocks).posterior();
        return ModelReplicates.of(
                "m",
                posterior,
                blocks,
                Set.of("t"),
                positions,
                ModelReplicates.prior(posterior, DRAWS, StreamKey.of(1)),
                "",
                StreamKey.of(2));
    }

    private static PredictiveCheck find(List<PredictiveCheck> checks, String phase, String arm, String statistic) {
        return checks.stream()
                .filter(c -> c.kind().equals(phase)
                        && c.arm().equals(arm)
                        && c.statistic().equals(statistic))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMeanIsPredictedAndItsVarianceSplitAsTheClosedFormSays() {
        List<Data> rows = blocks(p -> 1 + 2 * NormalQuantile.of(p));
        double sd = 2 / Math.sqrt(ROWS);
        List<PredictiveCheck> found = checks(new LocalBlocks(rows), positions(1.3, sd));
        PredictiveCheck mean = find(found, "posterior", "all", "mean");
        // Both parts are sd^2; a variance from R draws has a relative error of sqrt(2 / R), a covariance one more like
        // it.
        double error = 5 * sd * sd * Math.sqrt(2.0 / DRAWS);
        assertThat(mean.observed()).isCloseTo(1, within(1e-12));
        assertThat(mean.mean()).isCloseTo(1.3, within(5 * sd * Math.sqrt(2.0 / DRAWS)));
        assertThat(mean.noiseVariance()).isCloseTo(sd * sd, within(error));
        assertThat(mean.parameterVariance()).isCloseTo(sd * sd, within(error));
        double above = 1 - new NormalDistribution(null, 1.3, sd * Math.sqrt(2)).cumulativeProbability(1);
        assertThat(mean.tailProbability()).isCloseTo(above, within(5 * Math.sqrt(above * (1 - above) / DRAWS)));
        // Of one row noise makes sigma^2 = 4, the mean's uncertainty sd^2.
        PredictiveCheck row = find(found, "posterior", "all", "row");
        assertThat(row.noiseVariance()).isCloseTo(4, within(5 * 4 * Math.sqrt(2.0 / DRAWS / ROWS)));
        assertThat(row.parameterVariance()).isCloseTo(sd * sd, within(error));
        assertThat(found).filteredOn(c -> c.kind().equals("posterior")).allMatch(PredictiveCheck::passed);
        // The spread is chi, about sigma sqrt(1 - 1 / 2n).
        PredictiveCheck spread = find(found, "posterior", "all", "sd");
        assertThat(spread.mean()).isCloseTo(2 * (1 - 1 / (4.0 * ROWS)), within(5 * 0.19 / Math.sqrt(DRAWS)));
        assertThat(spread.parameterVariance()).isLessThan(error);
        // Arms of half the rows: twice the noise, the same parameters.
        PredictiveCheck arm = find(found, "posterior", "t = 1", "mean");
        assertThat(arm.noiseVariance()).isCloseTo(2 * sd * sd, within(2 * error));
        assertThat(arm.parameterVariance()).isCloseTo(sd * sd, within(error * 2));
        // The prior predictive of the mean: m + b / 2 + noise.
        PredictiveCheck prior = find(found, "prior", "all", "mean");
        assertThat(prior.sd()).isCloseTo(Math.sqrt(9 + 2.25 + sd * sd), within(5 * 3.4 / Math.sqrt(2.0 * DRAWS)));
        assertThat(prior.mean()).isCloseTo(0, within(5 * 3.4 / Math.sqrt(DRAWS)));
    }

    @Test
    void skewedDataSurpriseANormalModelInQuantilesAndExtremes() {
        List<Data> rows = blocks(p -> -2 * StrictMath.log(1 - p));
        double mean = rows.stream()
                .flatMapToDouble(b -> java.util.Arrays.stream(b.numbers("rows", "y")))
                .average()
                .orElseThrow();
        List<PredictiveCheck> found = checks(new LocalBlocks(rows), positions(mean, 2 / Math.sqrt(ROWS)));
        assertThat(find(found, "posterior", "all", "mean").passed()).isTrue();
        assertThat(find(found, "posterior", "all", "min").passed()).isFalse();
        assertThat(find(found, "posterior", "all", "min").tailProbability()).isLessThan(0.005);
        assertThat(find(found, "posterior", "all", "max").tailProbability()).isLessThan(0.01);
        assertThat(find(found, "posterior", "all", "min").note()).contains("hardly ever makes such a min");
    }

    @Test
    void quantilesOfTheDataAreThoseOfTheirDistribution() {
        double[] values = new double[ROWS * 40];
        RandomStream random = StreamKey.of(4).stream();
        for (int i = 0; i < values.length; i++) {
            values[i] = StrictMath.exp(random.nextGaussian());
        }
        LocalBlocks blocks = new LocalBlocks(List.of(Data.builder()
                .numbers("t", new double[values.length])
                .numbers("y", values)
                .build()));
        List<PredictiveCheck> found = checks(blocks, positions(1, 0.1));
        for (String name : List.of("q01", "q05", "q25", "q50", "q90", "q99")) {
            double share = Integer.parseInt(name.substring(1)) / 100.0;
            double expected = Describe.quantile(values, share);
            // Marks are a 512th of the rows apart at most.
            double near = Math.abs(Describe.quantile(values, Math.min(1, share + 0.004))
                    - Describe.quantile(values, Math.max(0, share - 0.004)));
            assertThat(find(found, "posterior", "all", name).observed())
                    .as(name)
                    .isCloseTo(expected, within(near));
        }
    }

    @Test
    void rowsThatStandForSeveralAreReplicatedEach() {
        double[] t = {0, 1};
        double[] y = {-1, 3};
        double[] weight = {30, 30};
        LocalBlocks heavy = new LocalBlocks(List.of(Data.builder()
                .numbers("t", t)
                .numbers("y", y)
                .numbers(Blocks.WEIGHT, weight)
                .build()));
        double sd = 2 / Math.sqrt(ROWS);
        PredictiveCheck mean = find(checks(heavy, positions(1, sd)), "posterior", "all", "mean");
        assertThat(mean.observed()).isEqualTo(1);
        assertThat(mean.noiseVariance()).isCloseTo(sd * sd, within(5 * sd * sd * Math.sqrt(2.0 / DRAWS)));
    }

    @Test
    void moreZerosThanAPoissonMakesAreSeenAndAllOfThemNot() {
        Model counts = Model.parse("c.model", """
                row y
                m ~ normal(0, 3)
                y ~ poisson_log(m)
                """);
        double[] y = new double[400];
        for (int i = 0; i < y.length; i++) {
            y[i] = i % 2 == 0 ? 0 : 4;
        }
        LocalBlocks blocks =
                new LocalBlocks(List.of(Data.builder().numbers("y", y).build()));
        Posterior posterior = FactSearch.bind(counts, blocks).posterior();
        double[][] positions = new double[200][];
        java.util.Arrays.setAll(positions, d -> new double[] {StrictMath.log(2)});
        List<PredictiveCheck> found =
                ModelReplicates.of("c", posterior, blocks, Set.of(), positions, new double[0][], "", StreamKey.of(3));
        PredictiveCheck zeros = find(found, "posterior", "all", "zero_share");
        assertThat(zeros.passed()).isFalse();
        // Known parameters: noise alone, p (1 - p) / n with p = exp(-2).
        double p = StrictMath.exp(-2);
        assertThat(zeros.mean()).isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / 400 / 400)));
        assertThat(zeros.noiseVariance()).isCloseTo(p * (1 - p) / 400, within(5 * p * (1 - p) / 400 * 0.1));
        assertThat(found).noneMatch(c -> c.kind().equals("prior"));
        assertThat(find(found, "posterior", "all", "q50").observed()).isEqualTo(0);
        assertThat(find(found, "posterior", "all", "q75").observed()).isEqualTo(4);
    }

    @Test
    void aPriorThatReachesWhereItsLawEndsIsANote() {
        // The logistic of a number beyond 37 is 1 to the last bit, and a beta law with a shape of 0 does not exist.
        Model shares = Model.parse("s.model", """
                row x, y
                a, b ~ normal(0, 30)
                m = sigmoid(a + b * x)
                y ~ beta(20 * m, 20 * (1 - m))
                """);
        LocalBlocks blocks = new LocalBlocks(List.of(Data.builder()
                .numbers("x", new double[] {-1, 0, 1, 2})
                .numbers("y", new double[] {0.2, 0.4, 0.5, 0.9})
                .build()));
        Posterior posterior = FactSearch.bind(shares, blocks).posterior();
        List<PredictiveCheck> found = ModelReplicates.of(
                "s",
                posterior,
                blocks,
                Set.of(),
                new double[][] {{0, 0.5}, {0, 0.6}},
                ModelReplicates.prior(posterior, 200, StreamKey.of(1)),
                "",
                StreamKey.of(3));
        assertThat(find(found, "prior", "all", "mean").note()).contains("beyond every number");
        assertThat(find(found, "posterior", "all", "mean").mean()).isBetween(0.0, 1.0);
    }

    @Test
    void theThirdOfThreeThatAreDrawnTogetherIsLeftOut() {
        Model three = Model.parse("t.model", """
                row x, y, z, w
                columns k = 3
                C[k] ~ lkj(2)
                s[k] ~ half_normal(2)
                (x, y, z) ~ mvnormal([0, 0, 0], scaled(s, C))
                w ~ normal(x, 1)
                """);
        LocalBlocks blocks = new LocalBlocks(List.of(Data.builder()
                .numbers("x", new double[] {-1, 0, 1, 2})
                .numbers("y", new double[] {1, 0, 1, 2})
                .numbers("z", new double[] {1, 0, -1, 2})
                .numbers("w", new double[] {1, 0, -1, 2})
                .build()));
        Posterior posterior = FactSearch.bind(three, blocks).posterior();
        double[][] prior = ModelReplicates.prior(posterior, 100, StreamKey.of(1));
        List<PredictiveCheck> found =
                ModelReplicates.of("t", posterior, blocks, Set.of(), prior, prior, "", StreamKey.of(3));
        assertThat(found).extracting(PredictiveCheck::metric).containsOnly("x", "y", "w");
    }
}
