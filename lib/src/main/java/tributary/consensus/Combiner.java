package tributary.consensus;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.jspecify.annotations.Nullable;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * How sub-posteriors are joined into raw consensus draws.
 *
 * <p>All three share one Gaussian product: {@code Q_s} is the inverse covariance of shard s with Hartlap's factor
 * {@code (T - p - 2) / (T - 1)} for an inverse of a sample covariance (Hartlap, Simon and Schneider 2007), {@code V =
 * (sum Q_s)^-1}, {@code m = V sum Q_s m_s}. They differ in the draws. None is the answer: the answer is what the exact
 * pass makes of them.
 */
public enum Combiner {
    /** Weighted averages of draws: {@code V sum Q_s u_(s,t)} (Scott et al. 2016). */
    PRECISION_WEIGHTED,
    /** Independent draws of Normal(m, V) (Neiswanger, Wang and Xing 2014, parametric). */
    GAUSSIAN_PRODUCT,
    /** Every shard's draws moved and stretched to mean m and covariance V, pooled (Vyner, Nemeth and Sherlock 2023). */
    SWISS;

    /**
     * Joins sub-posteriors.
     *
     * @param shards the sub-posteriors, in the order of their shards
     * @param count the number of draws wanted (SwISS and the weighted averages recycle none: they give at most what the
     *     shards hold)
     * @param key names the random stream of the Gaussian product
     * @return the combination, or null where the precisions do not add to a positive definite matrix
     */
    public @Nullable Combination combine(List<SubPosterior> shards, int count, StreamKey key) {
        int dimension = shards.get(0).mean().length;
        List<double[][]> precisions = new ArrayList<>();
        double[][] total = new double[dimension][dimension];
        double[] pull = new double[dimension];
        for (SubPosterior shard : shards) {
            double[][] precision = precision(shard);
            if (precision == null) {
                return null;
            }
            precisions.add(precision);
            double[] mean = shard.mean();
            for (int i = 0; i < dimension; i++) {
                for (int j = 0; j < dimension; j++) {
                    total[i][j] += precision[i][j];
                    pull[i] += precision[i][j] * mean[j];
                }
            }
        }
        double[][] covariance = Gaussian.inverse(total);
        if (covariance == null) {
            return null;
        }
        double[] centre = multiply(covariance, pull);
        Gaussian product = Gaussian.of(centre, covariance);
        if (product == null) {
            return null;
        }
        double[] distances = new double[shards.size()];
        double heterogeneity = 0;
        double noise = 0;
        for (int s = 0; s < distances.length; s++) {
            double[] gap = difference(shards.get(s).mean(), centre);
            double[] weighed = multiply(precisions.get(s), gap);
            distances[s] = dot(gap, weighed);
            heterogeneity += distances[s];
            noise += ((1 + distances[s]) * traceOfProduct(covariance, precisions.get(s))
                            + dot(weighed, multiply(covariance, weighed)))
                    / independentDraws(shards.get(s));
        }
        double p = shards.size() == 1
                ? 1
                : 1
                        - new ChiSquaredDistribution((double) dimension * (shards.size() - 1))
                                .cumulativeProbability(heterogeneity);
        double[][] draws = switch (this) {
            case PRECISION_WEIGHTED -> weighted(shards, precisions, covariance, count);
            case GAUSSIAN_PRODUCT -> product(product, count, key);
            case SWISS -> swiss(shards, product, count);
        };
        return new Combination(product, draws, heterogeneity, p, distances, Math.sqrt(noise / dimension));
    }

    /** The Hartlap-corrected precision of a shard, or null where its draws are degenerate. */
    static double @Nullable [][] precision(SubPosterior shard) {
        double[][] precision = Gaussian.inverse(shard.covariance());
        if (precision == null) {
            return null;
        }
        double size = independentDraws(shard);
        double hartlap = (size - shard.mean().length - 2) / (size - 1);
        for (double[] row : precision) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= hartlap;
            }
        }
        return precision;
    }

    /** What a shard's draws are worth; those of a Laplace approximation are independent. */
    private static double independentDraws(SubPosterior shard) {
        return shard.quality().origin() == SubPosterior.Origin.LAPLACE
                ? shard.size()
                : Math.max(
                        shard.mean().length + 3.0,
                        Math.min(shard.size(), shard.quality().ess()));
    }

    private static double[][] weighted(
            List<SubPosterior> shards, List<double[][]> precisions, double[][] covariance, int count) {
        int size = Math.min(
                count, shards.stream().mapToInt(SubPosterior::size).min().orElseThrow());
        int dimension = covariance.length;
        RealMatrix outer = MatrixUtils.createRealMatrix(covariance);
        double[][] draws = new double[size][dimension];
        for (int s = 0; s < shards.size(); s++) {
            double[][] weight = outer.multiply(MatrixUtils.createRealMatrix(precisions.get(s)))
                    .getData();
            for (int t = 0; t < size; t++) {
                double[] moved = multiply(weight, shards.get(s).draw(t));
                for (int i = 0; i < dimension; i++) {
                    draws[t][i] += moved[i];
                }
            }
        }
        return draws;
    }

    private static double[][] product(Gaussian product, int count, StreamKey key) {
        RandomStream random = key.with("gaussian-product").stream();
        double[][] draws = new double[count][];
        for (int t = 0; t < count; t++) {
            double[] z = new double[product.dimension()];
            for (int i = 0; i < z.length; i++) {
                z[i] = random.nextGaussian();
            }
            draws[t] = product.shifted(z, 1);
        }
        return draws;
    }

    private static double[][] swiss(List<SubPosterior> shards, Gaussian product, int count) {
        List<double[]> draws = new ArrayList<>();
        int each = Math.max(1, (count + shards.size() - 1) / shards.size());
        for (SubPosterior shard : shards) {
            Gaussian own = Gaussian.of(shard.mean(), shard.covariance());
            if (own == null) {
                continue;
            }
            // Evenly spaced draws keep a thinned chain's length.
            double step = Math.max(1, (double) shard.size() / each);
            for (int t = 0; t < Math.min(each, shard.size()) && draws.size() < count; t++) {
                draws.add(product.shifted(own.standardised(shard.draw((int) (t * step))), 1));
            }
        }
        return draws.toArray(double[][]::new);
    }

    private static double[] multiply(double[][] matrix, double[] vector) {
        double[] result = new double[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            result[i] = dot(matrix[i], vector);
        }
        return result;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] result = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = a[i] - b[i];
        }
        return result;
    }

    /** The trace of the product of two symmetric matrices. */
    private static double traceOfProduct(double[][] one, double[][] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += dot(one[i], other[i]);
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
