package tributary.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tributary.infer.nuts.Nuts;
import tributary.posterior.InferenceStatus;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Shards of sorted rows lie hundreds of their own standard deviations apart: their product is no start for rounds of passes. */
class FarShardsTest {
    private static final StreamKey KEY = StreamKey.of(61);
    private static final PriorDensity PRIOR = new NormalPrior(2, 2.5);
    private static final Certifier.Settings CERTIFIER = new Certifier.Settings(2000, 4, 2, 4000);
    private static final Consensus.Settings SETTINGS = new Consensus.Settings(
            Nuts.DEFAULT.withChains(2).withLengths(150, 400), Combiner.PRECISION_WEIGHTED, 800, 60, CERTIFIER);

    /** From the product it takes eight rounds, each a pass over the data, until a mixture is certified; the surrogate takes one. */
    @Test
    void sortedShardsGoStraightToTheSurrogate() {
        List<NormalRows> shards = shards(true, 32);
        Consensus.Result result = run(shards);
        Combination raw = Objects.requireNonNull(result.raw());
        assertThat(raw.noise()).isGreaterThan(1);
        Certified found = Objects.requireNonNull(result.certified());
        assertThat(found.certificate().status()).isEqualTo(InferenceStatus.CERTIFIED);
        assertThat(found.certificate().path()).isEqualTo("surrogate");
        assertThat(found.certificate().rounds()).isEqualTo(1);
        ExactPass exact =
                new ExactPass(PRIOR, new LocalWorkers(shards), result.anchor().mode());
        Certified rounds = new Certifier(exact, Estimands.coordinates(2), CERTIFIER, KEY, "shards")
                .certify(List.of(raw.product()), new double[] {1}, 0);
        assertThat(rounds.certificate().status()).isEqualTo(InferenceStatus.CERTIFIED);
        assertThat(exact.passes()).isEqualTo(8);
        Grid truth =
                Grid.of(PRIOR, shards, Objects.requireNonNull(result.anchor().laplace()));
        Gaussian answer = Objects.requireNonNull(found.moments());
        double error = 5 / Math.sqrt(found.certificate().ess());
        for (int i = 0; i < 2; i++) {
            assertThat(answer.mean()[i]).isCloseTo(truth.mean()[i], within(error * truth.sd()[i]));
            assertThat(answer.sd(i) / truth.sd()[i]).isCloseTo(1, within(error));
        }
    }

    /** Rows dealt at random leave shards whose product is a start, and that is where the certificate begins. */
    @Test
    void exchangeableShardsBeginFromTheirProduct() {
        Consensus.Result result = run(shards(false, 32));
        assertThat(Objects.requireNonNull(result.raw()).noise()).isLessThan(0.5);
        assertThat(Objects.requireNonNull(result.certified()).certificate().path())
                .isEqualTo("Student t from shards");
    }

    private static Consensus.Result run(List<NormalRows> shards) {
        ShardedTarget target = new ShardedTarget(
                PRIOR,
                new LocalWorkers(shards),
                (about, size, key) -> new RowSample(NormalRows.all(shards), List.of(), 0),
                Estimands.coordinates(2));
        return new Consensus(target, SETTINGS, KEY).run(new double[2]);
    }

    private static List<NormalRows> shards(boolean sorted, int count) {
        RandomStream random = KEY.with("rows").stream();
        double[] y = new double[3200];
        for (int i = 0; i < y.length; i++) {
            y[i] = 1 + 1.3 * random.nextGaussian();
        }
        if (sorted) {
            Arrays.sort(y);
        }
        List<NormalRows> shards = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            shards.add(NormalRows.of(Arrays.copyOfRange(y, s * y.length / count, (s + 1) * y.length / count)));
        }
        return shards;
    }

    /** Normal rows of unknown mean and log standard deviation, by their count, mean and sum of squares about it. */
    private record NormalRows(long rows, double mean, double squares) implements ShardLikelihood {
        static NormalRows of(double[] y) {
            double mean = Arrays.stream(y).average().orElseThrow();
            return new NormalRows(
                    y.length,
                    mean,
                    Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum());
        }

        static NormalRows all(List<NormalRows> parts) {
            long rows = parts.stream().mapToLong(NormalRows::rows).sum();
            double mean = parts.stream().mapToDouble(p -> p.rows * p.mean).sum() / rows;
            double squares = parts.stream()
                    .mapToDouble(p -> p.squares + p.rows * (p.mean - mean) * (p.mean - mean))
                    .sum();
            return new NormalRows(rows, mean, squares);
        }

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public double evaluate(double[] position, double[] gradient) {
            double precision = StrictMath.exp(-2 * position[1]);
            double gap = mean - position[0];
            double sum = squares + rows * gap * gap;
            gradient[0] = rows * gap * precision;
            gradient[1] = sum * precision - rows;
            return -0.5 * sum * precision - rows * position[1];
        }
    }
}
