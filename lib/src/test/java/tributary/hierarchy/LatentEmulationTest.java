package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tributary.infer.Describe;
import tributary.infer.Psis;
import tributary.infer.nuts.Nuts;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Twenty thousand groups with a latent of treatment and outcome, emulated in logarithms: truth, and the density itself. */
class LatentEmulationTest {
    /** Baseline, effect; mean, loading and residual of the treatment; loading of the outcome; deviation of groups, residual. */
    private static final double[] TRUTH = {1, 0.5, 0.3, 0.8, 1.2, 0.9, 0.6, 1.5};

    private static final GroupModel MODEL = GroupModel.of(
            List.of(
                    GroupModel.Coefficient.of("baseline", 0, 2, SpreadPrior.halfNormal(1)),
                    GroupModel.Coefficient.of("effect", 0, 1, null)),
            0,
            SpreadPrior.exponential(1));

    private static LatentTable made() {
        RandomStream stream = StreamKey.of(14).stream();
        GroupTable.Builder builder = GroupTable.builder(2, 0, 0);
        for (int g = 0; g < 20_000; g++) {
            double u = stream.nextGaussian();
            double level = TRUTH[0] + TRUTH[6] * stream.nextGaussian() + TRUTH[5] * u;
            int n = 1 + stream.nextInt(8);
            double[] gram = new double[4];
            double[] cross = new double[2];
            double squares = 0;
            for (int i = 0; i < n; i++) {
                double x = TRUTH[2] + TRUTH[3] * u + TRUTH[4] * stream.nextGaussian();
                double y = level + TRUTH[1] * x + TRUTH[7] * stream.nextGaussian();
                gram[1] += x;
                gram[3] += x * x;
                cross[0] += y;
                cross[1] += x * y;
                squares += y * y;
            }
            gram[0] = n;
            gram[2] = gram[1];
            builder.add(n, gram, cross, squares);
        }
        return LatentTable.of(
                builder.build(),
                new LatentTable.Treatment(0, 1.5, SpreadPrior.halfNormal(1), SpreadPrior.exponential(1), 2));
    }

    @Test
    @Tag("full")
    void drawsAreThoseOfTheDensityAndTruthIsFoundAgain() {
        LatentTable table = made();
        LatentGroups density = table.density(MODEL);
        Emulator.Emulated found = Emulator.draw(
                        table,
                        MODEL,
                        HyperPosterior.mode(table.density(MODEL)).orElseThrow(),
                        Nuts.DEFAULT.withChains(2).withLengths(400, 1000).withTargetAcceptance(0.9),
                        StreamKey.of(7),
                        Runnable::run)
                .orElseThrow();
        assertThat(found.agrees()).isTrue();
        assertThat(found.error()).isLessThan(0.05);
        double[][] rows = found.draws().spread(100);
        double[] ratios = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            ratios[i] = density.value(rows[i]) - found.told().evaluate(rows[i], new double[rows[i].length]);
        }
        assertThat(Psis.smooth(ratios).ess()).isGreaterThan(0.99 * rows.length);
        double[][] natural = new double[TRUTH.length][found.draws().size()];
        double[] row = new double[TRUTH.length];
        double[] values = new double[TRUTH.length];
        for (int i = 0; i < found.draws().size(); i++) {
            found.draws().row(i, row);
            density.natural(row, values);
            for (int j = 0; j < values.length; j++) {
                natural[j][i] = values[j];
            }
        }
        for (int j = 0; j < TRUTH.length; j++) {
            assertThat(Describe.mean(natural[j]))
                    .as(density.names().get(j))
                    .isCloseTo(TRUTH[j], within(4 * Describe.sd(natural[j])));
        }
    }
}
