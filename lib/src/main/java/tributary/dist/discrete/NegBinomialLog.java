package tributary.dist.discrete;

import static tributary.expr.Exprs.exp;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.math.Elementary;
import tributary.random.RandomStream;

/** NegBinomialLog(eta, phi): the negative binomial of mean exp(eta) and variance {@code exp(eta) + exp(2 eta) / phi}. */
public final class NegBinomialLog extends Family {
    private static final long serialVersionUID = 1L;

    private static final NegBinomial NEG_BINOMIAL = new NegBinomial();

    /** The family. */
    public NegBinomialLog() {
        super("neg_binomial_log", Support.counts(), Argument.real("eta"), Argument.positive("phi"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        return Densities.negBinomialLog(value, arguments.get(0), arguments.get(1));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(exp(arguments.get(0)));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return NEG_BINOMIAL.sample(stream, Elementary.exp(arguments[0]), arguments[1]);
    }

    @Override
    public double cdf(double x, double... arguments) {
        return NEG_BINOMIAL.cdf(x, Elementary.exp(arguments[0]), arguments[1]);
    }

    @Override
    public double survival(double x, double... arguments) {
        return NEG_BINOMIAL.survival(x, Elementary.exp(arguments[0]), arguments[1]);
    }
}
