/**
 * Tributary's mathematics: Bayesian causal inference in plain Java.
 *
 * <p>The packages stand on floors, and a package imports lower floors only:
 *
 * <pre>
 * 0  math, random          arrays, sums, kernels, the LogDensity seam; counter-based random streams
 * 1  expr, infer, graph, stats
 * 2  dist
 * 3  model
 * 4  posterior, identify
 * 5  hierarchy, consensus
 * 6  plan
 * 7  estimand
 * 8  check, decide
 * 9  family.*
 * </pre>
 *
 * The floors are checked by {@code FloorsTest}.
 */
@NullMarked
package tributary;

import org.jspecify.annotations.NullMarked;
