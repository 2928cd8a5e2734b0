package tributary.posterior.conjugate;

import tributary.random.RandomStream;

/**
 * Some coordinates of a position whose joint density is known in closed form, independent of all others.
 *
 * <p>Each form is a curve with a few numbers; they are read off the gradient of a density that is known to be such a
 * curve, which costs a handful of evaluations and states no formula twice.
 */
public sealed interface ClosedForm permits NormalBlock, BetaBlock, GammaBlock {
    /** Draws its coordinates and writes them into a position, leaving the others alone. */
    void draw(RandomStream stream, double[] position);
}
