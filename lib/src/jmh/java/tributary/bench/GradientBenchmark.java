package tributary.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tributary.expr.BoundProgram;
import tributary.expr.Program;
import tributary.math.Kernels;
import tributary.math.LogDensity;

/**
 * One log density with its gradient, by JMH: each of the four workloads by the scalar loop written by hand, by the
 * plain and by the vector kernels. {@link JmhBench} sets times and forks.
 */
@State(Scope.Thread)
public class GradientBenchmark {
    /** Which density. */
    @Param({"logistic", "gamma", "hierarchical", "media_mix"})
    public String workload = "logistic";

    /** What computes it. */
    @Param({"by_hand", "plain", "vector"})
    public String by = "by_hand";

    /** What the number of rows is divided by. */
    @Param("1")
    public int divisor = 1;

    private LogDensity density;
    private double[] position;
    private double[] gradient;

    static Workload workload(String name, int divisor) {
        return switch (name) {
            case "logistic" -> RowWorkloads.logistic(100_000 / divisor, 10);
            case "gamma" -> RowWorkloads.gamma(50_000 / divisor, 8);
            case "hierarchical" -> RowWorkloads.hierarchical(200 / divisor, 500);
            case "media_mix" -> MediaWorkload.of(150, 10);
            default -> throw new IllegalArgumentException("no workload " + name);
        };
    }

    /** Builds data and program. */
    @Setup
    public void bind() {
        Workload built = workload(workload, divisor);
        Program program = Program.compile(built.layout(), built.density());
        density = switch (by) {
            case "by_hand" -> built.byHand();
            case "plain" -> program.bind(built.data(), Kernels.plain());
            case "vector" -> vector(program.bind(built.data(), Kernels.preferred()));
            default -> throw new IllegalArgumentException("no implementation " + by);
        };
        position = Timing.position(density.dimension());
        gradient = new double[position.length];
    }

    private static LogDensity vector(BoundProgram bound) {
        if (bound.kernels().equals("plain")) {
            throw new IllegalStateException("this JVM has no vector kernels: --add-modules jdk.incubator.vector");
        }
        return bound;
    }

    /** The measured call. */
    @Benchmark
    public double gradient() {
        return density.evaluate(position, gradient);
    }
}
