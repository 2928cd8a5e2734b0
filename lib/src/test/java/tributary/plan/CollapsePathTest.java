package tributary.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.consensus.Blocks;
import tributary.consensus.Combiner;
import tributary.consensus.FactSearch;
import tributary.consensus.LocalBlocks;
import tributary.hierarchy.GroupModel;
import tributary.hierarchy.NormalGroups;
import tributary.hierarchy.SpreadPrior;
import tributary.infer.Draws;
import tributary.infer.nuts.Nuts;
import tributary.model.Model;
import tributary.posterior.BindingException;
import tributary.posterior.Data;
import tributary.posterior.InferencePath;
import tributary.posterior.InferenceStatus;
import tributary.posterior.NormalHierarchy;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Normal hierarchies are found by their structure, collapsed, and answered as chains over all coordinates answer them. */
class CollapsePathTest {
    private static final PlanSettings AUTO = new PlanSettings(
            PathChoice.AUTO, 4, 2000, 500, 2, 200, 400, Combiner.PRECISION_WEIGHTED, 2000, 4, 5_000, 100, 20_000, 0);
    private static final int GROUPS = 9;

    private static final String MEANS = "m ~ normal(0, 5)\nt ~ half_normal(2)\nu[g] ~ normal(m, t)\n";

    /** Groups from one row to many, in three blocks of which one lacks some groups; effects far apart, or hardly. */
    private static Blocks blocks(double spread) {
        RandomStream random = StreamKey.of(21).stream();
        double[] effects = new double[GROUPS];
        double[] slopes = new double[GROUPS];
        for (int g = 0; g < GROUPS; g++) {
            effects[g] = 3 + spread * random.nextGaussian();
            slopes[g] = 0.5 + 0.5 * spread * random.nextGaussian();
        }
        List<Data> blocks = new ArrayList<>();
        for (int block = 0; block < 3; block++) {
            int rows = block == 0 ? 5 : 60;
            double[] x = new double[rows];
            double[] z = new double[rows];
            double[] e = new double[rows];
            double[] y = new double[rows];
            String[] g = new String[rows];
            String[] h = new String[rows];
            for (int i = 0; i < rows; i++) {
                int group = (int) (GROUPS * random.nextDouble() * random.nextDouble());
                x[i] = 2 + random.nextGaussian();
                z[i] = random.nextGaussian();
                e[i] = 0.5 + random.nextDouble();
                y[i] = effects[group] + slopes[group] * x[i] - 0.4 * z[i] + e[i] * random.nextGaussian();
                g[i] = "g" + group;
                h[i] = "h" + i % 3;
            }
            // One group has a single row.
            g[rows - 1] = block == 2 ? "g8" : g[rows - 1];
            blocks.add(Data.builder()
                    .numbers("x", x)
                    .numbers("z", z)
                    .numbers("e", e)
                    .numbers("y", y)
                    .categories("g", g)
                    .categories("h", h)
                    .build());
        }
        return new LocalBlocks(blocks);
    }

    private static String model(String text) {
        return "row x, z, e, y\ngroup g\n" + text.replace("; ", "\n") + "\n";
    }

