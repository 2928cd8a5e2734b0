package tributary.family.mediamix;

import java.util.Map;

/** The shapes of diminishing returns, as functions of scaled media. */
public enum Saturation {
    /** None: twice the media, twice the effect. */
    NONE("", ""),
    /** {@code (1 - e^(-rate x)) / (1 + e^(-rate x))}. */
    LOGISTIC("logistic_saturation", "rate ~ gamma(3, 1)"),
    /** {@code x^slope / (x^slope + half^slope)}. */
    HILL("hill", "half ~ lognormal(-0.7, 0.6); slope ~ gamma(9, 6)"),
    /** {@code x^exponent}. */
    POWER("power_saturation", "exponent ~ beta(4, 3)");

    private final String function;
    private final String priors;

    Saturation(String function, String priors) {
        this.function = function;
        this.priors = priors;
    }

    /** Its parameters, in the order of the function's arguments, with their default priors. */
    public Map<String, String> priors() {
        return Terms.priors(priors);
    }

    /** The term of the model language: {@code logistic_saturation(x, rate_tv)}. */
    String term(String x, String id) {
        return this == NONE ? x : Terms.call(function, x, priors().keySet(), id, "");
    }
}
