package tributary.estimand;

/**
 * How questions are answered.
 *
 * @param population whom averages are over
 * @param rows the most distinct rows at which every draw is evaluated; of more, that many are chosen evenly, and every
 *     row is evaluated at the posterior mean, so that only the differences from it are estimated
 * @param noise how many draws of noise an average that cannot be integrated takes at least, over all rows, for each draw
 *     of the posterior
 */
public record InquirySettings(Population population, int rows, int noise) {
    /** The sample, 100,000 rows, 20,000 draws of noise. */
    public static final InquirySettings STANDARD = new InquirySettings(Population.SAMPLE, 100_000, 20_000);

    /** Checks the ranges. */
    public InquirySettings {
        if (rows < 1 || noise < 1) {
            throw new IllegalArgumentException("rows and noise must be at least 1");
        }
    }

    /** The same for another population. */
    public InquirySettings with(Population other) {
        return new InquirySettings(other, rows, noise);
    }
}
