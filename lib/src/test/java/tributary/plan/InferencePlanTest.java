package tributary.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tributary.consensus.Blocks;
import tributary.consensus.Combiner;
import tributary.consensus.FactSearch;
import tributary.consensus.LocalBlocks;
import tributary.infer.Draws;
import tributary.infer.PosteriorSummary;
import tributary.model.Model;
import tributary.posterior.BindingException;
import tributary.posterior.Data;
import tributary.posterior.InferencePath;
import tributary.posterior.InferenceStatus;
import tributary.posterior.Posterior;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Plans split posteriors, choose paths by the data, and every path answers the same question alike. */
class InferencePlanTest {
    private static final String CHAIN = "row x, t, y\na, b ~ normal(0, 2)\nc, d, e ~ normal(0, 2)\ns ~ half_normal(2)\n"
            + "lonely ~ normal(3, 1)\nt ~ bernoulli_logit(a + b * x)\ny ~ normal(c + d * t + e * x, s)\n";
    private static final PlanSettings QUICK = new PlanSettings(
            PathChoice.AUTO, 4, 500, 500, 2, 200, 400, Combiner.PRECISION_WEIGHTED, 2000, 4, 5_000, 100, 20_000, 0);

    /** x on a grid where it is discrete, normal where it is not. */
    private static Blocks blocks(int rows, int count, boolean discrete) {
        RandomStream random = StreamKey.of(12).stream();
        List<Data> blocks = new ArrayList<>();
        for (int block = 0; block < count; block++) {
            int own = rows / count;
            double[] x = new double[own];
            double[] t = new double[own];
            double[] y = new double[own];
            for (int i = 0; i < own; i++) {
                x[i] = discrete ? StrictMath.floor(3 * random.nextDouble()) - 1 : random.nextGaussian();
                t[i] = random.nextDouble() < 1 / (1 + StrictMath.exp(0.3 - 0.8 * x[i])) ? 1 : 0;
                y[i] = 1
                        + 0.5 * t[i]
                        - 0.7 * x[i]
                        + (discrete ? StrictMath.rint(random.nextGaussian()) : random.nextGaussian());
            }
            blocks.add(Data.builder()
                    .numbers("x", x)
                    .numbers("t", t)
                    .numbers("y", y)
                    .build());
        }
        return new LocalBlocks(blocks);
    }

    private static InferencePlan plan(Blocks blocks, PlanSettings settings, long rows) {
        Posterior posterior = FactSearch.bind(Model.parse("m", CHAIN), blocks).posterior();
        return InferencePlan.of(posterior, blocks, settings, rows);
    }

    @Test
    void aFullyObservedModelFallsApartByVariable() {
        InferencePlan plan = plan(blocks(2000, 2, true), QUICK, 2000);
        assertThat(plan.factors().stream().map(f -> f.factor().names()))
                .containsExactly(List.of("a", "b"), List.of("c", "d", "e", "s"), List.of("lonely"));
        assertThat(plan.factors().stream().map(FactorPlan::path))
                .containsExactly(InferencePath.CELLS, InferencePath.CELLS, InferencePath.EXACT);
        // Three values of x times two of t.
        assertThat(plan.factors().get(0).why()).contains("2000 rows fall on 6 distinct cells");
        assertThat(plan.explain()).contains("factor 1: a, b: CELLS", "2000 rows in 2 shards");
    }

    @Test
    void rowsThatDoNotCompressAreAnchoredAndFewRowsAreNot() {
        Blocks blocks = blocks(2000, 4, false);
        assertThat(plan(blocks, QUICK, 2000).factors().get(1).path()).isEqualTo(InferencePath.ANCHOR);
        assertThat(plan(blocks(80, 1, false), QUICK, 80).factors().get(1).path())
                .isEqualTo(InferencePath.NUTS);
        assertThat(plan(blocks, QUICK.withPath(PathChoice.CONSENSUS), 2000)
                        .factors()
                        .get(0)
                        .path())
                .isEqualTo(InferencePath.CONSENSUS);
    }

