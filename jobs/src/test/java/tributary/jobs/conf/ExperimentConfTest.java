package tributary.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.decide.Direction;
import tributary.family.experiment.Adjustment;
import tributary.family.experiment.MetricSpec;
import tributary.family.experiment.PriorSpec;
import tributary.jobs.scan.ExperimentInput;
import tributary.jobs.scan.MetricColumns;

/** Confs of experiments: the shipped ones are read, and each wrong value is named. */
class ExperimentConfTest {
    private static final String SMALL = """
            run.results = /tmp/results
            input { form = units, units.path = /tmp/units, segments = [country] }
            experiments.checkout { treatments = [b, c], shares { control = 2, b = 1, c = 1 } }
            metrics.conversion { kind = binary }
            """;

    @Test
    void theShippedConfsAreRead() throws IOException {
        Path conf = conf();
        ExperimentConf demo = read(Files.readString(conf.resolve("experiment.conf")));
        assertThat(demo.experiments()).isNotEmpty();
        try (var presets = Files.list(conf.resolve("presets"))) {
            for (Path preset : presets.sorted().toList()) {
                assertThat(read(Files.readString(preset)).experiments())
                        .as(preset.toString())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void aSmallConfMeansWhatItSays() {
        ExperimentConf conf = read(SMALL + """
                metrics.revenue {
                  kind = revenue, missing = drop, cap.quantile = 0.99, window = 14d, better = lower
                  guardrail { margin = 0.02 }
                }
                metrics.value {
                  kind = continuous
                  covariates.pre { source = pre_value }
                  prior { kind = normal-inverse-gamma, mean = 3, by-arm.b { mean = 4 } }
                  sensitivity.firm { kind = normal-inverse-gamma, kappa = 50, plausible = false }
                  decision { economics { users = 1000, value = 2.5 } }
                }
                decision { rope { scale = absolute, lower = -1, upper = 1 }, min-units-per-arm = 10 }
                """);
        assertThat(conf.scan().experiments().get(0).shares()).containsExactly(0.5, 0.25, 0.25);
        assertThat(conf.scan().input()).isInstanceOf(ExperimentInput.Units.class);
        MetricColumns revenue = conf.scan().metrics().stream()
                .filter(m -> m.name().equals("revenue"))
                .findFirst()
                .orElseThrow();
        assertThat(revenue.logs())
                .as("a mean amount by the central limit theorem needs none")
                .isFalse();
        assertThat(revenue.cap()).isEqualTo(new MetricColumns.Cap(MetricColumns.CapKind.QUANTILE, 0.99));
        assertThat(revenue.window()).isEqualTo(java.time.Duration.ofDays(14));
        MetricSpec judged = conf.experiments().get(0).metric("revenue");
        assertThat(judged.direction()).isEqualTo(Direction.LOWER_IS_BETTER);
        assertThat(judged.guardrail()).isNotNull();
        assertThat(judged.decision().safeguards().minUnitsPerArm()).isEqualTo(10);
        MetricSpec value = conf.experiments().get(0).metric("value");
        assertThat(value.adjustment()).isEqualTo(Adjustment.CUPED);
        assertThat(((PriorSpec.Normals) value.prior()).of("b").mean()).isEqualTo(4);
        assertThat(((PriorSpec.Normals) value.prior()).of("c").mean()).isEqualTo(3);
        assertThat(value.sensitivity()).hasSize(1);
        assertThat(value.decision().stakes().economics()).isNotNull();
        assertThat(conf.experiments()
                        .get(0)
                        .metric("conversion")
                        .decision()
                        .stakes()
                        .economics())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metrics.conversion.prior { kind = beta, a = -1 }|metrics.conversion.prior.a: is -1.0 but must be above 0",
                "metrics.conversion.prior { kind = gamma }|does not fit a BINARY metric",
                "metrics.conversion.prior { kind = flat, kappa = 1 }|kappa: is not a known key",
                "metrics.conversion.kind = bynary|metrics.conversion.kind: must be one of binary",
                "metrics.r { kind = ratio }|metrics.r.denominator: is missing",
                "metrics.conversion.decision.launch-probability = 0.3|must be above 0.5",
                "metrics.conversion.cap { value = 1, quantile = 0.9 }|give one of the two",
                "experiments.checkout.metrics = [convesion]|did you mean conversion?",
                "experiments.checkout.treatments = [control]|needs distinct treatments",
                "experiments.empty {}|experiments.empty.treatments: is missing",
                "input.units.format = csv|input.units.schema: is missing",
                "input.units.paht = x|did you mean input.units.path?",
                "run.draws = 0|run.draws: is 0 but must be between",
                "run.results-schema = main.x|give one of the two",
                "metrics = 3|metrics: must be a section"
            })
    void eachWrongValueIsNamed(String wrong, String says) {
        assertThatThrownBy(() -> read(SMALL + wrong)).hasMessageContaining(says);
    }

    @Test
    void anEmptyConfNamesAllThatIsMissing() {
        assertThatThrownBy(() -> read(""))
                .hasMessageContainingAll(
                        "run.results: is missing",
                        "input.form: is missing",
                        "metrics: names no metric",
                        "experiments: names no");
    }

    private static ExperimentConf read(String text) {
        ConfReader reader = ConfReader.of(HoconText.parse(text, "test.conf", List.of()));
        ExperimentConf conf = ExperimentConf.read(reader, RunSettings.read(reader));
        reader.finish();
        return conf;
    }

    private static Path conf() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("conf")) ? here.resolve("conf") : here.resolveSibling("conf");
    }
}
