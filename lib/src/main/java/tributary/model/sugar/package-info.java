/**
 * What {@code linear(...)} and {@code mlp(...)} stand for: ordinary statements, with default priors scaled by the data.
 *
 * <p>Floor 3: imports {@code model.term} only. Read {@link tributary.model.sugar.Expansion} first.
 */
@NullMarked
package tributary.model.sugar;

import org.jspecify.annotations.NullMarked;
