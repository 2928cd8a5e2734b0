package tributary.consensus;

import tributary.posterior.InferenceStatus;

/** Gives draws their log posterior relative to the anchor's: exactly, or from a sample of rows. */
interface Weigher {
    /** {@code log posterior(u) - log posterior(anchor)} of each draw. */
    double[] weigh(double[][] draws);

    /** The passes over the data that were made so far. */
    int passes();

    /** What weights of these may claim at best. */
    InferenceStatus claim();
}
