package tributary.posterior;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.dist.Distribution;
import tributary.expr.Axis;
import tributary.expr.Expr;
import tributary.expr.Layout;
import tributary.expr.TreeEvaluator;
import tributary.model.Model;
import tributary.model.Plate;
import tributary.model.Variable;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Draws from a model forwards: unknowns from their priors, then row variables from causes to effects.
 *
 * <p>The noise of a row variable is keyed by its name and row, so two interventions simulated with one key share their
 * noise, and what an intervention does not reach does not change. Rows and columns of exogenous data come from the
 * data; columns of outcomes need not be there.
 */
public final class Simulation {
    private final Scene scene;
    private final Set<String> stale;

    private Simulation(Scene scene, Set<String> stale) {
        this.scene = scene;
        this.stale = stale;
    }

    /** A simulation of a model, its interventions included. */
    public static Simulation of(Model model, Data data) {
        return new Simulation(new Scene(model, data, null, Parametrisation.CENTRED), Set.of());
    }

    /**
     * A simulation of rows that come in parts, wherever they lie: see {@link #simulate(double[], Data, List, StreamKey)}.
     *
     * @param columns the tables with their columns; rows in them do not count
     * @param facts the levels of groups and the values of their columns
     * @throws BindingException if the model must know of rows what facts do not say, such as the scale of an outcome
     */
    public static Simulation of(Model model, Data columns, Facts facts) {
        boolean enough;
        Scene scene = null;
        try {
            scene = new Scene(model, columns.withoutRows(), facts, Parametrisation.CENTRED);
            enough = scene.frame.wanted().statistics().isEmpty();
        } catch (Frame.UnknownOrder unknown) {
            enough = false;
        }
        if (scene == null || !enough) {
            throw new BindingException(
                    "default priors or splines of the model are scaled by rows that do not exist yet;"
                            + " state the priors, or set the parameters by do");
        }
        return new Simulation(scene, Set.of());
    }

    /**
     * A simulation with the positions of a posterior, after the interventions of a model that has the same unknowns.
     *
     * <p>The posterior's own data decide the group statistics and the default priors, and its coordinates (centred or
     * not) are kept. Unknowns that the interventions reach, such as a latent mediator, no longer have the values that
     * were inferred: see {@link #under}.
     *
     * @throws IllegalArgumentException if the models have different unknowns
     */
    public static Simulation of(Posterior posterior, Model intervened) {
        Scene scene = posterior.scene().with(intervened);
        boolean same = scene.layout.names().stream()
                        .toList()
                        .equals(posterior.layout().names().stream().toList())
                && scene.layout.dimension() == posterior.layout().dimension();
        if (!same) {
            throw new IllegalArgumentException("the intervened model has other unknowns than the posterior");
        }
        Set<String> stale = new LinkedHashSet<>();
        for (String set : intervened.interventions().keySet()) {
            intervened.dependencies().descendants(set).stream()
                    .filter(name -> intervened.variable(name).unknown())
                    .forEach(stale::add);
        }
        return new Simulation(scene, stale);
    }

    /** Where the unknowns lie in a position. */
    public Layout layout() {
        return scene.layout;
    }

    /**
     * Draws all unknowns from the prior, as a position.
     *
     * @throws IllegalStateException if a prior is flat
     */
    public double[] prior(StreamKey key) {
        double[] position = new double[scene.layout.dimension()];
        for (String name : scene.model.dependencies().causalOrder()) {
            Variable variable = scene.model.variable(name);
            if (variable.unknown()) {
                PriorDraw.into(scene, variable, position, key.with("prior").with(name).stream());
            }
        }
        return position;
    }

    /**
     * A position of the posterior after the interventions: unknowns that they reach are drawn afresh from causes to
     * effects, with noise keyed by their names; all others keep their values. {@link #simulate} and {@link #intervene}
     * start from here; {@link #values} takes it as it is.
     */
    public double[] under(double[] position, StreamKey key) {
        double[] changed = position.clone();
        for (String name : scene.model.dependencies().causalOrder()) {
            if (stale.contains(name)) {
                PriorDraw.into(scene, scene.model.variable(name), changed, key.with("unknown").with(name).stream());
            }
        }
        return changed;
    }

