package tributary.family.segments;

import org.jspecify.annotations.Nullable;
import tributary.hierarchy.CellLikelihood;

/**
 * The likelihood of an outcome.
 *
 * <p>None is a black box. Given the hyper-parameters a segment is normal in closed form, or an integral over its few
 * coefficients that a product rule takes and a finer rule checks, and conditional draws come by rejection under a bound. So
 * no segment is sampled by chains of its own whose draws are used again for the hyper-parameters (two stages: Lunn et al.
 * 2013): that is for likelihoods without such an integral, and would add Monte Carlo error to every evaluation.
 */
public enum Outcome {
    /** A number with normal residuals: segments are integrated out exactly. */
    NORMAL(null),
    /** Yes or no, on the logit scale: segments are integrated out by quadrature, as all that follow. */
    BERNOULLI(CellLikelihood.BERNOULLI),
    /** A count, on the log scale. */
    POISSON(CellLikelihood.POISSON),
    /** A positive number whose deviation grows with its mean, on the log scale. */
    GAMMA(CellLikelihood.GAMMA),
    /** A number with heavy-tailed residuals. */
    STUDENT_T(CellLikelihood.STUDENT_T);

    private final @Nullable CellLikelihood likelihood;

    Outcome(@Nullable CellLikelihood likelihood) {
        this.likelihood = likelihood;
    }

    /** Whether segments are integrated out by quadrature over their cells. */
    public boolean quadrature() {
        return likelihood != null;
    }

    /** Whether it counts events. */
    public boolean counted() {
        return this == BERNOULLI || this == POISSON;
    }

    /** Whether effects act on a link's scale, and are told on the outcome's. */
    public boolean linked() {
        return quadrature() && this != STUDENT_T;
    }

    /** The likelihood of a cell. */
    CellLikelihood likelihood() {
        if (likelihood == null) {
            throw new IllegalStateException(this + " has no cells");
        }
        return likelihood;
    }
}
