/**
 * The causal-probabilistic language: a model, its variables and plates, and what observing and intervening do to it.
 *
 * <p>Floor 3: may import {@code dist}, {@code graph}, {@code stats}, {@code expr} and below. The tree is in {@link
 * tributary.model.term}, the reader of files in {@link tributary.model.text}.
 */
@NullMarked
package tributary.model;

import org.jspecify.annotations.NullMarked;