    /** Draws every outcome afresh from causes to effects: the data become those of another world. */
    public Data simulate(double[] position, StreamKey key) {
        Set<String> all = new LinkedHashSet<>();
        scene.model.variables().stream().filter(this::isOutcome).forEach(v -> all.add(v.name()));
        return simulate(under(position, key), all, key);
    }

    /**
     * Draws every outcome of some rows afresh from causes to effects, each row's noise named by the row: rows drawn in
     * parts, in any order, anywhere, are the same rows.
     *
     * @param rows exogenous columns and groups; columns of outcomes need not be there
     * @param names a name for each row, unlike those of all others
     * @throws IllegalStateException if rows depend on earlier rows
     */
    public Data simulate(double[] position, Data rows, List<String> names, StreamKey key) {
        if (scene.model.dependencies().isSequential()) {
            throw new IllegalStateException("rows that depend on earlier rows cannot be drawn one by one");
        }
        Set<String> all = new LinkedHashSet<>();
        scene.model.variables().stream().filter(this::isOutcome).forEach(v -> all.add(v.name()));
        Data result = rows;
        for (Variable variable : inOrder(all)) {
            result = put(
                    variable,
                    position,
                    result,
                    result,
                    (noise, row) -> key.with("noise").with(noise).with(names.get(row)));
        }
        return result;
    }

    /** The numbers of the unknowns at a position, by name: {@code sigma}, {@code theta[north]}. */
    public Map<String, Double> unknowns(double[] position) {
        TreeEvaluator evaluator = new TreeEvaluator(scene.layout, scene.frame.columns(scene.frame.data()));
        Map<String, Double> values = new LinkedHashMap<>();
        for (Unknown unknown : scene.unknowns) {
            List<Double> numbers = new ArrayList<>();
            for (Expr part : unknown.value()) {
                for (double number : evaluator.values(part, position)) {
                    numbers.add(number);
                }
            }
            boolean alike = numbers.size() == 1;
            for (int i = 0; i < unknown.labels().size(); i++) {
                values.put(unknown.labels().get(i), numbers.get(alike ? 0 : i));
            }
        }
        return values;
    }

    /** Draws afresh only what the interventions of the model reach; everything else keeps its observed value. */
    public Data intervene(double[] position, StreamKey key) {
        Set<String> reached = new LinkedHashSet<>();
        for (String set : scene.model.interventions().keySet()) {
            scene.model.dependencies().descendants(set).stream()
                    .filter(n -> isOutcome(scene.model.variable(n)))
                    .forEach(reached::add);
        }
        return simulate(under(position, key), reached, key);
    }

    /** Draws each outcome afresh, given its observed causes: a replicate for predictive checks. */
    public Data replicate(double[] position, StreamKey key) {
        Data result = scene.frame.data();
        for (Variable variable : scene.model.variables()) {
            if (isOutcome(variable)) {
                result = put(variable, position, scene.frame.data(), result, key);
            }
        }
        return result;
    }

    private Data simulate(double[] position, Set<String> afresh, StreamKey key) {
        if (scene.model.dependencies().isSequential()) {
            return inTime(position, afresh, key);
        }
        Data result = scene.frame.data();
        for (Variable variable : inOrder(afresh)) {
            result = put(variable, position, result, result, key);
        }
        return result;
    }

    /** One of each tuple, causes before effects. */
    private List<Variable> inOrder(Set<String> afresh) {
        List<Variable> order = new ArrayList<>();
        Set<String> done = new LinkedHashSet<>();
        for (String name : scene.model.dependencies().causalOrder()) {
            if (afresh.contains(name) && done.add(name)) {
                order.add(scene.model.variable(name));
                done.addAll(Scene.together(scene.model.variable(name)));
            }
        }
        return order;
    }

