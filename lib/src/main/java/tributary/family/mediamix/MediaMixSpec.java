package tributary.family.mediamix;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a media mix model is told: channels, controls, baseline, outcome and scales.
 *
 * @param name what the analysis is called
 * @param channels at least one, names distinct
 * @param controls names distinct
 * @param mediators what channels move on their way to the outcome; names distinct
 * @param baseline what moves the outcome besides
 * @param outcome the distribution of the outcome about its mean
 * @param sigma the prior of the outcome's scale
 * @param kpiScale what the outcome is divided by
 * @param mediaScale what each channel's media are divided by
 */
public record MediaMixSpec(
        String name,
        List<ChannelSpec> channels,
        List<ControlSpec> controls,
        List<MediatorSpec> mediators,
        Baseline baseline,
        Outcome outcome,
        String sigma,
        Scale kpiScale,
        Scale mediaScale)
        implements Serializable {
    /** How weeks scatter about what is expected. */
    public enum Outcome {
        /** Normal. */
        NORMAL,
        /** Student's t, with unknown degrees of freedom: outlying weeks count less. */
        STUDENT_T,
        /** Log-normal: channels multiply, and the outcome is positive. */
        LOGNORMAL
    }

    /** Checks names, and that priors on money fit the outcome and go with what channels feed. */
    public MediaMixSpec {
        channels = List.copyOf(channels);
        controls = List.copyOf(controls);
        mediators = List.copyOf(mediators);
        sigma = Terms.prior("sigma", sigma);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("a media mix needs a channel");
        }
        distinct(channels.stream().map(ChannelSpec::name).toList(), "channel");
        distinct(
                Stream.concat(
                                controls.stream().map(ControlSpec::name),
                                mediators.stream().map(MediatorSpec::name))
                        .toList(),
                "control or mediator");
        Set<String> known = channels.stream().map(ChannelSpec::name).collect(Collectors.toSet());
        for (MediatorSpec mediator : mediators) {
            if (!known.containsAll(mediator.fedBy())) {
                throw new IllegalArgumentException("the mediator " + mediator.name() + " is fed by what is no channel: "
                        + String.join(", ", mediator.fedBy()));
            }
        }
        for (ChannelSpec channel : channels) {
            if (outcome == Outcome.LOGNORMAL && channel.effect().on() != EffectPrior.On.COEFFICIENT) {
                throw new IllegalArgumentException("the log-normal outcome multiplies channels, so the prior of "
                        + channel.name() + " must be on its coefficient, not on "
                        + channel.effect().on());
            }
            List<String> fed = fed(mediators, channel.name());
            if (channel.effect().on() != EffectPrior.On.COEFFICIENT && !fed.isEmpty()) {
                throw new IllegalArgumentException(moneyThroughMediators(channel, fed));
            }
        }
    }

    /** Channels with default shapes and priors, normal outcome scaled by its mean, media by their largest value. */
    public static MediaMixSpec of(String name, List<ChannelSpec> channels) {
        return new MediaMixSpec(
                name,
                channels,
                List.of(),
                List.of(),
                Baseline.of(Outcome.NORMAL),
                Outcome.NORMAL,
                "half_normal(0.5)",
                Scale.MEAN,
                Scale.MAX);
    }

    /** The same model under another name. */
    public MediaMixSpec withName(String other) {
        return new MediaMixSpec(other, channels, controls, mediators, baseline, outcome, sigma, kpiScale, mediaScale);
    }

    /** The mediators that a channel feeds. */
    public static List<String> fed(List<MediatorSpec> mediators, String channel) {
        return mediators.stream()
                .filter(m -> m.fedBy().contains(channel))
                .map(MediatorSpec::name)
                .toList();
    }

    /**
     * Why a prior on money is not for a channel that feeds mediators: what it returns in all is a sum of its own effect and of
     * what goes through them, each with a prior; one more on the sum would contradict these, or make its own effect negative.
     */
    public static String moneyThroughMediators(ChannelSpec channel, List<String> fed) {
        return "the prior of " + channel.name() + " is on its "
                + channel.effect().on() + ", but it feeds "
                + String.join(", ", fed)
                + ": what it returns in all is its own effect and what goes through them, whose"
                + " priors are stated already, so that the prior would hold for a part of the answer alone";
    }

    private static void distinct(List<String> names, String what) {
        names.stream()
                .filter(name -> names.indexOf(name) != names.lastIndexOf(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("the " + what + " " + name + " is named twice");
                });
    }
}
