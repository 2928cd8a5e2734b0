/**
 * Posteriors in closed form, or one quadrature away from it: a prior, updated by sufficient statistics, is a
 * posterior of the same type.
 *
 * <p>Floor 4: imports {@code stats}, {@code random} and {@code math}. Read {@link tributary.posterior.conjugate.BetaBinomial} first; the
 * others follow its pattern: {@code update} with what was counted, {@code sample} from a stream. {@link
 * tributary.posterior.conjugate.ClosedForm} is another way to the same families, for models of the language: its
 * numbers are read off a density's gradient.
 */
@NullMarked
package tributary.posterior.conjugate;

import org.jspecify.annotations.NullMarked;
