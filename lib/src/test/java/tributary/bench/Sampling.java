package tributary.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tributary.infer.EffectiveSize;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
import tributary.math.LogDensity;
import tributary.random.StreamKey;

/**
 * What NUTS makes of a density, by the smallest bulk ESS of any coordinate: a second of CPU time of sampling (warm-up
 * taken out by its gradients), a gradient, and gradients a draw.
 */
record Sampling(double essPerSecond, double essPerGradient, double gradientsPerDraw) {
    /** No sampling was done. */
    static final Sampling NONE = new Sampling(Double.NaN, Double.NaN, Double.NaN);

    static Sampling of(String name, LogDensity density, int length) {
        Counted counted = new Counted(density);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < counted.dimension(); i++) {
            names.add("u" + i);
        }
        long begun = Timing.cpu();
        NutsFit fit = Nuts.DEFAULT
                .withChains(2)
                .withLengths(length, length)
                .run(() -> counted, names, StreamKey.of(3).with(name));
        double seconds = (Timing.cpu() - begun) * 1e-9;
        double gradients = fit.stats().leapfrogs();
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < names.size(); i++) {
            smallest = Math.min(smallest, EffectiveSize.bulk(fit.draws().byChain(i)));
        }
        double sampling = seconds * gradients / counted.count;
        return new Sampling(smallest / sampling, smallest / gradients, gradients / (2.0 * length));
    }

    /** The three figures as members of a JSON object. */
    String json() {
        return "\"min_ess_per_second\":" + json(essPerSecond, 2) + ",\"ess_per_gradient\":" + json(essPerGradient, 5)
                + ",\"gradients_per_draw\":" + json(gradientsPerDraw, 2);
    }

    private static String json(double number, int digits) {
        return Double.isNaN(number) ? "null" : String.format(Locale.ROOT, "%." + digits + "f", number);
    }

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
}
