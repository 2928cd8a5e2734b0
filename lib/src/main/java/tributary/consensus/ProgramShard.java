package tributary.consensus;

import java.util.List;
import tributary.expr.BoundProgram;

/**
 * The likelihood of one shard by compiled programs.
 *
 * <p>The density may use sufficient statistics, which is fast; differences between draws are taken row by row from the
 * terms themselves and summed with compensation (Neumaier 1974), because the sums lose what the differences need.
 */
final class ProgramShard implements ShardLikelihood {
    private final BoundProgram density;
    private final BoundProgram terms;
    private final List<double[]> weights;
    private final long rows;

    /** Weights are one array for each output of the terms, or none at all where each row counts once. */
    ProgramShard(BoundProgram density, BoundProgram terms, List<double[]> weights, long rows) {
        this.density = density;
        this.terms = terms;
        this.weights = List.copyOf(weights);
        this.rows = rows;
    }

    @Override
    public int dimension() {
        return density.dimension();
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        return density.evaluate(position, gradient);
    }

    @Override
    public double[] relative(double[][] draws, double[] anchor) {
        double[][] reference = terms.outputs(anchor);
        double[][] values = terms.outputs(anchor);
        double[] relative = new double[draws.length];
        for (int draw = 0; draw < draws.length; draw++) {
            terms.outputs(draws[draw], values);
            relative[draw] = difference(values, reference);
        }
        return relative;
    }

    private double difference(double[][] values, double[][] reference) {
        double sum = 0;
        double lost = 0;
        for (int k = 0; k < values.length; k++) {
            for (int row = 0; row < values[k].length; row++) {
                double weight = weights.isEmpty() ? 1 : weights.get(k)[row];
                // A weight of 0 is no row: not even one that cannot be.
                double term = weight == 0 ? 0 : weight * (values[k][row] - reference[k][row]);
                double next = sum + term;
                lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
                sum = next;
            }
        }
        // Beyond the finite numbers the correction is NaN, but the sum still says which way.
        return Double.isFinite(sum) ? sum + lost : sum;
    }
}
