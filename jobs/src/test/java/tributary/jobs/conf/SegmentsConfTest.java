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
import tributary.family.segments.Outcome;
import tributary.family.segments.Rung;
import tributary.family.segments.SegmentSpec;
import tributary.hierarchy.SpreadPrior;

/** Confs of segments: the shipped one is read, every key means what it says, and each wrong value is named. */
class SegmentsConfTest {
    private static final String SMALL = """
            run.results = /tmp/results
            name = uplift
            input { rows.path = /tmp/units, control = control, treatments = [treated], columns { segment = region, arm = variant } }
            metrics.revenue { column = revenue }
            """;

    @Test
    void theShippedConfIsRead() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path conf = Files.isDirectory(here.resolve("conf")) ? here.resolve("conf") : here.resolveSibling("conf");
        assertThat(read(Files.readString(conf.resolve("segments.conf"))).specs())
                .hasSize(1);
    }

    @Test
    void aSmallConfMeansWhatItSays() {
        SegmentsConf conf = read(SMALL + """
                input { treatments = [a, b], missing = drop }
                metrics.revenue {
                  better = lower, covariates = [before, age]
                  priors {
                    effect-mean = 1, effect-sd = 3, effect-spread { family = half-cauchy, scale = 0.5 }
                    baseline-spread { family = exponential, scale = 2 }, residual { family = half-normal, scale = 4 }
                    group-effect-spread { family = half-normal, scale = 0.1 }
                    group-baseline-spread { family = half-normal, scale = 0.2 }, correlation-shape = 0
                  }
                }
                metrics.orders { outcome = poisson, decision { launch-probability = 0.9 } }
                decision { interval.probability = 0.8, launch-probability = 0.97 }
                inference { kept-draws = 50, segment-draws = 200, warmup = 77 }
                """);
        assertThat(conf.dropMissing()).isTrue();
        assertThat(conf.keptDraws()).contains(50);
        assertThat(conf.segmentDraws()).isEqualTo(200);
        assertThat(conf.warmup()).isEqualTo(77);
        assertThat(conf.consensus()).isEmpty();
        assertThat(conf.input().arms()).containsExactly("control", "a", "b");
        SegmentSpec revenue = spec(conf, "revenue");
        assertThat(revenue.direction()).isEqualTo(Direction.LOWER_IS_BETTER);
        assertThat(revenue.covariates()).containsExactly("before", "age");
        assertThat(revenue.decision().safeguards().launchProbability()).isEqualTo(0.97);
        assertThat(revenue.decision().interval().probability()).isEqualTo(0.8);
        assertThat(revenue.priors())
                .isEqualTo(new SegmentSpec.Priors(
                        1,
                        3.0,
                        new SpreadPrior(SpreadPrior.Family.HALF_CAUCHY, 0.5),
                        new SpreadPrior(SpreadPrior.Family.EXPONENTIAL, 2),
                        SpreadPrior.halfNormal(0.1),
                        SpreadPrior.halfNormal(0.2),
                        SpreadPrior.halfNormal(4),
                        0));
        SegmentSpec orders = spec(conf, "orders");
        assertThat(orders.outcome()).isEqualTo(Outcome.POISSON);
        assertThat(orders.decision().safeguards().launchProbability()).isEqualTo(0.9);
        assertThat(orders.priors()).isEqualTo(SegmentSpec.Priors.SCALED);
    }

    @Test
    void whatIsLeftOutIsWhatIsAsked() {
        String compare = SMALL + "metrics.revenue.outcome = normal\ncompare { models = [naive, multilevel]";
        SegmentsConf both = read(compare + " }");
        assertThat(both.compared()).containsExactly(Rung.NAIVE, Rung.MULTILEVEL);
        assertThat(both.segmentsLeftOut()).isTrue();
        assertThat(both.rowsLeftOut()).isTrue();
        SegmentsConf rows = read(compare + ", leave-out = [row] }");
        assertThat(rows.segmentsLeftOut()).isFalse();
        assertThat(rows.rowsLeftOut()).isTrue();
    }

    @Test
    void momentsOfEstimatesTakeAFloor() {
        SegmentsConf conf = read("""
                run.results = /tmp/results
                name = teams
                input { form = estimates, rows.path = /tmp/teams, columns.segment = team }
                model { pooling = plug-in, plug-in-floor = 0.01 }
                metrics.sales {}
                """);
        assertThat(conf.plugInFloor()).isEqualTo(0.01);
        assertThat(spec(conf, "sales").pooling()).isEqualTo(SegmentSpec.Pooling.PLUG_IN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compare.models = [naive], model.residual = own|compare.models: compares models of one unknown residual",
                "compare.models = [naive], inference.path = consensus|compare.models: goes with inference.path = collapse",
                "compare.models = [naive], metrics.revenue.outcome = poisson|compare.models: compares models of rows",
                "compare { models = [naive], leave-out = [column] }|compare.leave-out",
                "decision.no-harmed-segment = true|decision.no-harmed-segment: goes with experiment",
                "metrics.revenue.decision.harm-probability = 0.9|metrics.revenue.decision.harm-probability: goes with",
                "inference.kept-draws = -1|inference.kept-draws: is -1 but must be at least 0",
                "inference.warmup = 20|inference.warmup: is 20 but must be between 50 and 100000",
                "inference.segment-draws = 10|inference.segment-draws: is 10 but must be between 100",
                "model.baseline = separate, decision.suspicious-lift = 0.5|metrics.revenue.decision: asks for relative effects",
                "model.plug-in-floor = 0|model.plug-in-floor: is 0.0 but must be positive",
                "metrics.revenue.priors.correlation-shape = -1|correlation-shape: is -1.0 but must be at least 0",
                "metrics.revenue.priors.group-effect-spread { family = half-normal, scale = 0 }|scale: is 0.0 but must be",
                "metrics.revenue.better = more|metrics.revenue.better: must be one of higher, lower",
                "input.treatments = [control]|input.treatments",
                "model.baselin = pooled|did you mean model.baseline?"
            })
    void eachWrongValueIsNamed(String wrong, String says) {
        assertThatThrownBy(() -> read(SMALL + wrong)).hasMessageContaining(says);
    }

    private static SegmentSpec spec(SegmentsConf conf, String metric) {
        return conf.specs().stream()
                .filter(s -> s.metric().equals(metric))
                .findFirst()
                .orElseThrow();
    }

    private static SegmentsConf read(String text) {
        ConfReader reader = ConfReader.of(HoconText.parse(text, "test.conf", List.of()));
        SegmentsConf conf = SegmentsConf.read(reader, RunSettings.read(reader));
        reader.finish();
        return conf;
    }
}
