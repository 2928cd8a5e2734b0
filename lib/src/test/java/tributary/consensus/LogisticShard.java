package tributary.consensus;

import java.util.ArrayList;
import java.util.List;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Logistic regression on rows in memory, in plain loops: the shard of the tests. */
final class LogisticShard implements ShardLikelihood {
    private final double[][] x;
    private final double[] y;

    LogisticShard(List<double[]> x, List<Double> y) {
        this.x = x.toArray(double[][]::new);
        this.y = y.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Rows of a logistic model dealt to shards in turn: intercept and standard normal covariates. */
    static List<LogisticShard> simulate(int rows, int shards, double[] truth, StreamKey key) {
        List<List<double[]>> xs = new ArrayList<>();
        List<List<Double>> ys = new ArrayList<>();
        for (int s = 0; s < shards; s++) {
            xs.add(new ArrayList<>());
            ys.add(new ArrayList<>());
        }
        RandomStream random = key.stream();
        for (int row = 0; row < rows; row++) {
            double[] x = new double[truth.length];
            x[0] = 1;
            double eta = truth[0];
            for (int j = 1; j < truth.length; j++) {
                x[j] = random.nextGaussian();
                eta += truth[j] * x[j];
            }
            xs.get(row % shards).add(x);
            ys.get(row % shards).add(random.nextDouble() < 1 / (1 + StrictMath.exp(-eta)) ? 1.0 : 0.0);
        }
        List<LogisticShard> result = new ArrayList<>();
        for (int s = 0; s < shards; s++) {
            result.add(new LogisticShard(xs.get(s), ys.get(s)));
        }
        return result;
    }

    @Override
    public int dimension() {
        return x[0].length;
    }

    @Override
    public long rows() {
        return x.length;
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        java.util.Arrays.fill(gradient, 0);
        double sum = 0;
        for (int row = 0; row < x.length; row++) {
            double eta = 0;
            for (int j = 0; j < position.length; j++) {
                eta += x[row][j] * position[j];
            }
            double softplus = Math.max(eta, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(eta)));
            sum += y[row] * eta - softplus;
            double residual = y[row] - 1 / (1 + StrictMath.exp(-eta));
            for (int j = 0; j < position.length; j++) {
                gradient[j] += residual * x[row][j];
            }
        }
        return sum;
    }
}
