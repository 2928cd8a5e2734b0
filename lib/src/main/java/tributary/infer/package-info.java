/**
 * Draws, their diagnostics and the algorithms that make them: knows densities, never models.
 *
 * <p>Floor 1: may import {@code tributary.math} and {@code tributary.random} only. Read {@link tributary.infer.Draws}
 * first, then {@link tributary.infer.PosteriorSummary}, which shows every diagnostic in use, then {@link
 * tributary.infer.Psis}. Samplers are in {@code infer.nuts}, modes and Laplace approximations in {@code infer.mode}.
 */
@NullMarked
package tributary.infer;

import org.jspecify.annotations.NullMarked;
