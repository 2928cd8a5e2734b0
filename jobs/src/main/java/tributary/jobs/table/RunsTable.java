package tributary.jobs.table;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Table {@code runs}: one finished attempt of a run; written last, so that it publishes the attempt's rows. */
public final class RunsTable {
    /** One element of {@code inputs}. */
    public static final StructType INPUT = new StructType(new StructField[] {
        field("name", DataTypes.StringType, "The input's name in the conf"),
        field("path", DataTypes.StringType, "Its path or catalog name"),
        field("format", DataTypes.StringType, "delta, parquet, csv or table"),
        field("version", DataTypes.LongType, "The pinned Delta version, or NULL for other formats"),
        field("rows", DataTypes.LongType, "Rows read, or NULL where they were not counted"),
        field(
                "fingerprint",
                DataTypes.StringType,
                "What identifies its content, whatever the order of rows; empty where nothing tells whether it has changed")
    });

    /** One element of {@code outputs}. */
    public static final StructType OUTPUT = new StructType(new StructField[] {
        field("table", DataTypes.StringType, "The result table, under quarantine/ if held back"),
        field("location", DataTypes.StringType, "Its path or catalog name"),
        field("version", DataTypes.LongType, "The Delta version that appended the rows"),
        field("rows", DataTypes.LongType, "Rows appended")
    });

    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "runs", "One finished attempt of a run: what ran, on what, with which result")
            .key("command", "The command, such as experiment")
            .word("status", List.of("SUCCEEDED", "PARTIAL", "QUARANTINED", "FAILED"), "How the attempt ended")
            .text("reason", "Why it ended so, in words")
            .key("exit_code", DataTypes.IntegerType, "The exit code of the process")
            .column("logical_date", DataTypes.DateType, "The date the run stands for, as given; never the clock")
            .key("conf", "The resolved conf as JSON, secrets masked")
            .key("conf_hash", "SHA-256 of the resolved conf before masking, in hexadecimal")
            .key("seed", DataTypes.LongType, "The seed of all draws")
            .key("code_version", "The version of the program, with a hash of its jar")
            .column("inputs", DataTypes.createArrayType(INPUT), "The inputs at their pinned versions")
            .column("outputs", DataTypes.createArrayType(OUTPUT), "The tables written, and their versions")
            .text("plan", "The inference plan, as explain prints it")
            .count("analyses_published", "Analyses that passed the gates, but for parts counted beside")
            .count("analyses_held_back", "Analyses, and parts of published ones, that did not, and lie in quarantine")
            .number("worst_r_hat", "The largest R-hat of the run; NULL where draws are independent")
            .size("min_ess", "The smallest effective sample size of the run")
            .number("worst_k_hat", "The largest Pareto k-hat of the run; NULL without importance weights")
            .count("divergences", "Divergent transitions of all chains")
            .key("started_at", DataTypes.TimestampType, "When the attempt began, UTC")
            .key("finished_at", DataTypes.TimestampType, "When its rows were committed, UTC")
            .text("spark_application_id", "The Spark application that ran it")
            .build();

    private RunsTable() {}

    private static StructField field(String name, org.apache.spark.sql.types.DataType type, String comment) {
        return new StructField(
                name,
                type,
                true,
                new org.apache.spark.sql.types.MetadataBuilder()
                        .putString("comment", comment)
                        .build());
    }
}
