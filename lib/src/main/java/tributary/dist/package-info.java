/**
 * Probability distributions: supports, log densities as expressions, samplers, and the maps from unconstrained space.
 *
 * <p>Floor 2: imports {@code expr}, {@code math} and {@code random}. Read {@link tributary.dist.Distribution} first,
 * then {@link tributary.dist.Univariate}, {@link tributary.dist.Support} and {@link tributary.dist.Bijector}; the
 * families stand in {@code continuous}, {@code discrete}, {@code vector} and {@code compound}, and {@code catalogue}
 * finds them by name.
 */
@NullMarked
package tributary.dist;

import org.jspecify.annotations.NullMarked;
