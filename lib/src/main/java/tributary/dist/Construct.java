package tributary.dist;

import java.io.Serializable;
import java.util.List;
import tributary.expr.Expr;

/** A prior that is a small model: auxiliary parameters with priors of their own, and a value made of them. */
public interface Construct extends Serializable {
    /** The name in the language, such as {@code horseshoe}. */
    String name();

    /** What to give, in order; single numbers all. */
    List<Argument> arguments();

    /** The auxiliary parameters, independent of one another. */
    List<Part> parts(List<Expr> arguments);

    /**
     * The value, element by element.
     *
     * @param parts the auxiliary parameters in the order of {@link #parts}, constrained
     * @param arguments in the order of {@link #arguments()}
     */
    Expr value(List<Expr> parts, List<Expr> arguments);

    /**
     * One auxiliary parameter.
     *
     * @param name what to append to the name of the value
     * @param prior its distribution
     * @param arguments of the distribution
     * @param perElement whether each element of the value has its own; else all share one
     */
    record Part(String name, Univariate prior, List<Expr> arguments, boolean perElement) implements Serializable {
        /** Takes its own copy of the list. */
        public Part {
            arguments = List.copyOf(arguments);
        }
    }
}
