package tributary.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import tributary.math.LogDensity;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Times tasks by their thread's CPU time, in interleaved rounds after warming up; the median round counts. */
final class Timing {
    private static final int ROUNDS = 9;

    private final boolean quick;

    Timing(boolean quick) {
        this.quick = quick;
    }

    static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    static double[] position(int dimension) {
        RandomStream random = StreamKey.of(2).with("position").stream();
        double[] position = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            position[i] = 0.1 * random.nextGaussian();
        }
        return position;
    }

    /** Median nanoseconds of a gradient of each density. */
    double[] gradients(LogDensity... densities) {
        double[] position = position(densities[0].dimension());
        double[] gradient = new double[position.length];
        return tasks(Arrays.stream(densities)
                .map(density -> (Runnable) () -> density.evaluate(position, gradient))
                .toArray(Runnable[]::new));
    }

    /** Median nanoseconds of each task. */
    double[] tasks(Runnable... tasks) {
        int[] repeats = Arrays.stream(tasks).mapToInt(this::warm).toArray();
        double[][] times = new double[tasks.length][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int t = 0; t < tasks.length; t++) {
                long begun = cpu();
                for (int i = 0; i < repeats[t]; i++) {
                    tasks[t].run();
                }
                times[t][round] = (double) (cpu() - begun) / repeats[t];
            }
        }
        return Arrays.stream(times)
                .mapToDouble(row -> Arrays.stream(row).sorted().toArray()[ROUNDS / 2])
                .toArray();
    }

    /**
     * Runs a task until it gets no faster: the compiler works beside us, and takes its time on a busy machine.
     *
     * @return how many runs make a round
     */
    private int warm(Runnable task) {
        long window = quick ? 100_000_000L : 200_000_000L;
        double best = Double.POSITIVE_INFINITY;
        int calm = 0;
        int count = 0;
        for (int windows = 0; windows < 100 && calm < 8; windows++) {
            long begun = cpu();
            count = 0;
            while (cpu() - begun < window) {
                task.run();
                count++;
            }
            double each = (double) (cpu() - begun) / count;
            calm = each < 0.95 * best || each > 3 * best ? 0 : calm + 1;
            best = Math.min(best, each);
        }
        return Math.max(1, count / 2);
    }
}
