package tributary.infer.nuts;

/** What warm-up learns of the posterior's shape. */
public enum MetricKind {
    /** Variances only: linear cost, the default. */
    DIAGONAL,
    /** The full covariance: quadratic cost a step, for correlated posteriors of up to a few hundred coordinates. */
    DENSE,
    /**
     * The precision as the mean negative Hessian at a few draws of each window, full or with the zeros of the first metric if
     * that is an {@link ArrowMetric}: for hundreds of correlated coordinates, whose covariance no warm-up has the draws to
     * estimate. Exact for normal posteriors; for others about what is needed.
     */
    CURVATURE,
    /** Nothing: the metric given at the start is kept, as when a global Hessian is known. */
    FIXED
}
