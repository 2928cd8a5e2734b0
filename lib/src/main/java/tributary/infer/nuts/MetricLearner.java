package tributary.infer.nuts;

import java.util.Arrays;

/**
 * Running mean and covariance of a window's draws (Welford 1962), shrunk to a small multiple of the identity as Stan
 * does: {@code n/(n+5) S + 1e-3 5/(n+5) I}.
 */
final class MetricLearner implements Learner {
    private static final double PRIOR_DRAWS = 5;
    private static final double PRIOR_VARIANCE = 1e-3;

    private final MetricKind kind;
    private final int dimension;
    private final double[] mean;
    private final double[] before;
    private final double[] after;
    /** Sums of squares, or of products row by row in the lower triangle. */
    private final double[][] products;

    private int count;

    MetricLearner(MetricKind kind, int dimension) {
        this.kind = kind;
        this.dimension = dimension;
        mean = new double[dimension];
        before = new double[dimension];
        after = new double[dimension];
        products = switch (kind) {
            case DIAGONAL -> new double[1][dimension];
            case DENSE -> new double[dimension][dimension];
            case CURVATURE, FIXED -> new double[0][];
        };
    }

    /** Stan's; none where the metric is kept. */
    @Override
    public Windows windows(int total) {
        return kind == MetricKind.FIXED ? Windows.none(total) : Windows.of(total);
    }

    @Override
    public Metric begin(Metric given, NutsState start) {
        return given;
    }

    @Override
    public int depth(int transition, int most) {
        return most;
    }

    @Override
    public void learn(double[] position) {
        count++;
        for (int i = 0; i < dimension; i++) {
            before[i] = position[i] - mean[i];
            mean[i] += before[i] / count;
            after[i] = position[i] - mean[i];
        }
        switch (kind) {
            case DIAGONAL -> {
                for (int i = 0; i < dimension; i++) {
                    products[0][i] += before[i] * after[i];
                }
            }
            case DENSE -> {
                for (int i = 0; i < dimension; i++) {
                    for (int j = 0; j <= i; j++) {
                        products[i][j] += before[j] * after[i];
                    }
                }
            }
            case CURVATURE, FIXED -> {}
        }
    }

    /**
     * The metric of what was learnt, and forgets it.
     *
     * @throws IllegalArgumentException if the draws overflow a covariance
     */
    @Override
    public Metric finish(Metric current) {
        double trust = count / (count + PRIOR_DRAWS);
        double ridge = PRIOR_VARIANCE * PRIOR_DRAWS / (count + PRIOR_DRAWS);
        double scale = trust / (count - 1);
        Metric learnt = switch (kind) {
            case DIAGONAL ->
                DiagonalMetric.of(Arrays.stream(products[0])
                        .map(sum -> scale * sum + ridge)
                        .toArray());
            case DENSE -> {
                double[][] covariance = new double[dimension][dimension];
                for (int i = 0; i < dimension; i++) {
                    for (int j = 0; j <= i; j++) {
                        covariance[i][j] = scale * products[i][j] + (i == j ? ridge : 0);
                        covariance[j][i] = covariance[i][j];
                    }
                }
                yield DenseMetric.of(covariance);
            }
            case CURVATURE, FIXED -> current;
        };
        count = 0;
        Arrays.fill(mean, 0);
        for (double[] row : products) {
            Arrays.fill(row, 0);
        }
        return learnt;
    }
}
