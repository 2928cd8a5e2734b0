package tributary.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import tributary.consensus.Blocks;
import tributary.consensus.FactSearch;
import tributary.consensus.LocalBlocks;
import tributary.estimand.IntervalKind;
import tributary.estimand.IntervalSpec;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.infer.nuts.Nuts;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.posterior.Fit;
import tributary.posterior.Posterior;
import tributary.random.NormalQuantile;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Power scaling against the closed forms of a normal mean, and against the published example of priorsense. */
class PowerScalingTest {
    private static final IntervalSpec EQUAL = new IntervalSpec(IntervalKind.ETI, 0.9);
    private static final int DRAWS = 4000;

    /** A normal mean: prior normal(centre, sd), the rows' mean seen with a standard error. */
    private record NormalMean(double centre, double sd, double seen, double error) {
        /** The posterior with prior and likelihood raised to powers. */
        NormalDistribution posterior(double prior, double likelihood) {
            double before = prior / (sd * sd);
            double data = likelihood / (error * error);
            return new NormalDistribution(
                    null, (before * centre + data * seen) / (before + data), 1 / Math.sqrt(before + data));
        }

        /** Draws at even ranks of the posterior. */
        double[] draws() {
            NormalDistribution law = posterior(1, 1);
            return IntStream.range(0, DRAWS)
                    .mapToDouble(i -> law.getMean() + law.getStandardDeviation() * NormalQuantile.of((i + 0.5) / DRAWS))
                    .toArray();
        }

        PowerSensitivity sensitivity() {
            double[] draws = draws();
            double[] prior = new double[DRAWS];
            double[] likelihood = new double[DRAWS];
            for (int d = 0; d < DRAWS; d++) {
                prior[d] = -0.5 * Math.pow((draws[d] - centre) / sd, 2);
                likelihood[d] = -0.5 * Math.pow((draws[d] - seen) / error, 2);
            }
            return PowerScaling.of(LogParts.of(Map.of("mu", prior), likelihood))
                    .of(draws, EQUAL)
                    .orElseThrow();
        }

        /** The sensitivity by integrals of the two distribution functions over the range of the draws. */
        double gradient(boolean prior) {
            NormalDistribution base = posterior(1, 1);
            double[] draws = draws();
            double sum = 0;
            for (double power : new double[] {1 / 1.01, 1.01}) {
                NormalDistribution other = prior ? posterior(power, 1) : posterior(1, power);
                double[] up = new double[2];
                double[] down = new double[2];
                int steps = 20_000;
                double step = (draws[DRAWS - 1] - draws[0]) / steps;
                for (int i = 0; i < steps; i++) {
                    double x = draws[0] + (i + 0.5) * step;
                    double p = base.cumulativeProbability(x);
                    double q = other.cumulativeProbability(x);
                    up[0] += divergence(p, q);
                    up[1] += p + q;
                    down[0] += divergence(1 - p, 1 - q);
                    down[1] += 2 - p - q;
                }
                sum += Math.sqrt(Math.max(up[0] / up[1], down[0] / down[1]));
            }
            return sum / (2 * Math.log(1.01) / Math.log(2));
        }

        private static double divergence(double p, double q) {
            return (p * Math.log(2 * p / (p + q)) + q * Math.log(2 * q / (p + q))) / Math.log(2);
        }
    }

    @Test
    void figuresUnderEachPowerAreThoseOfTheConjugatePosterior() {
        NormalMean mean = new NormalMean(0, 1, 2, 0.5);
        PowerSensitivity found = mean.sensitivity();
        for (PowerSensitivity.Cell cell : found.cells()) {
            double power = cell.cell().cell().endsWith("0.8") ? 0.8 : 1.25;
            NormalDistribution exact = cell.component() == PowerScaling.Component.PRIOR
                    ? mean.posterior(power, 1)
                    : mean.posterior(1, power);
            double sd = exact.getStandardDeviation();
            // Even ranks leave the error of a sum for an integral, largest in the tails: 0.01 sd.
            assertThat(cell.cell().mean()).isCloseTo(exact.getMean(), within(0.01 * sd));
            assertThat(cell.cell().sd()).isCloseTo(sd, within(0.01 * sd));
            assertThat(cell.cell().median()).isCloseTo(exact.getMean(), within(0.01 * sd));
            assertThat(cell.cell().lower()).isCloseTo(exact.inverseCumulativeProbability(0.05), within(0.02 * sd));
            assertThat(cell.cell().upper()).isCloseTo(exact.inverseCumulativeProbability(0.95), within(0.02 * sd));
            assertThat(cell.cell().probPositive()).isCloseTo(1 - exact.cumulativeProbability(0), within(1e-3));
            assertThat(cell.kHat()).isLessThan(0.5);
        }
        assertThat(found.cells()).hasSize(4);
    }