    @Test
    void moreUnknownsThanAnExpansionTakesAreSampledInShards() {
        Model model = Model.parse(
                "m",
                "row x, y\ngroup g\nmu ~ normal(0, 1)\nb[g] ~ normal(mu, 1)\nslope ~ normal(0, 1)\n"
                        + "y ~ normal(b[g] + slope * x, 1)\n");
        int groups = 310;
        double[] x = new double[2 * groups];
        double[] y = new double[2 * groups];
        String[] g = new String[2 * groups];
        for (int i = 0; i < x.length; i++) {
            x[i] = StrictMath.sin(i);
            y[i] = StrictMath.cos(3 * i);
            g[i] = "g" + i % groups;
        }
        Blocks blocks = new LocalBlocks(List.of(Data.builder()
                .numbers("x", x)
                .numbers("y", y)
                .categories("g", g)
                .build()));
        InferencePlan plan = InferencePlan.of(FactSearch.bind(model, blocks).posterior(), blocks, QUICK, x.length);
        assertThat(plan.factors().get(0).path()).isEqualTo(InferencePath.CONSENSUS);
        assertThat(plan.factors().get(0).why()).contains("more than 300 unknowns");
    }

    @Test
    void everyPathGivesTheSameAnswer() {
        Blocks blocks = blocks(2000, 4, false);
        PosteriorDraws whole =
                plan(blocks, QUICK.withPath(PathChoice.NUTS), 2000).run(StreamKey.of(1));
        assertThat(whole.publishable()).as(whole.complaint()).isTrue();
        assertThat(whole.fit("a").status()).isEqualTo(InferenceStatus.MCMC);
        for (PathChoice path : List.of(PathChoice.CONSENSUS, PathChoice.ANCHOR)) {
            PosteriorDraws other = plan(blocks, QUICK.withPath(path), 2000).run(StreamKey.of(2));
            assertThat(other.publishable()).as(other.complaint()).isTrue();
            assertThat(other.fit("s").status()).isEqualTo(InferenceStatus.CERTIFIED);
            for (String name : List.of("a", "b", "c", "d", "e", "s", "lonely")) {
                var one = whole.summary(name, 0.9);
                var two = other.summary(name, 0.9);
                // Five Monte Carlo errors of both sides.
                double error = 5 * StrictMath.hypot(one.mcseMean(), two.mcseMean());
                assertThat(two.mean()).as(name).isCloseTo(one.mean(), within(error));
                assertThat(two.sd() / one.sd()).as(name).isCloseTo(1, within(0.15));
            }
        }
    }

