package tributary.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spark's own words for lost executors and memory that ran out, as its schedulers write them, become messages of three parts. */
class ClusterFailureTest {
    private static final String STAGE =
            "Job aborted due to stage failure: Task 3 in stage 7.0 failed 4 times, most recent"
                    + " failure: Lost task 3.3 in stage 7.0 (TID 61) (10.0.0.4 executor 9): ";
    private static final String LOSS =
            "ExecutorLostFailure (executor 9 exited caused by one of the running tasks) Reason: ";
    private static final String TRACE = "\nDriver stacktrace:\n\tat org.apache.spark.scheduler.DAGScheduler.failJob";

    private static JobFailure inside(Throwable thrown) {
        Optional<JobFailure> failure = JobFailure.inside(new IllegalStateException("a pass failed", thrown));
        assertThat(failure).isPresent();
        assertThat(failure.get().exitCode()).isEqualTo(ExitCode.UNEXPECTED);
        assertThat(failure.get().getMessage())
                .contains("cause:", "remedy:", "Nothing of this attempt is published.")
                .doesNotContain("stacktrace");
        return failure.get();
    }

    private static JobFailure spark(String words) {
        return inside(new SparkException(words + TRACE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Standalone, YARN (two ages), Kubernetes, and the JVM's own end with code 52.
                "Command exited with code 137",
                "Command exited with code 52",
                "Container killed by YARN for exceeding physical memory limits. 5.0 GB of 5 GB physical memory used."
                        + " Consider boosting spark.executor.memoryOverhead.",
                "Container from a bad node: container_e01_16_0001_01_000007 on host: w-0. Exit status: 137. Diagnostics:"
                        + " [2023-07-24 13:52:49.515]Container killed on request. Exit code is 137",
                "\nThe executor with id 13 exited with exit code 137(SIGKILL, possible container OOM).",
                "\nThe executor with id 13 exited with exit code 52(JVM OOM)."
            })
    void executorsEndedForWantOfMemory(String reason) {
        JobFailure failure = spark(STAGE + LOSS + reason);
        // Code 137 is a signal from outside: most likely, not surely, for want of memory.
        String problem = reason.contains("137")
                ? "An executor was killed, as for want of memory."
                : "An executor ran out of memory.";
        assertThat(failure.problem()).isEqualTo(problem);
        assertThat(failure.reason()).startsWith("Lost task 3.3 in stage 7.0").contains("executor 9");
        assertThat(failure.remedy()).contains("spark.executor.memory", "spark.executor.memoryOverhead");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.OutOfMemoryError: Java heap space\n\tat java.base/java.util.Arrays.copyOf(Arrays.java:3537)",
                "org.apache.spark.memory.SparkOutOfMemoryError: [UNABLE_TO_ACQUIRE_MEMORY] Unable to acquire 65536 bytes of"
                        + " memory, got 0. SQLSTATE: 53200"
            })
    void tasksThatFoundNoMemory(String error) {
        assertThat(spark(STAGE + error).problem()).isEqualTo("An executor ran out of memory.");
        JobFailure local = spark(STAGE.replace("10.0.0.4 executor 9", "localhost executor driver") + error);
        assertThat(local.problem()).isEqualTo("The command ran out of memory.");
        assertThat(local.remedy()).contains("--driver-memory").doesNotContain("spark.executor.memory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                STAGE + LOSS
                        + "Remote RPC client disassociated. Likely due to containers exceeding thresholds, or network"
                        + " issues. Check driver logs for WARN messages.",
                STAGE + LOSS + "Container marked as failed: container_e17_15_000056 on host: node07. Exit status: 143."
                        + " Diagnostics: Container killed on request. Exit code is 143",
                STAGE + LOSS + "Executor heartbeat timed out after 131521 ms",
                STAGE + "java.util.concurrent.RejectedExecutionException: Task"
                        + " org.apache.spark.executor.Executor$TaskRunner@3f530ab1 rejected from"
                        + " java.util.concurrent.ThreadPoolExecutor@2a7d0bdb[Shutting down, pool size = 1, active threads = 1,"
                        + " queued tasks = 0, completed tasks = 15]",
                "Job aborted due to stage failure: Master removed our application: FAILED",
                "Job aborted due to stage failure: ShuffleMapStage 5 (collectAsList at SparkBlocks.java:140) has failed the"
                        + " maximum allowable number of times: 4. Most recent failure reason:"
                        + " org.apache.spark.shuffle.FetchFailedException"
            })
    void executorsLostForOtherReasons(String words) {
        JobFailure failure = spark(words);
        assertThat(failure.problem()).isEqualTo("Executors were lost again and again.");
        assertThat(failure.remedy()).contains("preemption");
    }

    @Test
    void theDriverItself() {
        JobFailure failure = inside(new OutOfMemoryError("GC overhead limit exceeded"));
        assertThat(failure.problem()).isEqualTo("The command ran out of memory.");
        assertThat(failure.reason()).isEqualTo("OutOfMemoryError: GC overhead limit exceeded");
        assertThat(failure.remedy()).contains("--driver-memory");
    }

    @Test
    void aSessionThatWasStoppedBeneathTheCommand() {
        JobFailure failure =
                inside(new IllegalStateException("Cannot call methods on a stopped SparkContext.\nThis stopped"));
        assertThat(failure.problem()).isEqualTo("The command was ended from outside.");
        assertThat(failure.exitCode()).isEqualTo(ExitCode.UNEXPECTED);
        assertThat(inside(new IllegalStateException(
                                "Job 3 cancelled because SparkContext was shut down",
                                new SparkException("Master removed our application: KILLED")))
                        .problem())
                .isEqualTo("Executors were lost again and again.");
    }

    @Test
    void whatIsOursOrNeitherStaysWhatItIs() {
        JobFailure ours = JobFailure.usage("p", "r", "m");
        assertThat(JobFailure.inside(new SparkException(STAGE + LOSS + "Command exited with code 137", ours)))
                .contains(ours);
        assertThat(JobFailure.inside(new SparkException(STAGE + "java.lang.ArithmeticException: 137 / zero")))
                .isEmpty();
        // A table or a model may have such words in its name; only Spark's own count.
        assertThat(JobFailure.inside(new IllegalArgumentException("no column \"OutOfMemoryError\"")))
                .isEmpty();
    }
}
