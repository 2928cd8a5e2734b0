package tributary.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.math3.special.Gamma;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tributary.infer.nuts.Nuts;
import tributary.posterior.InferenceStatus;
import tributary.random.StreamKey;

/** Every rung of the ladder has a target on which the rung before it fails. */
class LadderTest {
    private static final PriorDensity FLAT = new NormalPrior(2, 1e3);
    private static final StreamKey KEY = StreamKey.of(8);

    private static Certifier.Settings settings(int rounds, int more) {
        return new Certifier.Settings(2000, rounds, more, 4000, 1000, 0, 0);
    }

    private static Certified certify(ShardLikelihood target, Gaussian start, Certifier.Settings settings) {
        ExactPass exact = new ExactPass(FLAT, new LocalWorkers(List.of(target)), start.mean());
        return new Certifier(exact, Estimands.coordinates(2), settings, KEY, "a start")
                .certify(List.of(start), new double[] {1}, 0);
    }

    private static Gaussian normal(double mean, double sd) {
        Gaussian normal = Gaussian.of(new double[] {mean, mean}, new double[][] {{sd * sd, 0}, {0, sd * sd}});
        assertThat(normal).isNotNull();
        return normal;
    }

    @Test
    void aStartFarOffNeedsRoundsOfTempering() {
        ShardLikelihood target = new TwoModes(0, 1);
        assertThat(status(certify(target, normal(7, 1), settings(1, 0)))).isEqualTo(InferenceStatus.UNCERTIFIED);
        Certified found = certify(target, normal(7, 1), settings(4, 0));
        assertThat(status(found)).isEqualTo(InferenceStatus.CERTIFIED);
        assertThat(moments(found).mean()[0])
                .isCloseTo(0, within(5 / Math.sqrt(found.certificate().ess())));
    }

    @Test
    void twoNarrowLobesNeedAMixture() {
        ShardLikelihood target = new TwoModes(5, 0.25);
        assertThat(status(certify(target, normal(0, 5), settings(4, 0)))).isEqualTo(InferenceStatus.UNCERTIFIED);
        Certified found = certify(target, normal(0, 5), settings(4, 2));
        assertThat(status(found)).isEqualTo(InferenceStatus.CERTIFIED);
        assertThat(found.certificate().path()).startsWith("mixture");
        assertThat(moments(found).sd(0))
                .isCloseTo(
                        Math.hypot(5, 0.25),
                        within(5 * 5 / Math.sqrt(found.certificate().ess())));
    }

    /** Logs of gamma variables in 20 dimensions: every axis is skewed, no elliptical proposal follows, the surrogate does. */
    @Test
    void skewInManyDimensionsNeedsTheSurrogate() {
        LogGammas target = new LogGammas(20, 0.7);
        assertThat(status(ladder(target, null, 0))).isEqualTo(InferenceStatus.UNCERTIFIED);
        Certified found = ladder(target, (about, size, key) -> new RowSample(target, List.of(), 0), 0);
        assertThat(found.certificate().status())
                .as(found.certificate().toString())
                .isEqualTo(InferenceStatus.CERTIFIED);
        assertThat(found.certificate().path()).isEqualTo("surrogate");
        target.compare(found);
    }

    /** Shards that agree with one another and not with all rows: rounds from their product would tell little. */
    @Test
    void aProductFarFromTheModeOfAllRowsIsNoStart() {
        LogGammas target = new LogGammas(2, 8);
        PriorDensity prior = new NormalPrior(2, 1e3);
        LocalWorkers workers = new LocalWorkers(List.of(target));
        Anchor anchor = Anchor.find(prior, workers, new double[2], 60);
        Gaussian laplace = Objects.requireNonNull(anchor.laplace());
        Gaussian far =
                Objects.requireNonNull(Gaussian.of(laplace.shifted(new double[] {8, 8}, 1), laplace.covariance()));
        ShardedTarget whole = new ShardedTarget(
                prior, workers, (about, size, key) -> new RowSample(target, List.of(), 0), Estimands.coordinates(2));
        FatterShards none = new FatterShards(whole, Consensus.Settings.standard(2), anchor, 1, KEY);
        for (Gaussian product : List.of(laplace, far)) {
            Combination joined = new Combination(product, new double[0][], 0, 1, new double[1], 0);
            Certified found =
                    Objects.requireNonNull(new Ladder(whole, settings(4, 2), anchor, KEY).fromShards(joined, none, 0));
            assertThat(status(found)).isEqualTo(InferenceStatus.CERTIFIED);
            assertThat(found.certificate().rounds()).isEqualTo(1);
            assertThat(found.certificate().path())
                    .isEqualTo(product == laplace ? "Student t from shards" : "surrogate");
            target.compare(found);
        }
    }

    /** What is not certified is told with the worst k-hat, and whose it is; chains have none. */
    @Test
    void aCertificateSaysWhatStandsInItsWay() {
        List<Certificate.EstimandShape> shapes =
                List.of(new Certificate.EstimandShape("a", 0.4), new Certificate.EstimandShape("b", 0.9));
        Certificate weighed = new Certificate(
                InferenceStatus.UNCERTIFIED, 0.3, 0.7, 900, 2000, 4, 9, 5, "Student t from shards", shapes);
        assertThat(weighed.words())
                .isEqualTo("UNCERTIFIED: k-hat 0.90 of b (limit 0.70), importance ESS 900 of 2000 after 4 rounds");
        Certificate chains = new Certificate(
                InferenceStatus.MCMC,
                Double.NaN,
                0.7,
                812,
                6400,
                9,
                99,
                Double.NaN,
                "delayed acceptance, R-hat 1.012",
                List.of());
        assertThat(chains.figures()).isEqualTo("delayed acceptance, R-hat 1.012, 812 effective draws of 6400");
    }

