package tributary.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tributary.infer.nuts.Nuts;
import tributary.posterior.InferenceStatus;
import tributary.random.StreamKey;

/** A factor that no shard can know, because it is of a sum over all of them: the certificate puts it in. */
class CouplingTest {
    private static final int[] ROWS = {10, 20, 40};
    private static final double[] MEANS = {0.2, 0.5, 0.4};

    /** Rows of deviation 1 about u, and what a total over all shards would be: rows times u. */
    private record Rows(int count, double mean) implements ShardLikelihood {
        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public long rows() {
            return count;
        }

        @Override
        public double evaluate(double[] position, double[] gradient) {
            double off = mean - position[0];
            gradient[0] = count * off;
            return -0.5 * count * off * off;
        }

        @Override
        public double[][] coupled(double[][] draws) {
            double[][] totals = new double[draws.length][1];
            for (int d = 0; d < draws.length; d++) {
                totals[d][0] = count * draws[d][0];
            }
            return totals;
        }
    }

    /** All normal: the total of 70 rows was measured as 42 with deviation 7, which is u = 0.6 with deviation 0.1. */
    @Test
    void aTotalThatWasMeasuredMovesTheAnswerByTheConjugateAmount() {
        List<Rows> shards =
                List.of(new Rows(ROWS[0], MEANS[0]), new Rows(ROWS[1], MEANS[1]), new Rows(ROWS[2], MEANS[2]));
        Coupling measured = (draw, sums) -> -0.5 * Math.pow((42 - sums[0]) / 7, 2);
        ShardedTarget target = new ShardedTarget(
                new NormalPrior(1, 2), new LocalWorkers(shards), null, Estimands.coordinates(1), measured);
        Consensus.Settings settings = new Consensus.Settings(
                Nuts.DEFAULT.withChains(2).withLengths(150, 400),
                Combiner.PRECISION_WEIGHTED,
                800,
                60,
                new Certifier.Settings(2000, 4, 2, 4000));
        Consensus.Result result = new Consensus(target, settings, StreamKey.of(3)).run(new double[1]);
        Certified certified = Objects.requireNonNull(result.certified());
        assertThat(certified.certificate().status()).isEqualTo(InferenceStatus.CERTIFIED);
        double precision = 0.25;
        double weighed = 0;
        for (int s = 0; s < ROWS.length; s++) {
            precision += ROWS[s];
            weighed += ROWS[s] * MEANS[s];
        }
        double without = weighed / precision;
        precision += 100;
        double mean = (weighed + 100 * 0.6) / precision;
        double sd = 1 / Math.sqrt(precision);
        Gaussian answer = Objects.requireNonNull(certified.moments());
        double error = 4.5 / Math.sqrt(certified.certificate().ess());
        assertThat(answer.mean()[0]).isCloseTo(mean, within(error * sd));
        assertThat(answer.sd(0) / sd).isCloseTo(1, within(error));
        // The shards were joined without it.
        assertThat(Objects.requireNonNull(result.raw()).product().mean()[0]).isCloseTo(without, within(0.3 * sd));
    }
}
