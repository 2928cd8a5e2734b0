package tributary.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.math.LogDensity;
import tributary.random.StreamKey;

/** Newton over shards finds the mode of the whole, whatever the number of shards and the start. */
class AnchorTest {
    private static final double[] TRUTH = {-2, 1, -0.5};
    private static final PriorDensity PRIOR = new NormalPrior(3, 2.5);

    private static Anchor anchor(int shards, double... start) {
        List<LogisticShard> likelihoods = LogisticShard.simulate(4000, shards, TRUTH, StreamKey.of(3));
        return Anchor.find(PRIOR, new LocalWorkers(likelihoods), start, 50);
    }

    @Test
    void theGradientVanishesAtTheMode() {
        Anchor anchor = anchor(5, 0, 0, 0);
        assertThat(anchor.converged()).isTrue();
        assertThat(anchor.passes()).isLessThanOrEqualTo(10);
        double[] gradient = new double[3];
        PRIOR.open().evaluate(anchor.mode(), gradient);
        double[] shardGradient = new double[3];
        for (LogisticShard shard : LogisticShard.simulate(4000, 5, TRUTH, StreamKey.of(3))) {
            shard.evaluate(anchor.mode(), shardGradient);
            for (int i = 0; i < 3; i++) {
                gradient[i] += shardGradient[i];
            }
        }
        assertThat(gradient).containsExactly(new double[3], within(1e-2));
    }

    @Test
    void theModeDoesNotDependOnShardsOrStart() {
        double[] one = anchor(1, 0, 0, 0).mode();
        Anchor many = anchor(16, 5, -20, 8);
        assertThat(many.converged()).isTrue();
        // A decrement of 1e-8 leaves 1e-4 posterior sds; the sds are about 0.06.
        assertThat(many.mode()).containsExactly(one, within(1e-5));
    }

    @Test
    void shardsLaplaceApproximationsMultiplyToTheWhole() {
        Anchor anchor = anchor(8, 0, 0, 0);
        double[][] total = new double[3][3];
        for (int s = 0; s < 8; s++) {
            Gaussian laplace = anchor.laplaceOfShard(s);
            assertThat(laplace).isNotNull();
            double[][] precision = laplace.precision();
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    total[i][j] += precision[i][j];
                }
            }
        }
        Gaussian whole = anchor.laplace();
        assertThat(whole).isNotNull();
        for (int i = 0; i < 3; i++) {
            assertThat(total[i]).containsExactly(whole.precision()[i], within(1e-5 * total[i][i]));
        }
    }

    @Test
    void aDirectionWithoutInformationIsNotCalledConverged() {
        PriorDensity flat = () -> quadratic(1, 0);
        ShardLikelihood nothing = new ShardLikelihood() {
            private final LogDensity density = quadratic(0, 0);

            @Override
            public int dimension() {
                return 2;
            }

            @Override
            public long rows() {
                return 0;
            }

            @Override
            public double evaluate(double[] position, double[] gradient) {
                return density.evaluate(position, gradient);
            }
        };
        Anchor anchor = Anchor.find(flat, new LocalWorkers(List.of(nothing)), new double[] {1, 1}, 20);
        assertThat(anchor.converged()).isFalse();
        assertThat(anchor.laplace()).isNull();
    }

    private static LogDensity quadratic(double... precisions) {
        return new LogDensity() {
            @Override
            public int dimension() {
                return precisions.length;
            }

            @Override
            public double evaluate(double[] position, double[] gradient) {
                double sum = 0;
                for (int i = 0; i < precisions.length; i++) {
                    gradient[i] = -precisions[i] * position[i];
                    sum += 0.5 * gradient[i] * position[i];
                }
                return sum;
            }
        };
    }
}