    /** Chains of one factor do not make the weighed draws of another worth more than their importance ESS. */
    @Test
    void anAnswerOfChainsAndOfWeighedDrawsIsWorthNoMoreThanThese() {
        RandomStream random = StreamKey.of(31).stream();
        int rows = 600;
        double[] x = new double[rows];
        double[] t = new double[rows];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            x[i] = i % 3 - 1;
            t[i] = random.nextDouble() < 0.4 ? 1 : 0;
            y[i] = t[i] + random.nextGaussian();
        }
        Blocks blocks = new LocalBlocks(List.of(
                Data.builder().numbers("x", x).numbers("t", t).numbers("y", y).build()));
        PosteriorDraws answer = plan(blocks, QUICK, rows).run(StreamKey.of(4));
        assertThat(answer.fit("a").plan().path()).isEqualTo(InferencePath.CELLS);
        assertThat(answer.fit("d").plan().path()).isEqualTo(InferencePath.ANCHOR);
        double worth = answer.fit("d").certificate().ess();
        double[] one = answer.draws().values("a");
        double[] other = answer.draws().values("d");
        double[] both = new double[one.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = 1e-3 * one[i] + other[i];
        }
        var summary = answer.summary(both, 0.9);
        assertThat(answer.fit("").status()).isEqualTo(InferenceStatus.MCMC);
        assertThat(summary.essBulk()).isLessThanOrEqualTo(worth);
        assertThat(summary.mcseMean()).isGreaterThanOrEqualTo(summary.sd() / StrictMath.sqrt(worth) * (1 - 1e-12));
        assertThat(summary.rHat()).isFinite();
        assertThat(answer.kHat()).isEqualTo(answer.fit("d").certificate().worstKHat());
        // Of the chains alone their own diagnostics would speak.
        assertThat(summary.mean())
                .isEqualTo(PosteriorSummary.ofIndependent(both, 1, 0.9).mean());
    }

    /** Of probabilities on a straight line the density does not exist at zero, nor at most random starts. */
    @Test
    void aPosteriorWithoutDensityAtZeroIsClimbedFromWhereThereIsOne() {
        Model model = Model.parse("m", "row x, y\na, b ~ normal(0, 1)\ny ~ bernoulli(a + b * x)\n");
        int rows = 1200;
        RandomStream random = StreamKey.of(41).stream();
        double[] x = new double[rows];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            x[i] = i % 2;
            y[i] = random.nextDouble() < 0.3 + 0.4 * x[i] ? 1 : 0;
        }
        Data data = Data.builder().numbers("x", x).numbers("y", y).build();
        Blocks blocks = new LocalBlocks(IntStream.range(0, 3)
                .mapToObj(s -> data.pick(
                        "rows",
                        IntStream.range(s * rows / 3, (s + 1) * rows / 3).toArray()))
                .toList());
        Posterior posterior = FactSearch.bind(model, blocks).posterior();
        PosteriorDraws whole = InferencePlan.of(posterior, blocks, QUICK.withPath(PathChoice.CELLS), rows)
                .run(StreamKey.of(3));
        for (PathChoice path : List.of(PathChoice.ANCHOR, PathChoice.CONSENSUS)) {
            PosteriorDraws answer = InferencePlan.of(posterior, blocks, QUICK.withPath(path), rows)
                    .run(StreamKey.of(3));
            assertThat(answer.publishable()).as(path + " " + answer.complaint()).isTrue();
            for (String name : List.of("a", "b")) {
                var one = whole.summary(name, 0.9);
                var two = answer.summary(name, 0.9);
                // Five Monte Carlo errors of both sides.
                assertThat(two.mean())
                        .as(path + " " + name)
                        .isCloseTo(one.mean(), within(5 * StrictMath.hypot(one.mcseMean(), two.mcseMean())));
            }
        }
    }

    @Test
    void aRunRepeatsToTheBit() {
        Blocks blocks = blocks(600, 3, true);
        Draws one = plan(blocks, QUICK, 600).run(StreamKey.of(1)).draws();
        assertThat(plan(blocks, QUICK, 600).run(StreamKey.of(1)).draws()).isEqualTo(one);
        assertThat(plan(blocks, QUICK, 600).run(StreamKey.of(2)).draws()).isNotEqualTo(one);
    }

    @Test
    void aModelOfLatentRowsCannotBeCut() {
        Model model = Model.parse(
                "m", "row x, y\nlatent z\nb, s ~ normal(0, 1)\nz ~ normal(0, 1)\ny ~ normal(b * z + x, 1)\n");
        Data rows = Data.builder().numbers("x", 1, 2, 3).numbers("y", 1, 2, 3).build();
        Blocks blocks = new LocalBlocks(List.of(rows, rows));
        assertThatThrownBy(() -> InferencePlan.of(FactSearch.bind(model, blocks).posterior(), blocks, QUICK, 6))
                .isInstanceOf(BindingException.class)
                .hasMessageContaining("ties rows together");
    }

    @Test
    void shardsComeFromRowsAndEvents() {
        assertThat(ShardCount.choose(10_000_000, 5_000_000)).isEqualTo(100);
        // 10,000 events allow 140 by the error of the raw consensus.
        assertThat(ShardCount.choose(100_000_000, 10_000)).isEqualTo(140);
        assertThat(ShardCount.choose(1_000_000, 300)).isEqualTo(6);
        assertThat(ShardCount.choose(30, 2)).isEqualTo(1);
    }
}
