package tributary.consensus;

import java.io.Serializable;
import tributary.math.LogDensity;

/**
 * The log prior of a model in unconstrained space, Jacobian included, as something that can be sent to a shard and
 * evaluated there.
 *
 * <p>It is fractionated as a whole: shard s of S takes {@code logPrior(u) / S}. Splitting the prior of the constrained
 * parameters and adding the whole Jacobian in every shard would count the Jacobian S times.
 */
@FunctionalInterface
public interface PriorDensity extends Serializable {
    /** A density with its own scratch memory, for one thread. */
    LogDensity open();
}
