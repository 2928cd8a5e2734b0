package tributary.infer.nuts;

/** What warm-up learns of the posterior's shape. */
public enum MetricKind {
    /** Variances only: linear cost, the default. */
    DIAGONAL,
    /** The full covariance: quadratic cost a step, for correlated posteriors of up to a few hundred coordinates. */
    DENSE,
    /** Nothing: the metric given at the start is kept, as when a global Hessian is known. */
    FIXED
}
