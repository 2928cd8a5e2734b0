/**
 * Identification of a model's questions: what the graph of the model says about how an effect can be told from data, by
 * which formula and under which assumptions. Reads the graph alone, never a distribution or a likelihood.
 *
 * <p>Floor 4: imports {@code model}, {@code graph} and below. Read {@link tributary.identify.ModelIdentification} first,
 * then {@link tributary.identify.EffectIdentification}.
 */
@NullMarked
package tributary.identify;

import org.jspecify.annotations.NullMarked;
