package tributary.jobs.experiment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import tributary.family.experiment.DesignCell;
import tributary.family.experiment.DesignSpec;
import tributary.family.experiment.HypotheticalEffect;
import tributary.family.experiment.NamedPrior;
import tributary.family.experiment.PowerRow;
import tributary.jobs.conf.ConfReader;
import tributary.jobs.conf.DesignConf;
import tributary.jobs.conf.RunSettings;
import tributary.jobs.run.Attempt;
import tributary.jobs.run.GateVerdict;
import tributary.jobs.run.Job;
import tributary.jobs.run.Outcome;
import tributary.jobs.run.Results;
import tributary.jobs.shard.FanOut;
import tributary.jobs.table.PowerTable;
import tributary.jobs.table.TableInput;
import tributary.jobs.table.WorstDiagnostics;

/**
 * {@code design}: Bayesian power before an experiment. For every sample size, hypothetical effect and prior it simulates
 * experiments, fits them, and counts whose interval excludes the region of practical equivalence; cells run in parallel.
 */
public final class DesignJob implements Job<DesignConf, List<TableInput>> {
    private static final String NAME = "design";

    @Override
    public String command() {
        return NAME;
    }

    @Override
    public String description() {
        return "Bayesian power before an experiment: sample sizes x hypothetical effects x priors.";
    }

    @Override
    public DesignConf spec(ConfReader conf, RunSettings run) {
        return DesignConf.read(conf, run);
    }

    @Override
    public List<TableInput> pin(SparkSession spark, DesignConf conf) {
        return List.of();
    }

    @Override
    public List<TableInput> inputs(List<TableInput> pinned) {
        return pinned;
    }

    @Override
    public String plan(DesignConf conf, List<TableInput> pinned) {
        List<String> lines = new ArrayList<>();
        for (DesignSpec design : conf.designs()) {
            lines.add("design " + design.name() + ": " + design.cells().size() + " cells ("
                    + design.unitsPerArm().size() + " sample sizes x "
                    + design.effects().size() + " effects x "
                    + design.priors().size() + " priors), " + design.simulations()
                    + " simulated experiments of each kind a cell, " + design.draws() + " draws a fit");
            for (NamedPrior prior : design.priors()) {
                lines.add("  prior " + prior.name() + ": " + prior.prior().words());
            }
        }
        lines.add("passes over the data: 0; path EXACT where arms are conjugate, CELLS where a lift prior joins them");
        return String.join("\n", lines);
    }

    @Override
    public Outcome run(SparkSession spark, DesignConf conf, List<TableInput> pinned, Attempt attempt) {
        List<Task> tasks = new ArrayList<>();
        for (DesignSpec design : conf.designs()) {
            design.cells().forEach(cell -> tasks.add(new Task(design, cell)));
        }
        attempt.station("power of " + tasks.size() + " cells");
        List<PowerRow> found = FanOut.map(spark, tasks, task -> task.cell().run(task.design()));
        Results results = attempt.judged(conf.designs().stream()
                .map(design -> GateVerdict.passed(design.name()))
                .toList());
        List<Row> rows = new ArrayList<>();
        List<String> summary = new ArrayList<>();
        for (DesignSpec design : conf.designs()) {
            List<PowerRow> own = found.stream()
                    .filter(row -> row.design().equals(design.name()))
                    .toList();
            for (NamedPrior prior : design.priors()) {
                for (HypotheticalEffect effect : design.effects()) {
                    OptionalInt size = PowerRow.smallestSufficient(own, effect.name(), prior.name(), conf.target());
                    own.stream()
                            .filter(row -> row.effect().equals(effect.name())
                                    && row.priorName().equals(prior.name()))
                            .forEach(row -> rows.add(PowerTable.row(
                                    NAME,
                                    design,
                                    effect,
                                    row,
                                    size.isPresent() && size.getAsInt() == row.unitsPerArm())));
                    summary.add(design.name() + ", effect " + effect.name() + ", prior " + prior.name() + ": "
                            + (size.isPresent()
                                    ? size.getAsInt() + " units per arm suffice for power " + conf.target()
                                    : "none of the sizes reaches power " + conf.target()));
                }
            }
        }
        results.write(PowerTable.DEFINITION, rows);
        return new Outcome(results, List.of(), WorstDiagnostics.NONE, String.join("\n", summary));
    }

    private record Task(DesignSpec design, DesignCell cell) implements Serializable {}
}
