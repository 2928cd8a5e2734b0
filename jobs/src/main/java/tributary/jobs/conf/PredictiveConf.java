package tributary.jobs.conf;

/**
 * How data are replicated to check a model: the section {@code predictive}.
 *
 * @param draws posterior draws, each replicated twice, and draws of the prior; 0 for no checks
 * @param rows rows that are replicated; of a larger table so many at random
 */
public record PredictiveConf(int draws, long rows) {
    /** Reads the section; errors are noted. */
    static PredictiveConf read(ConfReader conf) {
        ConfReader predictive = conf.section("predictive");
        return new PredictiveConf(
                predictive
                        .integer("draws")
                        .must("be 0, or between 50 and 2000", d -> d == 0 || (d >= 50 && d <= 2000))
                        .orElse(200),
                predictive
                        .whole("rows")
                        .must("be between 100 and 100000000", r -> r >= 100 && r <= 100_000_000)
                        .orElse(100_000L));
    }
}
