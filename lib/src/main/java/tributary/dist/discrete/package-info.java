/**
 * Families of one integer: counts and levels.
 *
 * <p>Floor 2: imports {@code tributary.dist} and what it may import. Read {@link tributary.dist.Univariate} first.
 */
@NullMarked
package tributary.dist.discrete;

import org.jspecify.annotations.NullMarked;
