package tributary.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tributary.expr.TreeEvaluator;
import tributary.model.DrawnFrom;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.posterior.Posterior;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** For every distribution and transform of the language the shards' densities multiply to the density of the whole. */
class ShardLawTest {
    private static final int ROWS = 37;
    private static final int POINTS = 20;

    /** Each line is a model of the columns of {@link #data}; together they name every distribution. */
    static Stream<String> models() {
        return """
                a ~ normal(0, 2); s ~ half_normal(1); r ~ normal(a, s)
                a ~ student_t(4, 0, 1); s ~ half_student_t(3, 1); r ~ student_t(5, a, s)
                a ~ laplace(0, 1); s ~ half_cauchy(1); r ~ laplace(a, s)
                a ~ cauchy(0, 1); s ~ lognormal(0, 1); r ~ cauchy(a, s)
                a ~ normal(0, 1); s ~ exponential(1); p ~ lognormal(a, s)
                s ~ gamma(2, 2); t ~ inverse_gamma(2, 2); p ~ gamma(s, t)
                s ~ gamma(2, 2); a ~ normal(0, 1); p ~ gamma_log(s, a)
                s ~ gamma(2, 2); t ~ gamma(2, 2); p ~ inverse_gamma(s, t)
                s ~ half_normal(1); p ~ exponential(s)
                s ~ half_normal(1); p ~ half_normal(s)
                s ~ half_normal(1); p ~ half_student_t(4, s)
                s ~ half_normal(1); p ~ half_cauchy(s)
                s, t ~ gamma(2, 1); q ~ beta(s, t)
                w ~ uniform(3, 9); q ~ uniform(-1, w)
                h ~ beta(2, 3); b ~ bernoulli(h)
                a ~ uniform(-3, 3); b ~ bernoulli_logit(a)
                h ~ uniform(0, 1); n ~ binomial(9, h)
                a ~ normal(0, 1); n ~ binomial_logit(9, a)
                s ~ gamma(2, 1); n ~ poisson(s)
                a ~ normal(0, 1); n ~ poisson_log(a)
                s, t ~ gamma(2, 1); n ~ neg_binomial(s, t)
                a ~ normal(0, 1); t ~ gamma(2, 1); n ~ neg_binomial_log(a, t)
                s, t ~ gamma(2, 1); n ~ beta_binomial(9, s, t)
                h ~ beta(2, 3); s, t ~ gamma(2, 1); z ~ hurdle_gamma(h, s, t)
                h ~ beta(2, 3); s ~ gamma(2, 1); a ~ normal(0, 1); z ~ hurdle_gamma_log(h, s, a)
                h ~ beta(2, 3); s ~ gamma(2, 1); a ~ normal(0, 1); z ~ hurdle_lognormal(h, a, s)
                h ~ beta(2, 3); s ~ gamma(2, 1); n ~ zero_inflated_poisson(h, s)
                h ~ beta(2, 3); a ~ normal(0, 1); n ~ zero_inflated_poisson_log(h, a)
                h ~ beta(2, 3); s, t ~ gamma(2, 1); n ~ zero_inflated_neg_binomial(h, s, t)
                h ~ beta(2, 3); t ~ gamma(2, 1); a ~ normal(0, 1); n ~ zero_inflated_neg_binomial_log(h, a, t)
                columns k3 = 3; h[k3] ~ dirichlet([1, 2, 0.5]); k ~ categorical(h)
                columns k3 = 3; a[k3] ~ normal(0, 1); k ~ categorical_logit(a)
                columns k2 = 2; c[k2] ~ increasing(normal(0, 2)); a ~ flat(); k ~ ordered_logit(a * r, c)
                columns k2 = 2; C[k2] ~ lkj(2); (r, p) ~ mvnormal([0, 0], C)
                columns k2 = 2; C[k2] ~ lkj(1); s[k2] ~ half_normal(1); (r, p) ~ mvnormal([0, 1], scaled(s, C))
                columns kk = [q, p]; m[kk] ~ horseshoe(0.5, 2, 4); r ~ normal(dot(m, kk), 1)
                m ~ truncated(normal(0, 1), lower = 0); t ~ truncated(normal(0, 1), lower = -1, upper = 2); r ~ normal(t, m)
                group g; t ~ half_normal(1); m ~ normal(0, 1); e[g] ~ normal(m, t); r ~ normal(e[g], 1)
                """.lines().map(String::strip);
    }

    private static Data data() {
        RandomStream random = StreamKey.of(71).stream();
        double[][] columns = new double[7][ROWS];
        String[] g = new String[ROWS];
        for (int i = 0; i < ROWS; i++) {
            columns[0][i] = random.nextGaussian();
            columns[1][i] = random.nextGamma(2);
            columns[2][i] = random.nextBeta(2, 2);
            columns[3][i] = random.nextDouble() < 0.4 ? 1 : 0;
            columns[4][i] = StrictMath.floor(5 * random.nextDouble());
            columns[5][i] = StrictMath.floor(3 * random.nextDouble());
            columns[6][i] = random.nextDouble() < 0.3 ? 0 : random.nextGamma(2);
            g[i] = "g" + i % 4;
        }
        Data.Builder data = Data.builder();
        String[] names = {"r", "p", "q", "b", "n", "k", "z"};
        IntStream.range(0, names.length).forEach(c -> data.numbers(names[c], columns[c]));
        return data.categories("g", g).build();
    }

    @ParameterizedTest
    @MethodSource("models")
    void shardsMultiplyToTheWhole(String line) {
        Data data = data();
        Posterior posterior =
                Posterior.of(Model.parse("m", "row r, p, q, b, n, k, z\n" + line.replace("; ", "\n") + "\n"), data);
        ModelShards model = ModelShards.of(posterior);
        TreeEvaluator tree = new TreeEvaluator(posterior.layout(), posterior.columns());
        int dimension = posterior.layout().dimension();
        double[] gradient = new double[dimension];
        for (int count : new int[] {1, 4}) {
            List<ShardLikelihood> shards = new ArrayList<>();
            for (int s = 0; s < count; s++) {
                shards.add(model.shard(data.pick(
                        "rows",
                        IntStream.iterate(s, i -> i < ROWS, i -> i + count).toArray())));
            }
            RandomStream random = StreamKey.of(72).with(count).stream();
            for (int point = 0; point < POINTS; point++) {
                double[] u = new double[dimension];
                for (int i = 0; i < dimension; i++) {
                    u[i] = 0.7 * random.nextGaussian();
                }
                double whole = tree.value(posterior.logDensity(), u);
                double product = 0;
                double[] slope = new double[dimension];
                for (ShardLikelihood shard : shards) {
                    product += PowerDensity.ofShard(model.prior().open(), shard, count)
                            .evaluate(u, gradient);
                    for (int i = 0; i < dimension; i++) {
                        slope[i] += gradient[i];
                    }
                }
                assertThat(product).isCloseTo(whole, within(1e-10 * (1 + Math.abs(whole))));
                posterior.densities().get().evaluate(u, gradient);
                for (int i = 0; i < dimension; i++) {
                    assertThat(slope[i])
                            .isCloseTo(gradient[i], within(1e-9 * (1 + Math.abs(gradient[i]) + Math.abs(whole))));
                }
            }
        }
    }

    @Test
    void noDistributionOfTheLanguageIsLeftOut() {
        String all = String.join("\n", models().toList());
        assertThat(DrawnFrom.names()).allMatch(name -> all.contains(name + "("));
    }
}
