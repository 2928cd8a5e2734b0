package tributary.jobs.quality;

import org.jspecify.annotations.Nullable;
import tributary.jobs.JobFailure;
import tributary.jobs.scan.ExperimentInput;
import tributary.jobs.scan.MetricColumns;

/** Where the things that checks speak of stand in the input, in words: which table, which column. */
final class SourceNames {
    private final ExperimentInput input;

    SourceNames(ExperimentInput input) {
        this.input = input;
    }

    /** The table of units. */
    String units() {
        return "input " + input.tables().get(0).name();
    }

    /** The table of facts, or of units where these hold the metrics. */
    String facts() {
        return "input " + input.tables().get(input.tables().size() - 1).name();
    }

    /** Whether metrics come as sums over units. */
    boolean sums() {
        return input instanceof ExperimentInput.Aggregates;
    }

    /** The source of a metric. */
    String of(MetricColumns metric) {
        String name = JobFailure.quote(metric.value().source());
        if (input instanceof ExperimentInput.Facts facts) {
            return "metric " + name + " in column "
                    + JobFailure.quote(facts.factColumns().value()) + " of " + facts();
        }
        if (input instanceof ExperimentInput.Aggregates sums) {
            return "metric " + name + " in column "
                    + JobFailure.quote(sums.columns().sum()) + " of " + facts();
        }
        return "column " + name + " of " + facts();
    }

    /** The column of the variant, quoted. */
    String variant() {
        return JobFailure.quote(
                input instanceof ExperimentInput.Aggregates sums
                        ? sums.columns().variant()
                        : unitColumns().variant());
    }

    /** The columns of experiment and variant. */
    String experimentAndVariant() {
        @Nullable
        String experiment = input instanceof ExperimentInput.Aggregates sums
                ? sums.columns().experiment()
                : unitColumns().experiment();
        return (experiment == null ? "" : JobFailure.quote(experiment) + " and ") + variant() + " of " + units();
    }

    /** The key columns that no row may lack. */
    String keys() {
        if (sums()) {
            return "a value of " + variant();
        }
        ExperimentInput.UnitColumns columns = unitColumns();
        StringBuilder keys = new StringBuilder("a value of ");
        if (columns.unit() != null) {
            keys.append(JobFailure.quote(columns.unit())).append(", ");
        }
        if (columns.exposedAt() != null) {
            keys.append(JobFailure.quote(columns.exposedAt())).append(" or ");
        }
        return keys.append(variant()).toString();
    }

    private ExperimentInput.UnitColumns unitColumns() {
        return input instanceof ExperimentInput.Facts facts
                ? facts.columns()
                : ((ExperimentInput.Units) input).columns();
    }
}
