package tributary.family.mediamix;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How one channel works.
 *
 * @param name as in the data
 * @param carryOver the shape of carry-over
 * @param lags the weeks that media work, their own included
 * @param saturation the shape of diminishing returns
 * @param saturatedFirst whether media saturate within their week before they are carried over, instead of after
 * @param priors of the shapes' parameters, by parameter; those not named have default priors
 * @param effect the prior of the effect
 */
public record ChannelSpec(
        String name,
        CarryOver carryOver,
        int lags,
        Saturation saturation,
        boolean saturatedFirst,
        Map<String, String> priors,
        EffectPrior effect)
        implements Serializable {
    /** Checks lags and priors, and adds the default ones. */
    public ChannelSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a channel has no name");
        }
        if (lags < 1 || lags > 104) {
            throw new IllegalArgumentException("the carry-over of " + name + " lasts 1 to 104 weeks, not " + lags);
        }
        Map<String, String> all = carryOver.priors();
        all.putAll(saturation.priors());
        for (String given : priors.keySet()) {
            if (!all.containsKey(given)) {
                throw new IllegalArgumentException("the shapes of " + name + " have no parameter " + given
                        + "; they have " + String.join(", ", all.keySet()));
            }
        }
        all.putAll(priors);
        Map<String, String> read = new LinkedHashMap<>();
        all.forEach((parameter, text) -> read.put(parameter, Terms.prior(parameter + " of " + name, text)));
        priors = java.util.Collections.unmodifiableMap(read);
    }

    /** Geometric carry-over of eight weeks, then logistic saturation, default priors. */
    public static ChannelSpec of(String name) {
        return new ChannelSpec(name, CarryOver.GEOMETRIC, 8, Saturation.LOGISTIC, false, Map.of(), EffectPrior.DEFAULT);
    }

    /** The same channel with another prior of its effect. */
    public ChannelSpec withEffect(EffectPrior other) {
        return new ChannelSpec(name, carryOver, lags, saturation, saturatedFirst, priors, other);
    }
}
