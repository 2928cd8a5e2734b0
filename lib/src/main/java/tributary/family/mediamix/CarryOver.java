package tributary.family.mediamix;

import java.util.Map;

/** The shapes of carry-over: how what is spent in one week works in the weeks after. */
public enum CarryOver {
    /** None: a week's media work in that week alone. */
    NONE("", ""),
    /** {@code alpha^lag}. */
    GEOMETRIC("adstock", "alpha ~ beta(1, 3)"),
    /** {@code alpha^((lag - peak)^2)}. */
    DELAYED("delayed_adstock", "alpha ~ beta(2, 2); peak ~ half_normal(2)"),
    /** The Weibull density at {@code lag + 1}. */
    WEIBULL("weibull_adstock", "shape ~ gamma(4, 2); scale ~ gamma(4, 1)"),
    /** The Weibull survival function at {@code lag}. */
    WEIBULL_SURVIVAL("weibull_survival_adstock", "shape ~ gamma(4, 4); scale ~ gamma(4, 2)");

    private final String function;
    private final String priors;

    CarryOver(String function, String priors) {
        this.function = function;
        this.priors = priors;
    }

    /** Its parameters, in the order of the function's arguments, with their default priors. */
    public Map<String, String> priors() {
        return Terms.priors(priors);
    }

    /** The term of the model language: {@code adstock(media, alpha_tv, 8)}. */
    String term(String media, String id, int lags) {
        return this == NONE ? media : Terms.call(function, media, priors().keySet(), id, Integer.toString(lags));
    }
}
