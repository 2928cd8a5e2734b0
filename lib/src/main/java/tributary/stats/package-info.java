/**
 * Mergeable sufficient statistics: what is left of rows when a posterior needs no more of them.
 *
 * <p>Floor 1: may import {@code tributary.math} and {@code tributary.random} only. Read {@link
 * tributary.stats.CrossProducts} first (counts, means and centred cross-products), then {@link
 * tributary.stats.ExactSum} (why merging in any order gives the same bits) and {@link tributary.stats.Limbs} (how
 * a warehouse engine that can only add doubles adds them without rounding).
 */
@NullMarked
package tributary.stats;

import org.jspecify.annotations.NullMarked;
