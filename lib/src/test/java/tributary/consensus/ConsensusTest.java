package tributary.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.infer.nuts.Nuts;
import tributary.posterior.InferenceStatus;
import tributary.random.StreamKey;

/** Certified consensus agrees with quadrature where raw consensus does not, and refuses what it cannot certify. */
class ConsensusTest {
    private static final PriorDensity PRIOR = new NormalPrior(2, 2.5);
    private static final Consensus.Settings SETTINGS = new Consensus.Settings(
            Nuts.DEFAULT.withChains(2).withLengths(200, 500),
            Combiner.PRECISION_WEIGHTED,
            1000,
            60,
            new Certifier.Settings(2000, 4, 2, 4000));

    private static Consensus.Result run(List<? extends ShardLikelihood> shards) {
        return new Consensus(ShardedTarget.of(PRIOR, new LocalWorkers(shards)), SETTINGS, StreamKey.of(17))
                .run(new double[2]);
    }

    /** 2,000 rows; the intercepts give about 45 %, 12 % and 2 % events, the last about 6 a shard at S = 8. */
    @ParameterizedTest
    @CsvSource({"1, -0.2", "4, -0.2", "8, -2", "8, -4"})
    void certifiedDrawsAgreeWithQuadrature(int shards, double intercept) {
        List<LogisticShard> rows =
                LogisticShard.simulate(2000, shards, new double[] {intercept, 0.7}, StreamKey.of(shards));
        Consensus.Result result = run(rows);
        assertThat(result.certified()).isNotNull();
        Certificate certificate = result.certified().certificate();
        assertThat(certificate.status()).isEqualTo(InferenceStatus.CERTIFIED);
        assertThat(certificate.kHat()).isLessThan(0.7);
        assertThat(result.anchor().laplace()).isNotNull();
        Grid grid = Grid.of(PRIOR, rows, result.anchor().laplace());
        Gaussian answer = result.certified().moments();
        assertThat(answer).isNotNull();
        for (int i = 0; i < 2; i++) {
            // Importance draws of effective size E know a mean to sd / sqrt(E), an sd to sd / sqrt(2 E); five of them.
            double error = 5 * grid.sd()[i] / Math.sqrt(certificate.ess());
            assertThat(answer.mean()[i]).isEqualTo(grid.mean()[i], within(error));
            assertThat(answer.sd(i)).isEqualTo(grid.sd()[i], within(error));
        }
    }

    @Test
    void theSameKeyGivesTheSameBits() {
        List<LogisticShard> rows = LogisticShard.simulate(500, 2, new double[] {-1, 0.5}, StreamKey.of(1));
        Consensus.Result one = run(rows);
        Consensus.Result other = run(rows);
        assertThat(one.certified()).isNotNull();
        assertThat(other.certified()).isNotNull();
        for (int t = 0; t < one.certified().size(); t += 101) {
            assertThat(one.certified().draw(t))
                    .containsExactly(other.certified().draw(t));
        }
    }

    @Test
    void shardDensitiesMultiplyToTheFullDensity() {
        List<LogisticShard> rows = LogisticShard.simulate(300, 5, new double[] {-1, 0.5}, StreamKey.of(1));
        var random = StreamKey.of(2).stream();
        double[] gradient = new double[2];
        for (int point = 0; point < 20; point++) {
            double[] u = {random.nextGaussian(), random.nextGaussian()};
            double whole = PRIOR.open().evaluate(u, gradient);
            double product = 0;
            for (LogisticShard shard : rows) {
                whole += shard.evaluate(u, gradient);
                product += PowerDensity.ofShard(PRIOR.open(), shard, 5).evaluate(u, gradient);
            }
            assertThat(product).isEqualTo(whole, within(1e-10 * Math.abs(whole)));
        }
    }

