package tributary.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.consensus.Blocks;
import tributary.consensus.Combiner;
import tributary.consensus.FactSearch;
import tributary.consensus.LocalBlocks;
import tributary.infer.Draws;
import tributary.model.Model;
import tributary.posterior.BindingException;
import tributary.posterior.Data;
import tributary.posterior.ExactPosterior;
import tributary.posterior.InferencePath;
import tributary.posterior.InferenceStatus;
import tributary.posterior.Posterior;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Closed forms are found by the plan, and read off shards as off the whole table. */
class ExactPathTest {
    private static final PlanSettings AUTO = new PlanSettings(
            PathChoice.AUTO, 2, 1000, 300, 2, 200, 400, Combiner.PRECISION_WEIGHTED, 1000, 4, 5_000, 0, 1000, 0);

    private static Blocks blocks() {
        RandomStream random = StreamKey.of(14).stream();
        List<Data> blocks = new ArrayList<>();
        for (int block = 0; block < 4; block++) {
            double[] x = new double[60];
            double[] y = new double[60];
            double[] n = new double[60];
            double[] b = new double[60];
            String[] g = new String[60];
            for (int i = 0; i < 60; i++) {
                x[i] = random.nextGaussian();
                y[i] = 1 + 0.5 * x[i] + random.nextGaussian();
                n[i] = StrictMath.floor(4 * random.nextDouble());
                b[i] = random.nextDouble() < 0.3 ? 1 : 0;
                g[i] = i % 3 == 0 ? "north" : "south";
            }
            blocks.add(Data.builder()
                    .numbers("x", x)
                    .numbers("y", y)
                    .numbers("n", n)
                    .numbers("b", b)
                    .categories("g", g)
                    .build());
        }
        return new LocalBlocks(blocks);
    }

    private static PosteriorDraws run(String text, PathChoice path) {
        Posterior posterior = FactSearch.bind(Model.parse("m", text), blocks()).posterior();
        return InferencePlan.of(posterior, blocks(), AUTO.withPath(path), 240).run(StreamKey.of(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "row x, y, n, b\nv ~ inverse_gamma(3, 2)\na, c ~ normal(0, 2 * sqrt(v))\ny ~ normal(a + c * x, sqrt(v))\n",
                "row x, y, n, b\na, c ~ normal(0, 2)\ny ~ normal(a + c * x, 1)\n",
                "row x, y, n, b\nl ~ gamma(2, 1)\nn ~ poisson(l)\n",
                "row x, y, n, b\ngroup g\np[g] ~ beta(2, 3)\nb ~ bernoulli(p[g])\n"
            })
    void shardsGiveTheClosedFormOfTheWhole(String text) {
        PosteriorDraws sharded = run(text, PathChoice.EXACT);
        assertThat(sharded.fits()).allSatisfy(fit -> {
            assertThat(fit.plan().path()).isEqualTo(InferencePath.EXACT);
            assertThat(fit.status()).isEqualTo(InferenceStatus.EXACT);
        });
        // Without rows on shards the plan finds it by itself, and from cells where rows are few kinds.
        PosteriorDraws auto = run(text, PathChoice.AUTO);
        assertThat(auto.fits().get(0).plan().path()).isEqualTo(InferencePath.EXACT);
        Draws one = sharded.draws();
        Draws other = auto.draws();
        assertThat(one).isNotNull();
        assertThat(other).isNotNull();
        Data whole = Data.joined("rows", blocks().map((s, rows) -> rows));
        Draws direct = ExactPosterior.of(Posterior.of(Model.parse("m", text), whole))
                .orElseThrow()
                .sample(2, 1000, 5)
                .draws();
        for (String name : one.names()) {
            double[] left = one.values(name);
            double[] right = other.values(name);
            double mean = 0;
            double square = 0;
            double directly = 0;
            for (int t = 0; t < left.length; t++) {
                // The same streams through the same numbers, read off sums that were taken in another order.
                assertThat(right[t]).isCloseTo(left[t], within(1e-6 * (1 + Math.abs(left[t]))));
                mean += left[t] / left.length;
                square += left[t] * left[t] / left.length;
                directly += direct.values(name)[t] / left.length;
            }
            double sd = Math.sqrt(square - mean * mean);
            assertThat(directly).isCloseTo(mean, within(5 * sd * Math.sqrt(2.0 / left.length)));
        }
    }

    @Test
    void whatHasNoClosedFormIsRefusedByName() {
        assertThatThrownBy(() ->
                        run("row x, y, n, b\na, c ~ normal(0, 2)\nb ~ bernoulli_logit(a + c * x)\n", PathChoice.EXACT))
                .isInstanceOf(BindingException.class)
                .hasMessageContaining("a, c has none");
    }
}
