package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tributary.check.Calibration;
import tributary.check.Replication;
import tributary.check.Simulator;
import tributary.infer.Draws;
import tributary.infer.nuts.Nuts;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Calibration of groups of cells: of hyper-parameters, of one group, and of the log density; of yes and no with about four
 * events a group.
 */
class CellCalibrationTest {
    private static final Nuts NUTS =
            Nuts.DEFAULT.withChains(1).withLengths(200, 510).withTargetAcceptance(0.9);

    @Test
    void ranksAreUniformAtFourEventsAGroup() {
        assertThat(Calibration.QUICK.run(new Few(CellLikelihood.BERNOULLI, false), StreamKey.of(41), Runnable::run))
                .matches(Calibration.Report::passes);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("full")
    void ranksOfEveryLikelihoodAreUniform(CellLikelihood likelihood) {
        assertThat(Calibration.QUICK.run(new Few(likelihood, false), StreamKey.of(43), Runnable::run))
                .matches(Calibration.Report::passes);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("full")
    void ranksOfVaryingEffectsAreUniformOverFiveHundredReplications(CellLikelihood likelihood) {
        assertThat(Calibration.LONG.run(new Few(likelihood, true), StreamKey.of(42), Runnable::run))
                .matches(Calibration.Report::passes);
    }

    /** Groups of a control and an arm of a few rows each. */
    private static final class Few implements Simulator {
        private static final int GROUPS = 6;
        private static final SpreadPrior SPREAD = SpreadPrior.halfNormal(0.7);

        private final CellLikelihood likelihood;
        private final boolean varying;
        private final GroupModel model;
        private final double middle;
        private final int rows;

        Few(CellLikelihood likelihood, boolean varying) {
            this.likelihood = likelihood;
            this.varying = varying;
            boolean events = likelihood == CellLikelihood.BERNOULLI;
            middle = events ? -1.5 : 0;
            rows = events ? 10 : 4;
            boolean noisy = likelihood == CellLikelihood.GAMMA || likelihood == CellLikelihood.STUDENT_T;
            GroupModel plain = GroupModel.of(
                    List.of(
                            GroupModel.Coefficient.of("baseline", middle, 0.5, SPREAD),
                            GroupModel.Coefficient.of("effect", 0, 0.7, varying ? SPREAD : null)),
                    2,
                    noisy ? SPREAD : null);
            model = likelihood == CellLikelihood.GAMMA
                    ? plain.withNoise(GroupModel.Noise.VARIATION)
                    : noisy ? plain.withNoise(GroupModel.Noise.TAILS) : plain;
        }

        @Override
        public List<String> quantities() {
            List<String> names = new java.util.ArrayList<>(new HyperLayout(model).names());
            names.add("baseline_of_first");
            names.add("effect_of_first");
            names.add("log_density");
            return names;
        }

        @Override
        public Replication replicate(StreamKey key) {
            RandomStream stream = key.with("truth").stream();
            double[] position = new double[new HyperLayout(model).dimension()];
            int at = 0;
            position[at++] = middle + 0.5 * stream.nextGaussian();
            position[at++] = 0.7 * stream.nextGaussian();
            double sd = 0.7 * Math.abs(stream.nextGaussian());
            position[at++] = Math.log(sd);
            double sdEffect = varying ? 0.7 * Math.abs(stream.nextGaussian()) : 0;
            double r = varying ? 2 * stream.nextBeta(2, 2) - 1 : 0;
            if (varying) {
                position[at++] = Math.log(sdEffect);
                position[at++] = 0.5 * Math.log((1 + r) / (1 - r));
            }
            double noise = 0.7 * Math.abs(stream.nextGaussian());
            double degrees = stream.nextGamma(2) / 0.1;
            for (int i = 0; at < position.length; i++) {
                position[at++] = Math.log(i == 0 ? noise : degrees);
            }
            CellTable.Builder builder = CellTable.builder(likelihood, 2, 0, 0);
            double[] first = new double[2];
            for (int g = 0; g < GROUPS; g++) {
                double a = stream.nextGaussian();
                double level = position[0] + sd * a;
                double effect = position[1] + sdEffect * (r * a + Math.sqrt(1 - r * r) * stream.nextGaussian());
                if (g == 0) {
                    first = new double[] {level, effect};
                }
                for (int c = 0; c < 2; c++) {
                    double sum = 0;
                    double logs = 0;
                    for (int i = 0; i < rows; i++) {
                        double y = outcome(stream, level + c * effect, noise, degrees);
                        sum += y;
                        logs += likelihood == CellLikelihood.GAMMA ? StrictMath.log(y) : 0;
                        if (likelihood == CellLikelihood.STUDENT_T) {
                            builder.cell(1, y, 0, new double[] {1, c});
                        }
                    }
                    if (likelihood != CellLikelihood.STUDENT_T) {
                        builder.cell(rows, sum, logs, new double[] {1, c});
                    }
                }
                builder.endGroup();
            }
            CellTable table = builder.build();
            HyperPosterior posterior = HyperPosterior.sample(table, model, NUTS, key, Runnable::run);
            CollapsedDensity density = table.density(model);
            int d = position.length;
            double[] gradient = new double[d];
            double[] truth = new double[d + 3];
            density.natural(position, truth);
            System.arraycopy(first, 0, truth, d, 2);
            truth[d + 2] = density.evaluate(position, gradient);
            RandomStream drawn = key.with("groups").stream();
            double[] coefficients = new double[2];
            double[] means = new double[2];
            double[] variances = new double[2];
            Draws draws = posterior.positions().map(quantities(), (row, values) -> {
                density.natural(row, values);
                table.given(model, row).draw(0, drawn, coefficients, means, variances);
                values[d] = coefficients[0];
                values[d + 1] = coefficients[1];
                values[d + 2] = density.evaluate(row, gradient);
            });
            return Replication.of(truth, draws);
        }

        private double outcome(RandomStream stream, double eta, double noise, double degrees) {
            return switch (likelihood) {
                case BERNOULLI -> stream.nextDouble() < likelihood.mean(eta) ? 1 : 0;
                case POISSON -> poisson(stream, likelihood.mean(eta));
                case GAMMA -> {
                    double shape = 1 / (noise * noise);
                    yield Math.max(Double.MIN_NORMAL, likelihood.mean(eta) * stream.nextGamma(shape) / shape);
                }
                case STUDENT_T ->
                    eta + noise * stream.nextGaussian() / Math.sqrt(stream.nextGamma(0.5 * degrees) / (0.5 * degrees));
            };
        }

        /** The number of exponential times that fit into one. */
        private static double poisson(RandomStream stream, double mean) {
            double time = 0;
            for (int n = 0; ; n++) {
                time -= Math.log(1 - stream.nextDouble());
                if (time > mean) {
                    return n;
                }
            }
        }
    }
}