    private static InferencePlan plan(String text, Blocks blocks, PathChoice path) {
        Posterior posterior =
                FactSearch.bind(Model.parse("m", model(text)), blocks).posterior();
        return InferencePlan.of(posterior, blocks, AUTO.withPath(path), 125);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                // The mean in the effects; beside them; in a deterministic step; in a linear predictor.
                "CENTRED ! 2 ! m ~ normal(0, 5); t ~ half_normal(2); u[g] ~ normal(m, t); s ~ half_normal(3);"
                        + " y ~ normal(u[g], s)",
                "NON_CENTRED ! 0.1 ! m ~ normal(0, 5); t ~ half_normal(1); u[g] ~ normal(m, t); s ~ half_cauchy(3);"
                        + " b ~ normal(0.5, 1); y ~ normal(u[g] + b * x, s)",
                "NON_CENTRED ! 0.1 ! m, b ~ normal(1, 4); t ~ exponential(2); u[g] ~ normal(0, t);"
                        + " s ~ exponential(0.5); mu = m + u[g] + b * (x - 2); y ~ normal(mu - z, s)",
                "CENTRED ! 2 ! m, b, c ~ normal(0, 5); t, r ~ half_normal(2); u[g] ~ normal(0, t);"
                        + " v[g] ~ normal(b, r); s ~ half_normal(3); y ~ normal(m + u[g] + v[g] * x + c * z, s)",
                // A predictor of groups, a flat prior; residual deviations that are known.
                "CENTRED ! 2 ! m ~ flat(); k ~ normal(0, 2); t ~ half_normal(2); u[g] ~ normal(m + k * group_mean(x,"
                        + " g), t); s ~ half_normal(3); y ~ normal(u[g], s)",
                "CENTRED ! 2 ! m ~ normal(0, 5); t ~ half_cauchy(2); u[g] ~ normal(m, t); y ~ normal(u[g], 2 * e)",
                // A formula with its default priors, the Mundlak term among them.
                "CENTRED ! 2 ! s ~ half_normal(3); y ~ normal(linear(x + (1 | g) + mean(x | g)), s)",
            })
    void equalsChainsOverAllCoordinates(Parametrisation parametrisation, double spread, String text) {
        Blocks blocks = blocks(spread);
        InferencePlan plan = plan(text, blocks, PathChoice.AUTO);
        assertThat(plan.factors().get(0).path()).as(plan.explain()).isEqualTo(InferencePath.COLLAPSE);
        PosteriorDraws answer = plan.run(StreamKey.of(4));
        assertThat(answer.fits().get(0).status()).as(answer.complaint()).isEqualTo(InferenceStatus.MCMC);
        assertThat(answer.posterior().unknowns().stream().anyMatch(u -> u.parametrisation() == parametrisation))
                .isTrue();
        Data whole = Data.joined("rows", blocks.map((s, rows) -> rows));
        Draws chains = Posterior.of(Model.parse("m", model(text)), whole, Parametrisation.NON_CENTRED)
                .sample(Nuts.DEFAULT.withLengths(1000, 2000).withTargetAcceptance(0.95), 6)
                .draws();
        for (String name : chains.names()) {
            var one = answer.summary(name, 0.9);
            var two = tributary.infer.PosteriorSummary.ofChains(chains.byChain(name), 0.9);
            assertThat(one.mean())
                    .as(name)
                    .isCloseTo(two.mean(), within(5 * StrictMath.hypot(one.mcseMean(), two.mcseMean())));
            assertThat(one.sd()).as(name).isCloseTo(two.sd(), within(5 * StrictMath.hypot(one.mcseSd(), two.mcseSd())));
        }
    }

    @Test
    void rowsThatCountTwiceAreTwoRows() {
        Posterior posterior = FactSearch.bind(
                        Model.parse("m", model(MEANS + "s ~ half_normal(3)\ny ~ normal(u[g], s)")), blocks(2))
                .posterior();
        NormalHierarchy hierarchy =
                NormalHierarchy.of(posterior, List.of("m", "t", "u", "s")).orElseThrow();
        Blocks weighted = new LocalBlocks(blocks(2).map((s, rows) -> {
            double[] two = new double[rows.rows("rows")];
            java.util.Arrays.fill(two, 2);
            return rows.with("rows", Blocks.WEIGHT, two);
        }));
        Blocks twice = new LocalBlocks(blocks(2).map((s, rows) -> Data.joined("rows", List.of(rows, rows))));
        GroupModel shared = GroupModel.of(
                List.of(GroupModel.Coefficient.of("m", 0, 5, SpreadPrior.halfNormal(2))), 0, SpreadPrior.halfNormal(3));
        NormalGroups one = new NormalGroups(GroupMoments.of(posterior, hierarchy, twice, new double[0][]), shared);
        NormalGroups other = new NormalGroups(GroupMoments.of(posterior, hierarchy, weighted, new double[0][]), shared);
        double[] gradient = new double[3];
        for (double[] at : new double[][] {{0, 0, 0}, {0.4, -1, 0.7}, {-1, 0.5, -0.3}}) {
            assertThat(other.evaluate(at, gradient)).isCloseTo(one.evaluate(at, gradient), within(1e-9));
        }
    }

    @Test
    void aRunRepeatsToTheBitAndThePlanTells() {
        String text = MEANS + "s ~ half_normal(3)\ny ~ normal(u[g], s)";
        InferencePlan plan = plan(text, blocks(2), PathChoice.COLLAPSE);
        assertThat(plan.explain())
                .contains("m, t, u, s: COLLAPSE, because the conf asks for it: u of 9 groups integrates out of normal"
                        + " rows exactly; passes over the data: 1; cost: 4 chains of 500 + 2000 over the sums of 9"
                        + " groups of 1 coefficient");
        assertThat(plan.run(StreamKey.of(1)).draws())
                .isEqualTo(plan(text, blocks(2), PathChoice.AUTO)
                        .run(StreamKey.of(1))
                        .draws());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Other outcomes, other laws of the effects, other priors.
                MEANS + "s ~ half_normal(3); y ~ student_t(5, u[g], s)",
                MEANS + "y ~ laplace(u[g], 1)",
                "m ~ normal(0, 5); t, s ~ half_normal(2); u[g] ~ student_t(4, m, t); y ~ normal(u[g], s)",
                "m ~ normal(0, 5); t ~ lognormal(0, 1); s ~ half_normal(2); u[g] ~ normal(m, t); y ~ normal(u[g], s)",
                "m ~ student_t(4, 0, 5); t, s ~ half_normal(2); u[g] ~ normal(m, t); y ~ normal(u[g], s)",
                "m ~ normal(0, 5); t ~ half_normal(2); s ~ gamma(2, 1); u[g] ~ normal(m, t); y ~ normal(u[g], s)",
                // Unknowns that multiply, or are bent.
                MEANS + "s ~ half_normal(3); y ~ normal(exp(u[g]), s)",
                MEANS + "s ~ half_normal(3); b ~ normal(0, 1); y ~ normal(b * u[g], s)",
                MEANS + "s ~ half_normal(3); y ~ normal(u[g], s * t)",
                MEANS + "s ~ half_normal(3); b ~ normal(0, 1); y ~ normal(u[g], s * exp(b * x))",
                MEANS + "s[g] ~ half_normal(3); y ~ normal(u[g], s[g])",
                // Unknowns with two roles.
                MEANS + "s ~ half_normal(3); y ~ normal(u[g] + t, s)",
                MEANS + "s ~ half_normal(3); y ~ normal(u[g] + m * x, s)",
                MEANS + "y ~ normal(u[g], t)",
                MEANS + "s ~ half_normal(3); v[g] ~ normal(0, t); y ~ normal(u[g] + v[g] * x, s)",
                "k ~ normal(0, 1); m ~ normal(k, 5); t, s ~ half_normal(2); u[g] ~ normal(m, t); y ~ normal(u[g], s)",
                "t ~ half_normal(2); m ~ normal(0, t); s ~ half_normal(2); u[g] ~ normal(m, t); y ~ normal(u[g], s)",
                // No mean of their own, a mean of two, effects of effects, effects with scales of their own.
                "t, s ~ half_normal(2); u[g] ~ normal(0, t); y ~ normal(u[g], s)",
                "t, s ~ half_normal(2); m ~ normal(0, 5); u[g] ~ normal(1, t); y ~ normal(m + u[g], s)",
                "t, s ~ half_normal(2); m, k ~ normal(0, 5); u[g] ~ normal(m + k, t); y ~ normal(u[g], s)",
                MEANS + "r, s ~ half_normal(3); v[g] ~ normal(u[g], r); y ~ normal(v[g], s)",
                "m ~ normal(0, 5); t[g], s ~ half_normal(2); u[g] ~ normal(m, t[g]); y ~ normal(u[g], s)",
                // A second outcome that the same unknowns explain.
                MEANS + "s, r ~ half_normal(3); y ~ normal(u[g], s); z ~ normal(u[g], r)",
                // Effects drawn together.
                "columns k = 2; C[k] ~ lkj(2); t[k] ~ half_normal(2); m ~ normal(0, 5); s ~ half_normal(2);"
                        + " (u[g], v[g]) ~ mvnormal([m, 0], scaled(t, C)); y ~ normal(u[g] + v[g] * x, s)",
            })
    void nearMissesAreLeftToOtherPaths(String text) {
        assertThat(plan(text, blocks(2), PathChoice.AUTO).factors())
                .allSatisfy(factor -> assertThat(factor.path()).isNotEqualTo(InferencePath.COLLAPSE));
        assertThatThrownBy(() -> plan(text, blocks(2), PathChoice.COLLAPSE))
                .isInstanceOf(BindingException.class)
                .hasMessageContaining("is no such hierarchy");
    }

    /** Draws of all groups' effects come together on the driver: 8,000 of 5,000 effects would be 305 MB. */
    @Test
    void groupsWhoseDrawsWouldFillTheDriverAreRefused() {
        String[] groups = new String[5_000];
        java.util.Arrays.setAll(groups, i -> "g" + i);
        Blocks many = new LocalBlocks(List.of(Data.builder()
                .numbers("x", new double[5_000])
                .numbers("z", new double[5_000])
                .numbers("e", new double[5_000])
                .numbers("y", new double[5_000])
                .categories("g", groups)
                .build()));
        String text = MEANS + "s ~ half_normal(3); y ~ normal(u[g], s)";
        assertThatThrownBy(() -> plan(text, many, PathChoice.AUTO))
                .isInstanceOf(BindingException.class)
                .hasMessageContaining("8000 draws of 5003 unknowns are 305 MB")
                .hasMessageContaining("run.draws")
                .hasMessageContaining("segments");
    }

    @Test
    void aSecondGroupIsNotCollapsed() {
        String text = "row x, z, e, y\ngroup g\ngroup h\n" + MEANS
                + "s, r ~ half_normal(3)\nw[h] ~ normal(0, r)\ny ~ normal(u[g] + w[h], s)\n";
        Blocks blocks = blocks(2);
        Posterior posterior = FactSearch.bind(Model.parse("m", text), blocks).posterior();
        assertThat(InferencePlan.of(posterior, blocks, AUTO, 125)
                        .factors()
                        .get(0)
                        .path())
                .isEqualTo(InferencePath.ANCHOR);
    }
}
