package tributary.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tributary.family.experiment.AnalysisResult;
import tributary.family.experiment.ArmStatistics;
import tributary.family.experiment.DrawSettings;
import tributary.family.experiment.ExperimentAnalysis;
import tributary.family.experiment.ExperimentSpec;
import tributary.family.experiment.MetricKind;
import tributary.family.experiment.MetricSpec;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.quality.Severity;
import tributary.jobs.run.Gate;
import tributary.jobs.run.GateVerdict;
import tributary.jobs.run.Part;

/** What failed checks hold back: the experiment, a metric, a segment, or both of one; and what a warning does not. */
class ExperimentGatesTest {
    private static final ExperimentSpec SPEC = new ExperimentSpec(
            "checkout",
            "control",
            List.of("b"),
            List.of(MetricSpec.goal("converted", MetricKind.BINARY), MetricSpec.goal("clicked", MetricKind.BINARY)),
            new DrawSettings(1, 1, 100));
    private static final List<AnalysisResult> FOUND = List.of(ExperimentAnalysis.of(
                    SPEC,
                    "converted",
                    "all",
                    Map.of("control", ArmStatistics.binary(90, 9), "b", ArmStatistics.binary(90, 12)))
            .result());

    @Test
    void aGateHoldsBackWhatItIsAboutAndNoMore() {
        assertThat(held(failed("srm", null, null))).containsExactly(Part.whole("checkout"));
        assertThat(held(failed("not_finite", "clicked", null))).containsExactly(part("clicked", null));
        assertThat(held(failed("not_finite", "clicked", "all"))).containsExactly(part("clicked", null));
        assertThat(held(failed("srm", null, "device=tv"))).containsExactly(part(null, "device=tv"));
        assertThat(held(failed("not_finite", "clicked", "device=tv"))).containsExactly(part("clicked", "device=tv"));
        assertThat(held(failed("not_finite", "clicked", null), failed("srm", null, "device=tv")))
                .containsExactly(part("clicked", null), part(null, "device=tv"));
    }

    @Test
    void noMetricLeftIsTheWholeAndSoIsNoAnswer() {
        assertThat(held(failed("not_finite", "clicked", null), failed("not_finite", "converted", null)))
                .contains(Part.whole("checkout"));
        List<GateVerdict> unanswered = new ExperimentGates(List.of(SPEC), List.of()).verdicts(List.of());
        assertThat(unanswered).extracting(GateVerdict::heldBackBy).containsExactly(Optional.of(Gate.INFERENCE));
    }

    @Test
    void healthIsOfTheRowItStandsIn() {
        QualityCheck warning = new QualityCheck(
                "early", "checkout", null, null, 1.0, 0.1, Severity.WARN, false, 5, "5 early", "check the clocks");
        ExperimentGates gates = new ExperimentGates(
                List.of(SPEC),
                List.of(failed("not_finite", "clicked", null), failed("srm", null, "device=tv"), warning));
        assertThat(gates.health("checkout", "converted", "all").words())
                .isEqualTo("warn: early failed; cause: 5 early; remedy: check the clocks");
        assertThat(gates.health("checkout", "clicked", "device=web").words())
                .isEqualTo(
                        "gate: not_finite of clicked failed; cause: 1 NaN; remedy: repair; early failed; cause: 5 early;"
                                + " remedy: check the clocks");
        assertThat(gates.health("checkout", "converted", "device=tv").trusted()).isFalse();
        assertThat(gates.health("elsewhere", "converted", "all").words()).isEqualTo("ok");
    }

    private static List<Part> held(QualityCheck... checks) {
        return new ExperimentGates(List.of(SPEC), Arrays.asList(checks))
                .verdicts(FOUND).stream()
                        .filter(v -> v.heldBackBy().isPresent())
                        .map(GateVerdict::part)
                        .toList();
    }

    private static Part part(@Nullable String metric, @Nullable String unit) {
        return new Part("checkout", Optional.ofNullable(metric), Optional.ofNullable(unit));
    }

    private static QualityCheck failed(String check, @Nullable String metric, @Nullable String segment) {
        return new QualityCheck(check, "checkout", metric, segment, 1.0, 0, Severity.GATE, false, 1, "1 NaN", "repair");
    }
}
