package tributary.dist;

import java.util.List;
import tributary.expr.Expr;

/** What every family of one number states about itself: a name, its arguments, and a support that never moves. */
public abstract class Family implements Univariate {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final Support support;
    private final List<Argument> arguments;

    /**
     * States the facts of a family.
     *
     * @param name the name in the language
     * @param support the values under any arguments; families whose ends move override {@link #support}
     * @param arguments in order
     */
    protected Family(String name, Support support, Argument... arguments) {
        this.name = name;
        this.support = support;
        this.arguments = List.of(arguments);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final List<Argument> arguments() {
        return arguments;
    }

    @Override
    public final boolean discrete() {
        return support.kind() == Support.Kind.INTEGER;
    }

    @Override
    public Support support(List<Expr> arguments) {
        return support;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Family that && getClass() == that.getClass() && name.equals(that.name);
    }

    @Override
    public final int hashCode() {
        return name.hashCode();
    }

    @Override
    public final String toString() {
        return name;
    }
}
