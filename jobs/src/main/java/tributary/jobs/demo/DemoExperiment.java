package tributary.jobs.demo;

import java.io.Serializable;
import java.util.List;

/**
 * One experiment of known truth.
 *
 * @param name the experiment id
 * @param lesson what an analyst should conclude
 * @param arms the arms, control first, with the shares they really get
 */
public record DemoExperiment(String name, String lesson, List<DemoArm> arms) implements Serializable {
    /** Conversion rate of control. */
    public static final double CONVERSION = 0.1;
    /** Share of units on mobile devices. */
    public static final double MOBILE = 0.6;
    /** Mean value of an order of control. */
    public static final double ORDER_VALUE = 40;
    /** Mean sessions of control. */
    public static final double SESSIONS = 3;
    /** Mean latency of control in milliseconds. */
    public static final double LATENCY = 250;

    /** Copies the arms. */
    public DemoExperiment {
        arms = List.copyOf(arms);
    }

    /** The eight experiments of the demo. */
    public static List<DemoExperiment> all() {
        return List.of(
                new DemoExperiment(
                        "checkout_button",
                        "a clear win: launch",
                        List.of(DemoArm.control(0.5), DemoArm.conversion("treatment", 0.5, 0.12))),
                new DemoExperiment(
                        "search_ranking",
                        "nothing happened: hold",
                        List.of(DemoArm.control(0.5), DemoArm.conversion("treatment", 0.5, 0))),
                new DemoExperiment(
                        "onboarding_flow",
                        "a clear loss: roll back",
                        List.of(DemoArm.control(0.5), DemoArm.conversion("treatment", 0.5, -0.12))),
                new DemoExperiment(
                        "free_shipping",
                        "more orders, but slower pages: the guardrail is harmed",
                        List.of(DemoArm.control(0.5), new DemoArm("treatment", 0.5, 0.08, 0.08, 0, 0, 15))),
                new DemoExperiment(
                        "mobile_banner",
                        "good on mobile, bad on desktop: look at the segments",
                        List.of(DemoArm.control(0.5), new DemoArm("treatment", 0.5, 0.2, -0.15, 0, 0, 0))),
                new DemoExperiment(
                        "pricing_page",
                        "four arms, one best",
                        List.of(
                                DemoArm.control(0.25),
                                DemoArm.conversion("lower", 0.25, 0.04),
                                DemoArm.conversion("higher", 0.25, -0.06),
                                DemoArm.conversion("bundle", 0.25, 0.15))),
                new DemoExperiment(
                        "broken_split",
                        "the split is broken (54 to 46 instead of even): read nothing",
                        List.of(DemoArm.control(0.54), DemoArm.conversion("treatment", 0.46, 0))),
                new DemoExperiment(
                        "recommendations",
                        "larger orders and more sessions, same conversion: launch on revenue",
                        List.of(DemoArm.control(0.5), new DemoArm("treatment", 0.5, 0, 0, 0.1, 0.06, 0))));
    }

    /** The true mean of a metric ({@code converted, revenue, sessions, latency_ms}) under an arm, on a device or all. */
    public static double trueMean(DemoArm arm, String metric, String segment) {
        double lift = switch (segment) {
            case "device=mobile" -> arm.mobile();
            case "device=desktop" -> arm.desktop();
            default -> MOBILE * arm.mobile() + (1 - MOBILE) * arm.desktop();
        };
        double conversion = CONVERSION * (1 + lift);
        return switch (metric) {
            case "converted" -> conversion;
            case "revenue" -> conversion * ORDER_VALUE * (1 + arm.orderValue());
            case "sessions" -> SESSIONS * (1 + arm.sessions());
            case "latency_ms" -> LATENCY + arm.latency();
            default -> throw new IllegalArgumentException("the demo has no metric " + metric);
        };
    }
}
