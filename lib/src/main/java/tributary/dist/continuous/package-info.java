/**
 * Families of one real number.
 *
 * <p>Floor 2: imports {@code tributary.dist} and what it may import. Read {@link tributary.dist.Univariate} first.
 */
@NullMarked
package tributary.dist.continuous;

import org.jspecify.annotations.NullMarked;
