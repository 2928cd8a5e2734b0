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
import tributary.math.Elementary;
import tributary.random.RandomStream;

/**
 * Dirichlet(alpha): density {@code Gamma(sum alpha) / prod Gamma(alpha[k]) prod x[k]^(alpha[k] - 1)} on the simplex,
 * with respect to its first K - 1 numbers.
 */
public final class Dirichlet implements Distribution {
    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
        return "dirichlet";
    }

    @Override
    public List<Argument> arguments() {
        return List.of(Argument.vector("alpha", Support.positive()));
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
        return Support.simplex();
    }

    @Override
    public Expr logDensity(List<Expr> value, List<Expr> arguments) {
        List<Expr> terms = new ArrayList<>(List.of(logGamma(add(arguments))));
        for (int k = 0; k < value.size(); k++) {
            Expr alpha = arguments.get(k);
            terms.add(alpha.minus(1).times(log(value.get(k))).minus(logGamma(alpha)));
        }
        return add(terms);
    }

    @Override
    public void sample(RandomStream stream, double[] arguments, double[] value) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < value.length; k++) {
            value[k] = stream.nextLogGamma(arguments[k]);
            largest = Math.max(largest, value[k]);
        }
        double sum = 0;
        for (int k = 0; k < value.length; k++) {
            value[k] = Elementary.exp(value[k] - largest);
            sum += value[k];
        }
        for (int k = 0; k < value.length; k++) {
            value[k] = Terms.positive(value[k] / sum);
        }
    }
}
