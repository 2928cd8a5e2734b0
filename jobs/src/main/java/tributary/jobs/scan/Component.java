package tributary.jobs.scan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.jobs.scan.MetricColumns.Missing;

/**
 * One number of a metric's row vector: outcome, denominator, or a covariate.
 *
 * @param column its column in the unit table
 * @param measure where it comes from
 * @param missing what a unit without it is
 * @param window how long after (outcome) or before (covariate) exposure facts count; null for ever
 * @param before whether it lies before exposure
 */
record Component(
        String column,
        Measure measure,
        Missing missing,
        @Nullable Duration window,
        boolean before) {
    /** The components of metric number {@code m}, in the order of its cross-products. */
    static List<Component> of(int m, MetricColumns metric) {
        List<Component> all = new ArrayList<>();
        all.add(new Component("v" + m + "_0", metric.value(), metric.missing(), metric.window(), false));
        if (metric.denominator() != null) {
            all.add(new Component("v" + m + "_1", metric.denominator(), metric.missing(), metric.window(), false));
        }
        for (MetricColumns.Covariate covariate : metric.covariates()) {
            all.add(new Component(
                    "v" + m + "_" + all.size(), covariate.value(), covariate.missing(), covariate.window(), true));
        }
        return all;
    }

    /** The components of all metrics, metric by metric. */
    static List<Component> ofAll(List<MetricColumns> metrics) {
        List<Component> all = new ArrayList<>();
        for (int m = 0; m < metrics.size(); m++) {
            all.addAll(of(m, metrics.get(m)));
        }
        return all;
    }
}
