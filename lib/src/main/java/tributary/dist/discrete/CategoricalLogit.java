package tributary.dist.discrete;

import java.util.Arrays;
import java.util.List;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.math.Elementary;
import tributary.random.RandomStream;

/** CategoricalLogit(eta): the level k, counted from 0, with probability {@code exp(eta[k]) / sum_j exp(eta[j])}. */
public final class CategoricalLogit extends Family {
    private static final long serialVersionUID = 1L;

    private static final Categorical CATEGORICAL = new Categorical();

    /** The family. */
    public CategoricalLogit() {
        super("categorical_logit", Support.counts(), Argument.vector("eta", Support.real()));
    }

    @Override
    public Support support(List<Expr> arguments) {
        return CATEGORICAL.support(arguments);
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        return Terms.pick(value, arguments)
                .minus(arguments.stream().reduce(Exprs::logAddExp).orElseThrow());
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return quantile(stream.nextDouble(), arguments);
    }

    @Override
    public double cdf(double x, double... arguments) {
        return CATEGORICAL.cdf(x, probabilities(arguments));
    }

    @Override
    public double quantile(double p, double... arguments) {
        return CATEGORICAL.quantile(p, probabilities(arguments));
    }

    private static double[] probabilities(double... eta) {
        double largest = Arrays.stream(eta).max().orElseThrow();
        double[] p = new double[eta.length];
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            p[k] = Elementary.exp(eta[k] - largest);
            sum += p[k];
        }
        for (int k = 0; k < p.length; k++) {
            p[k] /= sum;
        }
        return p;
    }
}
