package tributary.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tributary.expr.BoundProgram;
import tributary.expr.Program;
import tributary.infer.EffectiveSize;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
import tributary.math.Kernels;
import tributary.math.LogDensity;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * The engine's benchmark: time of a gradient per row with both kernel sets against the hand-written scalar loop in the
 * same run, by CPU time of the thread, and effective draws of NUTS per CPU second of sampling. A table, then one JSON
 * object on the last line.
 */
public final class EngineBench {
    private static final int ROUNDS = 9;

    private final boolean quick;
    private final List<String> json = new ArrayList<>();

    private EngineBench(boolean quick) {
        this.quick = quick;
    }

    /** Arguments: {@code --quick} for fewer rows and shorter chains. */
    public static void main(String[] arguments) {
        new EngineBench(Arrays.asList(arguments).contains("--quick")).run();
    }

    private void run() {
        System.out.printf(
                "%-16s %9s %9s %9s %9s %8s %8s %10s%n",
                "workload", "rows", "by hand", "plain", "vector", "plain x", "vector x", "ESS/s");
        System.out.println("(ns per row and gradient, of one thread's CPU time; ESS by "
                + Kernels.preferred().name() + " kernels)");
        int scale = quick ? 5 : 1;
        measure(RowWorkloads.logistic(100_000 / scale, 10), true);
        measure(RowWorkloads.gamma(50_000 / scale, 8), true);
        measure(RowWorkloads.hierarchical(200 / scale, 500), true);
        measure(MediaWorkload.of(150, 10), true);
        for (int terms : quick ? new int[] {100} : new int[] {50, 100, 250, 500}) {
            Workload many = RowWorkloads.logistic(5_000, terms);
            measure(
                    new Workload(
                            "logistic_" + terms,
                            many.rows(),
                            many.layout(),
                            many.density(),
                            many.data(),
                            many.byHand()),
                    false);
        }
        System.out.println("{\"benchmark\":\"engine\",\"quick\":" + quick + ",\"kernels\":\""
                + Kernels.preferred().name() + "\",\"workloads\":{" + String.join(",", json) + "}}");
    }

    private void measure(Workload workload, boolean sample) {
        Program program = Program.compile(workload.layout(), workload.density());
        BoundProgram plain = program.bind(workload.data(), Kernels.plain());
        BoundProgram vector = program.bind(workload.data(), Kernels.preferred());
        check(workload, vector);
        double[] nanoseconds = time(workload.byHand(), plain, vector);
        double ess = sample ? essPerSecond(program, workload) : Double.NaN;
        double rows = workload.rows();
        System.out.printf(
                Locale.ROOT,
                "%-16s %9d %9.2f %9.2f %9.2f %8.2f %8.2f %10s%n",
                workload.name(),
                workload.rows(),
                nanoseconds[0] / rows,
                nanoseconds[1] / rows,
                nanoseconds[2] / rows,
                nanoseconds[0] / nanoseconds[1],
                nanoseconds[0] / nanoseconds[2],
                sample ? String.format(Locale.ROOT, "%.1f", ess) : "");
        json.add(String.format(
                Locale.ROOT,
                "\"%s\":{\"rows\":%d,\"scalar_loop_ns_per_row\":%.3f,\"plain_ns_per_row\":%.3f,\"ns_per_row\":%.3f,"
                        + "\"plain_ratio_to_scalar_loop\":%.3f,\"ratio_to_scalar_loop\":%.3f,\"min_ess_per_second\":%s}",
                workload.name(),
                workload.rows(),
                nanoseconds[0] / rows,
                nanoseconds[1] / rows,
                nanoseconds[2] / rows,
                nanoseconds[0] / nanoseconds[1],
                nanoseconds[0] / nanoseconds[2],
                sample ? String.format(Locale.ROOT, "%.2f", ess) : "null"));
    }

