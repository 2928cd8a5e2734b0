package tributary.dist.vector;

import static tributary.expr.Exprs.add;
import static tributary.expr.Exprs.log;

import java.util.ArrayList;
import java.util.List;
import tributary.dist.Argument;
import tributary.dist.Distribution;
import tributary.dist.Shape;
import tributary.dist.Support;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/**
 * MvNormal(mu, L): the normal distribution of K numbers with mean mu and covariance {@code L L'}, L lower triangular
 * with a positive diagonal and given row by row.
 *
 * <p>Density {@code (2 pi)^(-K / 2) / det L exp(-|z|^2 / 2)}, z solving {@code L z = x - mu} by forward substitution.
 */
public final class MvNormal implements Distribution {
    private static final long serialVersionUID = 1L;
    private static final double HALF_LOG_TWO_PI = 0.91893853320467274178;

    @Override
    public String name() {
        return "mvnormal";
    }

    @Override
    public List<Argument> arguments() {
        return List.of(
                Argument.vector("mu", Support.real()), new Argument("L", Support.covarianceCholesky(), Shape.TRIANGLE));
    }

    @Override
    public Shape shape() {
        return Shape.VECTOR;
    }

    @Override
    public boolean discrete() {
        return false;
    }

    @Override
    public Support support(List<Expr> arguments) {
        return Support.real();
    }

    @Override
    public Expr logDensity(List<Expr> value, List<Expr> arguments) {
        int dimension = value.size();
        List<Expr> z = new ArrayList<>();
        List<Expr> terms = new ArrayList<>();
        for (int i = 0; i < dimension; i++) {
            int row = dimension + Shape.TRIANGLE.size(i);
            List<Expr> solved = new ArrayList<>(List.of(value.get(i).minus(arguments.get(i))));
            for (int j = 0; j < i; j++) {
                solved.add(arguments.get(row + j).times(z.get(j)).negated());
            }
            Expr diagonal = arguments.get(row + i);
            z.add(add(solved).over(diagonal));
            terms.add(z.get(i).squared().times(-0.5).minus(log(diagonal)));
        }
        return add(terms).minus(dimension * HALF_LOG_TWO_PI);
    }

    @Override
    public void sample(RandomStream stream, double[] arguments, double[] value) {
        double[] z = new double[value.length];
        int at = value.length;
        for (int i = 0; i < value.length; i++) {
            z[i] = stream.nextGaussian();
            value[i] = arguments[i];
            for (int j = 0; j <= i; j++) {
                value[i] += arguments[at++] * z[j];
            }
        }
    }

    /** The lower triangle of {@code diag(scales) L}: scales times the Cholesky factor of a correlation matrix. */
    public static List<Expr> scaled(List<Expr> scales, List<Expr> triangle) {
        List<Expr> product = new ArrayList<>();
        for (int i = 0; i < scales.size(); i++) {
            for (int j = 0; j <= i; j++) {
                product.add(scales.get(i).times(triangle.get(Shape.TRIANGLE.size(i) + j)));
            }
        }
        return product;
    }
}
