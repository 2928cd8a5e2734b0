package tributary.consensus;

import java.util.List;

/** A two-dimensional posterior integrated on a grid: the independent answer that sampled ones are held to. */
record Grid(double[] mean, double[] sd) {
    private static final int POINTS = 61;
    /** Half the width of the grid in Laplace sds: the tails beyond hold less than 1e-8. */
    private static final double REACH = 7;

    static Grid of(PriorDensity prior, List<? extends ShardLikelihood> shards, Gaussian around) {
        var density = prior.open();
        double[] gradient = new double[2];
        double[][] logs = new double[POINTS][POINTS];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < POINTS; i++) {
            for (int j = 0; j < POINTS; j++) {
                double[] u = point(around, i, j);
                double sum = density.evaluate(u, gradient);
                for (ShardLikelihood shard : shards) {
                    sum += shard.evaluate(u, gradient);
                }
                logs[i][j] = sum;
                largest = Math.max(largest, sum);
            }
        }
        double total = 0;
        double[] first = new double[2];
        double[] second = new double[2];
        for (int i = 0; i < POINTS; i++) {
            for (int j = 0; j < POINTS; j++) {
                double weight = StrictMath.exp(logs[i][j] - largest);
                double[] u = point(around, i, j);
                total += weight;
                for (int k = 0; k < 2; k++) {
                    first[k] += weight * u[k];
                    second[k] += weight * u[k] * u[k];
                }
            }
        }
        double[] mean = new double[2];
        double[] sd = new double[2];
        for (int k = 0; k < 2; k++) {
            mean[k] = first[k] / total;
            sd[k] = Math.sqrt(second[k] / total - mean[k] * mean[k]);
        }
        return new Grid(mean, sd);
    }

    /** The grid lies along the axes of the Laplace approximation, so that correlation does not thin it out. */
    private static double[] point(Gaussian around, int i, int j) {
        double step = 2 * REACH / (POINTS - 1);
        return around.shifted(new double[] {-REACH + i * step, -REACH + j * step}, 1);
    }
}
