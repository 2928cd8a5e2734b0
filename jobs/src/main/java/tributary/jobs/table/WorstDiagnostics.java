package tributary.jobs.table;

import org.jspecify.annotations.Nullable;

/**
 * The worst diagnostics of a run; null where a diagnostic does not apply.
 *
 * @param rHat the largest R-hat, null for independent draws
 * @param ess the smallest effective sample size
 * @param kHat the largest Pareto k-hat, null without importance weights
 * @param divergences divergent transitions of all chains
 */
public record WorstDiagnostics(
        @Nullable Double rHat,
        @Nullable Double ess,
        @Nullable Double kHat,
        @Nullable Long divergences) {
    /** Nothing to report: no draws were made. */
    public static final WorstDiagnostics NONE = new WorstDiagnostics(null, null, null, null);
}
