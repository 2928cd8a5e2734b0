package tributary.posterior;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.expr.Adstock;
import tributary.expr.Axis;
import tributary.expr.Constant;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Index;
import tributary.model.Function;
import tributary.model.Model;
import tributary.model.Plate;
import tributary.model.Spelling;
import tributary.model.term.Place;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;
import tributary.posterior.Translator.Context;

/** Turns the functions of the language into expressions; those of data alone into columns or numbers. */
final class FunctionTerms {
    /** So many levels are named where one is unknown. */
    private static final int MOST_NAMED = 20;

    private final Translator translator;
    private final Frame frame;
    private final Model model;

    FunctionTerms(Translator translator, Frame frame, Model model) {
        this.translator = translator;
        this.frame = frame;
        this.model = model;
    }

    Value call(Term.Call written, Context context) {
        Function function = Function.named(written.function())
                .orElseThrow(
                        () -> new BindingException(written.place() + ": no function `" + written.function() + "`"));
        Term.Call term = ordered(function, written);
        return switch (function.sort()) {
            case ELEMENT -> elementwise(function, term, context);
            case NATURAL -> argument(term, 0, context.natural(true));
            case DOT -> Value.of(dot(argument(term, 0, context), argument(term, 1, context), term));
            case SERIES -> Value.of(series(function, term, context));
            case TOTAL -> Value.of(total(term, context));
            case GROUP_TOTAL -> Value.of(groupTotal(term, context));
            case STATISTIC -> Value.of(Exprs.constant(statistic(function, term, context)));
            case GROUP_STATISTIC -> Value.of(groupMean(term, context));
            case VECTOR -> Value.vector(columns(function, term, context));
            case TRIANGLE -> scaled(argument(term, 0, context), argument(term, 1, context), term);
            case SUGAR -> throw new IllegalStateException(term.function() + " was not expanded");
        };
    }

    /** A call with its arguments in the order of the function, none of them named. */
    private static Term.Call ordered(Function function, Term.Call written) {
        List<Term.Argument> arguments = function
                .ordered(written)
                .orElseThrow(() -> new BindingException(written.place() + ": `" + written.function() + "` is written "
                        + written.function() + function.arguments()))
                .stream()
                .map(value -> new Term.Argument(null, value))
                .toList();
        return new Term.Call(written.function(), arguments, written.place());
    }

    /** What the elements made by a function are called. */
    List<String> labels(Term.Call written) {
        Term.Call term = Function.named(written.function())
                .map(function -> ordered(function, written))
                .orElse(written);
        if (term.function().equals(Function.CONTRASTS.text())) {
            String group = group(term, 0);
            List<String> names = new ArrayList<>(frame.levels(group).names());
            if (names.size() == 1) {
                throw new BindingException(term.place() + ": `" + group + "` has one level only, `" + names.get(0)
                        + "`, so C(" + group + ") has nothing to compare; leave it out");
            }
            names.remove(reference(term, group));
            return names;
        }
        int last = (int) literal(term, term.arguments().size() - 1);
        List<String> labels = new ArrayList<>();
        for (int k = 1; k <= last; k++) {
            if (term.function().equals(Function.FOURIER.text())) {
                labels.add("sin" + k);
                labels.add("cos" + k);
            } else {
                labels.add(Integer.toString(k));
            }
        }
        return labels;
    }

    /** 1 where the row's, or the statement's, level of a group is this one. */
    Expr isLevel(String group, String level, Place place, Context context) {
        List<String> known = frame.levels(group).names();
        int position = frame.levels(group).position(level);
        if (position < 0) {
            throw new BindingException(place + ": no row has the level '" + level + "' of `" + group + "`; "
                    + Spelling.remedy(
                            level,
                            known,
                            "there are "
                                    + (known.size() <= MOST_NAMED
                                            ? known.toString()
                                            : known.size() + ", such as " + known.subList(0, MOST_NAMED))));
        }
        double[] indicator = new double[frame.levels(group).size()];
        indicator[position] = 1;
        Expr levels = Constant.of(frame.axis(group), indicator);
        return group.equals(context.group())
                ? levels
                : Exprs.gather(levels, frame.index(Axis.rows(context.table()), group));
    }

    private Value elementwise(Function function, Term.Call term, Context context) {
        List<Value> arguments = new ArrayList<>();
        int width = 1;
        boolean vector = false;
        for (int i = 0; i < term.arguments().size(); i++) {
            arguments.add(argument(term, i, context));
            width = Math.max(width, arguments.get(i).parts().size());
            vector |= arguments.get(i).vector();
        }
        Value.requireSameWidth(arguments, term.place());
        List<Expr> parts = new ArrayList<>();
        for (int k = 0; k < width; k++) {
            int element = k;
            parts.add(
                    apply(function, arguments.stream().map(a -> a.part(element)).toList()));
        }
        return new Value(parts, vector);
    }

