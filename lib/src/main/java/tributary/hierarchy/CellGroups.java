package tributary.hierarchy;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.math.Kernels;
import tributary.math.UnaryFunction;

/**
 * The posterior density of the hyper-parameters of groups of cells, each group integrated out by adaptive Gauss-Hermite
 * quadrature about its mode (Liu and Pierce, 1994).
 *
 * <p>In the terms of {@link CellAlgebra} a group contributes {@code log int exp f(z) dz}. The finer rule also looks for
 * further modes of student-t groups; with Laplace's approximations {@code g_j} of f at its modes each of {@code int f g_j /
 * sum_i g_i} is a rule about mode j, so that a group whose rows contradict each other is seen by the check even if the
 * usual rule stands at one of its modes. The gradient is Fisher's
 * identity under the same rule: the expected slope of the group's log likelihood given its data. It differs from the
 * slope of the rule itself by the rule's own error, which NUTS, whose accept step asks only for values, corrects.
 */
final class CellGroups implements CollapsedDensity {
    /** Groups of so many events in every varying coefficient have all but normal integrands. */
    private static final double INFORMED = 100;

    /** No place to begin lies farther out, in deviations of the group's prior. */
    private static final double FARTHEST = 100;

    private final CellTable table;
    private final GroupModel model;
    private final HyperLayout layout;
    private final HyperPrior prior;
    private final Quadrature few;
    private final Quadrature many;
    private final boolean[] informed;
    private final boolean everyMode;
    private final int q;
    private final int k;
    private final CellAlgebra algebra;
    private final double[] factor;
    private final double[] factorSlope;
    private final Kernels kernels = Kernels.preferred();
    /** Where the modes of groups were at the last position: the next one's are near. */
    private final double[] near;
    /** Log integrands at the points of a group, and their weights. */
    private final double[] logs;

    /** Of each direction of a rule, where it leads. */
    private final double[] reach;
    /** Of a group's cells and points, the arguments of what costs most, and what that is there. */
    private double[] arguments = {};

    private double[] dear = {};
    private double[] dearSlope = {};
    private boolean sloped;
    /** The linear predictors there. */
    private double[] predictors = {};

    private final double[] weights;
    private final double[] points;
    private final double[] z;
    private final double[] restTimes;
    private final double[] meanSlope;
    private final int[][] explaining;
    private final boolean noisy;
    private final double rows;
    /** Points of the group under way. */
    private int used;

    private double noiseSlope;
    private double degreesSlope;
    private @Nullable Shifts shifts;
    private double[] shiftSlope = {};

    /**
     * The density.
     *
     * @param few the rule of groups of few events
     * @param many the rule of all others
     * @param everyMode whether to look for further modes of a group, and integrate about each
     */
    CellGroups(CellTable table, GroupModel model, Quadrature few, Quadrature many, boolean everyMode) {
        this.everyMode = everyMode && table.likelihood() == CellLikelihood.STUDENT_T;
        this.table = table;
        this.model = model;
        this.layout = new HyperLayout(model);
        this.prior = new HyperPrior(model, layout);
        this.few = few;
        this.many = many;
        this.q = model.coefficients().size();
        this.k = layout.varying().length;
        CellLikelihood likelihood = table.likelihood();
        noisy = likelihood == CellLikelihood.GAMMA || likelihood == CellLikelihood.STUDENT_T;
        if (table.columns() != q
                || model.residual().isPresent() != noisy
                || model.tails() != (likelihood == CellLikelihood.STUDENT_T)) {
            throw new IllegalArgumentException("cells of " + table.columns() + " columns and a " + likelihood
                    + " outcome need as many coefficients and the noise of that outcome");
        }
        explaining = model.explaining();
        algebra = new CellAlgebra(table, model, layout);
        factor = new double[q * k];
        factorSlope = new double[q * k];
        logs = new double[few.points() * (this.everyMode ? CellModes.MOST : 1)];
        weights = new double[logs.length];
        points = new double[logs.length * k];
        near = new double[table.groups() * k];
        reach = new double[k * k];
        z = new double[k];
        restTimes = new double[k];
        meanSlope = new double[layout.dimension()];
        double sum = 0;
        for (int c = 0; c < table.cells(); c++) {
            sum += table.rows(c);
        }
        rows = sum;
        informed = new boolean[table.groups()];
        for (int g = 0; g < informed.length; g++) {
            informed[g] = table.information(g, layout.varying()) >= INFORMED;
        }
    }

    /** Shifts the mean coefficients of groups by the deviations of their parents, of which there are so many. */
    void shift(Shifts by, int deviations) {
        shifts = by;
        shiftSlope = new double[deviations];
        algebra.shift(by);
    }

    /** The slopes in the deviations of parents that {@link #evaluate} found. */
    double[] shiftSlope() {
        return shiftSlope;
    }

    HyperLayout layout() {
        return layout;
    }

    @Override
    public int dimension() {
        return layout.dimension();
    }

    @Override
    public List<String> names() {
        return layout.names();
    }

    @Override
    public void natural(double[] position, double[] values) {
        layout.natural(position, table.centre(), values);
    }

