package tributary.jobs.table;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * One row of {@code runs} before it is written; the run and attempt id are added by the store.
 *
 * @param command the command
 * @param status SUCCEEDED, PARTIAL, QUARANTINED or FAILED
 * @param reason why, in words
 * @param exitCode the exit code of the process
 * @param logicalDate the date the run stands for, if given
 * @param conf the resolved conf as JSON, secrets masked
 * @param confHash its hash
 * @param seed the seed
 * @param codeVersion the program's version
 * @param inputs the inputs at their pinned versions
 * @param outputs what was written
 * @param plan the inference plan
 * @param published analyses published
 * @param heldBack analyses held back
 * @param worst the worst diagnostics
 * @param startedAt when the attempt began
 * @param finishedAt when its rows were committed
 * @param applicationId the Spark application, where known
 */
public record RunRow(
        String command,
        String status,
        String reason,
        int exitCode,
        @Nullable LocalDate logicalDate,
        String conf,
        String confHash,
        long seed,
        String codeVersion,
        List<TableInput> inputs,
        List<TableOutput> outputs,
        String plan,
        long published,
        long heldBack,
        WorstDiagnostics worst,
        Instant startedAt,
        Instant finishedAt,
        @Nullable String applicationId) {
    Row toRow() {
        return RowFactory.create(
                command,
                status,
                reason,
                exitCode,
                logicalDate == null ? null : java.sql.Date.valueOf(logicalDate),
                conf,
                confHash,
                seed,
                codeVersion,
                sequence(inputs.stream().map(TableInput::toRow).toList()),
                sequence(outputs.stream().map(TableOutput::toRow).toList()),
                plan,
                published,
                heldBack,
                worst.rHat(),
                worst.ess(),
                worst.kHat(),
                worst.divergences(),
                Timestamp.from(startedAt),
                Timestamp.from(finishedAt),
                applicationId);
    }

    private static Object sequence(List<Row> rows) {
        return CollectionConverters.asScala(rows).toSeq();
    }
}
