package tributary.family.mediamix;

/**
 * What is believed of a channel's effect before the data, said of the quantity the believer knows.
 *
 * @param on the quantity
 * @param prior its distribution, of positive numbers, in the model language
 */
public record EffectPrior(On on, String prior) implements java.io.Serializable {
    /** What a prior can be on. */
    public enum On {
        /** The coefficient of the saturated media, in scaled outcome. */
        COEFFICIENT,
        /** Money returned per money spent over the data's weeks (without a value per KPI: KPI per money). */
        ROI,
        /** The share of the KPI over the data's weeks that the channel brought. */
        CONTRIBUTION
    }

    /** The coefficient is half normal with scale 1: an effect as large as an average week would be no surprise. */
    public static final EffectPrior DEFAULT = new EffectPrior(On.COEFFICIENT, "half_normal(1)");

    /** Checks the prior. */
    public EffectPrior {
        prior = Terms.prior("an effect", prior);
    }

    /** The log-normal prior on ROI that is customary: median 1.22, 95 % between 0.21 and 7.1. */
    public static EffectPrior roi() {
        return new EffectPrior(On.ROI, "lognormal(0.2, 0.9)");
    }
}
