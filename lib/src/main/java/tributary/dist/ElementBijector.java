package tributary.dist;

import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.exp;
import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.sigmoid;
import static tributary.expr.Exprs.softplus;

import java.util.List;
import tributary.expr.Expr;
import tributary.math.Elementary;

/**
 * The maps onto an interval, one number at a time: identity, exponential from a bound, or scaled sigmoid between two.
 *
 * <p>{@code a + exp(u)}, {@code b - exp(u)}, {@code a + (b - a) sigmoid(u)}. The bounds may be expressions; then only
 * the symbolic form can be asked for.
 */
record ElementBijector(Form form, Expr lower, Expr upper) implements Bijector {
    enum Form {
        IDENTITY,
        ABOVE,
        BELOW,
        BETWEEN
    }

    static ElementBijector onto(Support support) {
        boolean bounded = !Support.isUnbounded(support.lower());
        Form form = Support.isUnbounded(support.upper())
                ? (bounded ? Form.ABOVE : Form.IDENTITY)
                : (bounded ? Form.BETWEEN : Form.BELOW);
        return new ElementBijector(form, support.lower(), support.upper());
    }

    @Override
    public int unconstrainedSize() {
        return 1;
    }

    @Override
    public int constrainedSize() {
        return 1;
    }

    @Override
    public void forward(double[] u, int fromU, double[] value, int fromValue) {
        value[fromValue] = forward(u[fromU]);
    }

    @Override
    public void inverse(double[] value, int fromValue, double[] u, int fromU) {
        u[fromU] = inverse(value[fromValue]);
    }

    @Override
    public double logAbsDetJacobian(double[] u, int fromU) {
        double x = u[fromU];
        return switch (form) {
            case IDENTITY -> 0;
            case ABOVE, BELOW -> x;
            case BETWEEN -> Elementary.log(b() - a()) - Elementary.softplus(x) - Elementary.softplus(-x);
        };
    }

    @Override
    public List<Expr> forward(List<Expr> u) {
        Expr x = u.get(0);
        return List.of(
                switch (form) {
                    case IDENTITY -> x;
                    case ABOVE -> lower.plus(exp(x));
                    case BELOW -> upper.minus(exp(x));
                    case BETWEEN -> lower.plus(upper.minus(lower).times(sigmoid(x)));
                });
    }

    @Override
    public Expr logAbsDetJacobian(List<Expr> u) {
        Expr x = u.get(0);
        return switch (form) {
            case IDENTITY -> constant(0);
            case ABOVE, BELOW -> x;
            case BETWEEN -> log(upper.minus(lower)).minus(softplus(x)).minus(softplus(x.negated()));
        };
    }

    private double forward(double u) {
        return switch (form) {
            case IDENTITY -> u;
            case ABOVE -> a() + Elementary.exp(u);
            case BELOW -> b() - Elementary.exp(u);
            case BETWEEN -> a() + (b() - a()) * Elementary.sigmoid(u);
        };
    }

    private double inverse(double x) {
        return switch (form) {
            case IDENTITY -> x;
            case ABOVE -> Elementary.log(x - a());
            case BELOW -> Elementary.log(b() - x);
            case BETWEEN -> Elementary.log(x - a()) - Elementary.log(b() - x);
        };
    }

    private double a() {
        return Support.number(lower);
    }

    private double b() {
        return Support.number(upper);
    }
}
