package tributary.jobs.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import tributary.jobs.Counted;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.SimulationConf;
import tributary.jobs.run.HadoopText;
import tributary.jobs.scan.OpenRows;
import tributary.jobs.table.TableInput;
import tributary.model.Model;
import tributary.model.Plate;
import tributary.model.Variable;
import tributary.model.term.ModelException;
import tributary.model.term.Place;
import tributary.model.term.Problem;
import tributary.model.term.Statement;
import tributary.model.term.Terms;
import tributary.posterior.BindingException;
import tributary.posterior.Data;
import tributary.posterior.Simulation;
import tributary.random.StreamKey;

/**
 * Data drawn from a model file into a Delta table: parameters from their priors unless they are set, then rows from causes
 * to effects. Noise is named by draw, variable and row, so that the table is the same to the bit however it is cut.
 */
final class ModelSimulation {
    private static final StructType TRUTH = new StructType()
            .add("draw", DataTypes.IntegerType, false)
            .add("parameter", DataTypes.StringType, false)
            .add("value", DataTypes.DoubleType, false);

    private final SimulationConf conf;
    private final Model model;
    private final @Nullable OpenRows input;

    private ModelSimulation(SimulationConf conf, Model model, @Nullable OpenRows input) {
        this.conf = conf;
        this.model = model;
        this.input = input;
    }

    /** Reads the model and opens what it is given; everything that can be refused without rows is refused here. */
    static ModelSimulation open(SparkSession spark, SimulationConf conf) {
        String text = HadoopText.read("model file", "Correct simulate.model in the conf", conf.file());
        Model model;
        try {
            model = seen(Model.parse(conf.file(), text));
            if (!conf.set().settings().isEmpty()) {
                model = model.with(new Statement.Do(conf.set().settings(), Place.NONE));
            }
        } catch (ModelException e) {
            throw new JobFailure(
                    ExitCode.USAGE,
                    "The model " + JobFailure.quote(conf.file()) + " cannot be simulated as asked.",
                    e.problems().stream().map(Problem::message).collect(Collectors.joining("; ")),
                    e.problems().stream().map(Problem::remedy).distinct().collect(Collectors.joining("; "))
                            + " (simulate.model, simulate.do)",
                    e);
        }
        OpenRows input = conf.input().map(table -> OpenRows.of(spark, table)).orElse(null);
        ModelSimulation simulation = new ModelSimulation(conf, model, input);
        simulation.check();
        return simulation;
    }

    /** Per-row unknowns are columns of what is drawn: a simulated latent confounder can be looked at. */
    private static Model seen(Model model) {
        List<Statement> statements = new ArrayList<>();
        for (Statement statement : model.statements()) {
            if (statement instanceof Statement.Latents latents) {
                statements.add(new Statement.Rows(latents.names(), latents.place()));
            } else if (!(statement instanceof Statement.Estimands)) {
                statements.add(statement);
            }
        }
        return Model.of(statements);
    }

    private void check() {
        List<String> tables = model.plates().values().stream()
                .filter(p -> p.kind() == Plate.Kind.ROWS)
                .map(Plate::name)
                .toList();
        if (model.dependencies().isSequential() || tables.size() > 1) {
            throw JobFailure.usage(
                    "The model " + JobFailure.quote(conf.file()) + " cannot be simulated row by row.",
                    tables.size() > 1
                            ? "It speaks of several tables: " + String.join(", ", tables) + "."
                            : "Its rows depend on earlier rows.",
                    "Simulate a model of one table whose rows do not depend on one another.");
        }
        List<String> lacking = model.variables().stream()
                .filter(v -> v.kind() == Variable.Kind.EXOGENOUS && input == null)
                .filter(v -> !isRow(v) || !model.interventions().containsKey(v.name()))
                .map(Variable::name)
                .toList();
        if (!lacking.isEmpty()) {
            throw JobFailure.usage(
                    "The model says nothing of where these come from: " + String.join(", ", lacking) + ".",
                    "They are taken as given, so that they must be given.",
                    "Name a table with input.rows, give them a distribution in the model, or set them in simulate.do"
                            + " (such as simulate.do." + lacking.get(0) + " = 1).");
        }
        List<String> natural = new ArrayList<>();
        model.interventions()
                .forEach((name, value) -> Terms.references(value).stream()
                        .filter(read -> input == null && model.has(read))
                        .filter(read -> model.variable(read).kind() == Variable.Kind.EXOGENOUS)
                        .forEach(natural::add));
        if (!natural.isEmpty()) {
            throw JobFailure.usage(
                    "simulate.do reads " + String.join(", ", natural) + ", which has no natural value.",
                    "It is exogenous, and there is no input.",
                    "Name a table with input.rows, or set it to a number.");
        }
        groups().forEach(group -> {
            Plate plate = model.plates().get(group);
            if (input == null && !conf.groups().containsKey(group)) {
                throw JobFailure.usage(
                        "The group " + JobFailure.quote(group) + " has no levels.",
                        "Without an input nobody says what they are.",
                        "Name them: simulate.groups." + group + " = [north, south], or give an input.");
            }
            if (input == null && plate != null && plate.parent() != null) {
                throw JobFailure.usage(
                        "The group " + JobFailure.quote(group) + " is nested in " + plate.parent() + ".",
                        "Levels dealt by chance would not nest.",
                        "Give a table with both columns in input.rows.");
            }
        });
        Set<String> unknown = new LinkedHashSet<>(conf.groups().keySet());
        unknown.removeAll(groups());
        if (!unknown.isEmpty()) {
            throw JobFailure.usage(
                    "simulate.groups names what is no group of the model: " + unknown + ".",
                    "The model has the groups " + groups() + ".",
                    "Name one of them.");
        }
        if (input != null) {
            Map<String, String> wanted = new LinkedHashMap<>();
            given().forEach(name -> wanted.put(conf.column(name), "input.columns." + name));
            groups().forEach(name -> wanted.put(conf.column(name), "input.columns." + name));
            wanted.put(String.valueOf(conf.key()), "input.key");
            input.require(wanted);
            Path read = new Path(input.snapshot().location());
            if (read.equals(new Path(conf.table())) || read.equals(new Path(truth()))) {
                throw JobFailure.usage(
                        "simulate.table is the table that input.rows reads: " + JobFailure.quote(conf.table()) + ".",
                        "What is drawn would replace it.",
                        "Name another place with simulate.table.");
            }
        }
    }

