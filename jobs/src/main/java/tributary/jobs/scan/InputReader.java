package tributary.jobs.scan;

import io.delta.tables.DeltaTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.VersionNotFoundException;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;

/** Opens tables: pins their version, fingerprints their files, and says plainly what is absent or unreadable. */
final class InputReader {
    private static final int ABSENT_LIMIT = 300;

    private final SparkSession spark;

    InputReader(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * The table at its pinned version, no row read yet.
     *
     * @throws JobFailure input absent (5), usage (2) for a schema that cannot be parsed, unexpected (1) for a broken
     *     Delta log
     */
    OpenTable open(InputTable table) {
        try {
            return switch (table.format()) {
                case DELTA -> delta(table);
                case PARQUET -> files(table, spark.read().parquet(present(table)), null);
                case CSV -> files(table, csv(table), null);
                case TABLE -> catalog(table);
            };
        } catch (JobFailure known) {
            throw known;
        } catch (Exception e) {
            throw unreadable(table, e);
        }
    }

    private OpenTable delta(InputTable table) throws IOException {
        String path = present(table);
        if (!DeltaTable.isDeltaTable(spark, path)) {
            throw JobFailure.inputAbsent(
                    "input " + table.name() + " is not a Delta table: " + JobFailure.quote(path),
                    "the folder holds no readable _delta_log",
                    "correct input path or format in the conf, or wait until the table is written");
        }
        long version = Optional.ofNullable(table.version())
                .orElseGet(() -> DeltaLog.forTableWithSnapshot(spark, path)._2().version());
        Dataset<Row> rows =
                spark.read().format("delta").option("versionAsOf", version).load(path);
        return files(table, rows, version);
    }

    private OpenTable catalog(InputTable table) {
        String name = table.location();
        if (!spark.catalog().tableExists(name)) {
            throw JobFailure.inputAbsent(
                    "input " + table.name() + " is absent: table " + JobFailure.quote(name),
                    "the session's catalog has no table or view of this name",
                    "correct the name in the conf, or make the table first");
        }
        if (!isDelta(name)) {
            Dataset<Row> rows = spark.read().table(name);
            // A view may be defined anew over the same files: what it asks of them is part of what is read.
            return files(
                    table,
                    rows,
                    null,
                    rows.queryExecution().analyzed().canonicalized().toString());
        }
        long version = Optional.ofNullable(table.version()).orElseGet(() -> newest(DeltaTable.forName(spark, name)));
        return files(table, spark.read().option("versionAsOf", version).table(name), version);
    }

    private boolean isDelta(String name) {
        try {
            return "delta"
                    .equalsIgnoreCase(DeltaTable.forName(spark, name)
                            .detail()
                            .select("format")
                            .as(org.apache.spark.sql.Encoders.STRING())
                            .first());
        } catch (RuntimeException notDelta) {
            return false;
        } catch (Exception notDelta) {
            // Spark's AnalysisException is checked in Java's eyes but thrown unannounced by Scala.
            return false;
        }
    }

    private static long newest(DeltaTable table) {
        return table.history(1).select("version").first().getLong(0);
    }

    private Dataset<Row> csv(InputTable table) throws IOException {
        String schema = table.schema();
        if (schema == null) {
            throw JobFailure.usage(
                    "input " + table.name() + " is CSV without a schema",
                    "types are never guessed from the data",
                    "add the schema to the input, for example schema = \"unit_id STRING, revenue DOUBLE\"");
        }
        DataFrameReader reader = spark.read()
                .option("header", table.header())
                .option("delimiter", table.delimiter())
                .option("mode", "FAILFAST")
                .option("enforceSchema", false)
                // With it, fields too many in a line would be passed over, and their neighbours read as each other.
                .option("columnPruning", false)
                .schema(parsed(table, schema));
        return reader.csv(present(table));
    }

    private static StructType parsed(InputTable table, String schema) {
        try {
            return StructType.fromDDL(schema);
        } catch (Exception e) {
            throw new JobFailure(
                    ExitCode.USAGE,
                    "the schema of input " + table.name() + " cannot be read: " + JobFailure.quote(schema),
                    firstLine(e),
                    "write it as name TYPE, name TYPE, for example \"unit_id STRING, revenue DOUBLE\"",
                    e);
        }
    }

    private String present(InputTable table) throws IOException {
        Path path = new Path(table.location());
        FileSystem fileSystem = path.getFileSystem(spark.sessionState().newHadoopConf());
        FileStatus[] found = fileSystem.globStatus(path);
        if (found == null || found.length == 0) {
            throw JobFailure.inputAbsent(
                    "input " + table.name() + " is absent: " + JobFailure.quote(table.location()),
                    "there is no file or folder at this path",
                    "correct the path in the conf, or run again when the input has arrived");
        }
        return table.location();
    }

    private OpenTable files(InputTable table, Dataset<Row> rows, @Nullable Long version) {
        return files(table, rows, version, "");
    }

    /**
     * A table of files.
     *
     * @param definition what is asked of the files; empty where all of them is
     */
    private OpenTable files(InputTable table, Dataset<Row> rows, @Nullable Long version, String definition) {
        String[] files = rows.inputFiles();
        // A source without files and versions (a database, values) does not tell whether it has changed.
        String fingerprint = files.length == 0 && version == null
                ? ""
                : fingerprint(files, version == null ? this::described : file -> file, definition);
        return new OpenTable(
                rows, new InputSnapshot(table.name(), table.format(), table.location(), version, -1, fingerprint));
    }

    /**
     * A hash of the sorted set of files: their names, and size and time of change where they can be had. Delta never writes
     * a name twice, and asking a store for each of a hundred thousand files takes hours, so that names suffice there.
     */
    private static String fingerprint(String[] files, UnaryOperator<String> described, String definition) {
        MessageDigest digest = sha256();
        Stream.concat(
                        Arrays.stream(files).sorted().map(described),
                        Stream.of(definition).filter(text -> !text.isEmpty()))
                .forEach(text -> {
                    digest.update(text.getBytes(StandardCharsets.UTF_8));
                    digest.update((byte) 0);
                });
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    private String described(String file) {
        try {
            Path path = new Path(java.net.URI.create(file));
            FileStatus status =
                    path.getFileSystem(spark.sessionState().newHadoopConf()).getFileStatus(path);
            return file + ' ' + status.getLen() + ' ' + status.getModificationTime();
        } catch (FileNotFoundException gone) {
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static JobFailure unreadable(InputTable table, Exception e) {
        String message = firstLine(e);
        String lower = message.toLowerCase(Locale.ROOT);
        boolean absent = e instanceof FileNotFoundException
                || (e instanceof AnalysisException && lower.contains("path_not_found"))
                || lower.contains("unable_to_infer_schema")
                || e instanceof VersionNotFoundException;
        if (absent) {
            return new JobFailure(
                    ExitCode.INPUT_ABSENT,
                    "input " + table.name() + " is absent or empty: " + JobFailure.quote(table.location()),
                    message,
                    "correct the path in the conf, or run again when the input has arrived",
                    e);
        }
        if (e instanceof AnalysisException analysis
                && "COLUMN_ALREADY_EXISTS".equals(String.valueOf(analysis.getCondition()))) {
            return new JobFailure(
                    ExitCode.USAGE,
                    "input " + table.name() + " has columns whose names differ by case only: "
                            + JobFailure.quote(table.location()),
                    message,
                    "rename one of them where the table is made",
                    e);
        }
        return new JobFailure(
                ExitCode.UNEXPECTED,
                "input " + table.name() + " cannot be read: " + JobFailure.quote(table.location()),
                message,
                "check the storage and, for Delta, the _delta_log; restore the table or name an older version",
                e);
    }

    static String firstLine(Throwable e) {
        String message = String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
        return message.length() <= ABSENT_LIMIT ? message : message.substring(0, ABSENT_LIMIT) + "...";
    }
}
