package tributary.posterior;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import tributary.expr.Axis;
import tributary.expr.BoundProgram;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.expr.Program;
import tributary.infer.Draws;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
import tributary.infer.nuts.Starts;
import tributary.math.LogDensity;
import tributary.model.Model;
import tributary.model.Variable;
import tributary.random.StreamKey;

/**
 * A model bound to data: prior and likelihoods as expressions of one unconstrained position, and the way from positions
 * to the model's own parameters.
 *
 * <p>The log density is {@link #logPrior} (with the Jacobians of all transforms) plus the sums of {@link #likelihoods};
 * they stand apart so that the prior can be divided among shards. Parameters come in the model's order of definition,
 * the levels of a group in the order of {@link Levels}. Binding the same model and data gives the same posterior.
 */
public final class Posterior {
    private final Scene scene;
    private final List<Likelihood> likelihoods = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Expr> generated = new ArrayList<>();
    private final Columns columns;
    private final Program program;

    private Posterior(Scene scene) {
        this.scene = scene;
        new DataChecks(scene, scene.frame.data()).run();
        Set<String> done = new HashSet<>();
        for (Variable variable : scene.model.variables()) {
            boolean informs = variable.kind() == Variable.Kind.OUTCOME && scene.model.isObserved(variable);
            if (informs && done.add(variable.name())) {
                likelihoods.add(scene.likelihood(variable));
                done.addAll(Scene.together(variable));
            }
        }
        for (Variable variable : scene.model.variables()) {
            generate(variable);
        }
        this.columns = scene.frame.columns(scene.frame.data());
        this.program = Program.compile(scene.layout, logDensity());
    }

    /**
     * Binds a model to data.
     *
     * @throws BindingException if a row variable has no column, a value is missing or impossible, or a group is unknown
     */
    public static Posterior of(Model model, Data data) {
        return of(model, data, Parametrisation.BY_DATA);
    }

    /** Binds a model to data, with group effects sampled as this rule says. */
    public static Posterior of(Model model, Data data, Parametrisation rule) {
        return new Posterior(new Scene(model, data, null, rule));
    }

    /**
     * Binds a model to data, with each group effect named sampled as the map says, all others centred.
     *
     * @param decided centred or non-centred, by name
     */
    public static Posterior of(Model model, Data data, Map<String, Parametrisation> decided) {
        return new Posterior(new Scene(model, data, decided));
    }

    /**
     * Binds a model to what is known of rows that lie elsewhere.
     *
     * @param columns the tables with their columns; rows in them do not count
     * @param facts what {@link #wanted} asked for, in as many steps as it took
     * @throws IllegalStateException if something is missing
     */
    public static Posterior of(Model model, Data columns, Facts facts) {
        try {
            Posterior posterior =
                    new Posterior(new Scene(model, columns.withoutRows(), facts, Parametrisation.BY_DATA));
            Wanted wanted = posterior.scene.frame.wanted();
            if (wanted.statistics().isEmpty()) {
                return posterior;
            }
            throw new IllegalStateException("facts are missing: " + wanted.statistics());
        } catch (Frame.UnknownOrder unknown) {
            throw new IllegalStateException(
                    "facts are missing: " + unknown.wanted().statistics(), unknown);
        }
    }

    /**
     * What a model needs of all rows beyond the facts that are known; more may follow from them, so ask again until
     * there is nothing.
     *
     * @throws BindingException if the columns do not go with the model
     */
    public static Wanted wanted(Model model, Data columns, Facts facts) {
        try {
            return new Posterior(new Scene(model, columns.withoutRows(), facts, Parametrisation.BY_DATA))
                    .scene.frame.wanted();
        } catch (Frame.UnknownOrder unknown) {
            return unknown.wanted();
        }
    }

    /** The recipe of the columns that the expressions read, to be sent to where rows are. */
    public RowColumns rowColumns() {
        return scene.frame.rows();
    }

    /**
     * Checks rows as binding to them would.
     *
     * @throws BindingException if a value is missing, not finite, or impossible
     */
    public void check(Data rows) {
        new DataChecks(scene, rows).run();
    }

    /** The model. */
    public Model model() {
        return scene.model;
    }

    /** The data. */
    public Data data() {
        return scene.frame.data();
    }

    /** The unknowns in order. */
    public List<Unknown> unknowns() {
        return List.copyOf(scene.unknowns);
    }

    /** The levels of a group in order. */
    public Levels levels(String group) {
        return scene.frame.levels(group);
    }

