package tributary.posterior;

import java.io.Serializable;
import java.util.List;
import tributary.expr.Expr;
import tributary.expr.Parameter;

/**
 * One unknown of a bound model: where it lies in a position, how it is transformed, and what its prior is.
 *
 * @param name the variable's name
 * @param parameters its slices of the unconstrained position, in order
 * @param sizes coordinates of each slice
 * @param value its parts as expressions of the position
 * @param labels names of all its numbers, part after part
 * @param logPrior its prior density with the Jacobian of its transform, a scalar
 * @param logJacobian the Jacobian alone: without it the density is one of the unknown itself; a scalar
 * @param transform in words: none, exp, simplex, ...
 * @param prior in words, with the numbers of default priors filled in
 * @param origin whether the prior was stated, is a default scaled by the data, or is flat
 * @param parametrisation centred or non-centred, for effects of a group; centred for all others
 */
public record Unknown(
        String name,
        List<Parameter> parameters,
        List<Integer> sizes,
        List<Expr> value,
        List<String> labels,
        Expr logPrior,
        Expr logJacobian,
        String transform,
        String prior,
        Origin origin,
        Parametrisation parametrisation)
        implements Serializable {
    /** Where a prior comes from. */
    public enum Origin {
        /** The model states it. */
        STATED,
        /** A default, scaled by the data when the model was bound. */
        DEFAULT,
        /** Improper: every value alike. */
        FLAT
    }

    /** Copies its lists. */
    public Unknown {
        parameters = List.copyOf(parameters);
        sizes = List.copyOf(sizes);
        value = List.copyOf(value);
        labels = List.copyOf(labels);
    }
}
