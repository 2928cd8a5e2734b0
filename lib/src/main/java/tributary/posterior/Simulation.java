package tributary.posterior;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.dist.Bijector;
import tributary.dist.Construct;
import tributary.dist.Distribution;
import tributary.dist.Shape;
import tributary.dist.Support;
import tributary.expr.Axis;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.expr.TreeEvaluator;
import tributary.model.DrawnFrom;
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
                draw(variable, position, key.with("prior").with(name).stream());
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
                draw(scene.model.variable(name), changed, key.with("unknown").with(name).stream());
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

    /** Refuses unknowns whose law needs outcomes that are yet to be drawn. */
    private void requireNoPast(String unknown) {
        Set<String> seen = new LinkedHashSet<>(Set.of(unknown));
        List<String> open = new ArrayList<>(seen);
        while (!open.isEmpty()) {
            String name = open.remove(0);
            if (!scene.model.dependencies().earlier(name).isEmpty()) {
                throw new IllegalStateException("`" + unknown + "` depends on earlier values of "
                        + scene.model.dependencies().earlier(name)
                        + ", which are outcomes: it cannot be drawn before them");
            }
            for (String parent : scene.model.dependencies().parents(name)) {
                if (scene.model.variable(parent).kind() == Variable.Kind.DETERMINISTIC && seen.add(parent)) {
                    open.add(parent);
                }
            }
        }
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

    private Data put(Variable variable, double[] position, Data causes, Data into, StreamKey key) {
        List<String> together = Scene.together(variable);
        Law law = scene.law(variable);
        int rows = causes.rows(variable.table());
        double[][] arguments = evaluate(law.arguments(), position, causes, Axis.rows(variable.table()));
        double[][] drawn = new double[together.size()][rows];
        StreamKey noise = key.with("noise").with(together.get(0));
        for (int row = 0; row < rows; row++) {
            double[] value = sample(law, at(arguments, row), together.size(), noise.with(row).stream());
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

    private void draw(Variable variable, double[] position, RandomStream stream) {
        if (!Scene.together(variable).get(0).equals(variable.name())) {
            return;
        }
        requireNoPast(variable.name());
        Unknown unknown = scene.unknowns.stream()
                .filter(u -> u.name().equals(variable.name()))
                .findFirst()
                .orElseThrow();
        new PriorDraw(scene, unknown, variable).into(position, stream);
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

    private static double[] at(double[][] columns, int row) {
        double[] values = new double[columns.length];
        for (int k = 0; k < columns.length; k++) {
            values[k] = columns[k][columns[k].length == 1 ? 0 : row];
        }
        return values;
    }

    private static double[] sample(Law law, double[] arguments, int size, RandomStream stream) {
        Distribution family = law.family();
        if (family == null) {
            throw new IllegalStateException("a flat distribution cannot be drawn from");
        }
        double[] value = new double[size];
        family.sample(stream, arguments, value);
        return value;
    }

    /** Draws of one unknown from its prior, written as coordinates. */
    private record PriorDraw(Scene scene, Unknown unknown, Variable variable) {
        void into(double[] position, RandomStream stream) {
            if (unknown.origin() == Unknown.Origin.FLAT) {
                throw new IllegalStateException("`" + unknown.name() + "` has a flat prior, which cannot be drawn from;"
                        + " give it a proper one, or set it by do");
            }
            if (Law.drawn(variable).kind() == DrawnFrom.Kind.CONSTRUCT) {
                parts(Law.construct(variable), position, stream);
                return;
            }
            if (unknown.parametrisation() == Parametrisation.NON_CENTRED) {
                standard(position, stream);
                return;
            }
            UnknownMaker.Laws laws = scene.laws(variable);
            TreeEvaluator evaluator = new TreeEvaluator(scene.layout, scene.frame.columns(scene.frame.data()));
            for (int slice = 0; slice < laws.laws().size(); slice++) {
                Law law = laws.laws().get(slice);
                List<double[]> arguments = new ArrayList<>();
                law.arguments().forEach(a -> arguments.add(evaluator.values(a, position)));
                double[][] columns = arguments.toArray(double[][]::new);
                for (int i = 0; i < laws.repeats(); i++) {
                    one(law, at(columns, i), laws, slice, i, position, stream);
                }
            }
        }

        private void one(
                Law law,
                double[] arguments,
                UnknownMaker.Laws laws,
                int slice,
                int element,
                double[] position,
                RandomStream stream) {
            Distribution family = law.family();
            if (family == null) {
                throw new IllegalStateException("`" + unknown.name() + "` has a flat prior");
            }
            double[] value = new double[family.shape().size(laws.dimension())];
            if (laws.increasing()) {
                value = new double[laws.dimension()];
                for (int k = 0; k < value.length; k++) {
                    value[k] = sample(law, arguments, 1, stream)[0];
                }
                java.util.Arrays.sort(value);
            } else {
                family.sample(stream, arguments, value);
            }
            List<Expr> constants =
                    java.util.Arrays.stream(arguments).mapToObj(Exprs::constant).toList();
            Support support = laws.increasing() ? Support.ordered() : family.support(constants);
            boolean plain = family.shape() != Shape.SCALAR && support.kind() == Support.Kind.REAL;
            double[] u = value;
            if (!plain) {
                Bijector bijector = Bijector.onto(support, laws.dimension());
                u = new double[bijector.unconstrainedSize()];
                bijector.inverse(value, 0, u, 0);
            }
            // Slices of numbers lie one per law; of a vector without a group, all in one slice.
            for (int k = 0; k < u.length; k++) {
                boolean single = unknown.parameters().size() == 1;
                Parameter parameter = unknown.parameters().get(single ? 0 : u.length > 1 ? k : slice);
                position[scene.layout.offset(parameter.name()) + (single && u.length > 1 ? k : element)] = u[k];
            }
        }

        /** Every auxiliary parameter of a construct from its own prior, by the same list that made the density. */
        private void parts(Construct construct, double[] position, RandomStream stream) {
            Translator.Context context = scene.translator.context(variable);
            List<Construct.Part> parts = construct.parts(Law.drawn(variable).arguments().stream()
                    .map(a -> scene.translator.number(a, context))
                    .toList());
            TreeEvaluator evaluator = new TreeEvaluator(scene.layout, scene.frame.columns(scene.frame.data()));
            for (int p = 0; p < parts.size(); p++) {
                Construct.Part part = parts.get(p);
                double[] arguments = part.arguments().stream()
                        .mapToDouble(a -> evaluator.values(a, position)[0])
                        .toArray();
                Bijector bijector = Bijector.onto(part.prior().support(part.arguments()), 1);
                double[] u = new double[unknown.sizes().get(p)];
                for (int i = 0; i < u.length; i++) {
                    bijector.inverse(new double[] {part.prior().sample(stream, arguments)}, 0, u, i);
                }
                int offset = scene.layout.offset(unknown.parameters().get(p).name());
                System.arraycopy(u, 0, position, offset, u.length);
            }
        }

        private void standard(double[] position, RandomStream stream) {
            Map<String, double[]> drawn = new LinkedHashMap<>();
            for (int p = 0; p < unknown.parameters().size(); p++) {
                double[] z = new double[unknown.sizes().get(p)];
                for (int i = 0; i < z.length; i++) {
                    z[i] = stream.nextGaussian();
                }
                drawn.put(unknown.parameters().get(p).name(), z);
            }
            drawn.forEach((name, z) -> System.arraycopy(z, 0, position, scene.layout.offset(name), z.length));
        }
    }
}
