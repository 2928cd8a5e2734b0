package tributary.jobs.conf;

import org.jspecify.annotations.Nullable;
import tributary.decide.DecisionSpec;
import tributary.decide.Economics;
import tributary.decide.RiskAttitude;
import tributary.decide.Rope;
import tributary.decide.Safeguards;
import tributary.decide.Scale;
import tributary.decide.Stakes;
import tributary.estimand.IntervalKind;
import tributary.estimand.IntervalSpec;

/** Reads a {@code decision} section; what it leaves out comes from the defaults given. */
final class DecisionConf {
    private DecisionConf() {}

    static DecisionSpec read(ConfReader conf, DecisionSpec defaults) {
        ConfReader interval = conf.section("interval");
        IntervalSpec intervalSpec = new IntervalSpec(
                interval.choice("kind", IntervalKind.class)
                        .orElse(defaults.interval().kind()),
                interval.number("probability")
                        .must("lie between 0 and 1", p -> p > 0 && p < 1)
                        .orElse(defaults.interval().probability()));
        return conf.make(
                () -> new DecisionSpec(
                        intervalSpec,
                        rope(conf.section("rope"), defaults.rope()),
                        conf.number("threshold").orElse(defaults.threshold()),
                        conf.number("relative-threshold").orElse(defaults.relativeThreshold()),
                        stakes(conf, defaults.stakes()),
                        safeguards(conf, defaults.safeguards()),
                        conf.whole("more-units")
                                .must("be at least 0", n -> n >= 0)
                                .orElse(defaults.moreUnits())),
                () -> defaults);
    }

    private static Stakes stakes(ConfReader conf, Stakes defaults) {
        return conf.make(
                () -> new Stakes(
                        economics(conf, defaults.economics()),
                        risk(conf.section("risk"), defaults.risk()),
                        conf.number("loss-cap")
                                .must("be at least 0", n -> n >= 0)
                                .orElse(defaults.lossCap()),
                        conf.flag("reversible").orElse(defaults.reversible())),
                () -> defaults);
    }

    private static Safeguards safeguards(ConfReader conf, Safeguards defaults) {
        return conf.make(
                () -> new Safeguards(
                        conf.flag("no-harmed-segment").orElse(defaults.noHarmedSegment()),
                        conf.number("harm-probability")
                                .must("be above 0 and at most 1", p -> p > 0 && p <= 1)
                                .orElse(defaults.harmProbability()),
                        conf.number("launch-probability")
                                .must("be above 0.5 and below 1", p -> p > 0.5 && p < 1)
                                .orElse(defaults.launchProbability()),
                        conf.whole("min-units-per-arm")
                                .must("be at least 0", n -> n >= 0)
                                .orElse(defaults.minUnitsPerArm()),
                        conf.number("suspicious-lift")
                                .must("be above 0", n -> n > 0)
                                .orElse(defaults.suspiciousLift())),
                () -> defaults);
    }

    private static Rope rope(ConfReader conf, Rope defaults) {
        return conf.make(
                () -> new Rope(
                        conf.choice("scale", Scale.class).orElse(defaults.scale()),
                        conf.number("lower").orElse(defaults.lower()),
                        conf.number("upper").orElse(defaults.upper())),
                () -> defaults);
    }

    private static @Nullable Economics economics(ConfReader conf, @Nullable Economics defaults) {
        if (!conf.has("economics")) {
            return defaults;
        }
        ConfReader money = conf.section("economics");
        return new Economics(
                money.number("users").must("be at least 0", n -> n >= 0).required(100_000.0),
                money.number("value").required(12.5),
                money.number("cost").orElse(0.0),
                money.number("false-launch-multiplier")
                        .must("be at least 0", n -> n >= 0)
                        .orElse(1.0),
                money.text("currency").orElse(""));
    }

    private static RiskAttitude risk(ConfReader conf, RiskAttitude defaults) {
        return conf.make(
                () -> new RiskAttitude(
                        conf.choice("kind", RiskAttitude.Kind.class).orElse(defaults.kind()),
                        conf.number("parameter").orElse(defaults.parameter())),
                () -> defaults);
    }
}
