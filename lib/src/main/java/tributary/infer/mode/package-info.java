/**
 * Modes of densities and the normal approximations about them.
 *
 * <p>Floor 1: imports {@code tributary.math} and {@code tributary.random}. Read {@link tributary.infer.mode.Mode} first
 * (what a search gives), then {@link tributary.infer.mode.Lbfgs} and {@link tributary.infer.mode.Newton} (the two
 * searches), then {@link tributary.infer.mode.Laplace}; {@link tributary.infer.mode.Arrow} says which coordinates touch, where
 * they are many.
 */
@NullMarked
package tributary.infer.mode;

import org.jspecify.annotations.NullMarked;
