package tributary.jobs.report;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import java.util.OptionalDouble;

/**
 * What a run's stored conf asks of one metric: thresholds, direction and money, as the page marks them.
 *
 * <p>The metric's own section wins over the general one. A conf that cannot be read states nothing.
 */
final class MetricRules {
    private final Config decision;
    private final boolean lowerIsBetter;

    private MetricRules(Config decision, boolean lowerIsBetter) {
        this.decision = decision;
        this.lowerIsBetter = lowerIsBetter;
    }

    /** The rules of a metric, from the conf that the run stored. */
    static MetricRules of(ResultRow run, String metric) {
        try {
            Config conf = ConfigFactory.parseString(
                    run.text("conf"), ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
            Config own = section(conf, ConfigUtil.joinPath("metrics", metric));
            Config decision = section(own, "decision").withFallback(section(conf, "decision"));
            boolean lower = own.hasPath("better") && own.getString("better").equalsIgnoreCase("lower");
            return new MetricRules(decision, lower);
        } catch (ConfigException e) {
            return unknown();
        }
    }

    /** No rules: higher is better, no threshold, no money. */
    static MetricRules unknown() {
        return new MetricRules(ConfigFactory.empty(), false);
    }

    /** The lift that matters, in the sign of the lift as measured; empty where none is stated or it is 0. */
    OptionalDouble threshold(boolean relative) {
        double threshold = number(relative ? "relative-threshold" : "threshold");
        return Double.isFinite(threshold) && threshold != 0
                ? OptionalDouble.of(sign() * threshold)
                : OptionalDouble.empty();
    }

    /** P(better) of a row of decisions, whose {@code prob_positive} is of the lift as measured. */
    double probBetter(ResultRow decision) {
        double positive = decision.number("prob_positive");
        return lowerIsBetter ? 1 - positive : positive;
    }

    /** Money gained by one unit of lift as measured; NaN without economics. */
    double moneyPerLift() {
        return sign() * number("economics.users") * number("economics.value");
    }

    /** Money a launch costs. */
    double cost() {
        double cost = number("economics.cost");
        return Double.isFinite(cost) ? cost : 0;
    }

    /** The unit of money; may be empty. */
    String currency() {
        try {
            return decision.hasPath("economics.currency") ? decision.getString("economics.currency") : "";
        } catch (ConfigException e) {
            return "";
        }
    }

    private double number(String key) {
        try {
            return decision.hasPath(key) ? decision.getDouble(key) : Double.NaN;
        } catch (ConfigException e) {
            return Double.NaN;
        }
    }

    private double sign() {
        return lowerIsBetter ? -1 : 1;
    }

    private static Config section(Config conf, String path) {
        return conf.hasPath(path) ? conf.getConfig(path) : ConfigFactory.empty();
    }
}
