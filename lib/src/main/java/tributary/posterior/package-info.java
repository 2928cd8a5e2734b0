/**
 * A model bound to data: its density, its draws, its simulations, and how far they may be trusted.
 *
 * <p>Floor 4: imports model and below. Read {@link tributary.posterior.Data} and {@link tributary.posterior.Posterior}
 * first, then {@link tributary.posterior.Fit} and {@link tributary.posterior.Simulation}; {@link
 * tributary.posterior.World} is the model where some variables have other values; {@link
 * tributary.posterior.ExactPosterior} is what conjugate models become; {@link tributary.posterior.InferencePath} and
 * {@link tributary.posterior.InferenceStatus} are the words for results; the closed forms are in {@code
 * posterior.conjugate}.
 */
@NullMarked
package tributary.posterior;

import org.jspecify.annotations.NullMarked;
