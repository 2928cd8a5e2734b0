package tributary.jobs.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.jobs.conf.ConfReader;
import tributary.jobs.conf.RunSettings;
import tributary.jobs.conf.SimulationConf;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.run.Attempt;
import tributary.jobs.run.GateVerdict;
import tributary.jobs.run.Job;
import tributary.jobs.run.Outcome;
import tributary.jobs.table.TableInput;
import tributary.jobs.table.WorstDiagnostics;

/** {@code simulate}: draws a data set from a model file, or writes a warehouse of experiments whose true effects are known. */
public final class SimulateJob implements Job<SimulateJob.Spec, SimulateJob.Pinned> {
    private static final Logger LOG = LoggerFactory.getLogger(SimulateJob.class);
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 5);

    /**
     * What to simulate.
     *
     * @param model what is drawn from a model file; empty for the demo warehouse
     * @param warehouse the folder of the demo warehouse
     * @param units its units over all experiments
     * @param start its first day of exposure
     * @param seed names all random numbers
     * @param overwrite whether tables that other runs wrote may be replaced
     */
    public record Spec(
            Optional<SimulationConf> model,
            String warehouse,
            long units,
            LocalDate start,
            long seed,
            boolean overwrite) {}

    /** A model that was read, with the table it is given; opaque to the frame. */
    public static final class Pinned {
        private final @Nullable ModelSimulation model;

        private Pinned(@Nullable ModelSimulation model) {
            this.model = model;
        }
    }

    @Override
    public String command() {
        return "simulate";
    }

    @Override
    public String description() {
        return "Draws a data set from a model file, parameters set or drawn from their priors; without one, writes the demo"
                + " warehouse of known truth.";
    }

    @Override
    public Spec spec(ConfReader conf, RunSettings run) {
        Optional<SimulationConf> model = SimulationConf.read(conf);
        ConfReader simulate = conf.section("simulate");
        boolean overwrite = simulate.flag("overwrite").orElse(false);
        return model.isPresent()
                ? new Spec(model, "", 0, FIRST_DAY, run.seed(), overwrite)
                : new Spec(
                        model,
                        simulate.text("warehouse")
                                .must("not be empty", t -> !t.isBlank())
                                .required("warehouse"),
                        simulate.whole("units")
                                .must("be between 1 and a billion", n -> n >= 1 && n <= 1_000_000_000L)
                                .orElse(DemoWarehouse.UNITS),
                        simulate.date("start").orElse(FIRST_DAY),
                        run.seed(),
                        overwrite);
    }

    @Override
    public Pinned pin(SparkSession spark, Spec spec) {
        return new Pinned(
                spec.model().map(conf -> ModelSimulation.open(spark, conf)).orElse(null));
    }

    @Override
    public List<TableInput> inputs(Pinned pinned) {
        return pinned.model == null ? List.of() : pinned.model.inputs();
    }

    @Override
    public String plan(Spec spec, Pinned pinned) {
        return pinned.model != null
                ? pinned.model.plan()
                : "simulate " + spec.units() + " units from " + spec.start() + " into " + spec.warehouse()
                        + ": experiment_units, exposures, metric_facts, experiment_daily, experiment_truth,"
                        + " visits, segment_customers, segment_truth, media_weeks, media_truth";
    }

    @Override
    public Outcome run(SparkSession spark, Spec spec, Pinned pinned, Attempt attempt) {
        ModelSimulation model = pinned.model;
        SimulatedTable.requireFree(
                spark,
                model != null ? model.tables() : DemoWarehouse.tables(spec.warehouse()),
                attempt.runId(),
                spec.overwrite());
        if (model != null) {
            attempt.station("simulate the model");
            model.write(spark, spec.seed(), attempt.runId());
            List<QualityCheck> checks = SimulatedTable.nonFinite(spark, model.table(), "model");
            attempt.noteQuality(QualityCheck.rows(command(), checks));
            String missing = SimulatedTable.words(checks);
            if (!missing.isEmpty()) {
                LOG.warn("values drawn NaN or infinite are NULL in {}: {}", model.table(), missing);
            }
            return outcome(
                    attempt,
                    "model",
                    inputs(pinned),
                    model.plan() + (missing.isEmpty() ? "" : "\nNULL, because no finite number was drawn: " + missing));
        }
        attempt.station("simulate " + spec.units() + " units");
        DemoWarehouse.write(spark, spec.warehouse(), spec.seed(), spec.units(), spec.start(), attempt.runId());
        return outcome(attempt, "warehouse", List.of(), "the warehouse is in " + spec.warehouse());
    }

    private static Outcome outcome(Attempt attempt, String name, List<TableInput> inputs, String words) {
        return new Outcome(attempt.judged(List.of(GateVerdict.passed(name))), inputs, WorstDiagnostics.NONE, words);
    }
}
