/**
 * Questions put to a posterior, and their answers: what was estimated, its summary, and how it was identified.
 *
 * <p>Floor 7: imports plan and below. Read {@link tributary.estimand.Inquiry} first: it unfolds every average under
 * interventions into an expression of parameters, columns and noise, integrates the noise where it can, surveys the rows
 * once before there are draws, and sweeps them once at all draws. {@link tributary.estimand.UnitEffects} tells single units
 * in two worlds. {@link tributary.estimand.EffectSummary} is an answer in
 * the words of the result tables.
 */
@NullMarked
package tributary.estimand;

import org.jspecify.annotations.NullMarked;
