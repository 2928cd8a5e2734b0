package tributary.estimand;

import java.util.List;

/**
 * The answer to one question, for everybody or one level: a value for each draw of the posterior.
 *
 * <p>{@link #error} is the standard error of one draw's value that comes from drawing noise or from choosing rows, as a
 * root mean square over the draws; 0 where averages were exact.
 */
public final class Estimate {
    /** The level of a question that is not broken down. */
    public static final String ALL = "all";

    private final String question;
    private final List<String> by;
    private final String level;
    private final double[] values;
    private final double error;
    private final String method;
    private final String note;

    Estimate(
            String question, List<String> by, String level, double[] values, double error, String method, String note) {
        this.question = question;
        this.by = List.copyOf(by);
        this.level = level;
        this.values = values;
        this.error = error;
        this.method = method;
        this.note = note;
    }

    /** The question's name. */
    public String question() {
        return question;
    }

    /** What the question is broken down by; empty for everybody. */
    public List<String> by() {
        return by;
    }

    /** The level, or {@link #ALL}. */
    public String level() {
        return level;
    }

    /** One value for each draw, chain by chain. */
    public double[] values() {
        return values.clone();
    }

    /** The Monte Carlo error of one draw's value. */
    public double error() {
        return error;
    }

    /** How noise and rows were averaged over, in words. */
    public String method() {
        return method;
    }

    /** Why there is no value, where there is none; else empty. */
    public String note() {
        return note;
    }
}
