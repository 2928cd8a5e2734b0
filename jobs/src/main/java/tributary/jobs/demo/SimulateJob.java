package tributary.jobs.demo;

import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import tributary.jobs.conf.ConfReader;
import tributary.jobs.conf.RunSettings;
import tributary.jobs.run.Attempt;
import tributary.jobs.run.GateVerdict;
import tributary.jobs.run.Job;
import tributary.jobs.run.Outcome;
import tributary.jobs.table.TableInput;
import tributary.jobs.table.WorstDiagnostics;

/** {@code simulate}: writes a warehouse of experiments whose true effects are known. */
public final class SimulateJob implements Job<SimulateJob.Spec, List<TableInput>> {
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 5);

    /**
     * What to simulate.
     *
     * @param warehouse the folder of the tables
     * @param units units over all experiments
     * @param start the first day of exposure
     * @param seed names all random numbers
     */
    public record Spec(String warehouse, long units, LocalDate start, long seed) {}

    @Override
    public String command() {
        return "simulate";
    }

    @Override
    public String description() {
        return "Writes a warehouse of experiments of known truth: units, exposures, facts, daily counts, truth.";
    }

    @Override
    public Spec spec(ConfReader conf, RunSettings run) {
        ConfReader simulate = conf.section("simulate");
        return new Spec(
                simulate.text("warehouse")
                        .must("not be empty", t -> !t.isBlank())
                        .required("warehouse"),
                simulate.whole("units")
                        .must("be between 1 and a billion", n -> n >= 1 && n <= 1_000_000_000L)
                        .orElse(DemoWarehouse.UNITS),
                simulate.date("start").orElse(FIRST_DAY),
                run.seed());
    }

    @Override
    public List<TableInput> pin(SparkSession spark, Spec spec) {
        return List.of();
    }

    @Override
    public List<TableInput> inputs(List<TableInput> pinned) {
        return pinned;
    }

    @Override
    public String plan(Spec spec, List<TableInput> pinned) {
        return "simulate " + spec.units() + " units from " + spec.start() + " into " + spec.warehouse()
                + ": experiment_units, exposures, metric_facts, experiment_daily, experiment_truth";
    }

    @Override
    public Outcome run(SparkSession spark, Spec spec, List<TableInput> pinned, Attempt attempt) {
        attempt.station("simulate " + spec.units() + " units");
        DemoWarehouse.write(spark, spec.warehouse(), spec.seed(), spec.units(), spec.start());
        return new Outcome(
                attempt.judged(List.of(GateVerdict.passed("warehouse"))),
                List.of(),
                WorstDiagnostics.NONE,
                "the warehouse is in " + spec.warehouse());
    }
}
