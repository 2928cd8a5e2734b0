/**
 * Families of several numbers, and priors made of several families.
 *
 * <p>Floor 2: imports {@code tributary.dist} and what it may import, and the continuous families. Read {@link tributary.dist.Distribution} first.
 */
@NullMarked
package tributary.dist.vector;

import org.jspecify.annotations.NullMarked;
