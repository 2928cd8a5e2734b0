/**
 * Families made of others: with a hurdle at zero, with extra zeros, cut off at bounds.
 *
 * <p>Floor 2: imports {@code tributary.dist} and what it may import. Read {@link tributary.dist.Univariate} first.
 */
@NullMarked
package tributary.dist.compound;

import org.jspecify.annotations.NullMarked;
