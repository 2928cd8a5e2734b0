package tributary.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.inference.TestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams repeat by key, differ between keys, and sample the distributions they name. */
class RandomStreamTest {
    private static final int CELLS = 50;
    private static final int DRAWS = 50_000;
    /** One in a million per test: a fixed seed makes the verdict final, the level keeps it honest. */
    private static final double LEVEL = 1e-6;

    @Test
    void theSamePathGivesTheSameNumbers() {
        RandomStream a = StreamKey.of(7).with("posterior").with(3).stream();
        RandomStream b = StreamKey.of(7).with("posterior").with(3).stream();
        for (int i = 0; i < 100; i++) {
            assertThat(a.nextLong()).isEqualTo(b.nextLong());
        }
    }

    @Test
    void pathsArePrefixFree() {
        Set<StreamKey> keys = new HashSet<>();
        StreamKey root = StreamKey.of(1);
        keys.add(root);
        keys.add(root.with("ab").with("c"));
        keys.add(root.with("a").with("bc"));
        keys.add(root.with("abc"));
        keys.add(root.with(""));
        keys.add(root.with("").with(""));
        keys.add(root.with(0));
        keys.add(root.with(0).with(0));
        keys.add(root.with("\0"));
        keys.add(StreamKey.of(2));
        assertThat(keys).hasSize(10);
    }

    @Test
    void neighbouringKeysAreUncorrelated() {
        double product = 0;
        for (int i = 0; i < DRAWS; i++) {
            product += StreamKey.of(5).with(i).stream().nextGaussian()
                    * StreamKey.of(5).with(i + 1).stream().nextGaussian();
        }
        assertThat(product / Math.sqrt(DRAWS)).isBetween(-5.0, 5.0);
    }

    @Test
    void uniformsAreUniform() {
        assertFits(RandomStream::nextDouble, u -> u);
    }

    @Test
    void normalsAreNormal() {
        assertFits(RandomStream::nextGaussian, new NormalDistribution()::cumulativeProbability);
    }

    @Test
    void exponentialsAreExponential() {
        assertFits(RandomStream::nextExponential, x -> 1 - Math.exp(-x));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.5, 1, 2.5, 40, 1e5})
    void gammasAreGamma(double shape) {
        assertFits(r -> r.nextGamma(shape), new GammaDistribution(shape, 1)::cumulativeProbability);
    }

    @Test
    void betasAreBeta() {
        assertFits(r -> r.nextBeta(0.3, 2), new BetaDistribution(0.3, 2)::cumulativeProbability);
        assertFits(r -> r.nextBeta(594, 4608), new BetaDistribution(594, 4608)::cumulativeProbability);
    }

    @Test
    void studentsAreStudent() {
        assertFits(r -> r.nextStudentT(3), new TDistribution(3)::cumulativeProbability);
    }

    @Test
    void tinyShapesStayFiniteInLogarithms() {
        RandomStream random = StreamKey.of(9).stream();
        for (int i = 0; i < 1000; i++) {
            assertThat(random.nextLogGamma(1e-8)).isFinite();
            assertThat(random.nextBeta(1e-8, 1e-8)).isBetween(0.0, 1.0);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-20, 1e-9, 0.01, 0.075, 0.3, 0.5, 0.9, 0.999999})
    void theNormalQuantileInvertsTheDistribution(double p) {
        double back = new NormalDistribution().cumulativeProbability(NormalQuantile.of(p));
        assertThat(back / p).isBetween(1 - 1e-12, 1 + 1e-12);
    }

    @Test
    void integersAreUniformBelowTheBound() {
        RandomStream random = StreamKey.of(11).stream();
        long[] observed = new long[7];
        double[] expected = new double[7];
        for (int i = 0; i < 70_000; i++) {
            observed[random.nextInt(7)]++;
        }
        java.util.Arrays.fill(expected, 10_000);
        assertThat(TestUtils.chiSquareTest(expected, observed)).isGreaterThan(LEVEL);
    }

    @Test
    void impossibleParametersAreRefused() {
        RandomStream random = StreamKey.of(1).stream();
        assertThatThrownBy(() -> random.nextGamma(0)).hasMessageContaining("shape");
        assertThatThrownBy(() -> random.nextGamma(Double.NaN)).hasMessageContaining("shape");
        assertThatThrownBy(() -> random.nextInt(0)).hasMessageContaining("bound");
    }

    private static void assertFits(ToDoubleFunction<RandomStream> sampler, DoubleUnaryOperator cumulative) {
        RandomStream random = StreamKey.of(2026).stream();
        long[] observed = new long[CELLS];
        double[] expected = new double[CELLS];
        java.util.Arrays.fill(expected, (double) DRAWS / CELLS);
        for (int i = 0; i < DRAWS; i++) {
            double u = cumulative.applyAsDouble(sampler.applyAsDouble(random));
            observed[Math.min(CELLS - 1, (int) (u * CELLS))]++;
        }
        assertThat(TestUtils.chiSquareTest(expected, observed)).isGreaterThan(LEVEL);
    }
}
