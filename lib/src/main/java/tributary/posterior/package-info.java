/**
 * A model bound to data: how a posterior was reached, and how far it may be trusted.
 *
 * <p>Floor 4: imports model and below. Read {@link tributary.posterior.InferencePath} and {@link
 * tributary.posterior.InferenceStatus}; the closed forms are in {@code posterior.conjugate}.
 */
@NullMarked
package tributary.posterior;

import org.jspecify.annotations.NullMarked;
