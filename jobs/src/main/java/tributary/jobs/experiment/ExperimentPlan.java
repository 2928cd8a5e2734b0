package tributary.jobs.experiment;

import java.util.ArrayList;
import java.util.List;
import tributary.family.experiment.Adjustment;
import tributary.family.experiment.AmountLikelihood;
import tributary.family.experiment.ExperimentSpec;
import tributary.family.experiment.MetricKind;
import tributary.family.experiment.MetricSpec;
import tributary.family.experiment.PriorSpec;
import tributary.jobs.conf.ExperimentConf;
import tributary.jobs.scan.InputSnapshot;
import tributary.jobs.scan.MetricColumns;

/** The inference plan of {@code experiment} in words: per metric the path, why, and what it costs. */
final class ExperimentPlan {
    private ExperimentPlan() {}

    static String describe(ExperimentConf conf, List<InputSnapshot> inputs) {
        List<String> lines = new ArrayList<>();
        lines.add("inputs:");
        for (InputSnapshot input : inputs) {
            lines.add("  " + input.name() + ": " + input.location()
                    + (input.version() == null ? "" : ", version " + input.version())
                    + (input.rows() < 0 ? "" : ", " + input.rows() + " rows"));
        }
        lines.addAll(passes(conf.scan().metrics()));
        for (ExperimentSpec spec : conf.experiments()) {
            lines.add("experiment " + spec.name() + ": " + spec.control() + " against "
                    + String.join(", ", spec.treatments()) + ", "
                    + spec.sampling().chains() + " x " + spec.sampling().draws() + " draws, seed "
                    + spec.sampling().seed());
            for (MetricSpec metric : spec.metrics()) {
                lines.add("  " + metric.name() + " (" + metric.kind().name().toLowerCase(java.util.Locale.ROOT) + "): "
                        + path(metric));
                lines.add("    prior: " + metric.prior().words()
                        + (metric.sensitivity().isEmpty()
                                ? ""
                                : "; " + metric.sensitivity().size() + " more for sensitivity"));
            }
        }
        return String.join("\n", lines);
    }

    /** One pass sums everything; what it must know beforehand, or cannot sum by unit, costs passes of its own. */
    private static List<String> passes(List<MetricColumns> metrics) {
        List<String> lines = new ArrayList<>();
        lines.add("passes over the data: 1 (one scan for all experiments, arms, metrics and segments)");
        if (metrics.stream().anyMatch(m -> m.cap().kind() == MetricColumns.CapKind.QUANTILE)) {
            lines.add("  and 1 before it, for the quantiles that cap metrics");
        }
        metrics.stream()
                .filter(MetricColumns::byCluster)
                .forEach(m -> lines.add("  and 1 for the clusters of " + m.name()));
        lines.add("  and, where the files tell no ranges of numbers, 1 over those columns for the ranges");
        return lines;
    }

    private static String path(MetricSpec metric) {
        if (metric.prior() instanceof PriorSpec.Lift) {
            return "CELLS, because arms share a correlated lift prior: independent draws from the counts, no rows needed";
        }
        if (metric.kind() == MetricKind.REVENUE
                && metric.prior() instanceof PriorSpec.Hurdle hurdle
                && hurdle.likelihood() == AmountLikelihood.GAMMA) {
            return "CELLS, because the gamma shape has no conjugate prior: its one-dimensional posterior on (n, sum, sum of logs)";
        }
        String because = switch (metric.kind()) {
            case BINARY -> "Beta-binomial on counts";
            case CONTINUOUS ->
                metric.adjustment() == Adjustment.REGRESSION
                        ? "conjugate regression on cross-products"
                        : metric.adjustment() == Adjustment.CUPED
                                ? "normal-inverse-gamma on CUPED moments"
                                : "normal-inverse-gamma on moments";
            case REVENUE ->
                metric.prior() instanceof PriorSpec.Hurdle hurdle && hurdle.logs()
                        ? "Beta-binomial and normal-inverse-gamma on counts and log moments"
                        : "Beta-binomial and normal-inverse-gamma on counts and moments of the amounts";
            case COUNT -> "gamma-Poisson on totals";
            case RATIO -> "normal-inverse-Wishart on bivariate moments";
        };
        return "EXACT, because it is conjugate: " + because;
    }
}
