package tributary.posterior;

import java.util.List;
import tributary.dist.Distribution;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.model.DrawnFrom;
import tributary.model.Model;
import tributary.model.Plate;
import tributary.model.Variable;
import tributary.model.term.Term;
import tributary.posterior.Translator.Context;

/**
 * Default priors of {@code linear(...)}, scaled by the data: weak, and stated in words with the posterior.
 *
 * <p>Intercept of the centred columns {@code normal(location, 2.5 s)}, coefficients {@code normal(0, 2.5 s / sd(x))},
 * spreads of group effects {@code half_normal(s / sd(x))}. For outcomes on their own scale, location and s are mean and
 * standard deviation of the outcome (of its logarithm for {@code lognormal}); under a log link the location is the
 * logarithm of the mean and s is 1; under other links 0 and 1. After the defaults of rstanarm (Goodrich, Gabry, Ali and
 * Brilleman 2020), but for the spreads.
 */
final class DefaultPriors {
    private static final List<String> OWN_SCALE = List.of("normal", "student_t", "laplace", "cauchy");
    private static final List<String> LOCATIONS = List.of("mu", "eta");
    private static final double WIDTH = 2.5;

    private final Model model;
    private final Frame frame;
    private final Translator translator;

    DefaultPriors(Model model, Frame frame, Translator translator) {
        this.model = model;
        this.frame = frame;
        this.translator = translator;
    }

    /** The law of one element of a variable with a default prior. */
    Law law(DrawnFrom drawn, Variable variable, int element) {
        Variable outcome = outcome(model.variable(((Term.Name) drawn.arguments().get(0)).name()));
        double[] scale = scale(outcome);
        if (drawn.kind() == DrawnFrom.Kind.AUTO_INTERCEPT) {
            return Law.normal(scale[0], WIDTH * scale[1]);
        }
        double spread = spread(drawn.arguments().get(1), variable, element);
        return drawn.kind() == DrawnFrom.Kind.AUTO_SCALE
                ? Law.halfNormal(scale[1] / spread)
                : Law.normal(0, WIDTH * scale[1] / spread);
    }

    /** The outcome whose location an equation is ({@code mu = linear(x)}, {@code y ~ normal(mu, s)}); else itself. */
    private Variable outcome(Variable formula) {
        if (formula.kind() == Variable.Kind.DETERMINISTIC) {
            for (Variable variable : model.variables()) {
                if (variable.kind() == Variable.Kind.OUTCOME && isLocation(formula, Law.drawn(variable))) {
                    return variable;
                }
            }
        }
        return formula;
    }

    private static boolean isLocation(Variable formula, DrawnFrom drawn) {
        Distribution family = drawn.family();
        for (int k = 0; family != null && k < family.arguments().size(); k++) {
            boolean location = LOCATIONS.contains(family.arguments().get(k).name());
            boolean named = drawn.arguments().get(k) instanceof Term.Name name
                    && name.name().equals(formula.name());
            if (location && named) {
                return true;
            }
        }
        return false;
    }

    /** Location and scale of the linear predictor. */
    private double[] scale(Variable outcome) {
        Term.Call call = outcome.distribution();
        String family = call == null ? "" : call.function();
        if (!frame.hasNumbers(outcome)) {
            return new double[] {0, 1};
        }
        Expr y = Exprs.column(outcome.name(), translator.axis(outcome));
        if (OWN_SCALE.contains(family)) {
            return new double[] {
                frame.moments(y).mean(), positive(frame.moments(y).sd())
            };
        }
        if (family.equals("lognormal")) {
            Moments logs = frame.moments(Exprs.log(y));
            return new double[] {logs.mean(), positive(logs.sd())};
        }
        double mean = frame.moments(y).mean();
        return new double[] {family.endsWith("_log") && mean > 0 ? StrictMath.log(mean) : 0, 1};
    }

    /** The standard deviation of a coefficient's column; 1 for what is no column of data. */
    private double spread(Term of, Variable variable, int element) {
        Term term = of;
        if (of instanceof Term.Name name) {
            Plate plate = model.plates().get(name.name());
            if (plate != null && plate.kind() == Plate.Kind.GROUP) {
                return 1;
            }
        }
        if (!isData(term)) {
            return 1;
        }
        Value columns =
                translator.translate(term, Context.rows(variable.table()).natural(true));
        Expr column = columns.part(columns.vector() ? element : 0);
        return column.axis().isScalar() ? 1 : positive(frame.moments(column).sd());
    }

    private boolean isData(Term term) {
        for (String name : tributary.model.term.Terms.references(term)) {
            Plate plate = model.plates().get(name);
            Term source = plate == null ? null : plate.source();
            boolean data = source != null
                    ? isData(source)
                    : plate != null || model.variable(name).data();
            if (!data) {
                return false;
            }
        }
        return true;
    }

    private static double positive(double sd) {
        return sd > 0 ? sd : 1;
    }
}