    private static Expr apply(Function function, List<Expr> x) {
        return switch (function) {
            case EXP -> Exprs.exp(x.get(0));
            case LOG -> Exprs.log(x.get(0));
            case LOG1P -> Exprs.log1p(x.get(0));
            case EXPM1 -> Exprs.expm1(x.get(0));
            case SQRT -> Exprs.sqrt(x.get(0));
            case LOGIT -> Exprs.logit(x.get(0));
            case SIGMOID -> Exprs.sigmoid(x.get(0));
            case SOFTPLUS -> Exprs.softplus(x.get(0));
            case TANH -> Exprs.tanh(x.get(0));
            case ABS -> Exprs.abs(x.get(0));
            case STEP -> Exprs.step(x.get(0));
            case PHI -> Exprs.normalCdf(x.get(0));
            case MIN -> Exprs.min(x.get(0), x.get(1));
            case MAX -> Exprs.max(x.get(0), x.get(1));
            case IF -> Exprs.select(x.get(0), x.get(1), x.get(2));
            case LOGISTIC_SATURATION -> Adstock.logisticSaturation(x.get(0), x.get(1));
            case HILL -> Adstock.hill(x.get(0), x.get(1), x.get(2));
            case POWER_SATURATION -> Adstock.power(x.get(0), x.get(1));
            case DOT,
                    MLP,
                    LINEAR,
                    ADSTOCK,
                    DELAYED_ADSTOCK,
                    WEIBULL_ADSTOCK,
                    WEIBULL_SURVIVAL_ADSTOCK,
                    LAG,
                    CUMSUM,
                    TOTAL,
                    GROUP_TOTAL,
                    DATA_MEAN,
                    DATA_SD,
                    GROUP_MEAN,
                    CONTRASTS,
                    FOURIER,
                    SPLINE,
                    NATURAL,
                    SCALED -> throw new IllegalStateException(function + " is not elementwise");
        };
    }

    private static Expr dot(Value a, Value b, Term.Call term) {
        Value.requireSameWidth(List.of(a, b), term.place());
        List<Expr> products = new ArrayList<>();
        for (int k = 0; k < Math.max(a.parts().size(), b.parts().size()); k++) {
            products.add(a.part(k).times(b.part(k)));
        }
        return Exprs.add(products);
    }

    private Expr series(Function function, Term.Call term, Context context) {
        Expr given = argument(term, 0, context).number();
        // A number set by do(x = 1) stands in every row, yet not before the first.
        Expr x = given.axis().isScalar() ? given.plus(Exprs.fill(Axis.rows(context.table()), 0)) : given;
        Index series = seriesOf(context.table());
        return switch (function) {
            case ADSTOCK -> Adstock.geometric(x, argument(term, 1, context).number(), whole(term, 2), series);
            case DELAYED_ADSTOCK ->
                Adstock.delayed(
                        x,
                        argument(term, 1, context).number(),
                        argument(term, 2, context).number(),
                        whole(term, 3),
                        series);
            case WEIBULL_ADSTOCK -> weibull(x, term, context, Adstock::weibullDensityWeights, series);
            case WEIBULL_SURVIVAL_ADSTOCK -> weibull(x, term, context, Adstock::weibullSurvivalWeights, series);
            case LAG -> Exprs.lag(x, term.arguments().size() < 2 ? 1 : whole(term, 1), series);
            default -> Exprs.cumulativeSum(x, series);
        };
    }

    /** Weights of a shape, a scale and a number of lags. */
    private interface Weights {
        Expr of(Expr shape, Expr scale, int lags);
    }

    private Expr weibull(Expr x, Term.Call term, Context context, Weights weights, @Nullable Index series) {
        Expr shape = argument(term, 1, context).number();
        Expr scale = argument(term, 2, context).number();
        return Exprs.convolve(x, Adstock.normalised(weights.of(shape, scale, whole(term, 3))), series);
    }

    private Expr total(Term.Call term, Context context) {
        return Exprs.sum(naturally(term, context));
    }

    private Expr groupTotal(Term.Call term, Context context) {
        String group = group(term, 1);
        Index index = frame.index(Axis.rows(context.table()), group);
        Expr levels = Exprs.segmentSum(naturally(term, context), index);
        return group.equals(context.group()) ? levels : Exprs.gather(levels, index);
    }