    /** A surrogate from rows that tell half a story is too narrow to weigh by; chains over all rows still come home. */
    @Test
    void aPoorSurrogateNeedsChainsOverAllRows() {
        LogGammas target = new LogGammas(20, 0.7);
        RowSampler poor = (about, size, key) -> new RowSample(new Scaled(target, 1.4), List.of(), 0);
        assertThat(status(ladder(target, poor, 0))).isEqualTo(InferenceStatus.UNCERTIFIED);
        Certified found = ladder(target, poor, 700);
        assertThat(found.certificate().status())
                .as(found.certificate().toString())
                .isEqualTo(InferenceStatus.MCMC);
        assertThat(found.certificate().path()).startsWith("delayed acceptance");
        target.compare(found);
    }

    /**
     * Shards that each know a sixteenth of a skewed likelihood, no rows to sample, and a mode far from the mean: the sixteen
     * mislead, the mode misleads, and only all poured into one lie near enough.
     */
    @Test
    void shardsTooThinToJoinArePouredTogether() {
        LogGammas target = new LogGammas(12, 2);
        List<Scaled> thin = Collections.nCopies(16, new Scaled(target, 1.0 / 16));
        PriorDensity prior = new NormalPrior(12, 1e3);
        Consensus.Settings settings = new Consensus.Settings(
                Nuts.DEFAULT.withChains(2).withLengths(200, 600),
                Combiner.PRECISION_WEIGHTED,
                1200,
                60,
                new Certifier.Settings(2000, 1, 0, 4000, 0, 0, 0));
        Workers stiff = new LocalWorkers(thin) {
            @Override
            public Optional<Workers> merged(int shards) {
                return Optional.empty();
            }
        };
        Certified without = new Consensus(ShardedTarget.of(prior, stiff), settings, KEY)
                .run(new double[12])
                .certified();
        assertThat(without).isNotNull();
        assertThat(status(without)).isEqualTo(InferenceStatus.UNCERTIFIED);
        Certified found = new Consensus(ShardedTarget.of(prior, new LocalWorkers(thin)), settings, KEY)
                .run(new double[12])
                .certified();
        assertThat(found).isNotNull();
        assertThat(found.certificate().status())
                .as(found.certificate().toString())
                .isEqualTo(InferenceStatus.CERTIFIED);
        assertThat(found.certificate().path()).contains("fatter shards");
        target.compare(found);
    }

    private static Certified ladder(LogGammas gammas, @Nullable RowSampler rows, int sweeps) {
        int n = gammas.dimension();
        PriorDensity prior = new NormalPrior(n, 1e3);
        LocalWorkers workers = new LocalWorkers(List.of(gammas));
        Anchor anchor = Anchor.find(prior, workers, new double[n], 60);
        Gaussian laplace = anchor.laplace();
        assertThat(laplace).isNotNull();
        ShardedTarget target = new ShardedTarget(prior, workers, rows, Estimands.coordinates(n));
        Certifier.Settings settings = new Certifier.Settings(1000, 3, 1, 4000, 1000, sweeps, 0);
        FatterShards fatter = new FatterShards(target, Consensus.Settings.standard(n), anchor, 1, KEY);
        return Objects.requireNonNull(new Ladder(target, settings, anchor, KEY)
                .fromShards(new Combination(laplace, new double[0][], 0, 1, new double[1], 0), fatter, 0));
    }

    private static Gaussian moments(Certified certified) {
        return Objects.requireNonNull(certified.moments());
    }

    private static InferenceStatus status(Certified certified) {
        return certified.certificate().status();
    }

    /** Independent logs of gamma variables of one shape: means digamma(a), variances trigamma(a). */
    private record LogGammas(int dimension, double shape) implements ShardLikelihood {
        @Override
        public long rows() {
            return 1;
        }

        @Override
        public double evaluate(double[] position, double[] gradient) {
            double value = 0;
            for (int i = 0; i < dimension; i++) {
                double rate = StrictMath.exp(position[i]);
                value += shape * position[i] - rate;
                gradient[i] = shape - rate;
            }
            return value;
        }

        void compare(Certified found) {
            double variance = Gamma.trigamma(shape);
            // The fourth cumulant of a log-gamma is at most 6 / a^4; sds need the kurtosis, means the variance alone.
            double kurtosis = 2 + 6 / (Math.pow(shape, 4) * variance * variance);
            double ess = found.certificate().ess();
            for (int i = 0; i < dimension; i++) {
                assertThat(moments(found).mean()[i])
                        .isCloseTo(Gamma.digamma(shape), within(5 * Math.sqrt(variance / ess)));
                assertThat(Math.pow(moments(found).sd(i), 2))
                        .isCloseTo(variance, within(5 * variance * Math.sqrt(kurtosis / ess)));
            }
        }
    }

    /** A likelihood to a power. */
    private record Scaled(ShardLikelihood of, double power) implements ShardLikelihood {
        @Override
        public int dimension() {
            return of.dimension();
        }

        @Override
        public long rows() {
            return of.rows();
        }

        @Override
        public double evaluate(double[] position, double[] gradient) {
            double value = power * of.evaluate(position, gradient);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= power;
            }
            return value;
        }
    }
}
