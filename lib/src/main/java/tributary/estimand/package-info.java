/**
 * Questions put to a posterior, and their answers: what was estimated, its summary, and how it was identified.
 *
 * <p>Floor 7: imports plan and below. Read {@link tributary.estimand.EffectSummary} first.
 */
@NullMarked
package tributary.estimand;

import org.jspecify.annotations.NullMarked;
