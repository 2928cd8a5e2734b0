package tributary.dist;

import static tributary.expr.Exprs.constant;

import java.io.Serializable;

/**
 * What a distribution asks for at one place of its argument list: a name, the values allowed, and a shape.
 *
 * @param name as the language calls it, such as {@code sigma}
 * @param constraint the values for which the distribution exists
 * @param shape one number, or a vector or triangle whose dimension the argument list decides
 */
public record Argument(String name, Support constraint, Shape shape) implements Serializable {
    /** A single number. */
    public static Argument scalar(String name, Support constraint) {
        return new Argument(name, constraint, Shape.SCALAR);
    }

    /** A vector, its constraint on each number or on the whole (simplex, ordered). */
    public static Argument vector(String name, Support constraint) {
        return new Argument(name, constraint, Shape.VECTOR);
    }

    /** A location: any real number. */
    public static Argument real(String name) {
        return scalar(name, Support.real());
    }

    /** A scale, rate or shape: any positive number. */
    public static Argument positive(String name) {
        return scalar(name, Support.positive());
    }

    /** A probability: from 0 to 1, both included. */
    public static Argument probability(String name) {
        return scalar(name, Support.interval(constant(0), constant(1)));
    }

    /** A number of trials: a count. */
    public static Argument count(String name) {
        return scalar(name, Support.counts());
    }
}
