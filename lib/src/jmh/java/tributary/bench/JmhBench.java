package tributary.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs {@link GradientBenchmark}, each case in a JVM of its own: JMH's report, then one JSON object on the last line,
 * in nanoseconds of wall time per row and gradient with the half width of JMH's 99.9 % interval.
 */
public final class JmhBench {
    private JmhBench() {}

    /** Arguments: {@code --quick} for fewer rows and short iterations. */
    public static void main(String[] arguments) throws RunnerException {
        boolean quick = Arrays.asList(arguments).contains("--quick");
        int divisor = quick ? 5 : 1;
        Options options = new OptionsBuilder()
                .include(GradientBenchmark.class.getName())
                .param("divisor", Integer.toString(divisor))
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                // Whoever compiles beside the benchmark on a busy machine may not be done when the warm-up is.
                .jvmArgsAppend("-Xbatch")
                .warmupIterations(quick ? 3 : 5)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.milliseconds(quick ? 200 : 1000))
                .shouldFailOnError(true)
                .build();
        Map<String, Map<String, Result<?>>> found = new LinkedHashMap<>();
        for (RunResult run : new Runner(options).run()) {
            found.computeIfAbsent(run.getParams().getParam("workload"), name -> new LinkedHashMap<>())
                    .put(run.getParams().getParam("by"), run.getPrimaryResult());
        }
        List<String> json = new ArrayList<>();
        found.forEach((name, results) ->
                json.add(json(name, GradientBenchmark.workload(name, divisor).rows(), results)));
        System.out.println(
                "{\"benchmark\":\"jmh\",\"quick\":" + quick + ",\"workloads\":{" + String.join(",", json) + "}}");
    }

    private static String json(String name, int rows, Map<String, Result<?>> results) {
        double byHand = results.get("by_hand").getScore();
        List<String> entries = new ArrayList<>();
        results.forEach((by, result) -> entries.add(String.format(
                Locale.ROOT,
                "\"%s\":{\"ns_per_row\":%.3f,\"error\":%.3f,\"ratio_to_scalar_loop\":%.3f}",
                by,
                result.getScore() / rows,
                result.getScoreError() / rows,
                byHand / result.getScore())));
        return "\"" + name + "\":{\"rows\":" + rows + "," + String.join(",", entries) + "}";
    }
}
