package tributary.dist;

import static tributary.expr.Exprs.add;
import static tributary.expr.Exprs.exp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tributary.expr.Expr;
import tributary.math.Elementary;

/** The map onto Cholesky factors of covariance matrices: the diagonal by exponentials, the rest as it is. */
record CovarianceBijector(int dimension) implements Bijector {
    @Override
    public int unconstrainedSize() {
        return Shape.TRIANGLE.size(dimension);
    }

    @Override
    public int constrainedSize() {
        return Shape.TRIANGLE.size(dimension);
    }

    @Override
    public void forward(double[] u, int fromU, double[] value, int fromValue) {
        System.arraycopy(u, fromU, value, fromValue, constrainedSize());
        for (int i = 0; i < dimension; i++) {
            value[fromValue + diagonal(i)] = Elementary.exp(u[fromU + diagonal(i)]);
        }
    }

    @Override
    public void inverse(double[] value, int fromValue, double[] u, int fromU) {
        System.arraycopy(value, fromValue, u, fromU, constrainedSize());
        for (int i = 0; i < dimension; i++) {
            u[fromU + diagonal(i)] = Elementary.log(value[fromValue + diagonal(i)]);
        }
    }

    @Override
    public double logAbsDetJacobian(double[] u, int fromU) {
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            sum += u[fromU + diagonal(i)];
        }
        return sum;
    }

    @Override
    public List<Expr> forward(List<Expr> u) {
        List<Expr> value = new ArrayList<>(u);
        for (int i = 0; i < dimension; i++) {
            value.set(diagonal(i), exp(u.get(diagonal(i))));
        }
        return value;
    }

    @Override
    public Expr logAbsDetJacobian(List<Expr> u) {
        return add(
                IntStream.range(0, dimension).mapToObj(i -> u.get(diagonal(i))).toList());
    }

    private static int diagonal(int i) {
        return Shape.TRIANGLE.size(i + 1) - 1;
    }
}
