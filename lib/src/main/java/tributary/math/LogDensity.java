package tributary.math;

/**
 * A log density on unconstrained space with its gradient: all that a sampler knows of a model.
 *
 * <p>Implementations own their scratch memory and are used by one thread at a time; they return
 * {@link Double#NEGATIVE_INFINITY} outside the support and never throw on numbers.
 */
public interface LogDensity {
    /** The number of coordinates of a position. */
    int dimension();

    /**
     * The log density at a position, up to a constant.
     *
     * @param position {@code dimension()} coordinates, left unchanged
     * @param gradient receives the gradient, {@code dimension()} numbers; meaningless where the density is zero or
     *     not finite
     * @return the log density; negative infinity or NaN where it does not exist
     */
    double evaluate(double[] position, double[] gradient);
}
