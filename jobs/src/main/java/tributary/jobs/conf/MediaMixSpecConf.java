package tributary.jobs.conf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.family.mediamix.Baseline;
import tributary.family.mediamix.CarryOver;
import tributary.family.mediamix.ChannelSpec;
import tributary.family.mediamix.ControlSpec;
import tributary.family.mediamix.EffectPrior;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.MediatorSpec;
import tributary.family.mediamix.Saturation;
import tributary.family.mediamix.Scale;

/** Reads how channels work and what is believed of them: the sections of a media mix's conf that make its model. */
final class MediaMixSpecConf {
    /** The sections that make the model, which a variant may change. */
    private static final Set<String> SECTIONS =
            Set.of("channel-defaults", "channels", "controls", "mediators", "baseline", "outcome", "scale");

    private static final String ONE = "channel";

    private enum Order {
        CARRY_OVER_FIRST,
        SATURATION_FIRST
    }

    private MediaMixSpecConf() {}

    /** The model that a conf states. */
    static MediaMixSpec read(ConfReader conf, String name) {
        List<ControlSpec> controls = new ArrayList<>();
        conf.sections("controls").forEach((control, section) -> {
            section.has("column"); // read with the tables
            controls.add(section.make(
                    () -> new ControlSpec(
                            control,
                            section.flag("standardised").orElse(true),
                            section.text("prior").orElse("")),
                    () -> new ControlSpec(control, true, "")));
        });
        List<ChannelSpec> channels = new ArrayList<>();
        ChannelSpec standard = channel(ONE, conf.section("channel-defaults"), ChannelSpec.of(ONE));
        conf.sections("channels").forEach((channel, section) -> channels.add(channel(channel, section, standard)));
        if (channels.isEmpty()) {
            conf.error("channels", "names no channel", "channels { tv { } }");
            channels.add(standard);
        }
        List<MediatorSpec> mediators = new ArrayList<>();
        conf.sections("mediators").forEach((mediator, section) -> {
            section.has("column"); // read with the tables
            List<String> fedBy = section.texts("fed-by")
                    .must("name a channel", l -> !l.isEmpty())
                    .required(List.of("tv"));
            MediatorSpec usual = MediatorSpec.of(mediator, fedBy);
            mediators.add(section.make(
                    () -> new MediatorSpec(
                            mediator,
                            fedBy,
                            section.text("feed").orElse(usual.feed()),
                            section.text("effect").orElse(usual.effect()),
                            section.text("sigma").orElse(usual.sigma())),
                    () -> usual));
        });
        channels.replaceAll(channel -> {
            List<String> fed = MediaMixSpec.fed(mediators, channel.name());
            if (channel.effect().on() != EffectPrior.On.COEFFICIENT && !fed.isEmpty()) {
                conf.section("channels")
                        .section(channel.name())
                        .section("effect")
                        .error(
                                "on",
                                MediaMixSpec.moneyThroughMediators(channel, fed)
                                        + "; the prior it implies stands beside the answers",
                                "effect { on = coefficient, prior = \"half_normal(1)\" }");
                return channel.withEffect(EffectPrior.DEFAULT);
            }
            return channel;
        });
        return spec(conf, name, channels, controls, mediators);
    }

    /** Models that differ from the stated one in what their section says. */
    static Map<String, MediaMixSpec> variants(ConfReader conf, MediaMixSpec stated) {
        Map<String, MediaMixSpec> variants = new LinkedHashMap<>();
        conf.sections("variants").forEach((name, section) -> {
            ConfReader whole = section.over(conf, SECTIONS);
            for (String channel : whole.sections("channels").keySet()) {
                whole.section("channels").section(channel).has("spend");
                whole.section("channels").section(channel).has("impressions");
            }
            MediaMixSpec variant = read(whole, name);
            if (!names(variant).equals(names(stated))) {
                section.error("names channels, controls or mediators that the conf itself does not");
            }
            variants.put(name, variant);
        });
        return variants;
    }

