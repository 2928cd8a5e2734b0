package tributary.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tributary.infer.Draws;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
import tributary.math.LogDensity;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Calibration passes sound inference and finds each kind of unsound one, on mu ~ normal(0, 1), y ~ normal(mu, 1). */
class CalibrationTest {
    private static final StreamKey KEY = StreamKey.of(77);
    private static final int ROWS = 5;

    /** Inference, sound and otherwise. */
    private enum Fit {
        EXACT,
        NUTS,
        TOO_NARROW,
        TOO_WIDE,
        BIASED,
        PRIOR
    }

    private record Conjugate(Fit fit) implements Simulator {
        @Override
        public List<String> quantities() {
            return List.of("mu", "log_likelihood");
        }

        @Override
        public Replication replicate(StreamKey key) {
            RandomStream stream = key.with("truth").stream();
            double mu = stream.nextGaussian();
            double[] y = IntStream.range(0, ROWS)
                    .mapToDouble(i -> mu + stream.nextGaussian())
                    .toArray();
            double sd = 1 / Math.sqrt(1 + ROWS);
            double mean = IntStream.range(0, ROWS).mapToDouble(i -> y[i]).sum() * sd * sd;
            Draws draws = switch (fit) {
                case EXACT -> normal(key, mean, sd);
                case TOO_NARROW -> normal(key, mean, 0.5 * sd);
                case TOO_WIDE -> normal(key, mean, 2 * sd);
                case BIASED -> normal(key, mean + 0.8 * sd, sd);
                case PRIOR -> normal(key, 0, 1);
                case NUTS -> sampled(key, y);
            };
            return Replication.of(new double[] {mu, logLikelihood(y, mu)}, draws.map(quantities(), (row, out) -> {
                out[0] = row[0];
                out[1] = logLikelihood(y, row[0]);
            }));
        }

        private static Draws normal(StreamKey key, double mean, double sd) {
            RandomStream stream = key.with("posterior").stream();
            double[] values = new double[1000];
            for (int i = 0; i < values.length; i++) {
                values[i] = mean + sd * stream.nextGaussian();
            }
            return Draws.ofColumns(List.of("mu"), 4, values);
        }

        private static Draws sampled(StreamKey key, double[] y) {
            NutsFit fit = Nuts.DEFAULT
                    .withLengths(200, 500)
                    .run(
                            () -> new LogDensity() {
                                @Override
                                public int dimension() {
                                    return 1;
                                }

                                @Override
                                public double evaluate(double[] position, double[] gradient) {
                                    gradient[0] = -position[0];
                                    for (double value : y) {
                                        gradient[0] += value - position[0];
                                    }
                                    return -0.5 * position[0] * position[0] + logLikelihood(y, position[0]);
                                }
                            },
                            List.of("mu"),
                            key.with("posterior"));
            return fit.draws();
        }

        private static double logLikelihood(double[] y, double mu) {
            double sum = 0;
            for (double value : y) {
                sum -= 0.5 * (value - mu) * (value - mu);
            }
            return sum;
        }
    }

    @ParameterizedTest
    @EnumSource(Fit.class)
    void passesTheSoundAndFindsTheUnsound(Fit fit) {
        Calibration.Report report = Calibration.QUICK.run(new Conjugate(fit), KEY, Runnable::run);
        assertThat(report.passes()).isEqualTo(fit == Fit.EXACT || fit == Fit.NUTS);
        CalibrationResult mu = report.result("mu");
        assertThat(mu.ranks()).hasSize(64);
        switch (fit) {
            case EXACT, NUTS -> assertThat(mu.coverageP()).isGreaterThan(1e-3);
            case TOO_NARROW -> assertThat(mu.coverage80()).isLessThan(0.7);
            case TOO_WIDE -> assertThat(mu.coverage50()).isGreaterThan(0.65);
            case BIASED -> assertThat(mu.meanRank()).isLessThan(0.4);
            // the ranks of mu are uniform under its prior: only the data-dependent quantity tells
            case PRIOR -> {
                assertThat(mu.uniformityP()).isGreaterThan(0.01);
                assertThat(report.result("log_likelihood").uniformityP()).isLessThan(1e-6);
            }
        }
    }

    @Test
    @Tag("full")
    void theLongFormPassesNutsWithCoverageInItsBands() {
        Calibration.Report report = Calibration.LONG.run(new Conjugate(Fit.NUTS), KEY, Runnable::run);
        assertThat(report.passes()).isTrue();
        CalibrationResult mu = report.result("mu");
        // five binomial standard errors
        assertThat(mu.coverage50()).isCloseTo(0.5, within(5 * Math.sqrt(0.25 / 500)));
        assertThat(mu.coverage95()).isCloseTo(0.95, within(5 * Math.sqrt(0.0475 / 500)));
        assertThat(mu.chiSquareP()).isGreaterThan(1e-4);
    }

    @Test
    void executorsAndOrderDoNotChangeTheVerdict() {
        Calibration small = new Calibration(8, 15);
        Conjugate simulator = new Conjugate(Fit.EXACT);
        Calibration.Report alone = small.run(simulator, KEY, Runnable::run);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            assertThat(small.run(simulator, KEY, threads)).isEqualTo(alone);
        } finally {
            threads.shutdown();
        }
        List<Calibration.Ranked> backwards = IntStream.range(0, 8)
                .mapToObj(r -> small.replicate(simulator, KEY, 7 - r))
                .toList();
        assertThat(small.judge(simulator.quantities(), backwards)).isEqualTo(alone);
    }

    @Test
    void failedFitsAreDataAndNoPass() {
        Simulator flaky = new Simulator() {
            @Override
            public List<String> quantities() {
                return List.of("mu", "log_likelihood");
            }

            @Override
            public Replication replicate(StreamKey key) {
                return key.stream().nextDouble() < 0.3
                        ? Replication.failed("stuck")
                        : new Conjugate(Fit.EXACT).replicate(key);
            }
        };
        Calibration.Report report = Calibration.QUICK.run(flaky, KEY, Runnable::run);
        assertThat(report.failures()).isNotEmpty().first().asString().contains("stuck");
        assertThat(report.result("mu").ranks()).hasSize(64 - report.failures().size());
        assertThat(report.passes()).isFalse();
    }

    @Test
    void tiesAreBrokenEvenly() {
        Simulator constant = new Simulator() {
            @Override
            public List<String> quantities() {
                return List.of("one");
            }

            @Override
            public Replication replicate(StreamKey key) {
                double[] ones = new double[300];
                Arrays.fill(ones, 1);
                return Replication.of(new double[] {1}, Draws.ofColumns(quantities(), 1, ones));
            }
        };
        assertThat(Calibration.QUICK.run(constant, KEY, Runnable::run).passes()).isTrue();
        assertThatThrownBy(() -> new Calibration(10, 400).run(constant, KEY, Runnable::run))
                .hasMessageContaining("400 draws");
    }
}
