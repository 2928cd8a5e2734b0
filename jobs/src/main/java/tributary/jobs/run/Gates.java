package tributary.jobs.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import tributary.jobs.ExitCode;
import tributary.jobs.conf.GateScope;

/**
 * The verdicts on all analyses of a run, judged before anything is written; immutable.
 *
 * <p>Each analysis has one verdict; of several on the same analysis, one that holds back wins, the data gate
 * before the inference gate. With scope RUN one analysis held back holds back all.
 */
public final class Gates {
    private final List<GateVerdict> verdicts;
    private final boolean wholeRun;

    private Gates(List<GateVerdict> verdicts, boolean wholeRun) {
        this.verdicts = verdicts;
        this.wholeRun = wholeRun;
    }

    /** The verdicts of a run, at least one for each analysis. */
    public static Gates of(List<GateVerdict> verdicts, GateScope scope) {
        Map<String, GateVerdict> worst = new TreeMap<>();
        Comparator<GateVerdict> bySeverity =
                Comparator.comparingInt(v -> v.heldBackBy().map(Enum::ordinal).orElse(Gate.values().length));
        verdicts.forEach(v -> worst.merge(v.analysis(), v, (a, b) -> bySeverity.compare(a, b) <= 0 ? a : b));
        boolean any = worst.values().stream().anyMatch(v -> v.heldBackBy().isPresent());
        return new Gates(
                List.copyOf(worst.values()),
                switch (scope) {
                    case ANALYSIS -> false;
                    case RUN -> any;
                });
    }

    /** The analyses whose rows go to quarantine. */
    public List<String> heldBack() {
        return verdicts.stream()
                .filter(v -> wholeRun || v.heldBackBy().isPresent())
                .map(GateVerdict::analysis)
                .toList();
    }

    /** The analyses whose rows are published. */
    public List<String> published() {
        List<String> names =
                new ArrayList<>(verdicts.stream().map(GateVerdict::analysis).toList());
        names.removeAll(heldBack());
        return names;
    }

    /** 0 if nothing was held back, else the exit code of the first gate that failed: data before inference. */
    public ExitCode exitCode() {
        Optional<Gate> first =
                verdicts.stream().flatMap(v -> v.heldBackBy().stream()).min(Comparator.naturalOrder());
        return first.map(Gate::exitCode).orElse(ExitCode.DONE);
    }

    /** SUCCEEDED, PARTIAL or QUARANTINED. */
    public String status() {
        if (heldBack().isEmpty()) {
            return "SUCCEEDED";
        }
        return published().isEmpty() ? "QUARANTINED" : "PARTIAL";
    }

    /** Why, in words. */
    public String reason() {
        if (heldBack().isEmpty()) {
            return "every analysis passed its gates";
        }
        return verdicts.stream()
                        .filter(v -> v.heldBackBy().isPresent())
                        .map(v -> v.analysis() + " held back by the "
                                + v.heldBackBy().map(Gate::word).orElse("") + " gate: " + v.reason())
                        .collect(Collectors.joining("; "))
                + (wholeRun ? "; gate.scope = run holds back all others" : "");
    }

    /** The rows of the {@code analyses} table. */
    List<Row> rows(String command) {
        List<String> held = heldBack();
        return verdicts.stream()
                .map(v -> RowFactory.create(
                        command,
                        v.analysis(),
                        held.contains(v.analysis()) ? "held_back" : "published",
                        v.heldBackBy().map(Gate::word).orElse(wholeRun ? "run" : "none"),
                        v.heldBackBy().isEmpty() && wholeRun
                                ? "another analysis of the run was held back"
                                : v.reason()))
                .toList();
    }
}
