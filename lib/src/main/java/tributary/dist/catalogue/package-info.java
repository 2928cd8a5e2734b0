/**
 * All families by their names in the language.
 *
 * <p>Floor 2: imports {@code tributary.dist} and what it may import, and every family. Read {@link tributary.dist.Distribution} first.
 */
@NullMarked
package tributary.dist.catalogue;

import org.jspecify.annotations.NullMarked;
