package tributary.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tributary.infer.Describe;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Gaussian shards are joined without error beyond Monte Carlo's; one shard is the identity. */
class CombinerTest {
    private static final int DRAWS = 4000;
    private static final StreamKey KEY = StreamKey.of(41).with("combiner");

    @Test
    void oneShardIsTheIdentity() {
        SubPosterior only = shard(0, new double[] {1, -2}, new double[][] {{2, 0.5}, {0.5, 1}});
        Combination joined = Combiner.PRECISION_WEIGHTED.combine(List.of(only), DRAWS, KEY);
        assertThat(joined).isNotNull();
        for (int t = 0; t < DRAWS; t += 97) {
            assertThat(joined.draw(t)).containsExactly(only.draw(t), within(1e-10));
        }
        assertThat(joined.heterogeneity()).isEqualTo(0, within(1e-12));
    }

    /** The product of N(0, I) and N(2, diag(1, 4)): precisions 2 and 1.25, means 1 and 0.4. */
    @ParameterizedTest
    @EnumSource(Combiner.class)
    void gaussianShardsMultiply(Combiner combiner) {
        List<SubPosterior> shards = List.of(
                shard(0, new double[] {0, 0}, new double[][] {{1, 0}, {0, 1}}),
                shard(1, new double[] {2, 2}, new double[][] {{1, 0}, {0, 4}}));
        Combination joined = combiner.combine(shards, DRAWS, KEY);
        assertThat(joined).isNotNull();
        // The shard means are estimated from 4,000 draws each: their error, and that of the draws, is sd / sqrt(T).
        assertThat(Describe.mean(column(joined, 0))).isEqualTo(1, within(5 * Math.sqrt(2 * 0.5 / DRAWS)));
        assertThat(Describe.mean(column(joined, 1))).isEqualTo(0.4, within(5 * Math.sqrt(2 * 0.8 / DRAWS)));
        // A variance from T normal draws has relative error sqrt(2 / T); two sources again.
        double relative = 5 * Math.sqrt(2) * Math.sqrt(2.0 / DRAWS);
        assertThat(Describe.variance(column(joined, 0))).isEqualTo(0.5, within(0.5 * relative));
        assertThat(Describe.variance(column(joined, 1))).isEqualTo(0.8, within(0.8 * relative));
    }

    @Test
    void exchangeableShardsAreHomogeneousAndAStrangerIsNot() {
        List<SubPosterior> shards = new ArrayList<>();
        RandomStream random = KEY.with("centres").stream();
        for (int s = 0; s < 20; s++) {
            shards.add(shard(s, new double[] {random.nextGaussian(), random.nextGaussian()}, identity()));
        }
        Combination same = Combiner.GAUSSIAN_PRODUCT.combine(shards, 10, KEY);
        assertThat(same).isNotNull();
        assertThat(same.heterogeneityP()).isGreaterThan(1e-4);
        shards.set(7, shard(7, new double[] {9, -9}, identity()));
        Combination stranger = Combiner.GAUSSIAN_PRODUCT.combine(shards, 10, KEY);
        assertThat(stranger).isNotNull();
        assertThat(stranger.heterogeneityP()).isLessThan(1e-12);
        assertThat(stranger.distance(7)).isGreaterThan(100);
    }

    @Test
    void aCollapsedShardIsRefused() {
        double[][] same = new double[100][];
        java.util.Arrays.fill(same, new double[] {1, 1});
        SubPosterior collapsed = new SubPosterior(0, 10, same, quality(100));
        assertThat(Combiner.PRECISION_WEIGHTED.combine(List.of(collapsed), 10, KEY))
                .isNull();
    }

    /** The error that the formula states is the spread of the product's mean over 400 samplings of the same shards. */
    @Test
    void theNoiseOfTheProductIsWhatRepeatedSamplingShows() {
        double[][] means = {{0, 0}, {30, -10}, {-20, 25}};
        double[][][] covariances = {{{1, 0.5}, {0.5, 2}}, {{3, 0}, {0, 1}}, {{1, -0.2}, {-0.2, 0.5}}};
        double[][] total = new double[2][2];
        for (double[][] covariance : covariances) {
            double[][] precision = Gaussian.inverse(covariance);
            for (int i = 0; i < 2; i++) {
                total[i][0] += precision[i][0];
                total[i][1] += precision[i][1];
            }
        }
        Gaussian exact = Gaussian.ofPrecision(new double[2], total);
        assertThat(exact).isNotNull();
        int repetitions = 400;
        double[][] centres = new double[repetitions][];
        double[] middle = new double[2];
        double stated = 0;
        for (int r = 0; r < repetitions; r++) {
            List<SubPosterior> shards = new ArrayList<>();
            for (int s = 0; s < 3; s++) {
                shards.add(shard(
                        s, means[s], covariances[s], 500, KEY.with("noise").with(r)));
            }
            Combination joined = Combiner.GAUSSIAN_PRODUCT.combine(shards, 1, KEY);
            assertThat(joined).isNotNull();
            stated += joined.noise() * joined.noise() / repetitions;
            centres[r] = joined.product().mean();
            middle[0] += centres[r][0] / repetitions;
            middle[1] += centres[r][1] / repetitions;
        }
        double seen = 0;
        for (double[] centre : centres) {
            centre[0] -= middle[0];
            centre[1] -= middle[1];
            seen += exact.squaredDistance(centre) / (2 * (repetitions - 1));
        }
        // A variance of 400 values in two directions has the relative error sqrt(2 / 800); the formula is of first
        // order.
        assertThat(seen).isGreaterThan(1);
        assertThat(stated / seen).isCloseTo(1, within(5 * Math.sqrt(2.0 / (2 * repetitions))));
    }

    private static SubPosterior shard(int index, double[] mean, double[][] covariance) {
        return shard(index, mean, covariance, DRAWS, KEY);
    }

    private static SubPosterior shard(int index, double[] mean, double[][] covariance, int size, StreamKey key) {
        Gaussian gaussian = Gaussian.of(mean, covariance);
        assertThat(gaussian).isNotNull();
        RandomStream random = key.with("shard").with(index).stream();
        double[][] draws = new double[size][];
        for (int t = 0; t < size; t++) {
            draws[t] = gaussian.shifted(new double[] {random.nextGaussian(), random.nextGaussian()}, 1);
        }
        return new SubPosterior(index, 10, draws, quality(size));
    }

    private static SubPosterior.Quality quality(int ess) {
        return new SubPosterior.Quality(SubPosterior.Origin.SAMPLED, 1, ess, 0, 1, 1, 1, "");
    }

    private static double[][] identity() {
        return new double[][] {{1, 0}, {0, 1}};
    }

    private static double[] column(Combination joined, int coordinate) {
        double[] column = new double[joined.size()];
        for (int t = 0; t < column.length; t++) {
            column[t] = joined.draw(t)[coordinate];
        }
        return column;
    }
}
