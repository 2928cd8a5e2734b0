package tributary.jobs.scan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import tributary.jobs.JobFailure;

/** One table pinned for reading row by row: its rows, its columns by untrusted name, its snapshot. */
public final class OpenRows {
    private final SparkSession spark;
    private final InputTable input;
    private final OpenTable table;

    private OpenRows(SparkSession spark, InputTable input, OpenTable table) {
        this.spark = spark;
        this.input = input;
        this.table = table;
    }

    /**
     * Opens a table; a Delta version is read once and pinned.
     *
     * @throws JobFailure input absent (5), usage (2), or unexpected (1) for a broken Delta log
     */
    public static OpenRows of(SparkSession spark, InputTable input) {
        return new OpenRows(spark, input, new InputReader(spark).open(input));
    }

    /** The rows. */
    public Dataset<Row> rows() {
        return table.rows();
    }

    /** What was pinned. */
    public InputSnapshot snapshot() {
        return table.snapshot();
    }

    /**
     * Checks that all names are columns.
     *
     * @param keys each column with the conf key that asks for it
     * @throws JobFailure usage, naming every missing column with its key, and the columns there are
     */
    public void require(Map<String, String> keys) {
        List<Columns.Mapped> mapped = keys.entrySet().stream()
                .map(asked -> new Columns.Mapped(asked.getKey(), asked.getValue()))
                .toList();
        Columns.require(table.rows(), table.name(), mapped);
    }

    /** The column of exactly this name. */
    public Column column(String name) {
        return Columns.named(name);
    }

    /** The type of a column. */
    public StructField field(String name) {
        return table.rows().schema().apply(name);
    }

    /** Does what reads the rows; what fails because of them is told as a failure of the input. */
    public <T> T reading(Supplier<T> work) {
        try {
            return work.get();
        } catch (Exception e) { // Spark's checked exceptions come undeclared through Scala
            Optional<JobFailure> told = JobFailure.inside(e).or(() -> ReadFailure.of(spark, List.of(input), e));
            if (told.isPresent()) {
                throw told.get();
            }
            throw e;
        }
    }
}
