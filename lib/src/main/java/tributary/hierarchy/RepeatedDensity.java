package tributary.hierarchy;

import java.util.List;

/** The density of a table in which every group stands so many times: the prior once, all else as often. */
final class RepeatedDensity implements CollapsedDensity {
    private final CollapsedDensity once;
    private final int times;

    /**
     * The density.
     *
     * @param once of the groups, which parts with its {@link CollapsedDensity#prior}
     */
    RepeatedDensity(CollapsedDensity once, int times) {
        this.once = once;
        this.times = times;
    }

    @Override
    public int dimension() {
        return once.dimension();
    }

    @Override
    public List<String> names() {
        return once.names();
    }

    @Override
    public void natural(double[] position, double[] values) {
        once.natural(position, values);
    }

    @Override
    public List<int[]> scales() {
        return once.scales();
    }

    @Override
    public double[] start() {
        return once.start();
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        double[] prior = new double[gradient.length];
        double value = once.evaluate(position, gradient);
        double known = once.prior(position, prior);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = times * (gradient[i] - prior[i]) + prior[i];
        }
        return times * (value - known) + known;
    }
}
