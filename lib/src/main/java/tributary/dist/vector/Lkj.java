package tributary.dist.vector;

import static tributary.expr.Exprs.add;
import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.logGamma;

import java.util.ArrayList;
import java.util.List;
import tributary.dist.Argument;
import tributary.dist.Distribution;
import tributary.dist.Shape;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/**
 * Lkj(eta): the Cholesky factor L of a random correlation matrix R whose density is proportional to {@code
 * det(R)^(eta - 1)}: uniform at eta = 1, towards the identity above (Lewandowski, Kurowicka and Joe 2009).
 *
 * <p>The density of L, with respect to its strict lower triangle, is {@code c prod_{k=2..K} L[k,k]^(K - k + 2 eta - 2)};
 * the dimension K is that of the value.
 */
public final class Lkj implements Distribution {
    private static final long serialVersionUID = 1L;
    private static final double LOG_PI = 1.14472988584940017414;

    @Override
    public String name() {
        return "lkj";
    }

    @Override
    public List<Argument> arguments() {
        return List.of(Argument.positive("eta"));
    }

    @Override
    public Shape shape() {
        return Shape.TRIANGLE;
    }

    @Override
    public boolean discrete() {
        return false;
    }

    @Override
    public Support support(List<Expr> arguments) {
        return Support.correlationCholesky();
    }

    @Override
    public Expr logDensity(List<Expr> value, List<Expr> arguments) {
        int dimension = Shape.TRIANGLE.dimension(value.size());
        Expr eta = arguments.get(0);
        List<Expr> terms = new ArrayList<>();
        for (int k = 2; k <= dimension; k++) {
            Expr logDiagonal = log(value.get(Shape.TRIANGLE.size(k) - 1));
            terms.add(eta.times(2).plus(dimension - k - 2).times(logDiagonal));
            terms.add(logGamma(eta.plus(0.5 * (dimension - 1))));
            terms.add(logGamma(eta.plus(0.5 * (dimension - k)))
                    .plus(0.5 * (k - 1) * LOG_PI)
                    .negated());
        }
        return add(terms);
    }

    /** Partial correlations are scaled betas; the factor follows row by row. */
    @Override
    public void sample(RandomStream stream, double[] arguments, double[] value) {
        int dimension = Shape.TRIANGLE.dimension(value.length);
        int at = 0;
        for (int i = 0; i < dimension; i++) {
            double rest = 1;
            for (int j = 0; j < i; j++) {
                double shape = arguments[0] + 0.5 * (dimension - 2 - j);
                double beta = Terms.insideUnit(stream.nextBeta(shape, shape));
                value[at++] = (2 * beta - 1) * StrictMath.sqrt(rest);
                rest *= 4 * beta * (1 - beta);
            }
            value[at++] = StrictMath.sqrt(Terms.positive(rest));
        }
    }
}
