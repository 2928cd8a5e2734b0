package tributary.family.mediamix;

import java.io.Serializable;

/**
 * What moves the outcome besides media, in scaled outcome (of a log-normal one in its logarithm); priors in the model language.
 *
 * @param interceptMean mean of the intercept's normal prior: the level without media at the first week
 * @param interceptSd its standard deviation
 * @param trend prior of the rise over all the data's weeks; empty for no trend
 * @param order pairs of sine and cosine over the year; 0 for no season
 * @param season prior of their coefficients
 * @param knots of a piecewise linear baseline that varies over time; 0 for none
 * @param knotSpread prior of the standard deviation of the knots' heights
 * @param control prior of the coefficients of controls that name none
 * @param geoSpread prior of the standard deviation of the geos' levels
 * @param effectSpread prior of the standard deviation of a channel's log effect between geos
 */
public record Baseline(
        double interceptMean,
        double interceptSd,
        String trend,
        int order,
        String season,
        int knots,
        String knotSpread,
        String control,
        String geoSpread,
        String effectSpread)
        implements Serializable {
    /** For an outcome scaled by its mean: linear trend, two pairs of waves, no knots. */
    public static final Baseline DEFAULT = new Baseline(
            1,
            1,
            "normal(0, 0.5)",
            2,
            "normal(0, 0.3)",
            0,
            "half_normal(0.3)",
            "normal(0, 0.3)",
            "half_normal(0.5)",
            "half_normal(0.3)");

    /**
     * The default for an outcome: of a log-normal one, which is modelled on the logarithm of the scaled outcome, the intercept's
     * prior is about 0, which is the mean itself, as 1 is of the others.
     */
    public static Baseline of(MediaMixSpec.Outcome outcome) {
        return switch (outcome) {
            case NORMAL, STUDENT_T -> DEFAULT;
            case LOGNORMAL ->
                new Baseline(
                        0,
                        DEFAULT.interceptSd,
                        DEFAULT.trend,
                        DEFAULT.order,
                        DEFAULT.season,
                        DEFAULT.knots,
                        DEFAULT.knotSpread,
                        DEFAULT.control,
                        DEFAULT.geoSpread,
                        DEFAULT.effectSpread);
        };
    }

    /** Checks numbers and priors. */
    public Baseline {
        if (!Double.isFinite(interceptMean) || !(interceptSd > 0) || !Double.isFinite(interceptSd)) {
            throw new IllegalArgumentException("the intercept's prior needs a mean and a positive standard deviation");
        }
        if (order < 0 || order > 26) {
            throw new IllegalArgumentException("the season has 0 to 26 pairs of waves, not " + order);
        }
        if (knots < 0 || knots == 1 || knots > 100) {
            throw new IllegalArgumentException("a varying baseline has 2 to 100 knots, or 0 for none; not " + knots);
        }
        trend = trend.isEmpty() ? "" : Terms.prior("the trend", trend);
        season = Terms.prior("the season", season);
        knotSpread = Terms.prior("the knots' spread", knotSpread);
        control = Terms.prior("controls", control);
        geoSpread = Terms.prior("the geos' spread", geoSpread);
        effectSpread = Terms.prior("the effects' spread", effectSpread);
    }
}
