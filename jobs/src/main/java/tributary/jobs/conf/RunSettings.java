package tributary.jobs.conf;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What every command is told about its run: sections {@code run} and {@code gate} of the conf.
 *
 * @param results the results root as a folder; empty where {@code resultsSchema} is given
 * @param resultsSchema the results root as a schema of a catalog; empty where {@code results} is given
 * @param seed the seed of all draws
 * @param chains chains of draws
 * @param draws draws per chain
 * @param logicalDate the date the run stands for
 * @param gateScope how far a failed gate reaches
 */
public record RunSettings(
        String results,
        String resultsSchema,
        long seed,
        int chains,
        int draws,
        Optional<LocalDate> logicalDate,
        GateScope gateScope) {
    /** Reads the two sections; errors are noted in the reader. */
    public static RunSettings read(ConfReader conf) {
        ConfReader run = conf.section("run");
        String schema = run.text("results-schema").orElse("");
        Field<String> results = run.text("results").must("not be empty", r -> !r.isBlank());
        if (!schema.isEmpty() && run.has("results")) {
            run.error("results", "stands beside results-schema: give one of the two", "");
        }
        return new RunSettings(
                schema.isEmpty() ? results.required("/data/results") : "",
                schema,
                run.whole("seed").orElse(1L),
                run.integer("chains")
                        .must("be between 1 and 1000", n -> n >= 1 && n <= 1000)
                        .orElse(4),
                run.integer("draws")
                        .must("be between 4 and 1000000", n -> n >= 4 && n <= 1_000_000)
                        .orElse(1000),
                run.date("logical-date").optional(LocalDate.of(2026, 1, 31)),
                conf.section("gate").choice("scope", GateScope.class).orElse(GateScope.ANALYSIS));
    }
}
