package tributary.dist;

import static tributary.expr.Exprs.within;

import java.io.Serializable;
import java.util.List;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.random.RandomStream;

/**
 * A family of distributions: its arguments, its support, its log density as an expression, and its sampler.
 *
 * <p>A family holds no numbers: its arguments come with each question, as one flat list in the order of {@link
 * #arguments()}. A vector of K numbers stands as K entries, a lower triangle row by row as K (K + 1) / 2 entries;
 * all share one K, so the length of the list decides it ({@link #dimension}). A value is a flat list too. Each
 * entry may be an expression on any axis (one number, or one for each row or group); the density then has one
 * number for each row or group, not yet summed.
 *
 * <p>{@link #logDensity} is the bare formula, meant for values in the support, where a {@link Bijector} or a check of
 * the data has put them; {@link #guardedLogDensity} is negative infinity elsewhere.
 */
public interface Distribution extends Serializable {
    /** The name in the language, such as {@code student_t}. */
    String name();

    /** What to give, in order. */
    List<Argument> arguments();

    /** The shape of one value. */
    Shape shape();

    /** Whether values are integers, so that the density is a probability. */
    boolean discrete();

    /** The values that can occur under these arguments. */
    Support support(List<Expr> arguments);

    /**
     * The normalised log density, or log probability, of a value in the support.
     *
     * @param value as many entries as {@link #shape()} says at the value's dimension
     * @param arguments in the order of {@link #arguments()}
     */
    Expr logDensity(List<Expr> value, List<Expr> arguments);

    /** The log density where each number of the value is within the bounds of the support, else negative infinity. */
    default Expr guardedLogDensity(List<Expr> value, List<Expr> arguments) {
        Support support = support(arguments);
        Expr inside = value.stream().map(support::inside).reduce(Exprs::and).orElseThrow();
        return within(inside, logDensity(value, arguments));
    }

    /**
     * Draws one value.
     *
     * @param stream where the randomness comes from
     * @param arguments the numbers of the arguments
     * @param value receives the draw; its length is the size of the value
     */
    void sample(RandomStream stream, double[] arguments, double[] value);

    /**
     * The dimension K that an argument list of so many numbers implies; 1 where all arguments are single numbers.
     *
     * @throws IllegalArgumentException if no dimension fits
     */
    default int dimension(int numbers) {
        for (int dimension = 1; dimension <= numbers || dimension == 1; dimension++) {
            int size = 0;
            for (Argument argument : arguments()) {
                size += argument.shape().size(dimension);
            }
            if (size == numbers) {
                return dimension;
            }
        }
        throw new IllegalArgumentException(name() + " takes "
                + arguments().stream().map(Argument::name).toList() + ", not " + numbers + " numbers");
    }
}