    /** The first argument in every row, as no intervention moves it. */
    private Expr naturally(Term.Call term, Context context) {
        Expr x = rowValues(term, context);
        return x.axis().isScalar() ? x.plus(Exprs.fill(Axis.rows(context.table()), 0)) : x;
    }

    private @Nullable Index seriesOf(String table) {
        for (Plate plate : model.plates().values()) {
            if (plate.order() != null && plate.table().equals(table)) {
                return frame.index(Axis.rows(table), plate.name());
            }
        }
        return null;
    }

    private double statistic(Function function, Term.Call term, Context context) {
        Moments moments = frame.moments(rowValues(term, context));
        return function == Function.DATA_MEAN ? moments.mean() : moments.sd();
    }

    private Expr rowValues(Term.Call term, Context context) {
        return translator.number(
                term.arguments().get(0).value(), Context.rows(context.table()).natural(true));
    }

    private Expr groupMean(Term.Call term, Context context) {
        String group = group(term, 1);
        double[] means = frame.moments(rowValues(term, context), context.table(), group).stream()
                .mapToDouble(Moments::mean)
                .toArray();
        Expr levels = Constant.of(frame.axis(group), means);
        return group.equals(context.group())
                ? levels
                : Exprs.gather(levels, frame.index(Axis.rows(context.table()), group));
    }

    private List<Expr> columns(Function function, Term.Call term, Context context) {
        if (function == Function.CONTRASTS) {
            String group = group(term, 0);
            return labels(term).stream()
                    .map(l -> isLevel(group, l, term.place(), context))
                    .toList();
        }
        Context rows = Context.rows(context.table()).natural(context.natural());
        Expr natural = data(term, rows.natural(true));
        Expr x = context.natural() || !translator.moved() ? natural : data(term, rows);
        // Under an intervention the columns are others, but the knots stay where the data put them.
        String name = (x.equals(natural) ? "" : "set " + translator.world()) + TermPrinter.print(term);
        return function == Function.FOURIER
                ? Basis.fourier(frame, x, name, literal(term, 1), whole(term, 2))
                : Basis.spline(frame, x, natural, name, whole(term, 1));
    }

    /** The first argument of a function that makes columns. */
    private Expr data(Term.Call term, Context rows) {
        Expr x = translator.number(term.arguments().get(0).value(), rows);
        if (!Graphs.isData(x)) {
            throw new BindingException(term.place() + ": `" + term.function()
                    + "` makes columns of data, but its argument depends on an unknown; write the curve out instead");
        }
        return x;
    }

    private static int whole(Term.Call term, int at) {
        return (int) literal(term, at);
    }

    private static Value scaled(Value scales, Value triangle, Term.Call term) {
        int dimension = scales.parts().size();
        if (tributary.dist.Shape.TRIANGLE.size(dimension) != triangle.parts().size()) {
            throw new BindingException(term.place() + ": " + dimension + " scales go with a triangle of " + dimension
                    + " rows; draw both over the same plate: sd[k] ~ ..., L[k] ~ lkj(2)");
        }
        List<Expr> parts = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j <= i; j++) {
                parts.add(scales.part(i).times(triangle.part(at++)));
            }
        }
        return Value.vector(parts);
    }

    private Value argument(Term.Call term, int at, Context context) {
        return translator.translate(term.arguments().get(at).value(), context);
    }

    private String group(Term.Call term, int at) {
        if (term.arguments().get(at).value() instanceof Term.Name name
                && model.plates().containsKey(name.name())) {
            return name.name();
        }
        throw new BindingException(term.place() + ": `" + term.function() + "` needs a group; declare `group ...`");
    }

    private String reference(Term.Call term, String group) {
        List<String> names = frame.levels(group).names();
        if (term.arguments().size() < 2) {
            return names.get(0);
        }
        Term given = term.arguments().get(1).value();
        String reference = given instanceof Term.Text text
                ? text.value()
                : given instanceof Term.Name name ? name.name() : TermPrinter.print(given);
        if (!names.contains(reference)) {
            throw new BindingException(given.place() + ": the reference '" + reference + "' is no level of `" + group
                    + "`; it has " + names);
        }
        return reference;
    }

    private static double literal(Term.Call term, int at) {
        if (term.arguments().get(at).value() instanceof Term.Literal literal) {
            return literal.value();
        }
        throw new BindingException(
                term.place() + ": `" + term.function() + "` needs a number as its argument " + (at + 1));
    }
}
