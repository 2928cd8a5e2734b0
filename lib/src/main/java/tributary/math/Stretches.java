package tributary.math;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Work on a range of numbers, cut into stretches that run side by side. */
public final class Stretches {
    private Stretches() {}

    /** What is done with the numbers of one stretch. */
    public interface Task {
        /**
         * Does it.
         *
         * @param from the first number
         * @param to one past the last
         */
        void run(int from, int to);
    }

    /**
     * Runs the task on {@code 0..size-1} in stretches, and returns when all are done.
     *
     * @param length of each stretch but perhaps the last, at least 1
     * @param executor runs a task for each stretch
     */
    public static void run(int size, int length, Executor executor, Task task) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int from = 0; from < size; from += length) {
            int first = from;
            running.add(CompletableFuture.runAsync(() -> task.run(first, Math.min(size, first + length)), executor));
        }
        running.forEach(CompletableFuture::join);
    }
}