    private static double[] position(int dimension) {
        RandomStream random = StreamKey.of(2).with("position").stream();
        double[] position = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            position[i] = 0.1 * random.nextGaussian();
        }
        return position;
    }

    /** A benchmark of two different densities would be worth nothing. */
    private static void check(Workload workload, BoundProgram program) {
        double[] position = position(program.dimension());
        double[] expected = new double[position.length];
        double[] actual = new double[position.length];
        double value = workload.byHand().evaluate(position, expected);
        double other = program.evaluate(position, actual);
        boolean equal = Math.abs(value - other) <= 1e-9 * Math.abs(value);
        for (int i = 0; i < position.length; i++) {
            equal &= Math.abs(expected[i] - actual[i]) <= 1e-7 * Math.max(1, Math.abs(expected[i]));
        }
        if (!equal) {
            throw new IllegalStateException(workload.name() + ": the loop by hand and the program differ, " + value
                    + " and " + other + Arrays.toString(expected) + Arrays.toString(actual));
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Median nanoseconds of an evaluation of each density, rounds interleaved. */
    private double[] time(LogDensity... densities) {
        double[] position = position(densities[0].dimension());
        double[] gradient = new double[position.length];
        int[] repeats = new int[densities.length];
        for (int d = 0; d < densities.length; d++) {
            repeats[d] = warm(densities[d], position, gradient);
        }
        double[][] times = new double[densities.length][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int d = 0; d < densities.length; d++) {
                long begun = cpu();
                for (int i = 0; i < repeats[d]; i++) {
                    densities[d].evaluate(position, gradient);
                }
                times[d][round] = (double) (cpu() - begun) / repeats[d];
            }
        }
        return Arrays.stream(times)
                .mapToDouble(row -> Arrays.stream(row).sorted().toArray()[ROUNDS / 2])
                .toArray();
    }

    /**
     * Evaluates until it gets no faster: the compiler works beside us, and takes its time on a busy machine.
     *
     * @return how many evaluations make a round
     */
    private int warm(LogDensity density, double[] position, double[] gradient) {
        long window = quick ? 100_000_000L : 200_000_000L;
        double best = Double.POSITIVE_INFINITY;
        int calm = 0;
        int count = 0;
        for (int windows = 0; windows < 100 && calm < 8; windows++) {
            long begun = cpu();
            count = 0;
            while (cpu() - begun < window) {
                density.evaluate(position, gradient);
                count++;
            }
            double each = (double) (cpu() - begun) / count;
            calm = each < 0.95 * best || each > 3 * best ? 0 : calm + 1;
            best = Math.min(best, each);
        }
        return Math.max(1, count / 2);
    }

    /** Counts evaluations, to know what share of a run's time was sampling. */
    private static final class Counted implements LogDensity {
        private final LogDensity density;
        private long count;

        Counted(LogDensity density) {
            this.density = density;
        }

        @Override
        public int dimension() {
            return density.dimension();
        }

        @Override
        public double evaluate(double[] position, double[] gradient) {
            count++;
            return density.evaluate(position, gradient);
        }
    }

    /** The smallest bulk ESS of any coordinate, per CPU second of sampling (warm-up taken out by its gradients). */
    private double essPerSecond(Program program, Workload workload) {
        Counted counted = new Counted(program.bind(workload.data()));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < counted.dimension(); i++) {
            names.add("u" + i);
        }
        int length = quick ? 150 : 500;
        long begun = cpu();
        NutsFit fit = Nuts.DEFAULT
                .withChains(2)
                .withLengths(length, length)
                .run(() -> counted, names, StreamKey.of(3).with(workload.name()));
        double seconds = (cpu() - begun) * 1e-9;
        double sampling = seconds * fit.stats().leapfrogs() / counted.count;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < names.size(); i++) {
            smallest = Math.min(smallest, EffectiveSize.bulk(fit.draws().byChain(i)));
        }
        return smallest / sampling;
    }
}
