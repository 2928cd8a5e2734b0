package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tributary.check.Calibration;
import tributary.check.Replication;
import tributary.check.Simulator;
import tributary.infer.Draws;
import tributary.infer.nuts.Nuts;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Calibration of the collapsed normal hierarchy: hyper-parameters, one group's effect, and the log density. */
class GroupCalibrationTest {
    private static final Nuts NUTS = Nuts.DEFAULT.withChains(2).withLengths(150, 300);

    @Test
    void ranksAreUniform() {
        assertThat(Calibration.QUICK.run(new Groups(), StreamKey.of(31), Runnable::run))
                .matches(Calibration.Report::passes);
    }

    @Test
    @Tag("full")
    void ranksAreUniformOverFiveHundredReplications() {
        assertThat(Calibration.LONG.run(new Groups(), StreamKey.of(32), Runnable::run))
                .matches(Calibration.Report::passes);
    }

    private static final class Groups implements Simulator {
        private static final int GROUPS = 12;

        @Override
        public List<String> quantities() {
            return List.of(
                    "intercept",
                    "slope_z",
                    "effect",
                    "covariate",
                    "sd_intercept",
                    "sd_effect",
                    "cor_intercept_effect",
                    "sigma",
                    "effect_of_first",
                    "log_density");
        }

        @Override
        public Replication replicate(StreamKey key) {
            RandomStream stream = key.with("truth").stream();
            double r = 2 * stream.nextBeta(2, 2) - 1;
            double[] truth = {
                1 + 2 * stream.nextGaussian(),
                stream.nextGaussian(),
                stream.nextGaussian(),
                stream.nextGaussian(),
                Math.abs(stream.nextGaussian()),
                0.5 * stream.nextExponential(),
                r,
                Math.abs(stream.nextGaussian()),
                0,
                0
            };
            double[][] coefficients = new double[GROUPS][];
            double[] z = new double[GROUPS];
            int[] sizes = new int[GROUPS];
            for (int g = 0; g < GROUPS; g++) {
                double a = stream.nextGaussian();
                double b = r * a + Math.sqrt(1 - r * r) * stream.nextGaussian();
                z[g] = stream.nextGaussian();
                sizes[g] = 1 + g;
                coefficients[g] =
                        new double[] {truth[0] + truth[1] * z[g] + truth[4] * a, truth[2] + truth[5] * b, truth[3]};
            }
            truth[8] = coefficients[0][1];
            GroupTable table =
                    RandomGroups.draw(sizes, coefficients, z, truth[7], stream).table(0);
            GroupModel model = RandomGroups.model();
            HyperPosterior posterior = HyperPosterior.sample(table, model, NUTS, key, Runnable::run);
            NormalGroups density = new NormalGroups(table, model);
            double[] gradient = new double[density.dimension()];
            double[] position = Arrays.copyOf(truth, density.dimension());
            position[4] = Math.log(truth[4]);
            position[5] = Math.log(truth[5]);
            position[6] = 0.5 * Math.log((1 + r) / (1 - r));
            position[7] = Math.log(truth[7]);
            truth[9] = density.evaluate(position, gradient);
            GroupPosterior conditional = new GroupPosterior(table, model);
            RandomStream noise = key.with("groups").stream();
            double[] drawn = new double[3];
            Draws draws = posterior.positions().map(quantities(), (row, values) -> {
                density.natural(row, values);
                conditional.condition(row);
                conditional.draw(0, noise, drawn);
                values[8] = drawn[1];
                values[9] = density.evaluate(row, gradient);
            });
            return Replication.of(truth, draws);
        }
    }
}