    @Test
    void theSensitivityIsTheIntegralOfTheDistributionFunctions() {
        for (NormalMean mean :
                List.of(new NormalMean(0, 1, 2, 0.5), new NormalMean(0, 10, 2, 0.5), new NormalMean(0, 0.3, 0.1, 2))) {
            PowerSensitivity found = mean.sensitivity();
            // Below .001 the series of tiny distances is what is left of the grid of draws.
            assertThat(found.prior()).isCloseTo(mean.gradient(true), within(0.001 + 0.02 * mean.gradient(true)));
            assertThat(found.likelihood()).isCloseTo(mean.gradient(false), within(0.001 + 0.02 * mean.gradient(false)));
        }
    }

    @Test
    void theThreeDiagnoses() {
        assertThat(new NormalMean(0, 1, 6, 1).sensitivity().diagnosis())
                .isEqualTo(PowerSensitivity.Diagnosis.PRIOR_DATA_CONFLICT);
        assertThat(new NormalMean(0, 0.3, 0.1, 4).sensitivity().diagnosis())
                .isEqualTo(PowerSensitivity.Diagnosis.STRONG_PRIOR);
        assertThat(new NormalMean(0, 10, 2, 0.5).sensitivity().diagnosis()).isEqualTo(PowerSensitivity.Diagnosis.NONE);
        assertThat(new NormalMean(0, 1, 6, 1).sensitivity().words()).contains("mostly that of mu");
    }

    @Test
    void whatCannotBeWeightedHasNoFigures() {
        PowerScaling scaling = PowerScaling.of(LogParts.of(
                Map.of("mu", new NormalMean(0, 1, 0, 1).draws()),
                IntStream.range(0, DRAWS).mapToDouble(i -> -1e4 * i).toArray()));
        double[] values = new NormalMean(0, 1, 0, 1).draws();
        assertThat(scaling.of(values, EQUAL).orElseThrow().cells())
                .filteredOn(c -> c.component() == PowerScaling.Component.LIKELIHOOD)
                .allMatch(c ->
                        Double.isNaN(c.cell().mean()) && c.cell().assumption().contains("too far"));
        assertThat(scaling.of(new double[DRAWS], EQUAL)).isEmpty();
        values[7] = Double.NaN;
        assertThat(scaling.of(values, EQUAL)).isEmpty();
    }

    /** Jacobians and the laws of a group's effects have no part in the prior that is raised to a power. */
    @Test
    void thePartsAreTheDensitiesOfTheModelItself() {
        Model model = Model.parse("m.model", """
                row y, t
                group g
                m ~ normal(1, 3)
                s ~ exponential(2)
                p ~ beta(2, 3)
                tau ~ half_normal(1)
                a[g] ~ normal(0, tau)
                f ~ flat()
                y ~ normal(m + a[g] + p * t + f, s)
                """);
        RandomStream random = StreamKey.of(3).with("rows").stream();
        List<Data> shards = new ArrayList<>();
        List<double[]> ys = new ArrayList<>();
        for (int shard = 0; shard < 2; shard++) {
            double[] y = random(random, 5);
            double[] t = random(random, 5);
            ys.add(y);
            ys.add(t);
            shards.add(Data.builder()
                    .numbers("y", y)
                    .numbers("t", t)
                    .categories("g", "u", "v", "u", "v", "v")
                    .build());
        }
        Blocks blocks = new LocalBlocks(shards);
        Posterior posterior = FactSearch.bind(model, blocks).posterior();
        double[][] positions = new double[6][];
        for (int d = 0; d < positions.length; d++) {
            positions[d] = random(random, posterior.layout().dimension());
        }
        LogParts parts = LogParts.of(posterior, blocks, positions);
        assertThat(parts.priors().keySet()).containsExactly("m", "s", "p", "tau");
        Draws own = posterior.constrain(Draws.ofRows(posterior.coordinates(), new double[][][] {positions}));
        double[] m = own.values("m");
        double[] s = own.values("s");
        double[] p = own.values("p");
        double[] tau = own.values("tau");
        double[] f = own.values("f");
        double[] prior = new double[positions.length];
        double[] likelihood = new double[positions.length];
        for (int d = 0; d < positions.length; d++) {
            prior[d] = new NormalDistribution(null, 1, 3).logDensity(m[d])
                    + new ExponentialDistribution(null, 0.5).logDensity(s[d])
                    + new BetaDistribution(null, 2, 3).logDensity(p[d])
                    + new NormalDistribution(null, 0, 1).logDensity(tau[d]);
            for (int shard = 0; shard < 2; shard++) {
                for (int i = 0; i < 5; i++) {
                    double effect = own.values(i == 0 || i == 2 ? "a[u]" : "a[v]")[d];
                    likelihood[d] += new NormalDistribution(
                                    null, m[d] + effect + p[d] * ys.get(2 * shard + 1)[i] + f[d], s[d])
                            .logDensity(ys.get(2 * shard)[i]);
                }
            }
        }
        for (int d = 1; d < positions.length; d++) {
            assertThat(parts.prior()[d] - parts.prior()[0]).isCloseTo(prior[d] - prior[0], within(1e-9));
            assertThat(parts.likelihood()[d] - parts.likelihood()[0])
                    .isCloseTo(likelihood[d] - likelihood[0], within(1e-9));
        }
    }