    @Override
    public double prior(double[] position, double[] gradient) {
        Arrays.fill(gradient, 0);
        return prior.add(position, table.centre(), gradient);
    }

    @Override
    public List<int[]> scales() {
        return layout.scales();
    }

    @Override
    public void smooth(double[] position, double[] into) {
        prior.smooth(position, into);
    }

    @Override
    public void addThroughSmooth(double[] position, double[] slopes, double[] gradient) {
        prior.addThroughSmooth(position, slopes, gradient);
    }

    /** The link of the overall mean, no effects, and spreads of half the outcomes' or half a unit of the link. */
    @Override
    public double[] start() {
        double[] start = new double[dimension()];
        CellLikelihood likelihood = table.likelihood();
        double sum = 0;
        double squares = 0;
        for (int c = 0; c < table.cells(); c++) {
            sum += table.sum(c);
            squares += table.sum(c) * table.sum(c) / table.rows(c);
        }
        boolean linear = likelihood == CellLikelihood.STUDENT_T;
        double sd = linear && squares > 0 ? StrictMath.sqrt(squares / rows) : 1;
        start[layout.mean(0)] = linear ? 0 : likelihood.link((sum + 0.5) / (rows + 1));
        for (int v = 0; v < k; v++) {
            start[layout.spread(v)] = StrictMath.log(0.5 * sd);
        }
        if (model.residual().isPresent()) {
            start[layout.residual()] = StrictMath.log(0.5 * sd);
        }
        if (model.tails()) {
            start[layout.residual() + 1] = StrictMath.log(10);
        }
        return start;
    }

    /** The density without its gradient, at half the cost. */
    @Override
    public double value(double[] position) {
        prior.fillFactor(position, 1, layout.correlationFactor(position), factor);
        algebra.condition(position, factor);
        double value = table.likelihood().constant(rows, table.logs(), algebra.noise(), algebra.degrees());
        sloped = false;
        for (int g = 0; g < table.groups(); g++) {
            value += integral(g);
        }
        Arrays.fill(meanSlope, 0);
        return value + prior.add(position, table.centre(), meanSlope);
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        double[][] correlation = layout.correlationFactor(position);
        prior.fillFactor(position, 1, correlation, factor);
        algebra.condition(position, factor);
        Arrays.fill(meanSlope, 0);
        Arrays.fill(shiftSlope, 0);
        Arrays.fill(factorSlope, 0);
        CellLikelihood likelihood = table.likelihood();
        double noise = algebra.noise();
        double degrees = algebra.degrees();
        noiseSlope = likelihood.constantSlope(rows, table.logs(), noise, degrees);
        degreesSlope = likelihood.constantDegreesSlope(rows, degrees);
        double value = likelihood.constant(rows, table.logs(), noise, degrees);
        sloped = true;
        for (int g = 0; g < table.groups(); g++) {
            value += integral(g);
            for (int c = 0; c < algebra.cells(); c++) {
                addSlopes(g, c);
            }
        }
        System.arraycopy(meanSlope, 0, gradient, 0, meanSlope.length);
        prior.backThroughFactor(position, 1, correlation, factor, factorSlope, gradient);
        if (model.residual().isPresent()) {
            gradient[layout.residual()] = noiseSlope;
        }
        if (model.tails()) {
            gradient[layout.residual() + 1] = degreesSlope;
        }
        return value + prior.add(position, table.centre(), gradient);
    }

    /**
     * Adds the log likelihood of the groups of each parent to a number of its own, the prior apart; what does not depend on
     * coefficients is shared out by rows.
     *
     * @param parents of each group its parent
     * @param parentRows of each parent the rows
     */
    void addByParent(double[] position, int[] parents, double[] parentRows, double[] into) {
        prior.fillFactor(position, 1, layout.correlationFactor(position), factor);
        algebra.condition(position, factor);
        sloped = false;
        for (int g = 0; g < table.groups(); g++) {
            into[parents[g]] += integral(g);
        }
        double constant = table.likelihood().constant(rows, table.logs(), algebra.noise(), algebra.degrees());
        for (int p = 0; p < into.length && rows > 0; p++) {
            into[p] += constant * parentRows[p] / rows;
        }
    }

    private Quadrature rule(int group) {
        return informed[group] ? many : few;
    }

    /** One group's log integral; leaves the points and their weights behind. */
    private double integral(int group) {
        int modes = 1;
        if (everyMode) {
            modes = algebra.solveAll(group);
        } else if (table.likelihood() == CellLikelihood.STUDENT_T) {
            algebra.solve(group);
        } else {
            algebra.solve(group, near, group * k, CellAlgebra.CONCAVE);
            for (int a = 0; a < k; a++) {
                double at = algebra.mode()[a];
                // A mode so far out is of a position that no chain stays at, and no place to begin the next one's.
                near[group * k + a] = Math.abs(at) < FARTHEST ? at : 0;
            }
        }
        Quadrature rule = rule(group);
        used = 0;
        double peak = algebra.peak();
        double top = Double.NEGATIVE_INFINITY;
        for (int m = 0; m < modes; m++) {
            if (m > 0) {
                algebra.use(m);
            }
            top = Math.max(top, integrands(rule, peak, modes));
        }
        for (int i = 0; i < used; i++) {
            logs[i] -= top;
        }
        kernels.unary(UnaryFunction.EXP, logs, 0, weights, 0, used);
        double sum = 0;
        for (int i = 0; i < used; i++) {
            weights[i] *= rule.weight(i % rule.points());
            sum += weights[i];
        }
        for (int i = 0; i < used; i++) {
            weights[i] /= sum;
        }
        return peak + top + StrictMath.log(sum);
    }

