package tributary.jobs;

import java.util.List;
import java.util.Map;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import tributary.jobs.conf.ConfReader;
import tributary.jobs.conf.RunSettings;
import tributary.jobs.run.Attempt;
import tributary.jobs.run.Gate;
import tributary.jobs.run.GateVerdict;
import tributary.jobs.run.Job;
import tributary.jobs.run.Outcome;
import tributary.jobs.run.Results;
import tributary.jobs.table.EffectDrawsTable;
import tributary.jobs.table.TableInput;
import tributary.jobs.table.WorstDiagnostics;

/** A job small enough to test the frame with: each analysis writes as many draws as conf says, and may fail a gate. */
final class CountJob implements Job<Map<String, CountJob.Analysis>, List<TableInput>> {
    /** One analysis: how many draws, which gate it fails (none, data, inference), whether it throws half-way. */
    record Analysis(int draws, String fails, boolean breaks) {}

    @Override
    public String command() {
        return "count";
    }

    @Override
    public String description() {
        return "Counts.";
    }

    @Override
    public Map<String, Analysis> spec(ConfReader conf, RunSettings run) {
        Map<String, Analysis> analyses = new java.util.TreeMap<>();
        conf.sections("analyses").forEach((name, section) -> analyses.put(name, analysis(section)));
        conf.text("input").orElse("none");
        conf.section("source").text("password").orElse("");
        return analyses;
    }

    private static Analysis analysis(ConfReader section) {
        return new Analysis(
                section.integer("draws").must("be at least 1", n -> n >= 1).required(10),
                section.text("fails").orElse("none"),
                section.flag("breaks").orElse(false));
    }

    @Override
    public List<TableInput> pin(SparkSession spark, Map<String, Analysis> spec) {
        if (spec.isEmpty()) {
            throw JobFailure.inputAbsent("There is nothing to count.", "No analysis is given.", "Give one.");
        }
        return List.of(new TableInput("numbers", "memory", "table", 3L, null, "f00d"));
    }

    @Override
    public List<TableInput> inputs(List<TableInput> pinned) {
        return pinned;
    }

    @Override
    public String plan(Map<String, Analysis> spec, List<TableInput> pinned) {
        return "count " + String.join(", ", spec.keySet());
    }

    @Override
    public Outcome run(SparkSession spark, Map<String, Analysis> spec, List<TableInput> pinned, Attempt attempt) {
        List<GateVerdict> verdicts = spec.entrySet().stream()
                .map(e -> switch (e.getValue().fails()) {
                    case "data" -> GateVerdict.heldBack(e.getKey(), Gate.DATA, "bad rows");
                    case "inference" -> GateVerdict.heldBack(e.getKey(), Gate.INFERENCE, "not converged");
                    default -> GateVerdict.passed(e.getKey());
                })
                .toList();
        Results results = attempt.judged(verdicts);
        List<Row> rows = spec.entrySet().stream()
                .flatMap(e -> java.util.stream.IntStream.range(0, e.getValue().draws())
                        .mapToObj(i -> RowFactory.create(e.getKey(), "m", "b", "all", 0, i, 1.0, 2.0, 1.0, 1.0)))
                .toList();
        results.write(EffectDrawsTable.DEFINITION, rows);
        if (spec.values().stream().anyMatch(Analysis::breaks)) {
            throw CountJob.<RuntimeException>undeclared(new SparkException("broke half-way"));
        }
        return new Outcome(results, pinned, WorstDiagnostics.NONE, "counted " + rows.size());
    }

    /** As Spark throws its checked exceptions through Scala. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> E undeclared(Exception e) throws E {
        throw (E) e;
    }
}
