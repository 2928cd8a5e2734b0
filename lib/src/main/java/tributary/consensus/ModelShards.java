package tributary.consensus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tributary.expr.Axis;
import tributary.expr.Binary;
import tributary.expr.BoundProgram;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.LinearPredictor;
import tributary.expr.Parameter;
import tributary.expr.Program;
import tributary.expr.Select;
import tributary.expr.Unary;
import tributary.posterior.BindingException;
import tributary.posterior.Data;
import tributary.posterior.Likelihood;
import tributary.posterior.Posterior;
import tributary.posterior.RowColumns;

/**
 * A bound model as consensus needs it: the prior by itself, and the likelihood of whatever rows a shard holds.
 *
 * <p>Layout, levels and default priors are those of the posterior it is made from; only the rows change from shard to
 * shard. It holds programs and no rows, so it can be sent to where the shards are. Rows may have weights: a row of
 * weight w counts as w equal rows.
 */
public final class ModelShards implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Program density;
    private final Program rows;
    private final Program differences;
    private final ArrayList<Axis> axes;
    private final boolean weighted;
    private final Program prior;
    private final Columns withoutRows;
    private final RowColumns recipe;

    private ModelShards(Posterior posterior, Factor factor, boolean weighted) {
        List<Likelihood> likelihoods = factor.likelihoods();
        if (likelihoods.isEmpty()) {
            throw new BindingException("the model has no observed outcome, so there is nothing to shard");
        }
        this.weighted = weighted;
        this.axes = new ArrayList<>();
        List<Expr> sums = new ArrayList<>();
        List<Expr> moved = new ArrayList<>();
        for (Likelihood likelihood : likelihoods) {
            Expr terms = likelihood.rows();
            if (!terms.axis().isRows()) {
                throw new BindingException("`" + likelihood.outcome() + "` has one value for each " + likelihood.plate()
                        + ", which every shard would count; fit this model in one piece");
            }
            requireRowByRow(terms, "the likelihood of `" + likelihood.outcome() + "`");
            axes.add(terms.axis());
            Expr weights = Exprs.column(weight(terms.axis()), terms.axis());
            sums.add(Exprs.sum(weighted ? weights.times(terms) : terms));
            Expr reference = Exprs.column(ProgramShard.reference(moved.size()), terms.axis());
            Expr difference = terms.minus(reference);
            // A weight of 0 is no row: not even one that cannot be.
            moved.add(Exprs.sum(
                    weighted ? Exprs.select(weights, weights.times(difference), Exprs.constant(0)) : difference));
        }
        requireRowByRow(factor.logPrior(), "the prior");
        posterior.derivations().forEach(source -> requireRowByRow(source, "a column of a spline or of a season"));
        this.density = Program.compile(factor.layout(), Exprs.add(sums));
        this.rows = Program.compile(
                factor.layout(), likelihoods.stream().map(Likelihood::rows).toArray(Expr[]::new));
        this.differences = Program.termByTerm(factor.layout(), Exprs.add(moved));
        this.prior = Program.compile(factor.layout(), factor.logPrior());
        this.withoutRows = posterior.columns(posterior.data().withoutRows());
        this.recipe = posterior.rowColumns();
    }

    /**
     * Shards where every row counts once.
     *
     * @throws BindingException if the likelihood is no sum of independent rows: lags, series, latent rows, outcomes of
     *     groups
     */
    public static ModelShards of(Posterior posterior) {
        return new ModelShards(posterior, Factor.whole(posterior), false);
    }

    /** Shards whose rows have weights, refused like {@link #of}. */
    public static ModelShards weighted(Posterior posterior) {
        return new ModelShards(posterior, Factor.whole(posterior), true);
    }

    /** Shards of one factor of a posterior, refused like {@link #of}; positions are those of the factor's layout. */
    public static ModelShards of(Posterior posterior, Factor factor, boolean weighted) {
        return new ModelShards(posterior, factor, weighted);
    }

    /** The name of the column of weights that weighted shards read on an axis of rows. */
    public static String weight(Axis rows) {
        return "weight of " + rows.name();
    }

    /** The number of unconstrained parameters. */
    public int dimension() {
        return density.layout().dimension();
    }

    /** The log prior, Jacobians included. */
    public PriorDensity prior() {
        Program program = prior;
        Columns columns = withoutRows;
        return () -> program.bind(columns);
    }

    /**
     * The likelihood of some rows, for one thread.
     *
     * @param columns what {@link Posterior#columns(Data)} gives for the rows; with the columns named by {@link #weight}
     *     when weighted
     * @throws IllegalArgumentException if a column is missing, or a weight is no whole number from 0
     */
    public ShardLikelihood shard(Columns columns) {
        long count = 0;
        Set<Axis> counted = new LinkedHashSet<>();
        for (Axis axis : axes) {
            if (counted.add(axis)) {
                count += weighted ? total(columns.numbers(Exprs.column(weight(axis), axis))) : columns.size(axis);
            }
        }
        return new ProgramShard(density, rows, differences, columns, count);
    }

    /** The likelihood of the rows of one block, for one thread; weights come from its column {@link Blocks#WEIGHT}. */
    public ShardLikelihood shard(Data rows) {
        Columns columns = recipe.of(rows);
        if (weighted) {
            for (Axis axis : axes) {
                columns = columns.with(weight(axis), rows.numbers(axis.name(), Blocks.WEIGHT));
            }
        }
        return shard(columns);
    }

    /** The table that the rows are of. */
    String table() {
        return axes.get(0).name();
    }

    /**
     * How far each row can move the likelihood where the posterior lies: over the axes v of the posterior's spread the
     * sum of squared slopes and absolute curvatures of its term, {@code sum_v (dl/dv)^2 + |d2l/dv2|}, times its weight.
     *
     * <p>For a generalised linear model these are the row's leverage {@code x' V x} times its squared residual and its
     * variance.
     */
    double[] leverage(Data rows, Gaussian about) {
        Columns columns = recipe.of(rows);
        BoundProgram terms = this.rows.bind(columns);
        int count = rows.rows(table());
        double[] weights = weighted ? rows.numbers(table(), Blocks.WEIGHT) : new double[0];
        double[] here = perRow(terms.outputs(about.mean()), count);
        double[] leverage = new double[count];
        double[] axis = new double[about.dimension()];
        for (int v = 0; v < axis.length; v++) {
            axis[v] = 1;
            double[] above = perRow(terms.outputs(about.shifted(axis, 1)), count);
            double[] below = perRow(terms.outputs(about.shifted(axis, -1)), count);
            axis[v] = 0;
            for (int i = 0; i < count; i++) {
                double slope = 0.5 * (above[i] - below[i]);
                double moved = slope * slope + Math.abs(above[i] + below[i] - 2 * here[i]);
                // A row whose term breaks down nearby is one that must be looked at.
                leverage[i] += Double.isNaN(moved) ? Double.MAX_VALUE : moved * (weighted ? weights[i] : 1);
            }
        }
        return leverage;
    }

    private static double[] perRow(double[][] terms, int count) {
        double[] sums = new double[count];
        for (double[] likelihood : terms) {
            for (int i = 0; i < count; i++) {
                sums[i] += likelihood[i];
            }
        }
        return sums;
    }

    private static long total(double[] weights) {
        long total = 0;
        for (double weight : weights) {
            if (!(weight >= 0) || weight != StrictMath.rint(weight) || weight > 0x1p53) {
                throw new IllegalArgumentException("a row counts a whole number of times, not " + weight);
            }
            total = Math.addExact(total, (long) weight);
        }
        return total;
    }

    /** Refuses what ties rows together: such a sum is not the sum over shards. */
    private static void requireRowByRow(Expr expr, String what) {
        requireRowByRow(expr, what, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static void requireRowByRow(Expr expr, String what, Set<Expr> seen) {
        if (!seen.add(expr)) {
            return;
        }
        boolean reads = expr.arguments().stream().anyMatch(a -> a.axis().isRows());
        boolean byRow = expr instanceof Unary
                || expr instanceof Binary
                || expr instanceof Select
                || expr instanceof LinearPredictor;
        boolean latent = expr instanceof Parameter && expr.axis().isRows();
        if (latent || (reads && !byRow)) {
            throw new BindingException(
                    what + " ties rows together (" + expr.getClass().getSimpleName()
                            + "), so shards of rows do not multiply to the whole; fit this model in one piece");
        }
        expr.arguments().forEach(a -> requireRowByRow(a, what, seen));
    }
}
