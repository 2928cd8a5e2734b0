package tributary.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.expr.Axis;
import tributary.expr.TreeEvaluator;
import tributary.infer.nuts.Nuts;
import tributary.model.Model;
import tributary.posterior.BindingException;
import tributary.posterior.Data;
import tributary.posterior.Fit;
import tributary.posterior.InferenceStatus;
import tributary.posterior.Posterior;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Models in shards: densities multiply to the whole, weights are repetitions, consensus agrees with a single chain. */
class ModelShardsTest {
    private static final String LOGISTIC =
            "row y, x\na ~ normal(0, 2)\nb ~ normal(0, 2)\ny ~ bernoulli(sigmoid(a + b * x))\n";
    private static final String NORMAL =
            "row y, x\na, b ~ normal(0, 2)\ns ~ half_normal(2)\ny ~ normal(a + b * x, s)\n";
    private static final String GROUPED =
            "row y, x\ngroup g\nt ~ half_normal(1)\na[g] ~ normal(0, t)\ny ~ normal(a[g] + x, 1)\n";

    /** Counts of 1 to 4 or zeros and ones, within the support of every model here. */
    private static Data data(int rows, boolean binary) {
        RandomStream random = StreamKey.of(21).stream();
        double[] x = new double[rows];
        double[] y = new double[rows];
        String[] g = new String[rows];
        for (int i = 0; i < rows; i++) {
            x[i] = random.nextGaussian();
            double chance = 1 / (1 + StrictMath.exp(0.5 - x[i]));
            y[i] = binary ? (random.nextDouble() < chance ? 1 : 0) : 1 + StrictMath.floor(4 * random.nextDouble());
            g[i] = "g" + i % 3;
        }
        return Data.builder().numbers("x", x).numbers("y", y).categories("g", g).build();
    }

    /** Rows from, from + step, ... */
    private static Data every(Data data, int from, int step) {
        int[] rows = java.util.stream.IntStream.iterate(from, i -> i < data.rows("rows"), i -> i + step)
                .toArray();
        double[] x = data.numbers("rows", "x");
        double[] y = data.numbers("rows", "y");
        List<String> g = data.categories("rows", "g");
        return Data.builder()
                .numbers("x", Arrays.stream(rows).mapToDouble(i -> x[i]).toArray())
                .numbers("y", Arrays.stream(rows).mapToDouble(i -> y[i]).toArray())
                .categories("g", Arrays.stream(rows).mapToObj(g::get).toArray(String[]::new))
                .build();
    }

