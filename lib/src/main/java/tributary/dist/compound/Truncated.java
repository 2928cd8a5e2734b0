package tributary.dist.compound;

import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.less;
import static tributary.expr.Exprs.log1mExp;
import static tributary.expr.Exprs.logAddExp;
import static tributary.expr.Exprs.max;
import static tributary.expr.Exprs.min;
import static tributary.expr.Exprs.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Support;
import tributary.dist.Univariate;
import tributary.expr.Constant;
import tributary.expr.Expr;
import tributary.math.Elementary;
import tributary.random.RandomStream;

/**
 * Truncated(inner, ...): a family kept to the values from lower to upper, both included for integers: the density of
 * the inner family over the probability it gives that range.
 *
 * <p>The arguments are those of the inner family, then the bounds present. The probability comes from the logarithms of
 * the inner distribution function and survival function where they have formulas; for integers with constant bounds
 * from a finite sum; else it is a number, and all arguments must be constants.
 */
public final class Truncated implements Univariate {
    private static final long serialVersionUID = 1L;
    private static final double MOST_TERMS = 200;

    /** Which bounds are given. */
    public enum Sides {
        /** Only a lower bound. */
        LOWER,
        /** Only an upper bound. */
        UPPER,
        /** A lower bound, then an upper one. */
        BOTH
    }

    private final Univariate inner;
    private final Sides sides;

    /** A family cut off at the sides named. */
    public Truncated(Univariate inner, Sides sides) {
        this.inner = inner;
        this.sides = sides;
    }

    /** The family that is cut off. */
    public Univariate inner() {
        return inner;
    }

    @Override
    public String name() {
        return "truncated_" + inner.name();
    }

    @Override
    public List<Argument> arguments() {
        List<Argument> arguments = new ArrayList<>(inner.arguments());
        if (sides != Sides.UPPER) {
            arguments.add(Argument.real("lower"));
        }
        if (sides != Sides.LOWER) {
            arguments.add(Argument.real("upper"));
        }
        return arguments;
    }

    @Override
    public boolean discrete() {
        return inner.discrete();
    }

    @Override
    public Support support(List<Expr> arguments) {
        Support support = inner.support(innerArguments(arguments));
        Expr lower = sides == Sides.UPPER ? support.lower() : max(support.lower(), lower(arguments));
        Expr upper = sides == Sides.LOWER ? support.upper() : min(support.upper(), upper(arguments));
        return new Support(support.kind(), lower, upper, support.closed());
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        return inner.logDensity(value, innerArguments(arguments)).minus(logMass(arguments));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return quantile(stream.nextDouble(), arguments);
    }

    @Override
    public double cdf(double x, double... arguments) {
        Range range = new Range(arguments);
        return Math.max(0, Math.min(1, range.between(range.lower, Math.min(x, range.upper)) / range.mass()));
    }

    @Override
    public double survival(double x, double... arguments) {
        Range range = new Range(arguments);
        double next = discrete() ? StrictMath.floor(x) + 1 : x;
        return Math.max(0, Math.min(1, range.between(Math.max(next, range.lower), range.upper) / range.mass()));
    }

    @Override
    public double quantile(double p, double... arguments) {
        return new Range(arguments).quantile(p, 1 - p);
    }

    @Override
    public double upperQuantile(double q, double... arguments) {
        return new Range(arguments).quantile(1 - q, q);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Truncated that && inner.equals(that.inner) && sides == that.sides;
    }

    @Override
    public int hashCode() {
        return inner.hashCode() + 31 * sides.name().hashCode();
    }

    private Expr logMass(List<Expr> arguments) {
        List<Expr> innerArguments = innerArguments(arguments);
        boolean numbers = arguments.stream().allMatch(Truncated::isNumber);
        if (discrete()) {
            return numbers ? logNumber(arguments) : logSum(arguments, innerArguments);
        }
        return logIntegral(arguments, innerArguments).orElseGet(() -> {
            if (!numbers) {
                throw new IllegalArgumentException(name()
                        + " needs constant arguments: there is no formula for how the probability of the range depends"
                        + " on them; give numbers, or truncate a normal, lognormal, laplace, cauchy, exponential or"
                        + " uniform");
            }
            return logNumber(arguments);
        });
    }

    private Expr logNumber(List<Expr> arguments) {
        double[] numbers =
                arguments.stream().mapToDouble(a -> ((Constant) a).value(0)).toArray();
        return constant(Elementary.log(new Range(numbers).mass()));
    }

