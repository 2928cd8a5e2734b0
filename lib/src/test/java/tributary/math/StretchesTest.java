package tributary.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** Every number is met once, whatever the stretches. */
class StretchesTest {
    @Test
    void everyNumberIsMetOnce() {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            for (int size : new int[] {0, 1, 7, 8, 9, 100}) {
                for (int length : new int[] {1, 4, 8, 200}) {
                    AtomicIntegerArray met = new AtomicIntegerArray(size);
                    Stretches.run(size, length, pool, (from, to) -> {
                        assertThat(to - from).isBetween(1, length);
                        for (int i = from; i < to; i++) {
                            met.incrementAndGet(i);
                        }
                    });
                    for (int i = 0; i < size; i++) {
                        assertThat(met.get(i)).isOne();
                    }
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
