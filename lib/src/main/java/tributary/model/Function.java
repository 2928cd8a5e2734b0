package tributary.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tributary.model.term.Term;

/** The functions of the language, with how many arguments each takes and which may be named. */
public enum Function {
    /** e to the power. */
    EXP("exp", Sort.ELEMENT, "x"),
    /** Natural logarithm. */
    LOG("log", Sort.ELEMENT, "x"),
    /** log(1 + x). */
    LOG1P("log1p", Sort.ELEMENT, "x"),
    /** e to the power, less 1. */
    EXPM1("expm1", Sort.ELEMENT, "x"),
    /** Square root. */
    SQRT("sqrt", Sort.ELEMENT, "x"),
    /** log(p / (1 - p)). */
    LOGIT("logit", Sort.ELEMENT, "p"),
    /** 1 / (1 + exp(-x)). */
    SIGMOID("sigmoid", Sort.ELEMENT, "x"),
    /** log(1 + exp(x)). */
    SOFTPLUS("softplus", Sort.ELEMENT, "x"),
    /** Hyperbolic tangent. */
    TANH("tanh", Sort.ELEMENT, "x"),
    /** Absolute value. */
    ABS("abs", Sort.ELEMENT, "x"),
    /** 1 from 0 on, else 0. */
    STEP("step", Sort.ELEMENT, "x"),
    /** The standard normal distribution function. */
    PHI("phi", Sort.ELEMENT, "x"),
    /** The smaller. */
    MIN("min", Sort.ELEMENT, "a", "b"),
    /** The larger. */
    MAX("max", Sort.ELEMENT, "a", "b"),
    /** One of two by a condition. */
    IF("if", Sort.ELEMENT, "condition", "then", "otherwise"),
    /** tanh(rate x / 2). */
    LOGISTIC_SATURATION("logistic_saturation", Sort.ELEMENT, "x", "rate"),
    /** x^slope / (x^slope + half^slope). */
    HILL("hill", Sort.ELEMENT, "x", "half", "slope"),
    /** x^exponent from 0 on; 0 at and below 0. */
    POWER_SATURATION("power_saturation", Sort.ELEMENT, "x", "exponent"),
    /** The sum of products of two vectors. */
    DOT("dot", Sort.DOT, "a", "b"),
    /** A small neural network. */
    MLP("mlp", Sort.SUGAR, "inputs"),
    /** The linear predictor of a formula. */
    LINEAR("linear", Sort.SUGAR, "formula"),
    /** Geometric carry-over with weights that sum to one. */
    ADSTOCK("adstock", Sort.SERIES, "x", "alpha", "l_max"),
    /** Carry-over that peaks late. */
    DELAYED_ADSTOCK("delayed_adstock", Sort.SERIES, "x", "alpha", "peak", "l_max"),
    /** Carry-over with the shape of a Weibull density at 1, 2, ... l_max, weights that sum to one. */
    WEIBULL_ADSTOCK("weibull_adstock", Sort.SERIES, "x", "shape", "scale", "l_max"),
    /** Carry-over with the shape of a Weibull survival function at 0, 1, ... l_max - 1, weights that sum to one. */
    WEIBULL_SURVIVAL_ADSTOCK("weibull_survival_adstock", Sort.SERIES, "x", "shape", "scale", "l_max"),
    /** The value of some steps before (1 if not said), 0 before the start. */
    LAG("lag", Sort.SERIES, "x", "steps"),
    /** Running sum. */
    CUMSUM("cumsum", Sort.SERIES, "x"),
    /** The sum of a row term over all rows, unknowns included, at its natural value. */
    TOTAL("total", Sort.TOTAL, "x"),
    /** The same within each level of a group. */
    GROUP_TOTAL("group_total", Sort.GROUP_TOTAL, "x", "group"),
    /** The mean of a data column over all rows. */
    DATA_MEAN("data_mean", Sort.STATISTIC, "x"),
    /** The standard deviation of a data column over all rows. */
    DATA_SD("data_sd", Sort.STATISTIC, "x"),
    /** The mean of a data column within each level of a group, at its natural value. */
    GROUP_MEAN("group_mean", Sort.GROUP_STATISTIC, "x", "group"),
    /** Indicator columns of a group's levels but the reference. */
    CONTRASTS("C", Sort.VECTOR, "group", "ref"),
    /** Sine and cosine columns. */
    FOURIER("fourier", Sort.VECTOR, "t", "period", "order"),
    /** A basis of cubic splines. */
    SPLINE("spline", Sort.VECTOR, "x", "df"),
    /** The value by nature: what it would be without the intervention, which is no cause. */
    NATURAL("natural", Sort.NATURAL, "x"),
    /** Scales times the Cholesky factor of a correlation. */
    SCALED("scaled", Sort.TRIANGLE, "scales", "L");

    /** How a function treats shapes. */
    public enum Sort {
        /** Value by value. */
        ELEMENT,
        /** Its argument as no intervention moves it. */
        NATURAL,
        /** Two vectors to one value. */
        DOT,
        /** Replaced by other statements when the model is read. */
        SUGAR,
        /** Over time within a series. */
        SERIES,
        /** A number made of a term's values in all rows. */
        TOTAL,
        /** A group's number made of a term's values in its rows. */
        GROUP_TOTAL,
        /** A number made of a data column. */
        STATISTIC,
        /** A group's number made of a data column. */
        GROUP_STATISTIC,
        /** Several columns made of one. */
        VECTOR,
        /** A triangle made of a vector and a triangle. */
        TRIANGLE
    }

    private final String text;
    private final Sort sort;
    private final String arguments;

    Function(String text, Sort sort, String... arguments) {
        this.text = text;
        this.sort = sort;
        this.arguments = String.join(" ", arguments);
    }

    /** As written. */
    public String text() {
        return text;
    }

    /** How it treats shapes. */
    public Sort sort() {
        return sort;
    }

    /** The names of its arguments in order. */
    public List<String> arguments() {
        return List.of(arguments.split(" "));
    }

    /** The fewest arguments; only a reference level and the steps of a lag may be left out. */
    public int fewest() {
        return this == CONTRASTS || this == LAG ? 1 : arguments().size();
    }

    /**
     * The arguments of a call in this function's order, wherever named ones stand; nothing if a name is unknown or taken
     * twice, or an argument is missing.
     */
    public Optional<List<Term>> ordered(Term.Call call) {
        List<String> wanted = arguments();
        Term[] ordered = new Term[wanted.size()];
        int position = 0;
        for (Term.Argument argument : call.arguments()) {
            int at = argument.name() == null ? position++ : wanted.indexOf(argument.name());
            if (at < 0 || at >= ordered.length || ordered[at] != null) {
                return Optional.empty();
            }
            ordered[at] = argument.value();
        }
        List<Term> present = Arrays.stream(ordered).takeWhile(t -> t != null).toList();
        return present.size() == call.arguments().size() && present.size() >= fewest()
                ? Optional.of(present)
                : Optional.empty();
    }

    /** The function of this name. */
    public static Optional<Function> named(String text) {
        return Arrays.stream(values()).filter(f -> f.text.equals(text)).findFirst();
    }

    /** All names. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Function::text).toList();
    }
}