    /** Appends points about a mode, and their log integrands relative to a peak; gives the greatest of these. */
    private double integrands(Quadrature rule, double peak, int modes) {
        CellLikelihood likelihood = table.likelihood();
        double noise = algebra.noise();
        double degrees = algebra.degrees();
        double[] mode = algebra.mode();
        int count = rule.points();
        int size = algebra.cells() * count;
        int begin = used / count * size;
        if (arguments.length < begin + size) {
            int larger = modes * size;
            arguments = Arrays.copyOf(arguments, larger);
            dear = Arrays.copyOf(dear, larger);
            dearSlope = Arrays.copyOf(dearSlope, larger);
            predictors = Arrays.copyOf(predictors, larger);
        }
        Arrays.fill(reach, 0);
        for (int b = 0; b < k; b++) {
            Arrays.fill(z, 0);
            z[b] = 1;
            algebra.spread(z);
            System.arraycopy(z, 0, reach, b * k, k);
        }
        for (int p = 0; p < count; p++) {
            double squares = 0;
            double nodes = 0;
            for (int a = 0; a < k; a++) {
                double at = mode[a];
                for (int b = 0; b < k; b++) {
                    at += rule.node(p, b) * reach[b * k + a];
                }
                z[a] = at;
                points[(used + p) * k + a] = at;
                squares += at * at;
                nodes += rule.node(p, a) * rule.node(p, a);
            }
            // About each of several modes its share of the integrand, by what Laplace's approximations have there.
            double parabolas =
                    modes == 1 ? algebra.peak() - 0.5 * nodes : algebra.modes().logParabolas(z);
            logs[used + p] = -0.5 * squares - parabolas;
        }
        for (int c = 0; c < algebra.cells(); c++) {
            double n = table.rows(algebra.cell(c));
            double s = table.sum(algebra.cell(c));
            for (int p = 0; p < count; p++) {
                double eta = algebra.predictor(c, points, (used + p) * k);
                predictors[begin + c * count + p] = eta;
                arguments[begin + c * count + p] = likelihood.argument(n, s, eta, noise, degrees);
            }
        }
        if (sloped) {
            kernels.unarySlope(likelihood.dear(), arguments, begin, dear, begin, dearSlope, begin, size);
        } else {
            kernels.unary(likelihood.dear(), arguments, begin, dear, begin, size);
        }
        for (int c = 0; c < algebra.cells(); c++) {
            double n = table.rows(algebra.cell(c));
            double s = table.sum(algebra.cell(c));
            for (int p = 0; p < count; p++) {
                int i = begin + c * count + p;
                logs[used + p] += likelihood.value(n, s, predictors[i], noise, degrees, dear[i]);
            }
        }
        double level = algebra.peak() - peak - algebra.logRoot();
        double top = Double.NEGATIVE_INFINITY;
        for (int p = 0; p < count; p++) {
            logs[used] += level;
            top = Math.max(top, logs[used++]);
        }
        return top;
    }

    /** The slopes that a cell of the group expects under the weighted points. */
    private void addSlopes(int group, int c) {
        CellLikelihood likelihood = table.likelihood();
        int cell = algebra.cell(c);
        double n = table.rows(cell);
        double s = table.sum(cell);
        double noise = algebra.noise();
        double degrees = algebra.degrees();
        double rest = 0;
        Arrays.fill(restTimes, 0);
        int count = rule(group).points();
        for (int p = 0; p < used; p++) {
            int i = (p / count * algebra.cells() + c) * count + p % count;
            double weight = weights[p];
            double eta = predictors[i];
            double slope = weight * likelihood.slope(n, s, eta, noise, degrees, dear[i], dearSlope[i]);
            rest += slope;
            for (int a = 0; a < k; a++) {
                restTimes[a] += slope * points[p * k + a];
            }
            if (noisy) {
                noiseSlope += weight * likelihood.noiseSlope(n, s, eta, noise, degrees);
                degreesSlope += weight * likelihood.degreesSlope(n, s, eta, noise, degrees);
            }
        }
        for (int j = 0; j < q; j++) {
            double x = table.x(cell, j);
            if (x == 0) {
                continue;
            }
            int at = layout.mean(j);
            meanSlope[at] += rest * x;
            for (int column : explaining[j]) {
                meanSlope[++at] += rest * x * table.predictor(group, column);
            }
            if (shifts != null) {
                shifts.add(group, j, rest * x, shiftSlope);
            }
            for (int a = 0; a < k; a++) {
                factorSlope[j * k + a] += restTimes[a] * x;
            }
        }
    }
}
