package tributary.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.posterior.InferenceStatus;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The difference estimator knows its own error, samples what matters, and gives way to a pass over all rows. */
class SampledPassTest {
    private static final int ROWS = 8000;
    private static final StreamKey KEY = StreamKey.of(61);
    private static final Blocks BLOCKS = blocks();
    private static final ModelShards MODEL = ModelShards.of(FactSearch.bind(
                    Model.parse("m", "row y, x\na, b ~ normal(0, 2.5)\ny ~ bernoulli_logit(a + b * x)\n"), BLOCKS)
            .posterior());
    private static final Workers WORKERS = new BlockWorkers(BLOCKS, MODEL);
    private static final Anchor ANCHOR = Anchor.find(MODEL.prior(), WORKERS, new double[2], 60);

    private static Blocks blocks() {
        RandomStream random = KEY.with("rows").stream();
        List<Data> blocks = new ArrayList<>();
        for (int s = 0; s < 4; s++) {
            double[] x = new double[ROWS / 4];
            double[] y = new double[ROWS / 4];
            for (int i = 0; i < x.length; i++) {
                x[i] = random.nextGaussian();
                y[i] = random.nextDouble() < 1 / (1 + StrictMath.exp(2 - 0.7 * x[i])) ? 1 : 0;
            }
            // One row that no random sample of a twentieth would be sure to hold.
            x[7] = 9 + s;
            blocks.add(Data.builder().numbers("x", x).numbers("y", y).build());
        }
        return new LocalBlocks(blocks);
    }

    private static Gaussian laplace() {
        Gaussian laplace = ANCHOR.laplace();
        assertThat(laplace).isNotNull();
        return laplace;
    }

    private static RowSample sample(int size) {
        return new BlockRows(BLOCKS, MODEL).sample(laplace(), size, KEY);
    }

    private static long held(RowSample sample) {
        return sample.certain().rows()
                + sample.groups().stream().mapToLong(ShardLikelihood::rows).sum();
    }

    @Test
    void aSampleIsAboutAsLargeAsAskedAndStandsForAllRows() {
        RowSample sample = sample(1600);
        // The random part is binomial about 1,200 with sd 32.
        assertThat((double) held(sample)).isCloseTo(1600, within(5 * 32.0));
        double rest = sample.factor()
                * sample.groups().stream().mapToLong(ShardLikelihood::rows).sum();
        assertThat(sample.certain().rows() + rest).isCloseTo(ROWS, within(1e-6));
        assertThat(sample(ROWS).complete()).isTrue();
        assertThat(held(sample(ROWS))).isEqualTo(ROWS);
    }

    @Test
    void rowsOfGreatLeverageAreTakenForCertain() {
        for (int s = 0; s < 4; s++) {
            int shard = s;
            double[] leverage =
                    BLOCKS.map((i, rows) -> MODEL.leverage(rows, laplace())).get(shard);
            double own = leverage[7];
            assertThat(java.util.Arrays.stream(leverage)
                            .filter(other -> other > own)
                            .count())
                    .isLessThan(40);
        }
    }

    @Test
    void estimatesLieWithinTheirErrorsOfTheExactPass() {
        ExactPass exact = new ExactPass(MODEL.prior(), WORKERS, ANCHOR.mode());
        SampledPass sampled = new SampledPass(MODEL.prior(), ANCHOR.mode(), ANCHOR.likelihood(), sample(4000), exact);
        double[][] draws = Proposal.of(laplace(), 30).sample(400, KEY.with("draws"));
        double[] estimated = sampled.weigh(draws);
        assertThat(sampled.claim()).isEqualTo(InferenceStatus.CERTIFIED_SAMPLED);
        assertThat(exact.passes()).isZero();
        assertThat(sampled.worstError()).isGreaterThan(0).isLessThanOrEqualTo(SampledPass.MOST_ERROR);
        double[] truth = exact.weigh(draws);
        for (int t = 0; t < draws.length; t++) {
            // Draws share their rows and so their errors; fifteen degrees of freedom have heavy tails.
            assertThat(estimated[t]).isCloseTo(truth[t], within(6 * sampled.worstError()));
        }
    }

    @Test
    void aSampleTooSmallGivesWayToAllRows() {
        ExactPass exact = new ExactPass(MODEL.prior(), WORKERS, ANCHOR.mode());
        SampledPass sampled = new SampledPass(MODEL.prior(), ANCHOR.mode(), ANCHOR.likelihood(), sample(40), exact);
        double[][] draws = Proposal.of(laplace(), 5).sample(200, KEY.with("draws"));
        double[] weighed = sampled.weigh(draws);
        assertThat(exact.passes()).isEqualTo(1);
        assertThat(sampled.claim()).isEqualTo(InferenceStatus.CERTIFIED);
        assertThat(weighed).containsExactly(new ExactPass(MODEL.prior(), WORKERS, ANCHOR.mode()).weigh(draws));
    }

    /** The whole path: surrogate from one sample, certificate from another; against the same path over all rows. */
    @Test
    void anAnchoredPosteriorMayBeCertifiedFromASample() {
        ShardedTarget target =
                new ShardedTarget(MODEL.prior(), WORKERS, new BlockRows(BLOCKS, MODEL), Estimands.coordinates(2));
        Certified whole = run(target, 0);
        Certified some = run(target, 4000);
        assertThat(whole.certificate().status()).isEqualTo(InferenceStatus.CERTIFIED);
        assertThat(whole.certificate().path()).isEqualTo("surrogate");
        assertThat(some.certificate().status()).isEqualTo(InferenceStatus.CERTIFIED_SAMPLED);
        for (int i = 0; i < 2; i++) {
            // The same draws under weights that differ by the estimate's error.
            assertThat(moments(some).mean()[i])
                    .isCloseTo(
                            moments(whole).mean()[i],
                            within(SampledPass.MOST_ERROR * moments(whole).sd(i)));
        }
        Grid grid = Grid.of(
                MODEL.prior(),
                BLOCKS.map((s, rows) -> rows).stream().map(MODEL::shard).toList(),
                laplace());
        for (int i = 0; i < 2; i++) {
            double error = 5 * grid.sd()[i] / Math.sqrt(whole.certificate().ess());
            assertThat(moments(whole).mean()[i]).isCloseTo(grid.mean()[i], within(error));
            assertThat(moments(whole).sd(i)).isCloseTo(grid.sd()[i], within(error));
        }
    }

    private static Gaussian moments(Certified certified) {
        return Objects.requireNonNull(certified.moments());
    }

    private static Certified run(ShardedTarget target, int sampledRows) {
        Certifier.Settings settings = new Certifier.Settings(1000, 4, 2, 4000, 1000, 0, sampledRows);
        Certified certified = new AnchoredPosterior(target, 60, settings, KEY).run(new double[2]);
        assertThat(certified).isNotNull();
        return certified;
    }
}
