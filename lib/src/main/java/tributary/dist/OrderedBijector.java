package tributary.dist;

import static tributary.expr.Exprs.add;
import static tributary.expr.Exprs.exp;

import java.util.ArrayList;
import java.util.List;
import tributary.expr.Expr;
import tributary.math.Elementary;

/** The map onto increasing vectors: the first number as it is, each next one larger by the exponential of its u. */
record OrderedBijector(int dimension) implements Bijector {
    @Override
    public int unconstrainedSize() {
        return dimension;
    }

    @Override
    public int constrainedSize() {
        return dimension;
    }

    @Override
    public void forward(double[] u, int fromU, double[] value, int fromValue) {
        for (int k = 0; k < dimension; k++) {
            value[fromValue + k] = k == 0 ? u[fromU] : value[fromValue + k - 1] + Elementary.exp(u[fromU + k]);
        }
    }

    @Override
    public void inverse(double[] value, int fromValue, double[] u, int fromU) {
        for (int k = 0; k < dimension; k++) {
            u[fromU + k] = k == 0 ? value[fromValue] : Elementary.log(value[fromValue + k] - value[fromValue + k - 1]);
        }
    }

    @Override
    public double logAbsDetJacobian(double[] u, int fromU) {
        double sum = 0;
        for (int k = 1; k < dimension; k++) {
            sum += u[fromU + k];
        }
        return sum;
    }

    @Override
    public List<Expr> forward(List<Expr> u) {
        List<Expr> value = new ArrayList<>();
        for (int k = 0; k < dimension; k++) {
            value.add(k == 0 ? u.get(0) : value.get(k - 1).plus(exp(u.get(k))));
        }
        return value;
    }

    @Override
    public Expr logAbsDetJacobian(List<Expr> u) {
        return add(u.subList(1, dimension));
    }
}
