package tributary.posterior.conjugate;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import tributary.random.RandomStream;
import tributary.stats.CrossProducts;

/**
 * The mean vector and covariance of a normal vector: Sigma ~ InverseWishart(df, scatter), mu | Sigma ~ Normal(mean,
 * Sigma / kappa).
 *
 * <p>After n vectors: kappa' = kappa + n, df' = df + n, mean' = (kappa mean + n ybar) / kappa', scatter' = scatter + S
 * + kappa n / kappa' (ybar - mean)(ybar - mean)', S being the centred cross-products (Gelman et al. 2013, section
 * 3.6). Marginally mu is multivariate t with df - d + 1 degrees of freedom. Immutable.
 */
public final class NormalInverseWishart implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] mean;
    private final double kappa;
    private final double degreesOfFreedom;
    private final double[][] scatter;

    private NormalInverseWishart(double[] mean, double kappa, double degreesOfFreedom, double[][] scatter) {
        this.mean = mean;
        this.kappa = kappa;
        this.degreesOfFreedom = degreesOfFreedom;
        this.scatter = scatter;
    }

    /**
     * A prior centred on zero with diagonal scatter.
     *
     * @param dimension d
     * @param kappa units the prior mean is worth, positive
     * @param degreesOfFreedom above d - 1
     * @param diagonal of the scatter, positive
     */
    public static NormalInverseWishart centred(int dimension, double kappa, double degreesOfFreedom, double diagonal) {
        Parameters.positive("kappa", kappa);
        Parameters.positive("scatter", diagonal);
        if (!(degreesOfFreedom > dimension - 1)) {
            throw new IllegalArgumentException(
                    "degrees of freedom must exceed " + (dimension - 1) + ", are " + degreesOfFreedom);
        }
        double[][] scatter = new double[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            scatter[i][i] = diagonal;
        }
        return new NormalInverseWishart(new double[dimension], kappa, degreesOfFreedom, scatter);
    }

    /** The posterior after more vectors; the first d columns of the statistics are read. */
    public NormalInverseWishart update(CrossProducts statistics) {
        double n = statistics.count();
        if (n == 0) {
            return this;
        }
        int d = mean.length;
        double total = kappa + n;
        double[] gap = new double[d];
        double[] newMean = new double[d];
        for (int i = 0; i < d; i++) {
            gap[i] = statistics.mean(i) - mean[i];
            newMean[i] = mean[i] + gap[i] * (n / total);
        }
        double[][] newScatter = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                newScatter[i][j] = scatter[i][j] + statistics.centred(i, j) + kappa * (n / total) * gap[i] * gap[j];
            }
        }
        return new NormalInverseWishart(newMean, total, degreesOfFreedom + n, newScatter);
    }

    /** The centre of mu. */
    public double mean(int i) {
        return mean[i];
    }

    /** The degrees of freedom of the marginal t of mu. */
    public double marginalDegreesOfFreedom() {
        return degreesOfFreedom - mean.length + 1;
    }

    /** The covariance of mu; infinite if it does not exist. */
    public double covariance(int i, int j) {
        double df = marginalDegreesOfFreedom();
        return df > 2 ? scatter[i][j] / (kappa * (df - 2)) : Double.POSITIVE_INFINITY;
    }

    /**
     * Draws of mu, {@code [draw][i]}. With scatter = L L' and Bartlett's lower triangular A (A_ii^2 chi-square with df
     * - i, standard normals below), Sigma = (L A'^-1)(L A'^-1)'.
     */
    public double[][] sample(RandomStream stream, int draws) {
        int d = mean.length;
        double[][] root = new CholeskyDecomposition(new Array2DRowRealMatrix(scatter), 1e-9, 0)
                .getL()
                .getData();
        double[][] result = new double[draws][d];
        double[][] bartlett = new double[d][d];
        for (double[] draw : result) {
            for (int i = 0; i < d; i++) {
                bartlett[i][i] = StrictMath.sqrt(2 * stream.nextGamma((degreesOfFreedom - i) / 2));
                for (int j = 0; j < i; j++) {
                    bartlett[i][j] = stream.nextGaussian();
                }
            }
            double[] w = new double[d];
            for (int i = d - 1; i >= 0; i--) {
                double rest = stream.nextGaussian();
                for (int j = i + 1; j < d; j++) {
                    rest -= bartlett[j][i] * w[j];
                }
                w[i] = rest / bartlett[i][i];
            }
            for (int i = 0; i < d; i++) {
                double sum = 0;
                for (int j = 0; j <= i; j++) {
                    sum += root[i][j] * w[j];
                }
                draw[i] = mean[i] + sum / StrictMath.sqrt(kappa);
            }
        }
        return result;
    }

    @Override
    public String toString() {
        return "NormalInverseWishart(mean=" + Arrays.toString(mean) + ", kappa=" + kappa + ", df=" + degreesOfFreedom
                + ")";
    }
}
