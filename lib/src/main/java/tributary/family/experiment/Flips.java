package tributary.family.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tributary.decide.Appraisal;
import tributary.decide.RopeVerdict;
import tributary.decide.Verdict;

/**
 * What the prior grid says of one arm's action, in words.
 *
 * @param others cells beside the published one; negative where nothing was computed
 * @param turning the plausible cells under which the action would be another
 */
record Flips(int others, List<SensitivityRow> turning) {
    Flips {
        turning = List.copyOf(turning);
    }

    /** Nothing was computed. */
    static Flips none() {
        return new Flips(-1, List.of());
    }

    /** The cells of one arm. */
    static Flips of(AnalysisResult result, String arm) {
        List<SensitivityRow> grid = result.sensitivity().stream()
                .filter(row -> row.arm().equals(arm))
                .toList();
        return new Flips(
                Math.max(0, grid.size() - 1),
                grid.stream().filter(row -> row.plausible() && row.flips()).toList());
    }

    /** Whether a plausible prior turns the action. */
    boolean any() {
        return !turning.isEmpty();
    }

    /** One line for the tables. */
    String words() {
        if (others < 0) {
            return "not computed";
        }
        if (others == 0) {
            return "no other priors were asked for";
        }
        if (!any()) {
            return "same action under " + others + " other priors, implausible ones aside";
        }
        return turning.stream()
                .map(row -> row.priorName() + " -> " + row.action().word())
                .collect(Collectors.joining(", ", "changes: ", ""));
    }

    /** Why this makes the verdict not decisive, and what to do next. */
    String reason(Verdict published, Appraisal a, MetricSpec metric) {
        String priors = turning.stream()
                .map(row -> row.priorName() + " (" + row.action().word() + ")")
                .collect(Collectors.joining(", "));
        List<String> next = new ArrayList<>();
        next.add(
                a.money() && a.valueOfMoreData() > 0
                        ? "collect more data (as many units again are worth about "
                                + Words.money(a.valueOfMoreData(), "") + ")"
                        : "collect more data");
        next.add("agree on a prior from stronger history");
        if (a.ropeVerdict() == RopeVerdict.UNDECIDED) {
            next.add("narrow the threshold that matters");
        }
        next.add(
                metric.decision().stakes().reversible()
                        ? "take the reversible step in part"
                        : "find a reversible step");
        next.add(a.money() ? "price the remaining uncertainty" : "put a price on the uncertainty");
        return "The action depends on the prior: " + published.action().word() + " under the published one, but "
                + priors + ". What next: " + String.join("; ", next) + ". Under the published prior: "
                + published.reason();
    }
}
