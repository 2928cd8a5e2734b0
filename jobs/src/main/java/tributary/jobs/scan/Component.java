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
 * @param key the conf key that names where it comes from
 * @param measure where it comes from
 * @param missing what a unit without it is
 * @param window how long after (outcome) or before (covariate) exposure facts count; null for ever
 * @param before whether it lies before exposure
 */
record Component(
        String column,
        String key,
        Measure measure,
        Missing missing,
        @Nullable Duration window,
        boolean before) {
    /** The column of a wide table it comes from, and the key that says so. */
    Columns.Mapped mapped() {
        return new Columns.Mapped(measure.source(), key);
    }

    /** The components of metric number {@code m}, in the order of its cross-products. */
    static List<Component> of(int m, MetricColumns metric) {
        List<Component> all = new ArrayList<>();
        String key = "metrics." + metric.name();
        all.add(new Component(
                "v" + m + "_0", key + ".source", metric.value(), metric.missing(), metric.window(), false));
        if (metric.denominator() != null) {
            all.add(new Component(
                    "v" + m + "_1",
                    key + ".denominator.source",
                    metric.denominator(),
                    metric.missing(),
                    metric.window(),
                    false));
        }
        for (MetricColumns.Covariate covariate : metric.covariates()) {
            all.add(new Component(
                    "v" + m + "_" + all.size(),
                    key + ".covariates." + covariate.name() + ".source",
                    covariate.value(),
                    covariate.missing(),
                    covariate.window(),
                    true));
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