    /** The formula, far into the tails; empty where the inner family has none. */
    private Optional<Expr> logIntegral(List<Expr> arguments, List<Expr> innerArguments) {
        Expr lower = lower(arguments);
        Expr upper = upper(arguments);
        return switch (sides) {
            case LOWER -> inner.logSurvival(lower, innerArguments);
            case UPPER -> inner.logCdf(upper, innerArguments);
            case BOTH ->
                inner.logCdf(lower, innerArguments)
                        .flatMap(belowLower -> inner.logCdf(upper, innerArguments)
                                .flatMap(belowUpper -> inner.logSurvival(lower, innerArguments)
                                        .flatMap(aboveLower -> inner.logSurvival(upper, innerArguments)
                                                // Subtract in the tail where both numbers are small.
                                                .map(aboveUpper -> select(
                                                        less(belowLower, aboveUpper),
                                                        belowUpper.plus(log1mExp(belowLower.minus(belowUpper))),
                                                        aboveLower.plus(log1mExp(aboveUpper.minus(aboveLower))))))));
        };
    }

    /** The sum of the probabilities inside, or of those missing below. */
    private Expr logSum(List<Expr> arguments, List<Expr> innerArguments) {
        double least = Support.counts().least();
        double from = sides == Sides.UPPER ? least : Math.max(least, bound(lower(arguments)));
        if (sides == Sides.LOWER) {
            return from <= least ? constant(0) : log1mExp(logSum(least, from - 1, innerArguments));
        }
        return logSum(from, bound(upper(arguments)), innerArguments);
    }

    private Expr logSum(double from, double to, List<Expr> innerArguments) {
        if (to - from >= MOST_TERMS) {
            throw new IllegalArgumentException(name() + ": the bounds span more than " + MOST_TERMS
                    + " integers, too many to sum; use narrower bounds or constant arguments");
        }
        Expr sum = constant(Double.NEGATIVE_INFINITY);
        for (double k = from; k <= to; k++) {
            sum = logAddExp(sum, inner.guardedLogDensity(List.of(constant(k)), innerArguments));
        }
        return sum;
    }

    private double bound(Expr bound) {
        if (isNumber(bound)) {
            return ((Constant) bound).value(0);
        }
        throw new IllegalArgumentException(name() + " needs constant bounds, because its values are integers");
    }

    private static boolean isNumber(Expr argument) {
        return argument instanceof Constant constant && constant.axis().isScalar();
    }

    private List<Expr> innerArguments(List<Expr> arguments) {
        return arguments.subList(0, arguments.size() - (sides == Sides.BOTH ? 2 : 1));
    }

    private Expr lower(List<Expr> arguments) {
        return arguments.get(arguments.size() - (sides == Sides.BOTH ? 2 : 1));
    }

    private static Expr upper(List<Expr> arguments) {
        return arguments.get(arguments.size() - 1);
    }

    /** The range kept, in numbers. */
    private final class Range {
        private final double[] inner;
        private final double lower;
        private final double upper;

        Range(double... arguments) {
            int last = arguments.length - 1;
            inner = Arrays.copyOf(arguments, sides == Sides.BOTH ? last - 1 : last);
            double low =
                    sides == Sides.UPPER ? Double.NEGATIVE_INFINITY : arguments[sides == Sides.BOTH ? last - 1 : last];
            double high = sides == Sides.LOWER ? Double.POSITIVE_INFINITY : arguments[last];
            lower = discrete() ? StrictMath.ceil(low) : low;
            upper = discrete() ? StrictMath.floor(high) : high;
        }

        double mass() {
            return between(lower, upper);
        }

        /** The value with probability p of the range at or below it and q above, p + q = 1. */
        double quantile(double p, double q) {
            if (mass() == 0) {
                // So far out that all the range holds underflows: it lies at the end towards the centre.
                return leftHalf() ? upper : lower;
            }
            double x = leftHalf()
                    ? Truncated.this.inner.quantile(below(lower) + p * mass(), inner)
                    : Truncated.this.inner.upperQuantile(survivalAt(upper) + q * mass(), inner);
            return Math.max(lower, Math.min(upper, x));
        }

        /** The inner probability of [from, to], subtracted in the tail where both numbers are small. */
        double between(double from, double to) {
            return leftHalf() ? at(to) - below(from) : above(from) - survivalAt(to);
        }

        boolean leftHalf() {
            return below(lower) < survivalAt(upper);
        }

        double below(double x) {
            return x == Double.NEGATIVE_INFINITY ? 0 : Truncated.this.inner.cdf(discrete() ? x - 1 : x, inner);
        }

        private double above(double x) {
            return x == Double.NEGATIVE_INFINITY ? 1 : Truncated.this.inner.survival(discrete() ? x - 1 : x, inner);
        }

        private double at(double x) {
            return x == Double.POSITIVE_INFINITY ? 1 : Truncated.this.inner.cdf(x, inner);
        }

        private double survivalAt(double x) {
            return x == Double.POSITIVE_INFINITY ? 0 : Truncated.this.inner.survival(x, inner);
        }
    }
}
