package tributary.jobs.run;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import tributary.jobs.ExitCode;
import tributary.jobs.conf.GateScope;

/**
 * The verdicts on all analyses of a run and on parts of them, judged before anything is written; immutable.
 *
 * <p>Each part has one verdict; of several on the same part, one that holds back wins, the data gate before the
 * inference gate. An analysis held back as a whole takes its parts with it; a part held back alone (a metric whose
 * column is broken) leaves the rest of its analysis published. With scope RUN anything held back holds back all.
 */
public final class Gates {
    private static final Comparator<GateVerdict> BY_SEVERITY =
            Comparator.comparingInt(v -> v.heldBackBy().map(Enum::ordinal).orElse(Gate.values().length));
    private static final Comparator<GateVerdict> BY_PART = Comparator.comparing(
                    (GateVerdict v) -> v.part().analysis())
            .thenComparing(v -> v.part().metric().orElse(""))
            .thenComparing(v -> v.part().unit().orElse(""));

    private final List<GateVerdict> verdicts;
    private final boolean wholeRun;

    private Gates(List<GateVerdict> verdicts, boolean wholeRun) {
        this.verdicts = verdicts;
        this.wholeRun = wholeRun;
    }

    /** The verdicts of a run, at least one for each analysis as a whole. */
    public static Gates of(List<GateVerdict> verdicts, GateScope scope) {
        Map<Part, GateVerdict> worst = new LinkedHashMap<>();
        verdicts.forEach(v -> worst.merge(v.part(), v, (a, b) -> BY_SEVERITY.compare(a, b) <= 0 ? a : b));
        List<GateVerdict> kept = worst.values().stream()
                .filter(v ->
                        v.part().whole() || passed(worst.get(Part.whole(v.part().analysis()))))
                .sorted(BY_PART)
                .toList();
        boolean any = kept.stream().anyMatch(v -> !passed(v));
        return new Gates(
                kept,
                switch (scope) {
                    case ANALYSIS -> false;
                    case RUN -> any;
                });
    }

    private static boolean passed(@Nullable GateVerdict verdict) {
        return verdict == null || verdict.heldBackBy().isEmpty();
    }

    /** The analyses, and parts of published ones, whose rows go to quarantine. */
    public List<Part> heldBack() {
        return verdicts.stream()
                .filter(v -> wholeRun ? v.part().whole() : !passed(v))
                .map(GateVerdict::part)
                .toList();
    }

    /** The analyses of which rows are published: all, or all but the parts held back. */
    public List<String> published() {
        return verdicts.stream()
                .filter(v -> v.part().whole() && !wholeRun && passed(v))
                .map(v -> v.part().analysis())
                .toList();
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
                        .filter(v -> !passed(v))
                        .map(v -> v.part().words() + " held back by the "
                                + v.heldBackBy().map(Gate::word).orElse("") + " gate: " + v.reason())
                        .collect(Collectors.joining("; "))
                + (wholeRun ? "; gate.scope = run holds back all others" : "");
    }

    /** The rows of the {@code analyses} table. */
    List<Row> rows(String command) {
        return verdicts.stream()
                .map(v -> RowFactory.create(
                        command,
                        v.part().analysis(),
                        v.part().metric().orElse(null),
                        v.part().unit().orElse(null),
                        wholeRun || !passed(v) ? "held_back" : "published",
                        v.heldBackBy().map(Gate::word).orElse(wholeRun ? "run" : "none"),
                        passed(v) && wholeRun ? "another analysis of the run was held back" : v.reason()))
                .toList();
    }
}
