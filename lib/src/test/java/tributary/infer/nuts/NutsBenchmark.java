package tributary.infer.nuts;

import java.io.PrintStream;
import java.util.Locale;
import tributary.infer.Draws;
import tributary.infer.EffectiveSize;
import tributary.math.LogDensity;
import tributary.random.StreamKey;

/**
 * A main that measures what the sampler itself costs: on normals whose gradient is cheap, nanoseconds a leapfrog step
 * beside those of the gradient alone, and effective draws a gradient. Prints a line a case; not a test.
 */
final class NutsBenchmark {
    private static final int REPEATS = 3;

    private NutsBenchmark() {}

    public static void main(String[] arguments) {
        PrintStream out = System.out;
        for (int dimension : new int[] {2, 10, 50, 200}) {
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                out.println(measure(dimension, repeat == REPEATS - 1));
            }
        }
    }

    private static String measure(int dimension, boolean last) {
        long begin = System.nanoTime();
        NutsFit fit = Nuts.DEFAULT.run(
                () -> independent(dimension),
                Targets.names(dimension),
                StreamKey.of(1).with("benchmark"));
        double sampling = System.nanoTime() - begin;
        long gradients = fit.stats().leapfrogs()
                + fit.reports().stream().mapToLong(ChainReport::warmupLeapfrogs).sum();
        LogDensity density = independent(dimension);
        double[] position = new double[dimension];
        double[] gradient = new double[dimension];
        double sink = 0;
        begin = System.nanoTime();
        for (long i = 0; i < gradients; i++) {
            position[0] = i & 7;
            sink += density.evaluate(position, gradient);
        }
        double alone = System.nanoTime() - begin;
        Draws draws = fit.draws();
        double ess = Double.POSITIVE_INFINITY;
        for (int p = 0; p < dimension; p++) {
            ess = Math.min(ess, EffectiveSize.bulk(draws.byChain(p)));
        }
        return String.format(
                Locale.ROOT,
                "%s dimension %d: %.0f ns a leapfrog, %.0f ns a gradient, %.3f bulk ESS a gradient%s",
                last ? "measured" : "warming",
                dimension,
                sampling / gradients,
                alone / gradients,
                ess / fit.stats().leapfrogs(),
                sink > 0 ? "!" : "");
    }

    private static LogDensity independent(int dimension) {
        return new LogDensity() {
            @Override
            public int dimension() {
                return dimension;
            }

            @Override
            public double evaluate(double[] position, double[] gradient) {
                double sum = 0;
                for (int i = 0; i < dimension; i++) {
                    gradient[i] = -position[i];
                    sum -= position[i] * position[i];
                }
                return 0.5 * sum;
            }
        };
    }
}
