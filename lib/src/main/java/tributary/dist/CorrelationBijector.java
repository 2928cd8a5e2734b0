package tributary.dist;

import static tributary.expr.Exprs.add;
import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.exp;
import static tributary.expr.Exprs.softplus;
import static tributary.expr.Exprs.tanh;

import java.util.ArrayList;
import java.util.List;
import tributary.expr.Expr;
import tributary.math.Elementary;

/**
 * The map onto Cholesky factors of correlation matrices: partial correlations {@code tanh(u)}, row by row of the
 * strict lower triangle, each taking its share of what remains of the row's length one (Lewandowski, Kurowicka and Joe
 * 2009; as in Stan).
 *
 * <p>{@code L[i,j] = tanh(u[i,j]) prod_{k<j} sech(u[i,k])}, {@code L[i,i] = prod_k sech(u[i,k])}; the logarithm of the
 * Jacobian with respect to the strict lower triangle is {@code sum_{i,j} (2 + (i - 1 - j)) log sech(u[i,j])}, counting
 * from 0.
 */
record CorrelationBijector(int dimension) implements Bijector {
    @Override
    public int unconstrainedSize() {
        return dimension * (dimension - 1) / 2;
    }

    @Override
    public int constrainedSize() {
        return Shape.TRIANGLE.size(dimension);
    }

    @Override
    public void forward(double[] u, int fromU, double[] value, int fromValue) {
        int from = fromU;
        int to = fromValue;
        for (int i = 0; i < dimension; i++) {
            double logRest = 0;
            for (int j = 0; j < i; j++) {
                value[to++] = Elementary.tanh(u[from]) * Elementary.exp(logRest);
                logRest += logSech(u[from++]);
            }
            value[to++] = Elementary.exp(logRest);
        }
    }

    @Override
    public void inverse(double[] value, int fromValue, double[] u, int fromU) {
        int to = fromU;
        for (int i = 0; i < dimension; i++) {
            int row = fromValue + Shape.TRIANGLE.size(i);
            double rest = value[row + i] * value[row + i];
            for (int j = i - 1; j >= 0; j--) {
                // asinh of the ratio to what the later entries leave: no 1 - x^2 of an x near 1.
                double ratio = Math.abs(value[row + j]) / StrictMath.sqrt(rest);
                double size = Elementary.log1p(ratio + ratio * ratio / (1 + StrictMath.sqrt(1 + ratio * ratio)));
                u[to + j] = Math.copySign(size, value[row + j]);
                rest += value[row + j] * value[row + j];
            }
            to += i;
        }
    }

    @Override
    public double logAbsDetJacobian(double[] u, int fromU) {
        int from = fromU;
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < i; j++) {
                sum += (1 + i - j) * logSech(u[from++]);
            }
        }
        return sum;
    }

    @Override
    public List<Expr> forward(List<Expr> u) {
        List<Expr> value = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < dimension; i++) {
            Expr logRest = constant(0);
            for (int j = 0; j < i; j++) {
                value.add(tanh(u.get(from)).times(exp(logRest)));
                logRest = logRest.plus(logSech(u.get(from++)));
            }
            value.add(exp(logRest));
        }
        return value;
    }

    @Override
    public Expr logAbsDetJacobian(List<Expr> u) {
        List<Expr> terms = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < i; j++) {
                terms.add(logSech(u.get(from++)).times(1 + i - j));
            }
        }
        return add(terms);
    }

    private static double logSech(double u) {
        return u + Terms.LOG_TWO - Elementary.softplus(2 * u);
    }

    private static Expr logSech(Expr u) {
        return u.plus(Terms.LOG_TWO).minus(softplus(u.times(2)));
    }
}
