package tributary.hierarchy;

/** The normal law with the moments of points, as a measure of how far others are from them. */
final class NormalLaw {
    /** Of a coordinate's variance that is at least its own beside the others. */
    private static final double LEAST = 1e-9;

    private final double[] mean;
    private final double[] deviations;
    private final double[][] root;

    private NormalLaw(double[] mean, double[] deviations, double[][] root) {
        this.mean = mean;
        this.deviations = deviations;
        this.root = root;
    }

    /** The law of rows, of which there are more than columns. */
    static NormalLaw of(double[][] rows) {
        int d = rows[0].length;
        double[] mean = new double[d];
        double[][] root = new double[d][d];
        for (double[] row : rows) {
            for (int i = 0; i < d; i++) {
                mean[i] += row[i] / rows.length;
            }
        }
        for (double[] row : rows) {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    root[i][j] += (row[i] - mean[i]) * (row[j] - mean[j]) / rows.length;
                }
            }
        }
        double[] deviations = new double[d];
        for (int i = 0; i < d; i++) {
            double variance = Math.max(root[i][i], Double.MIN_NORMAL);
            deviations[i] = StrictMath.sqrt(variance);
            for (int j = 0; j <= i; j++) {
                double sum = root[i][j];
                for (int l = 0; l < j; l++) {
                    sum -= root[i][l] * root[j][l];
                }
                root[i][j] = i == j ? StrictMath.sqrt(Math.max(sum, LEAST * variance)) : sum / root[j][j];
            }
        }
        return new NormalLaw(mean, deviations, root);
    }

    /** Its mean; never written. */
    double[] mean() {
        return mean;
    }

    /** Its standard deviations; never written. */
    double[] deviations() {
        return deviations;
    }

    /** The squared distance from the mean in deviations of the law (Mahalanobis). */
    double squares(double[] point) {
        double[] white = new double[mean.length];
        double squares = 0;
        for (int i = 0; i < mean.length; i++) {
            double rest = point[i] - mean[i];
            for (int j = 0; j < i; j++) {
                rest -= root[i][j] * white[j];
            }
            white[i] = rest / root[i][i];
            squares += white[i] * white[i];
        }
        return squares;
    }
}