    /**
     * Time step by time step, causes before effects within each: what later rows are drawn from has then been drawn. All
     * rows are evaluated at every step, which is quadratic in the length of a series.
     */
    private Data inTime(double[] position, Set<String> afresh, StreamKey key) {
        Data result = scene.frame.data();
        int last = 0;
        for (Variable variable : inOrder(afresh)) {
            last = Math.max(
                    last, java.util.Arrays.stream(steps(variable.table())).max().orElse(0));
            for (String name : Scene.together(variable)) {
                if (!result.hasNumbers(variable.table(), name)) {
                    result = result.with(variable.table(), name, new double[result.rows(variable.table())]);
                }
            }
        }
        for (int step = 0; step <= last; step++) {
            for (Variable variable : inOrder(afresh)) {
                Data drawn = put(variable, position, result, result, key);
                int[] steps = steps(variable.table());
                for (String name : Scene.together(variable)) {
                    double[] values = result.numbers(variable.table(), name);
                    double[] fresh = drawn.view(variable.table(), name);
                    for (int row = 0; row < values.length; row++) {
                        values[row] = steps[row] == step ? fresh[row] : values[row];
                    }
                    result = result.with(variable.table(), name, values);
                }
            }
        }
        return result;
    }

    /** How many rows of its series come before each row of a table; 0 for tables without time. */
    private int[] steps(String table) {
        Data data = scene.frame.data();
        int[] steps = new int[data.rows(table)];
        for (Plate plate : scene.model.plates().values()) {
            if (plate.order() != null && plate.table().equals(table)) {
                Map<String, Integer> before = new LinkedHashMap<>();
                List<String> labels = Frame.labels(data, table, plate.name());
                for (int row = 0; row < steps.length; row++) {
                    steps[row] = before.merge(labels.get(row), 1, Integer::sum) - 1;
                }
            }
        }
        return steps;
    }

    /** The values of a row variable, set or natural, at a position and data. */
    public double[] values(String variable, double[] position, Data data) {
        Variable found = scene.model.variable(variable);
        Expr value = scene.translator.value(variable, false).number();
        double[] values = new TreeEvaluator(scene.layout, scene.frame.columns(data)).values(value, position);
        return spread(values, scene.translator.axis(found), data);
    }

    private boolean isOutcome(Variable variable) {
        return variable.kind() == Variable.Kind.OUTCOME && variable.plates().contains(variable.table());
    }

    /** Names the noise of a row: the first of the variables that are drawn together, and the row's place. */
    private interface RowNoise {
        StreamKey of(String variable, int row);
    }

    private Data put(Variable variable, double[] position, Data causes, Data into, StreamKey key) {
        return put(
                variable,
                position,
                causes,
                into,
                (name, row) -> key.with("noise").with(name).with(row));
    }

    private Data put(Variable variable, double[] position, Data causes, Data into, RowNoise noise) {
        List<String> together = Scene.together(variable);
        Law law = scene.law(variable);
        int rows = causes.rows(variable.table());
        double[][] arguments = evaluate(law.arguments(), position, causes, Axis.rows(variable.table()));
        double[][] drawn = new double[together.size()][rows];
        for (int row = 0; row < rows; row++) {
            double[] value = sample(law, at(arguments, row), together.size(), noise.of(together.get(0), row).stream());
            for (int k = 0; k < drawn.length; k++) {
                drawn[k][row] = value[k];
            }
        }
        Data result = into;
        for (int k = 0; k < drawn.length; k++) {
            result = result.with(variable.table(), together.get(k), drawn[k]);
        }
        return result;
    }

    private double[][] evaluate(List<Expr> exprs, double[] position, Data data, Axis axis) {
        TreeEvaluator evaluator = new TreeEvaluator(scene.layout, scene.frame.columns(data));
        List<double[]> values = new ArrayList<>();
        for (Expr expr : exprs) {
            values.add(spread(evaluator.values(expr, position), axis, data));
        }
        return values.toArray(double[][]::new);
    }

    private static double[] spread(double[] values, Axis axis, Data data) {
        if (!axis.isRows() || values.length != 1) {
            return values;
        }
        double[] all = new double[data.rows(axis.name())];
        java.util.Arrays.fill(all, values[0]);
        return all;
    }

    static double[] at(double[][] columns, int row) {
        double[] values = new double[columns.length];
        for (int k = 0; k < columns.length; k++) {
            values[k] = columns[k][columns[k].length == 1 ? 0 : row];
        }
        return values;
    }

    static double[] sample(Law law, double[] arguments, int size, RandomStream stream) {
        Distribution family = law.family();
        if (family == null) {
            throw new IllegalStateException("a flat distribution cannot be drawn from");
        }
        double[] value = new double[size];
        family.sample(stream, arguments, value);
        return value;
    }
}