    /** Two narrow modes at plus and minus 6: a consensus about one of them must not be certified as the whole. */
    @Test
    void bothModesOfABimodalTargetAreSeen() {
        Consensus.Result result = run(List.of(new TwoModes(6, 0.3)));
        assertThat(result.modes()).isEqualTo(2);
        assertThat(result.certified()).isNotNull();
        assertThat(result.certified().certificate().status()).isEqualTo(InferenceStatus.CERTIFIED);
        Gaussian moments = result.certified().moments();
        assertThat(moments).isNotNull();
        // Half the mass at each mode: mean 0, sd 6; the prior N(0, 2.5^2) pulls both modes alike.
        double ess = result.certified().certificate().ess();
        assertThat(moments.mean()[0]).isEqualTo(0, within(5 * 6 / Math.sqrt(ess)));
    }

    /**
     * As where parameters enter by their squares: every sign of each is a mode. Of eight modes all are found; of 64 more are
     * to be expected than were, and an answer without these would be certified by its figures.
     */
    @ParameterizedTest
    @CsvSource({"3, CERTIFIED", "6, UNCERTIFIED"})
    void allModesAreFoundOrNothingIsClaimed(int dimension, InferenceStatus status) {
        PriorDensity prior = new NormalPrior(dimension, 2.5);
        Certified answer = new AnchoredPosterior(
                        ShardedTarget.of(prior, new LocalWorkers(List.of(new Signs(dimension)))),
                        60,
                        new Certifier.Settings(4000, 4, 2, 4000),
                        StreamKey.of(17))
                .run(new double[dimension]);
        assertThat(answer).isNotNull();
        Certificate certificate = answer.certificate();
        assertThat(certificate.status()).isEqualTo(status);
        if (status == InferenceStatus.UNCERTIFIED) {
            assertThat(certificate.figures()).contains("more are to be expected", "a sign in their priors");
            return;
        }
        Gaussian moments = answer.moments();
        assertThat(moments).isNotNull();
        for (int i = 0; i < dimension; i++) {
            // The prior N(0, 2.5^2) draws the modes in to 2 / (1 + 0.3^2 / 2.5^2); by symmetry the mean is zero.
            double shrunk = 1 + 0.3 * 0.3 / (2.5 * 2.5);
            double sd = StrictMath.sqrt(4 / (shrunk * shrunk) + 0.09 / shrunk);
            double error = 5 * sd / StrictMath.sqrt(certificate.ess());
            assertThat(moments.mean()[i]).isEqualTo(0, within(error));
            // Two narrow modes know their distance, hence this sd, far better than chance knows the mean.
            assertThat(moments.sd(i)).isEqualTo(sd, within(error / 5));
        }
    }

    /** Modes at plus and minus 2 of width 0.3 along every axis. */
    private record Signs(int dimension) implements ShardLikelihood {
        @Override
        public long rows() {
            return 1;
        }

        @Override
        public double evaluate(double[] position, double[] gradient) {
            double sum = 0;
            for (int i = 0; i < dimension; i++) {
                double below = -0.5 * StrictMath.pow((position[i] + 2) / 0.3, 2);
                double above = -0.5 * StrictMath.pow((position[i] - 2) / 0.3, 2);
                double highest = Math.max(below, above);
                double left = StrictMath.exp(below - highest);
                double right = StrictMath.exp(above - highest);
                gradient[i] = -(left * (position[i] + 2) + right * (position[i] - 2)) / (left + right) / 0.09;
                sum += highest + StrictMath.log(left + right);
            }
            return sum;
        }
    }

    @Test
    void howManyStartsLeaveNoModeToBeExpected() {
        // By hand: 1 * 7 / 5 = 1.4; 2 * 15 / 12 = 2.5 is no less than 2.5; 8 * 9 / (121 * 120) = 0.00496.
        assertThat(ModeSearch.exhausted(1, 8)).isTrue();
        assertThat(ModeSearch.exhausted(2, 16)).isFalse();
        assertThat(ModeSearch.exhausted(2, 17)).isTrue();
        assertThat(ModeSearch.exhausted(8, 120)).isFalse();
        assertThat(ModeSearch.exhausted(8, 121)).isTrue();
        assertThat(ModeSearch.exhausted(6, 8)).isFalse();
    }
}
