package tributary.infer;

/**
 * How far chains agree in the worst of several coordinates.
 *
 * @param rHat the greatest R-hat; NaN if one is
 * @param ess the least bulk effective sample size; NaN if one is
 */
public record Mixing(double rHat, double ess) {
    private static final double ANY_INTERVAL = 0.9;

    /** Of the first coordinates of draws, so many. */
    public static Mixing of(Draws draws, int coordinates) {
        double rHat = 0;
        double ess = Double.POSITIVE_INFINITY;
        for (int i = 0; i < coordinates; i++) {
            PosteriorSummary summary = PosteriorSummary.ofChains(draws.byChain(i), ANY_INTERVAL);
            rHat = Math.max(rHat, summary.rHat());
            ess = Math.min(ess, summary.essBulk());
        }
        return new Mixing(rHat, ess);
    }
}
