package tributary.hierarchy;

import tributary.random.RandomStream;

/** The levels of groups with a latent, given the hyper-parameters; slopes are the same in all groups. */
final class LatentConditional implements GroupConditional {
    private final GroupTable table;
    private final double[] position;
    private final int q;
    private final double loading;
    private final double varianceX;
    private final double lambda;
    private final double tau;
    private final double variance;
    private final double[] b;
    private double between;
    private double sum;
    private double squares;

    LatentConditional(LatentTable groups, LatentGroups density, double[] position) {
        this.table = groups.table();
        this.position = position.clone();
        this.q = density.dimension() - 6;
        loading = StrictMath.exp(position[q + 1]);
        varianceX = StrictMath.exp(2 * position[q + 2]);
        lambda = position[q + 3];
        tau = StrictMath.exp(2 * position[q + 4]);
        variance = StrictMath.exp(2 * position[q + 5]);
        b = new double[q];
    }

    /** The group's mean coefficients given its treatments, and the sums of what they leave. */
    private void solve(int group) {
        double n = table.count(group);
        double v = 1 / (1 + n * loading * loading / varianceX);
        double m = n == 0 ? 0 : v * loading * (table.gram(group, 0, 1) - n * position[q]) / varianceX;
        System.arraycopy(position, 0, b, 0, q);
        b[0] += lambda * m;
        between = tau + lambda * lambda * v;
        squares = table.squares(group);
        for (int i = 0; i < q; i++) {
            double product = 0;
            for (int j = 0; j < q; j++) {
                product += table.gram(group, i, j) * b[j];
            }
            squares += b[i] * (product - 2 * table.cross(group, i));
            if (i == 0) {
                sum = table.cross(group, 0) - product;
            }
        }
    }

    @Override
    public void draw(int group, RandomStream stream, double[] coefficients, double[] means, double[] variances) {
        solve(group);
        double d = variance + table.count(group) * between;
        java.util.Arrays.fill(variances, 0);
        System.arraycopy(b, 0, means, 0, q);
        means[0] += between * sum / d + table.centre();
        variances[0] = between * variance / d;
        System.arraycopy(means, 0, coefficients, 0, q);
        coefficients[0] += StrictMath.sqrt(variances[0]) * stream.nextGaussian();
    }

    @Override
    public void spreads(double[] deviations) {
        java.util.Arrays.fill(deviations, 0);
        deviations[0] = StrictMath.sqrt(tau + lambda * lambda);
    }

    @Override
    public double logLikelihood(int group) {
        solve(group);
        double n = table.count(group);
        return n == 0 ? 0 : LatentGroups.symmetric(n, sum, squares, between, variance) - 0.5 * n * LOG_TWO_PI;
    }

    @Override
    public double logLeftOut(int group, double[] x, double y) {
        solve(group);
        double d = variance + table.count(group) * between;
        double fitted = between * sum / d;
        for (int i = 0; i < q; i++) {
            fitted += x[i] * b[i];
        }
        return GroupConditional.leftOut(y - table.centre() - fitted, between / d, variance);
    }
}
