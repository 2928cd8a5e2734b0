package tributary.family.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tributary.estimand.EffectSummary;
import tributary.stats.CrossProducts;

/** Data and exact answers that the tests of experiments share. */
final class Examples {
    static final Map<String, ArmStatistics> BINARY =
            Map.of("control", ArmStatistics.binary(5200, 593), "treated", ArmStatistics.binary(5100, 635));
    static final Map<String, ArmStatistics> SMALL =
            Map.of("control", ArmStatistics.binary(180, 22), "treated", ArmStatistics.binary(175, 23));

    private Examples() {}

    static ExperimentSpec spec(MetricSpec... metrics) {
        return new ExperimentSpec(
                "checkout", "control", List.of("treated"), List.of(metrics), new DrawSettings(42, 4, 5000));
    }

    static AnalysisResult analyse(MetricSpec metric, Map<String, ArmStatistics> arms) {
        return ExperimentAnalysis.of(spec(metric), metric.name(), ExperimentSpec.ALL, arms)
                .result();
    }

    static EffectSummary effect(AnalysisResult result, String estimand) {
        return result.effects().stream()
                .filter(e -> e.estimand().equals(estimand))
                .findFirst()
                .orElseThrow(() -> new AssertionError(estimand + " missing; " + result.problems()));
    }

    /** The continuous experiment, the first so many rows of it: outcome, pre-period value. */
    static Map<String, ArmStatistics> continuous(int rows) {
        List<double[]> data = lines("continuous_experiment.csv").stream()
                .skip(1)
                .limit(rows)
                .map(line -> Arrays.stream(line.split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
        return Map.of("control", arm(data, 0), "treated", arm(data, 1));
    }

    private static ArmStatistics arm(List<double[]> data, int a) {
        double[][] rows = data.stream()
                .filter(row -> row[0] == a)
                .map(row -> new double[] {row[2], row[1]})
                .toArray(double[][]::new);
        return ArmStatistics.of(
                CrossProducts.of(rows, 2),
                Arrays.stream(rows).filter(row -> row[0] > 0).count());
    }

    static List<String> lines(String resource) {
        try (InputStream in = Examples.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] exact(String name) {
        return lines("exact.csv").stream()
                .map(line -> line.split(",", -1))
                .filter(cells -> cells[0].equals(name))
                .map(cells -> Arrays.stream(cells, 1, 4)
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .findFirst()
                .orElseThrow();
    }

    /** Within four Monte Carlo standard errors of mean, sd and probability. */
    static void agrees(EffectSummary effect, String name) {
        double[] exact = exact(name);
        double n = effect.essBulk();
        assertThat(effect.mean()).isCloseTo(exact[0], within(4 * exact[1] / StrictMath.sqrt(n)));
        assertThat(effect.sd()).isCloseTo(exact[1], within(4 * exact[1] / StrictMath.sqrt(2 * n)));
        double p = exact[2];
        assertThat(effect.probPositive()).isCloseTo(p, within(4 * StrictMath.sqrt(p * (1 - p) / n) + 1e-4));
    }
}
