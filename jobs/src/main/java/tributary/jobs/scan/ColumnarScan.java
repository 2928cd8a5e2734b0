package tributary.jobs.scan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The scan over whole columns, where the table lies in files that are read by column and every row is a unit: no row is
 * made, no key hashed, and words are looked up once a batch.
 *
 * <p>An answer to the same question as the GROUP BY of {@link CellScan}, to the bit, because both add on the same grids.
 * The one place that looks at physical plans: where a plan is not the plain reading of files (filters of views, deletion
 * vectors, row security, engines of other vendors), or the platform has none (Spark Connect), there is no answer here
 * and the GROUP BY gives it.
 */
final class ColumnarScan {
    private static final Logger LOG = LoggerFactory.getLogger(ColumnarScan.class);

    private ColumnarScan() {}

    /** The task for the places of the columns. */
    @FunctionalInterface
    interface Task {
        /** Makes it. */
        ColumnarPass of(ColumnarPass.Places places);
    }

    /** The totals by group; empty if this table must be left to the engine. */
    static Optional<Map<List<@Nullable String>, double[]>> run(PlainUnits units, List<String> numbers, Task task) {
        FileSourceScanExec files;
        ColumnarPass.Places places;
        try {
            files = scan(units, numbers);
            places = files == null ? null : places(files, units, numbers);
        } catch (RuntimeException | LinkageError e) {
            LOG.info("no columnar scan here: {}", e.toString());
            return Optional.empty();
        }
        if (files == null || places == null) {
            return Optional.empty();
        }
        Map<List<@Nullable String>, double[]> totals = new LinkedHashMap<>();
        files.executeColumnar()
                .toJavaRDD()
                .mapPartitionsToPair(task.of(places))
                .reduceByKey(ColumnarScan::sum)
                .collect()
                .forEach(group -> totals.put(group._1(), group._2()));
        return Optional.of(totals);
    }

    private static double[] sum(double[] left, double[] right) {
        double[] both = new double[left.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = left[i] + right[i];
        }
        return both;
    }

    /** The reading of the files, if the plan is that and the choice of experiments, nothing else. */
    private static @Nullable FileSourceScanExec scan(PlainUnits units, List<String> numbers) {
        LogicalPlan stored = units.table().queryExecution().analyzed();
        while (stored instanceof SubqueryAlias alias) {
            stored = alias.child();
        }
        if (stored.children().nonEmpty()) {
            return null;
        }
        Column[] columns = names(units, numbers).stream().map(Columns::named).toArray(Column[]::new);
        SparkPlan plan = units.rows().select(columns).queryExecution().executedPlan();
        while (!(plan instanceof FileSourceScanExec)) {
            if (plan instanceof WholeStageCodegenExec generated) {
                plan = generated.child();
            } else if (plan instanceof InputAdapter input) {
                plan = input.child();
            } else if (plan instanceof ColumnarToRowExec rows) {
                plan = rows.child();
            } else if (plan instanceof ProjectExec project && attributes(project)) {
                plan = project.child();
            } else if (plan instanceof FilterExec filter && ofExperiments(filter, units)) {
                plan = filter.child();
            } else {
                return null;
            }
        }
        return plan.supportsColumnar() ? (FileSourceScanExec) plan : null;
    }

    private static boolean attributes(ProjectExec project) {
        return CollectionConverters.asJava(project.projectList()).stream().allMatch(Attribute.class::isInstance);
    }

    private static boolean ofExperiments(FilterExec filter, PlainUnits units) {
        List<Attribute> read = new ArrayList<>();
        CollectionConverters.asJava(filter.references().toSeq()).forEach(read::add);
        return read.stream().allMatch(a -> a.name().equals(units.experiment()));
    }

    private static Set<String> names(PlainUnits units, List<String> numbers) {
        Set<String> names = new java.util.LinkedHashSet<>();
        if (units.unit() != null) {
            names.add(units.unit());
        }
        if (units.experiment() != null) {
            names.add(units.experiment());
        }
        names.add(units.variant());
        names.addAll(units.segments());
        names.addAll(numbers);
        return names;
    }

    /** Where the columns stand in the batches; null if a key is not text or a number is of a rare type. */
    private static ColumnarPass.@Nullable Places places(
            FileSourceScanExec files, PlainUnits units, List<String> numbers) {
        List<Attribute> output = CollectionConverters.asJava(files.output());
        List<String> names = output.stream().map(Attribute::name).toList();
        List<String> keys = new ArrayList<>(units.segments());
        keys.add(units.variant());
        if (units.experiment() != null) {
            keys.add(units.experiment());
        }
        boolean text = keys.stream()
                .allMatch(k -> names.contains(k)
                        && output.get(names.indexOf(k)).dataType().equals(DataTypes.StringType));
        // A column nobody asked for is one that the storage needs to leave out deleted rows.
        boolean asked = names(units, numbers).containsAll(names);
        List<ColumnBlock.Kind> kinds = new ArrayList<>();
        for (String number : numbers) {
            ColumnBlock.Kind kind =
                    ColumnBlock.Kind.of(output.get(names.indexOf(number)).dataType());
            if (kind == null) {
                return null;
            }
            kinds.add(kind);
        }
        if (!text || !asked) {
            return null;
        }
        return new ColumnarPass.Places(
                units.experiment() == null ? -1 : names.indexOf(units.experiment()),
                names.indexOf(units.variant()),
                units.segments().stream().map(names::indexOf).toList(),
                units.unit() == null ? -1 : names.indexOf(units.unit()),
                numbers.stream().map(names::indexOf).toList(),
                List.copyOf(kinds));
    }
}
