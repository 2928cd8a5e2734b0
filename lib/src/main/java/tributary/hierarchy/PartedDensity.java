package tributary.hierarchy;

import java.util.List;
import java.util.concurrent.Executor;
import tributary.math.Stretches;

/**
 * The density of a table in parts that are evaluated side by side: the sum of theirs less the prior that each has once too
 * often. Sums run in the order of the parts, whatever the executor.
 */
final class PartedDensity implements CollapsedDensity {
    private final CollapsedDensity whole;
    private final CollapsedDensity prior;
    private final List<CollapsedDensity> parts;
    private final Executor executor;

    /**
     * The density.
     *
     * @param whole of all parts, for names and the start
     * @param prior of a table without rows
     */
    PartedDensity(CollapsedDensity whole, CollapsedDensity prior, List<CollapsedDensity> parts, Executor executor) {
        this.whole = whole;
        this.prior = prior;
        this.parts = List.copyOf(parts);
        this.executor = executor;
    }

    @Override
    public int dimension() {
        return whole.dimension();
    }

    @Override
    public List<String> names() {
        return whole.names();
    }

    @Override
    public void natural(double[] position, double[] values) {
        whole.natural(position, values);
    }

    @Override
    public double prior(double[] position, double[] gradient) {
        return whole.prior(position, gradient);
    }

    @Override
    public void smooth(double[] position, double[] into) {
        whole.smooth(position, into);
    }

    @Override
    public void addThroughSmooth(double[] position, double[] slopes, double[] gradient) {
        whole.addThroughSmooth(position, slopes, gradient);
    }

    @Override
    public double[] start() {
        return whole.start();
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        int d = dimension();
        double[] values = new double[parts.size()];
        double[][] slopes = new double[parts.size()][d];
        Stretches.run(values.length, 1, executor, (from, to) -> {
            for (int p = from; p < to; p++) {
                values[p] = parts.get(p).evaluate(position, slopes[p]);
            }
        });
        double[] once = new double[d];
        double often = parts.size() - 1.0;
        double value = -often * prior.evaluate(position, once);
        for (int i = 0; i < d; i++) {
            gradient[i] = -often * once[i];
        }
        for (int p = 0; p < values.length; p++) {
            value += values[p];
            for (int i = 0; i < d; i++) {
                gradient[i] += slopes[p][i];
            }
        }
        return value;
    }
}
