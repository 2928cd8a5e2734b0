package tributary.family.segments;

import org.jspecify.annotations.Nullable;
import tributary.hierarchy.CountLikelihood;

/** The likelihood of an outcome. */
public enum Outcome {
    /** A number with normal residuals: segments are integrated out exactly. */
    NORMAL(null),
    /** Yes or no, on the logit scale: segments are integrated out by quadrature. */
    BERNOULLI(CountLikelihood.BERNOULLI),
    /** A count, on the log scale: segments are integrated out by quadrature. */
    POISSON(CountLikelihood.POISSON);

    private final @Nullable CountLikelihood counts;

    Outcome(@Nullable CountLikelihood counts) {
        this.counts = counts;
    }

    /** Whether it counts events, so that effects act on a link's scale. */
    public boolean counted() {
        return counts != null;
    }

    /** The likelihood of the counts. */
    CountLikelihood counts() {
        if (counts == null) {
            throw new IllegalStateException(this + " counts nothing");
        }
        return counts;
    }
}
