package tributary.dist;

import static tributary.expr.Exprs.add;
import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.exp;
import static tributary.expr.Exprs.softplus;

import java.util.ArrayList;
import java.util.List;
import tributary.expr.Expr;
import tributary.math.Elementary;

/**
 * The map onto the simplex by breaking a stick: {@code z[k] = sigmoid(u[k] - log(K - 1 - k))}, k from 0, is the share
 * that part k takes of what the parts before it left; u = 0 is the centre.
 *
 * <p>The logarithm of the Jacobian is {@code sum_k log z[k] + log(1 - z[k]) + log rest[k]}.
 */
record SimplexBijector(int dimension) implements Bijector {
    @Override
    public int unconstrainedSize() {
        return dimension - 1;
    }

    @Override
    public int constrainedSize() {
        return dimension;
    }

    @Override
    public void forward(double[] u, int fromU, double[] value, int fromValue) {
        double logRest = 0;
        for (int k = 0; k < dimension - 1; k++) {
            double odds = u[fromU + k] - centre(k);
            value[fromValue + k] = Elementary.exp(logRest - Elementary.softplus(-odds));
            logRest -= Elementary.softplus(odds);
        }
        value[fromValue + dimension - 1] = Elementary.exp(logRest);
    }

    @Override
    public void inverse(double[] value, int fromValue, double[] u, int fromU) {
        double rest = value[fromValue + dimension - 1];
        for (int k = dimension - 2; k >= 0; k--) {
            double part = value[fromValue + k];
            u[fromU + k] = Elementary.log(part) - Elementary.log(rest) + centre(k);
            rest += part;
        }
    }

    @Override
    public double logAbsDetJacobian(double[] u, int fromU) {
        double logRest = 0;
        double sum = 0;
        for (int k = 0; k < dimension - 1; k++) {
            double odds = u[fromU + k] - centre(k);
            double logLeft = -Elementary.softplus(odds);
            sum += logRest - Elementary.softplus(-odds) + logLeft;
            logRest += logLeft;
        }
        return sum;
    }

    /** The parts as exponentials of their logarithms, so that {@code log} of a part is exact. */
    @Override
    public List<Expr> forward(List<Expr> u) {
        List<Expr> value = new ArrayList<>();
        Expr logRest = constant(0);
        for (int k = 0; k < dimension - 1; k++) {
            Expr odds = u.get(k).minus(centre(k));
            value.add(exp(logRest.minus(softplus(odds.negated()))));
            logRest = logRest.minus(softplus(odds));
        }
        value.add(exp(logRest));
        return value;
    }

    @Override
    public Expr logAbsDetJacobian(List<Expr> u) {
        List<Expr> terms = new ArrayList<>();
        for (int k = 0; k < dimension - 1; k++) {
            Expr odds = u.get(k).minus(centre(k));
            terms.add(softplus(odds.negated()).negated());
            // Part k leaves its log(1 - z) to itself and to each part after it that has a u of its own.
            terms.add(softplus(odds).times(k + 1 - dimension));
        }
        return add(terms);
    }

    private double centre(int k) {
        return Elementary.log(dimension - 1 - k);
    }
}
