package tributary.dist.continuous;

import static tributary.expr.Exprs.arctan;
import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.log;

import java.util.List;
import tributary.expr.Densities;
import tributary.expr.Expr;

/** Cauchy(mu, sigma): density {@code 1 / (pi sigma (1 + ((x - mu) / sigma)^2))} on the real line. */
public final class Cauchy extends Symmetric {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public Cauchy() {
        super("cauchy");
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        return Densities.studentT(value, constant(1), arguments.get(0), arguments.get(1));
    }

    @Override
    double below(double z) {
        return z < -1 ? StrictMath.atan(-1 / z) / StrictMath.PI : 0.5 + StrictMath.atan(z) / StrictMath.PI;
    }

    @Override
    Expr logBelow(Expr z) {
        return log(arctan(z).times(1 / StrictMath.PI).plus(0.5));
    }

    @Override
    double tail(double p) {
        return p < 0.25 ? 1 / StrictMath.tan(StrictMath.PI * p) : StrictMath.tan(StrictMath.PI * (0.5 - p));
    }
}
