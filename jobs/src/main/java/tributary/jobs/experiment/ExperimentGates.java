package tributary.jobs.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tributary.decide.Health;
import tributary.family.experiment.AnalysisResult;
import tributary.family.experiment.ExperimentSpec;
import tributary.family.experiment.MetricSpec;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.quality.Severity;
import tributary.jobs.run.Gate;
import tributary.jobs.run.GateVerdict;
import tributary.jobs.run.Part;

/**
 * What failed checks mean for the experiments of a run: which rows are not to be believed, and so are held back.
 *
 * <p>A gate of the whole experiment (its split, its keys, its crossovers) holds back all of it; a gate of one metric or
 * one segment only the rows of that metric or segment. An experiment none of whose metrics is left is held back whole.
 */
final class ExperimentGates {
    private final List<ExperimentSpec> specs;
    private final Map<String, List<QualityCheck>> failed = new LinkedHashMap<>();

    ExperimentGates(List<ExperimentSpec> specs, List<QualityCheck> checks) {
        this.specs = List.copyOf(specs);
        specs.forEach(spec -> failed.put(
                spec.name(),
                checks.stream()
                        .filter(check -> !check.passed() && check.experiment().equals(spec.name()))
                        .toList()));
    }

    /** Whether the data behind one metric and segment may be believed, and what else is to be known of them. */
    Health health(String experiment, String metric, String segment) {
        List<String> gates = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (QualityCheck check : failed.getOrDefault(experiment, List.of())) {
            Part part = part(check);
            if (part.metric().filter(m -> !m.equals(metric)).isEmpty()
                    && part.unit().filter(u -> !u.equals(segment)).isEmpty()) {
                (check.severity() == Severity.GATE ? gates : warnings).add(check.words());
            }
        }
        boolean trusted = gates.isEmpty();
        gates.addAll(warnings);
        return new Health(trusted, gates);
    }

    /** One verdict for each experiment, and one for each part of it that is held back alone. */
    List<GateVerdict> verdicts(List<AnalysisResult> found) {
        List<GateVerdict> verdicts = new ArrayList<>();
        for (ExperimentSpec spec : specs) {
            Map<Part, String> held = held(spec);
            Part whole = Part.whole(spec.name());
            List<AnalysisResult> own = found.stream()
                    .filter(r -> r.experiment().equals(spec.name()))
                    .toList();
            if (held.containsKey(whole)) {
                verdicts.add(GateVerdict.heldBack(whole, Gate.DATA, String.join("; ", held.values())));
            } else if (own.stream().allMatch(r -> r.appraisals().isEmpty())) {
                String problems = own.stream()
                        .flatMap(r -> r.problems().stream())
                        .distinct()
                        .collect(Collectors.joining("; "));
                verdicts.add(GateVerdict.heldBack(whole, Gate.INFERENCE, "no posterior: " + problems));
            } else {
                verdicts.add(GateVerdict.passed(spec.name()));
                held.forEach((part, reason) -> verdicts.add(GateVerdict.heldBack(part, Gate.DATA, reason)));
            }
        }
        return verdicts;
    }

    /** The parts with a failed gate, and why; the whole among them if no metric is left. */
    private Map<Part, String> held(ExperimentSpec spec) {
        Map<Part, String> held = new LinkedHashMap<>();
        failed.getOrDefault(spec.name(), List.of()).stream()
                .filter(check -> check.severity() == Severity.GATE)
                .forEach(check -> held.merge(part(check), check.words(), (one, other) -> one + "; " + other));
        Set<String> left = new LinkedHashSet<>(
                spec.metrics().stream().map(MetricSpec::name).toList());
        held.keySet().stream()
                .filter(part -> part.unit().isEmpty())
                .forEach(part -> part.metric().ifPresent(left::remove));
        if (left.isEmpty()) {
            held.putIfAbsent(Part.whole(spec.name()), "no metric is left");
        }
        return held;
    }

    /** What a check is about; everybody is no segment of its own, but all of the analysis. */
    private static Part part(QualityCheck check) {
        return new Part(
                check.experiment(),
                Optional.ofNullable(check.metric()),
                Optional.ofNullable(check.segment()).filter(segment -> !segment.equals(ExperimentSpec.ALL)));
    }
}