    private static double[] random(RandomStream random, int size) {
        return IntStream.range(0, size).mapToDouble(i -> random.nextGaussian()).toArray();
    }

    /**
     * The example of the priorsense package: 25 rows of mean 9.844 and sd 0.7697835, mu ~ normal(0, 1), sigma ~
     * half-normal(2.5). Its two vignettes print, from 4000 draws each, for mu .433 and .641 ("Power-scaling sensitivity
     * analysis") or .390 and .558 ("Getting started with priorsense"), for sigma .360 and .674, or .288 and .527: so far
     * 4000 draws scatter. Both call both a conflict.
     */
    @Test
    void thePublishedExample() {
        int rows = 25;
        double[] y = IntStream.range(0, rows)
                .mapToDouble(i -> NormalQuantile.of((i + 0.5) / rows))
                .toArray();
        double spread = Describe.sd(y);
        for (int i = 0; i < rows; i++) {
            y[i] = 9.844 + 0.7697835 * y[i] / spread;
        }
        Data data = Data.builder().numbers("y", y).build();
        Blocks blocks = new LocalBlocks(List.of(data));
        Model model = Model.parse("m.model", """
                row y
                mu ~ normal(0, 1)
                sigma ~ half_normal(2.5)
                y ~ normal(mu, sigma)
                """);
        double[][] found = new double[4][3];
        for (int seed = 0; seed < found[0].length; seed++) {
            Fit fit = Posterior.of(model, data).sample(Nuts.DEFAULT, seed);
            PowerScaling scaling = PowerScaling.of(
                    LogParts.of(fit.posterior(), blocks, fit.unconstrained().spread(DRAWS)));
            PowerSensitivity mu = scaling.of(fit.draws().values("mu"), EQUAL).orElseThrow();
            PowerSensitivity sigma =
                    scaling.of(fit.draws().values("sigma"), EQUAL).orElseThrow();
            assertThat(mu.diagnosis()).isEqualTo(PowerSensitivity.Diagnosis.PRIOR_DATA_CONFLICT);
            assertThat(sigma.diagnosis()).isEqualTo(PowerSensitivity.Diagnosis.PRIOR_DATA_CONFLICT);
            assertThat(mu.most()).isEqualTo("mu");
            found[0][seed] = mu.prior();
            found[1][seed] = mu.likelihood();
            found[2][seed] = sigma.prior();
            found[3][seed] = sigma.likelihood();
        }
        double[][] published = {{0.433, 0.390}, {0.641, 0.558}, {0.360, 0.288}, {0.674, 0.527}};
        for (int k = 0; k < found.length; k++) {
            // Three runs of ours and two of theirs, which scatter alike: the sd of one is read off both.
            double sd = Math.sqrt((Describe.variance(found[k]) * 2 + Describe.variance(published[k])) / 3);
            assertThat(Describe.mean(found[k]))
                    .as("figure " + k)
                    .isCloseTo(Describe.mean(published[k]), within(4 * sd * Math.sqrt(1 / 3.0 + 1 / 2.0)));
        }
    }
}
