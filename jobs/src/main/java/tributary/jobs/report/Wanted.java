package tributary.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;

/**
 * Which rows a page is made of: the analyses of each attempt; an attempt without a list is wanted whole.
 *
 * <p>An attempt's id holds no blank, so attempt and analysis with one between them name a pair without doubt.
 */
final class Wanted {
    private final Map<String, Set<String>> byAttempt;

    private Wanted(Map<String, Set<String>> byAttempt) {
        this.byAttempt = byAttempt;
    }

    /** Everything of one attempt. */
    static Wanted attempt(String attempt) {
        return new Wanted(Map.of(attempt, Set.of()));
    }

    /** The attempts and analyses that stand in some rows. */
    static Wanted of(List<ResultRow> rows, String analysisColumn) {
        Map<String, Set<String>> byAttempt = new LinkedHashMap<>();
        rows.forEach(row -> byAttempt
                .computeIfAbsent(row.text("attempt_id"), attempt -> new LinkedHashSet<>())
                .add(row.text(analysisColumn)));
        return new Wanted(byAttempt);
    }

    /** The condition for the attempts alone. */
    Column attempts() {
        return col("attempt_id").isin(byAttempt.keySet().toArray());
    }

    /** The condition for the rows. */
    Column rows(String analysisColumn) {
        List<String> pairs = byAttempt.entrySet().stream()
                .flatMap(e -> e.getValue().stream().map(analysis -> e.getKey() + " " + analysis))
                .toList();
        return pairs.isEmpty()
                ? attempts()
                : attempts()
                        .and(concat_ws(" ", col("attempt_id"), col(analysisColumn))
                                .isin(pairs.toArray()));
    }

    /** The condition for the rows of some analyses. */
    Column rows(String analysisColumn, Collection<String> analyses) {
        return rows(analysisColumn).and(col(analysisColumn).isin(analyses.toArray()));
    }
}