    /** Where each slice of a position lies. */
    public Layout layout() {
        return scene.layout;
    }

    /** The coordinates of a position that belong to each level of a group, in the levels' order; none where it has no effects. */
    public List<int[]> coordinates(String group) {
        List<List<Integer>> levels = new ArrayList<>();
        for (Unknown unknown : scene.unknowns) {
            for (Parameter parameter : unknown.parameters()) {
                if (parameter.axis().kind() == Axis.Kind.LEVELS
                        && parameter.axis().name().equals(group)) {
                    for (int level = 0; level < parameter.axis().size(); level++) {
                        if (levels.size() <= level) {
                            levels.add(new ArrayList<>());
                        }
                        levels.get(level).add(scene.layout.offset(parameter.name()) + level);
                    }
                }
            }
        }
        return levels.stream()
                .map(level -> level.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    /** The log prior of a position, Jacobians of the transforms included; a scalar. */
    public Expr logPrior() {
        return Exprs.add(scene.unknowns.stream().map(Unknown::logPrior).toList());
    }

    /** The likelihood terms, one for each outcome, in the model's order. */
    public List<Likelihood> likelihoods() {
        return List.copyOf(likelihoods);
    }

    /** The log density of a position: prior and all likelihoods; a scalar. */
    public Expr logDensity() {
        List<Expr> terms = new ArrayList<>(List.of(logPrior()));
        likelihoods.forEach(l -> terms.add(Exprs.sum(l.rows())));
        return Exprs.add(terms);
    }

    /** The columns that the expressions read, for all the data. */
    public Columns columns() {
        return columns;
    }

    /** The same columns for some of the rows: levels, group means and default priors stay those of all the data. */
    public Columns columns(Data rows) {
        return scene.frame.columns(rows);
    }

    /**
     * What the columns that are no data themselves (bases of splines, sines) are computed from: whoever takes rows apart
     * must look into these too.
     */
    public List<Expr> derivations() {
        return scene.frame.sources();
    }

    /** The compiled log density. */
    public Program program() {
        return program;
    }

    /** Makes densities, one for each thread. */
    public Supplier<LogDensity> densities() {
        BoundProgram first = program.bind(columns);
        return first::forAnotherThread;
    }

    /** Names of the unconstrained coordinates. */
    public List<String> coordinates() {
        List<String> all = new ArrayList<>();
        for (Unknown unknown : scene.unknowns) {
            for (int p = 0; p < unknown.parameters().size(); p++) {
                Parameter parameter = unknown.parameters().get(p);
                int size = unknown.sizes().get(p);
                for (int i = 0; i < size; i++) {
                    all.add(
                            size == 1 && parameter.axis().isScalar()
                                    ? parameter.name()
                                    : parameter.name() + "." + (i + 1));
                }
            }
        }
        return all;
    }

    /** Names of the model's parameters and of what is computed from them: {@code sigma}, {@code theta[north]}. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /** From unconstrained draws to the model's parameters and what is computed from them. */
    public Draws constrain(Draws unconstrained) {
        return unconstrained.map(names, outputs()::into);
    }

    /** Computes the model's parameters from a position. */
    private interface Outputs {
        void into(double[] position, double[] row);
    }

    private Outputs outputs() {
        BoundProgram outputs =
                Program.compile(scene.layout, generated.toArray(Expr[]::new)).bind(columns);
        int[] sizes = outputs.sizes();
        double[][] parts = new double[sizes.length][];
        for (int k = 0; k < sizes.length; k++) {
            parts[k] = new double[sizes[k]];
        }
        return (position, row) -> {
            outputs.outputs(position, parts);
            int at = 0;
            for (double[] part : parts) {
                System.arraycopy(part, 0, row, at, part.length);
                at += part.length;
            }
        };
    }

    /** The model's parameters, and what is computed from them, at one position, in the order of {@link #names}. */
    public double[] constrain(double... position) {
        double[] row = new double[names.size()];
        if (row.length > 0) {
            outputs().into(position, row);
        }
        return row;
    }

    /**
     * Independent draws where the model is conjugate ({@link ExactPosterior}), else NUTS; as many chains and draws as the
     * settings say.
     */
    public Fit fit(Nuts settings, long seed, Executor executor) {
        return ExactPosterior.of(this)
                .map(exact -> exact.sample(settings.chains(), settings.draws(), seed))
                .orElseGet(() -> sample(settings, seed, executor));
    }

    /** As above, one chain after the other. */
    public Fit fit(Nuts settings, long seed) {
        return fit(settings, seed, Runnable::run);
    }

    /** Samples by NUTS, one chain after the other. */
    public Fit sample(Nuts settings, long seed) {
        return sample(settings, seed, Runnable::run);
    }

    /** Samples by NUTS; the draws depend on model, data, settings and seed, and not on the executor. */
    public Fit sample(Nuts settings, long seed, Executor executor) {
        if (scene.layout.dimension() == 0) {
            throw new BindingException(
                    "the model has no unknown to infer; draw something from a distribution:" + " b ~ normal(0, 1)");
        }
        NutsFit run = settings.run(
                densities(),
                coordinates(),
                Starts.uniform(2),
                null,
                StreamKey.of(seed).with("posterior"),
                executor);
        Draws unconstrained = run.draws();
        Draws draws = constrain(unconstrained);
        return new Fit(this, InferencePath.NUTS, draws, unconstrained, run.stats(), run.reports());
    }

    /**
     * Pointwise log likelihoods of one outcome under unconstrained draws, {@code [row][draw]}: what leave-one-out takes.
     */
    public double[][] logLikelihood(String outcome, Draws unconstrained) {
        Likelihood likelihood = likelihoods.stream()
                .filter(l -> l.outcomes().contains(outcome))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("`" + outcome + "` is no observed outcome"));
        BoundProgram rows = Program.compile(scene.layout, likelihood.rows()).bind(columns);
        double[] one = new double[rows.sizes()[0]];
        double[][] all = new double[one.length][unconstrained.size()];
        double[] position = new double[scene.layout.dimension()];
        for (int d = 0; d < unconstrained.size(); d++) {
            unconstrained.row(d, position);
            rows.outputs(position, new double[][] {one});
            for (int row = 0; row < one.length; row++) {
                all[row][d] = one[row];
            }
        }
        return all;
    }

    /** The default and flat priors of this posterior, in words: a line each. */
    public List<String> disclosures() {
        List<String> lines = new ArrayList<>();
        for (Unknown unknown : scene.unknowns) {
            switch (unknown.origin()) {
                case STATED -> {}
                case DEFAULT -> lines.add(unknown.name() + " ~ " + unknown.prior() + ", a default scaled by the data");
                case FLAT -> lines.add(unknown.name() + " has a flat prior: every value alike");
            }
        }
        return lines;
    }

    /**
     * A row variable, set or natural, in the world after the interventions of a model that has the same unknowns: an
     * expression of this posterior's positions and columns, so that many worlds can be compiled into one program.
     *
     * <p>Unknowns keep their inferred values and outcomes their observed ones: ask for what is computed from causes that
     * are set or exogenous, such as an expected outcome.
     */
    public Expr expression(Model intervened, String variable) {
        return scene.with(intervened).translator.value(variable, false).number();
    }

    Scene scene() {
        return scene;
    }

    private void generate(Variable variable) {
        if (variable.data() || isRow(variable)) {
            return;
        }
        if (variable.unknown()) {
            for (Unknown unknown : scene.unknowns) {
                if (unknown.name().equals(variable.name())) {
                    generated.addAll(unknown.value().stream()
                            .map(v -> spread(v, variable))
                            .toList());
                    names.addAll(unknown.labels());
                }
            }
            return;
        }
        Value value = scene.translator.value(variable.name(), false);
        List<String> elements = elements(variable, value);
        for (int k = 0; k < value.parts().size(); k++) {
            generated.add(spread(value.parts().get(k), variable));
            names.addAll(
                    UnknownMaker.names(variable.name(), scene.translator.axis(variable), elements.get(k), scene.frame));
        }
    }

    private List<String> elements(Variable variable, Value value) {
        String vector = scene.translator.context(variable).vector();
        List<String> labels = vector == null ? List.of() : scene.translator.labels(vector);
        List<String> elements = new ArrayList<>();
        for (int k = 0; k < value.parts().size(); k++) {
            boolean numbered = value.vector() && labels.size() != value.parts().size();
            elements.add(!value.vector() ? "" : numbered ? Integer.toString(k + 1) : labels.get(k));
        }
        return elements;
    }

    /** A value that does not depend on its level still has one number for each. */
    private Expr spread(Expr value, Variable variable) {
        var axis = scene.translator.axis(variable);
        return value.axis().isScalar() && !axis.isScalar() ? value.plus(Exprs.fill(axis, 0)) : value;
    }

    private boolean isRow(Variable variable) {
        return variable.value() != null && scene.translator.axis(variable).isRows();
    }
}
