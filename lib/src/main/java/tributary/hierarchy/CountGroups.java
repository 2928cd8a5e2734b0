package tributary.hierarchy;

import java.util.List;
import tributary.math.UnaryFunction;

/**
 * The posterior density of the hyper-parameters of groups of counts, each group integrated out by adaptive Gauss-Hermite
 * quadrature about its mode (Liu and Pierce, 1994).
 *
 * <p>In the terms of {@link CountAlgebra} a group contributes {@code log int exp f(z) dz}. The gradient is Fisher's
 * identity under the same rule: the expected slope of the group's log likelihood given its data. It differs from the
 * slope of the rule itself by the rule's own error, which NUTS, whose accept step asks only for values, corrects.
 */
final class CountGroups implements CollapsedDensity {
    private final CountTable table;
    private final HyperLayout layout;
    private final HyperPrior prior;
    private final Quadrature rule;
    private final int q;
    private final int k;
    private final CountAlgebra algebra;
    private final double[] factor;
    private final double[] factorSlope;
    private final double[] means;
    private final double[] logs;
    private final double[] points;
    private final double[] rest;
    private final double[] restTimes;

    CountGroups(CountTable table, GroupModel model, Quadrature rule) {
        this.table = table;
        this.layout = new HyperLayout(model);
        this.prior = new HyperPrior(model, layout);
        this.rule = rule;
        this.q = model.coefficients().size();
        this.k = layout.varying().length;
        if (table.cells() != q || model.residual().isPresent()) {
            throw new IllegalArgumentException(
                    "counts of " + table.cells() + " cells need as many coefficients, and no residual");
        }
        algebra = new CountAlgebra(table, k);
        factor = new double[q * k];
        factorSlope = new double[q * k];
        means = new double[q];
        logs = new double[rule.points()];
        points = new double[rule.points() * k];
        rest = new double[q];
        restTimes = new double[q * k];
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
        layout.natural(position, 0, values);
    }

    /** The link of the overall mean, no effects, and spreads of a half. */
    @Override
    public double[] start() {
        double[] start = new double[dimension()];
        double trials = 0;
        double sum = 0;
        for (int g = 0; g < table.groups(); g++) {
            for (int c = 0; c < q; c++) {
                trials += table.trials(g, c);
                sum += table.sum(g, c);
            }
        }
        start[layout.mean(0)] = table.likelihood().link((sum + 0.5) / (trials + 1));
        for (int v = 0; v < k; v++) {
            start[layout.spread(v)] = StrictMath.log(0.5);
        }
        return start;
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        double[][] correlation = layout.correlationFactor(position);
        prior.fillFactor(position, 1, correlation, factor);
        for (int j = 0; j < q; j++) {
            means[j] = position[layout.mean(j)];
        }
        algebra.condition(means, factor);
        java.util.Arrays.fill(rest, 0);
        java.util.Arrays.fill(restTimes, 0);
        double value = 0;
        for (int g = 0; g < table.groups(); g++) {
            value += add(g);
        }
        java.util.Arrays.fill(gradient, 0);
        java.util.Arrays.fill(factorSlope, 0);
        for (int c = 0; c < q; c++) {
            // A cell's predictor is the first coefficient and, in an arm, the arm's own.
            gradient[layout.mean(0)] += rest[c];
            if (c > 0) {
                gradient[layout.mean(c)] += rest[c];
            }
            for (int a = 0; a < k; a++) {
                factorSlope[a] += restTimes[c * k + a];
                if (c > 0) {
                    factorSlope[c * k + a] += restTimes[c * k + a];
                }
            }
        }
        prior.backThroughFactor(position, 1, correlation, factor, factorSlope, gradient);
        return value + prior.add(position, 0, gradient);
    }

    /** One group's log integral; its expected residuals, and their products with z, go to the sums. */
    private double add(int group) {
        algebra.solve(group);
        double[] mode = algebra.mode();
        double top = Double.NEGATIVE_INFINITY;
        double[] z = new double[k];
        for (int p = 0; p < rule.points(); p++) {
            double squares = 0;
            for (int a = 0; a < k; a++) {
                z[a] = rule.node(p, a);
                squares += z[a] * z[a];
            }
            algebra.spread(z);
            for (int a = 0; a < k; a++) {
                z[a] += mode[a];
                points[p * k + a] = z[a];
            }
            logs[p] = algebra.value(group, z) - algebra.peak() + 0.5 * squares;
            top = Math.max(top, logs[p]);
        }
        double sum = 0;
        for (int p = 0; p < rule.points(); p++) {
            logs[p] = rule.weight(p) * UnaryFunction.EXP.apply(logs[p] - top);
            sum += logs[p];
        }
        for (int p = 0; p < rule.points(); p++) {
            double weight = logs[p] / sum;
            System.arraycopy(points, p * k, z, 0, k);
            for (int c = 0; c < q; c++) {
                double n = table.trials(group, c);
                if (n > 0) {
                    double residual = weight
                            * (table.sum(group, c) - n * table.likelihood().mean(algebra.predictor(c, z)));
                    rest[c] += residual;
                    for (int a = 0; a < k; a++) {
                        restTimes[c * k + a] += residual * z[a];
                    }
                }
            }
        }
        return algebra.peak() + top + StrictMath.log(sum) - algebra.logRoot();
    }
}