    private static List<List<String>> names(MediaMixSpec spec) {
        return List.of(
                spec.channels().stream().map(ChannelSpec::name).toList(),
                spec.controls().stream().map(ControlSpec::name).toList(),
                spec.mediators().stream().map(MediatorSpec::name).toList());
    }

    private static ChannelSpec channel(String name, ConfReader conf, ChannelSpec standard) {
        CarryOver carryOver = conf.choice("carry-over", CarryOver.class).orElse(standard.carryOver());
        Saturation saturation = conf.choice("saturation", Saturation.class).orElse(standard.saturation());
        Map<String, String> priors = new LinkedHashMap<>();
        standard.priors().forEach((parameter, prior) -> {
            if (carryOver.priors().containsKey(parameter) || saturation.priors().containsKey(parameter)) {
                priors.put(parameter, prior);
            }
        });
        priors.putAll(conf.textMap("priors"));
        ConfReader effect = conf.section("effect");
        EffectPrior prior = effect.make(
                () -> new EffectPrior(
                        effect.choice("on", EffectPrior.On.class)
                                .orElse(standard.effect().on()),
                        effect.text("prior").orElse(standard.effect().prior())),
                standard::effect);
        boolean first = conf.choice("order", Order.class)
                        .orElse(standard.saturatedFirst() ? Order.SATURATION_FIRST : Order.CARRY_OVER_FIRST)
                == Order.SATURATION_FIRST;
        int lags = conf.integer("lags").orElse(standard.lags());
        return conf.make(
                () -> new ChannelSpec(name, carryOver, lags, saturation, first, priors, prior),
                () -> ChannelSpec.of(name));
    }

    private static MediaMixSpec spec(
            ConfReader conf,
            String name,
            List<ChannelSpec> channels,
            List<ControlSpec> controls,
            List<MediatorSpec> mediators) {
        ConfReader outcome = conf.section("outcome");
        ConfReader scale = conf.section("scale");
        MediaMixSpec standard = MediaMixSpec.of(name, channels);
        MediaMixSpec.Outcome distribution =
                outcome.choice("distribution", MediaMixSpec.Outcome.class).orElse(standard.outcome());
        Baseline baseline = baseline(conf.section("baseline"), Baseline.of(distribution));
        return conf.make(
                () -> new MediaMixSpec(
                        name,
                        channels,
                        controls,
                        mediators,
                        baseline,
                        distribution,
                        outcome.text("sigma").orElse(standard.sigma()),
                        scale(scale, "kpi", standard.kpiScale()),
                        scale(scale, "media", standard.mediaScale())),
                () -> standard);
    }

    private static Baseline baseline(ConfReader conf, Baseline standard) {
        ConfReader intercept = conf.section("intercept");
        ConfReader season = conf.section("season");
        ConfReader knots = conf.section("knots");
        return conf.make(
                () -> new Baseline(
                        intercept.number("mean").orElse(standard.interceptMean()),
                        intercept.number("sd").orElse(standard.interceptSd()),
                        none(conf.text("trend").orElse(standard.trend())),
                        season.integer("order").orElse(standard.order()),
                        season.text("prior").orElse(standard.season()),
                        knots.integer("count").orElse(standard.knots()),
                        knots.text("spread").orElse(standard.knotSpread()),
                        conf.text("control").orElse(standard.control()),
                        conf.text("geo-spread").orElse(standard.geoSpread()),
                        conf.text("effect-spread").orElse(standard.effectSpread())),
                () -> standard);
    }

    private static String none(String text) {
        return text.equals("none") ? "" : text;
    }

    private static Scale scale(ConfReader conf, String key, Scale standard) {
        String text = conf.text(key).optional("mean").orElse(null);
        return text == null ? standard : scale(text);
    }

    private static Scale scale(String text) {
        return switch (text) {
            case "mean" -> Scale.MEAN;
            case "max" -> Scale.MAX;
            default -> Scale.by(number(text));
        };
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a scale is mean, max or a positive number, not " + text, e);
        }
    }
}