    private static List<ShardLikelihood> shards(Posterior posterior, int count) {
        ModelShards model = ModelShards.of(posterior);
        List<ShardLikelihood> shards = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            shards.add(model.shard(posterior.columns(every(posterior.data(), s, count))));
        }
        return shards;
    }

    private static double[] normals(RandomStream random, int size, double scale) {
        double[] u = new double[size];
        for (int i = 0; i < size; i++) {
            u[i] = scale * random.nextGaussian();
        }
        return u;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LOGISTIC,
                NORMAL,
                GROUPED,
                "row y, x\na, b ~ normal(0, 2)\ny ~ poisson(exp(a + b * x))\n",
                "row y, x\na, b ~ normal(0, 2)\nk ~ half_normal(2)\ny ~ gamma(k, k / exp(a + b * x))\n",
                "row y, x\na, b ~ normal(0, 2)\ns ~ half_normal(2)\ny ~ student_t(5, a + b * x, s)\n"
            })
    void shardDensitiesMultiplyToTheFullDensity(String text) {
        Posterior posterior = Posterior.of(Model.parse("m", text), data(101, text.equals(LOGISTIC)));
        // Four shards; and 150 of 101 rows, where many have none.
        for (int count : new int[] {4, 150}) {
            List<ShardLikelihood> shards = shards(posterior, count);
            assertThat(shards.stream().mapToLong(ShardLikelihood::rows).sum()).isEqualTo(101);
            PriorDensity prior = ModelShards.of(posterior).prior();
            RandomStream random = StreamKey.of(3).stream();
            int n = posterior.layout().dimension();
            for (int point = 0; point < 20; point++) {
                double[] u = normals(random, n, 0.7);
                // The whole by the plain evaluator of the tree, which shares no code with compiled programs.
                double whole =
                        new TreeEvaluator(posterior.layout(), posterior.columns()).value(posterior.logDensity(), u);
                double[] slope = new double[n];
                posterior.densities().get().evaluate(u, slope);
                double product = 0;
                double[] gradient = new double[n];
                double[] sum = new double[n];
                for (ShardLikelihood shard : shards) {
                    product += PowerDensity.ofShard(prior.open(), shard, count).evaluate(u, gradient);
                    for (int i = 0; i < n; i++) {
                        sum[i] += gradient[i];
                    }
                }
                assertThat(product).isCloseTo(whole, within(1e-10 * (1 + Math.abs(whole))));
                for (int i = 0; i < n; i++) {
                    assertThat(sum[i]).isCloseTo(slope[i], within(1e-9 * (1 + Math.abs(whole) + Math.abs(slope[i]))));
                }
            }
        }
    }

    /** Outcomes about 1e6 away: log likelihoods near -5e13, where a difference of sums keeps two decimals at best. */
    @Test
    void differencesKeepWhatSumsLose() {
        String text = "row y, x\na ~ normal(0, 1)\ny ~ normal(a, 1)\n";
        double[] y = new double[100];
        for (int i = 0; i < y.length; i++) {
            y[i] = 1e6 + i / 8.0;
        }
        Posterior posterior = Posterior.of(
                Model.parse("m", text),
                Data.builder().numbers("x", new double[100]).numbers("y", y).build());
        ShardLikelihood shard = ModelShards.of(posterior).shard(posterior.columns());
        double step = 0x1p-10;
        BigDecimal exact = BigDecimal.ZERO;
        for (double value : y) {
            BigDecimal near = new BigDecimal(value - step).pow(2);
            exact = exact.add(new BigDecimal(value).pow(2).subtract(near));
        }
        double expected = exact.doubleValue() / 2;
        double[] relative = shard.relative(new double[][] {{step}, {0}}, new double[1]);
        // Each row's own term is -5e11, with an ulp of 6e-5: 100 rows are out by 100 * 2 * 6e-5 at worst.
        assertThat(relative[0]).isCloseTo(expected, within(0.0125));
        assertThat(relative[1]).isZero();
    }

    @Test
    void aWeightIsThatManyRows() {
        Data rows = data(40, false);
        double[] weights = new double[40];
        List<Integer> repeated = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            weights[i] = i % 4;
            for (int k = 0; k < i % 4; k++) {
                repeated.add(i);
            }
        }
        double[] x = rows.numbers("rows", "x");
        double[] y = rows.numbers("rows", "y");
        Posterior posterior = Posterior.of(Model.parse("m", NORMAL), rows);
        Data written = Data.builder()
                .numbers("x", repeated.stream().mapToDouble(i -> x[i]).toArray())
                .numbers("y", repeated.stream().mapToDouble(i -> y[i]).toArray())
                .build();
        ShardLikelihood plain = ModelShards.of(posterior).shard(posterior.columns(written));
        String column = ModelShards.weight(Axis.rows("rows"));
        ModelShards model = ModelShards.weighted(posterior);
        ShardLikelihood weighted = model.shard(posterior.columns().with(column, weights));
        assertThat(weighted.rows()).isEqualTo(plain.rows()).isEqualTo(60);
        RandomStream random = StreamKey.of(9).stream();
        for (int point = 0; point < 20; point++) {
            double[] u = normals(random, 3, 0.7);
            double expected = plain.evaluate(u, new double[3]);
            assertThat(weighted.evaluate(u, new double[3])).isCloseTo(expected, within(1e-11 * Math.abs(expected)));
            double[][] draws = {u};
            double difference = plain.relative(draws, new double[3])[0];
            assertThat(difference).isCloseTo(expected - plain.evaluate(new double[3], new double[3]), within(1e-9));
            assertThat(weighted.relative(draws, new double[3])[0]).isCloseTo(difference, within(1e-10));
        }
        double[] half = weights.clone();
        half[3] = 0.5;
        assertThatThrownBy(() -> model.shard(posterior.columns().with(column, half)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.5");
    }

    /** Lags, plain or hidden in columns that are made of data, of causes or of the outcome itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ normal(a * lag(t, 1), 1)",
                "y ~ normal(a * lag(y), 1)",
                "columns k = fourier(lag(t, 1), 7, 1)\ny ~ normal(a * dot([1, 1], k), 1)",
                "columns k = spline(cumsum(t), 2)\ny ~ normal(a * dot([1, 1], k), 1)"
            })
    void rowsThatHangTogetherAreRefused(String outcome) {
        Model model = Model.parse("m", "row y, t\ngroup g\nseries g ordered by t\na ~ normal(0, 1)\n" + outcome + "\n");
        Data data = Data.builder()
                .numbers("t", 1, 2, 3)
                .numbers("y", 1, 2, 3)
                .numbers("g", 1, 1, 1)
                .build();
        assertThatThrownBy(() -> ModelShards.of(Posterior.of(model, data)))
                .isInstanceOf(BindingException.class)
                .hasMessageContaining("ties rows together");
    }

    @Test
    void consensusOfAModelAgreesWithOneChainOverAllRows() {
        Posterior posterior = Posterior.of(Model.parse("m", LOGISTIC), data(600, true));
        Fit single = posterior.sample(Nuts.DEFAULT.withLengths(300, 1000), 5);
        Consensus.Settings settings = new Consensus.Settings(
                Nuts.DEFAULT.withChains(2).withLengths(200, 500),
                Combiner.PRECISION_WEIGHTED,
                1000,
                60,
                new Certifier.Settings(2000, 4, 2, 4000));
        PriorDensity prior = ModelShards.of(posterior).prior();
        Consensus.Result result = new Consensus(
                        ShardedTarget.of(prior, new LocalWorkers(shards(posterior, 4))), settings, StreamKey.of(17))
                .run(new double[2]);
        assertThat(result.certified()).isNotNull();
        assertThat(result.certified().certificate().status()).isEqualTo(InferenceStatus.CERTIFIED);
        Gaussian answer = result.certified().moments();
        assertThat(answer).isNotNull();
        double ess = result.certified().certificate().ess();
        for (int i = 0; i < 2; i++) {
            var summary = single.summary(posterior.names().get(i));
            // Both sides' Monte Carlo errors, five of them.
            double error = 5 * StrictMath.hypot(summary.mcseMean(), summary.sd() / Math.sqrt(ess));
            assertThat(answer.mean()[i]).isCloseTo(summary.mean(), within(error));
            assertThat(answer.sd(i)).isCloseTo(summary.sd(), within(error));
        }
    }
}