    private boolean isRow(Variable variable) {
        return variable.plates().contains(variable.table());
    }

    private List<String> given() {
        return model.variables().stream()
                .filter(v -> v.kind() == Variable.Kind.EXOGENOUS)
                .map(Variable::name)
                .toList();
    }

    private List<String> groups() {
        return model.plates().values().stream()
                .filter(p -> p.kind() == Plate.Kind.GROUP && p.source() == null)
                .map(Plate::name)
                .toList();
    }

    List<TableInput> inputs() {
        List<TableInput> inputs = new ArrayList<>();
        if (input != null) {
            inputs.add(input.snapshot().input(null));
        }
        inputs.add(new TableInput("model", "", "model", null, null, HadoopText.fingerprint(model.print())));
        return inputs;
    }

    /** What will be written. */
    String plan() {
        List<String> drawn = new ArrayList<>();
        List<String> free = model.variables().stream()
                .filter(v -> v.kind() == Variable.Kind.PARAMETER)
                .map(Variable::name)
                .filter(name -> !model.interventions().containsKey(name))
                .toList();
        model.variables().stream()
                .filter(v -> v.kind() == Variable.Kind.OUTCOME)
                .forEach(v -> drawn.add(v.name()));
        return "simulate " + String.join(", ", drawn) + " from " + conf.file()
                + (conf.set().words().isEmpty() ? "" : " under do(" + conf.set().words() + ")") + ": "
                + Counted.of(conf.draws(), "draw") + " of "
                + (input == null ? conf.rows() + " rows" : "the rows of the input") + " into " + conf.table() + "\n"
                + (free.isEmpty() ? "every parameter is set" : "drawn from their priors: " + String.join(", ", free))
                + "; their values go to " + truth();
    }

    private String truth() {
        return conf.table() + "_truth";
    }

    /** The table of rows. */
    String table() {
        return conf.table();
    }

    /** Both tables that are written. */
    List<String> tables() {
        return List.of(conf.table(), truth());
    }

    /** Draws and writes both tables. */
    void write(SparkSession spark, long seed, String run) {
        StreamKey key = StreamKey.of(seed).with("simulate");
        SimulationSource source = SimulationSource.of(spark, conf, model, input, given(), groups());
        double[][] positions = new double[conf.draws()][];
        List<Row> truth = new ArrayList<>();
        try {
            Simulation simulation = Simulation.of(model, source.columns(), source.facts());
            for (int d = 0; d < positions.length; d++) {
                positions[d] = simulation.prior(key.with("draw").with(d));
                truth.addAll(truth(d, simulation, positions[d], source.columns()));
            }
        } catch (BindingException | IllegalStateException e) {
            throw new JobFailure(
                    ExitCode.USAGE,
                    "The model " + JobFailure.quote(conf.file()) + " cannot be simulated.",
                    String.valueOf(e.getMessage()),
                    "Mend the model, or set what it lacks in simulate.do.",
                    e);
        }
        SimulatedRows rows = new SimulatedRows(model, source.columns(), source.facts(), positions, key, groups());
        SimulatedTable.save(source.drawn().apply(rows), conf.table(), run);
        SimulatedTable.save(spark.createDataFrame(truth, TRUTH).coalesce(1), truth(), run);
    }

    /** The parameters of one draw; one that is set has the value it was set to, not its natural one. */
    private List<Row> truth(int draw, Simulation simulation, double[] position, Data columns) {
        Set<String> set = model.interventions().keySet();
        List<Row> rows = new ArrayList<>();
        simulation.unknowns(position).forEach((name, value) -> {
            int bracket = name.indexOf('[');
            if (!set.contains(bracket < 0 ? name : name.substring(0, bracket))) {
                rows.add(RowFactory.create(draw, name, value));
            }
        });
        for (String name : set) {
            if (model.variable(name).kind() == Variable.Kind.PARAMETER) {
                rows.add(RowFactory.create(draw, name, simulation.values(name, position, columns)[0]));
            }
        }
        return rows;
    }
}
