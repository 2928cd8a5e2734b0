package tributary.estimand;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tributary.dist.Distribution;
import tributary.expr.Expr;
import tributary.expr.Parameter;

/**
 * A variable of the rows whose value is not known in a world that a question asks about: it has a law there, and a place
 * in the expressions that read it.
 *
 * @param place the placeholder, one number per row
 * @param variable the variable, for words
 * @param noise what its noise is named by: the same in both sides of a contrast
 * @param family its law
 * @param arguments the law's arguments, over parameters, columns and the places of holes before it
 */
record Hole(Parameter place, String variable, String noise, Distribution family, ArrayList<Expr> arguments)
        implements Serializable {
    Hole {
        arguments = new ArrayList<>(arguments);
    }

    static Hole of(Parameter place, String variable, String noise, Distribution family, List<Expr> arguments) {
        return new Hole(place, variable, noise, family, new ArrayList<>(arguments));
    }

    String name() {
        return place.name();
    }

    boolean reads(String hole) {
        return arguments.stream().anyMatch(a -> Rewriting.reads(a, hole));
    }
}
