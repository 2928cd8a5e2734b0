package tributary.hierarchy;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixDimensionMismatchException;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.SingularMatrixException;

/**
 * A function told from its values at a few points: a polynomial in whitened coordinates, fitted by weighted least squares.
 *
 * <p>Beyond the farthest point that had a weight the polynomial is not to be believed: there stands its value on the sphere
 * through that point, less a parabola. Immutable but for scratch: one for each thread.
 */
final class Surrogate implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Points for each coefficient. */
    private static final double EACH = 2.5;
    /** A point of so small a share of the greatest weight tells nothing of where the polynomial may be believed. */
    private static final double LEAST = 1e-5;
    /** A coordinate of so small a share of its variance beside the others is told by them. */
    private static final double PIVOT = 1e-12;
    /** Curvature of the parabola beyond. */
    private static final double STEEP = 4;

    final int dimension;
    final int terms;
    /** Term t is the product of term {@code parents[t]} and coordinate {@code last[t]}. */
    final int[] parents;

    final int[] last;
    final double[] centre;
    /** Lower triangular, of the points' covariance. */
    final double[][] root;

    final double[] coefficients;
    final double reach;
    private final double[] white;
    private final double[] products;
    private final double[] adjoints;
    private final double[] whiteSlope;

    private Surrogate(
            int degree, double[] centre, double[][] root, double[] coefficients, double reach, int[][] products) {
        this.dimension = centre.length;
        this.terms = terms(dimension, degree);
        this.parents = products[0];
        this.last = products[1];
        this.centre = centre;
        this.root = root;
        this.coefficients = coefficients;
        this.reach = reach;
        white = new double[dimension];
        whiteSlope = new double[dimension];
        this.products = new double[terms];
        adjoints = new double[terms];
    }

    /** The same for another thread. */
    Surrogate another() {
        return new Surrogate(degree(), centre, root, coefficients, reach, new int[][] {parents, last});
    }

    /** How many points of so many dimensions a polynomial of a degree asks for. */
    static int points(int dimension, int degree) {
        return (int) StrictMath.ceil(EACH * terms(dimension, degree));
    }

    static int terms(int dimension, int degree) {
        int terms = 1;
        for (int i = 1; i <= degree; i++) {
            terms = Math.multiplyExact(terms, dimension + i) / i;
        }
        return terms;
    }

    /**
     * Fits, and believes the polynomial as far as the points go.
     *
     * @param points at least {@link #points} of them
     * @param weights of the points, not negative; those of weight zero are left out
     * @param values at the points, finite where the weight is not zero
     * @return empty if the points do not determine a polynomial
     */
    static Optional<Surrogate> fit(double[][] points, double[] weights, double[] values, int degree) {
        int d = points[0].length;
        int terms = terms(d, degree);
        double[] centre = new double[d];
        double sum = 0;
        double greatest = 0;
        for (int i = 0; i < points.length; i++) {
            for (int a = 0; a < d && weights[i] > 0; a++) {
                centre[a] += weights[i] * points[i][a];
            }
            sum += weights[i];
            greatest = Math.max(greatest, weights[i]);
        }
        double[][] covariance = new double[d][d];
        for (int a = 0; a < d; a++) {
            centre[a] /= sum;
        }
        for (int i = 0; i < points.length; i++) {
            for (int a = 0; a < d && weights[i] > 0; a++) {
                for (int b = 0; b < d; b++) {
                    covariance[a][b] += weights[i] * (points[i][a] - centre[a]) * (points[i][b] - centre[b]) / sum;
                }
            }
        }
        try {
            double[][] root = new CholeskyDecomposition(new Array2DRowRealMatrix(covariance, false), 1e-8, 1e-300)
                    .getL()
                    .getData();
            for (int a = 0; a < d; a++) {
                if (!(root[a][a] * root[a][a] > PIVOT * covariance[a][a])) {
                    return Optional.empty();
                }
            }
            int[][] products = products(d, terms, degree);
            Surrogate shape = new Surrogate(degree, centre, root, new double[terms], 0, products);
            double reach = 0;
            double[][] rows = new double[points.length][terms];
            double[] right = new double[points.length];
            for (int i = 0; i < points.length; i++) {
                if (!(weights[i] > 0)) {
                    continue;
                }
                double distance = shape.whiten(points[i]);
                if (weights[i] >= LEAST * greatest) {
                    reach = Math.max(reach, distance);
                }
                shape.multiply();
                double share = StrictMath.sqrt(weights[i]);
                for (int t = 0; t < terms; t++) {
                    rows[i][t] = share * shape.products[t];
                }
                right[i] = share * values[i];
            }
            double[] coefficients = new QRDecomposition(new Array2DRowRealMatrix(rows, false))
                    .getSolver()
                    .solve(new ArrayRealVector(right, false))
                    .toArray();
            return Optional.of(new Surrogate(degree, centre, root, coefficients, reach, products));
        } catch (SingularMatrixException | NonPositiveDefiniteMatrixException | MatrixDimensionMismatchException e) {
            return Optional.empty();
        }
    }

    /** The same polynomial, believed everywhere. */
    Surrogate everywhere() {
        return new Surrogate(
                degree(), centre, root, coefficients, Double.POSITIVE_INFINITY, new int[][] {parents, last});
    }

    /** The same with a plane added. */
    Surrogate plus(Surrogate plane) {
        double[] slope = new double[dimension];
        double[] sum = coefficients.clone();
        sum[0] += plane.evaluate(centre, slope);
        for (int a = 0; a < dimension; a++) {
            for (int b = a; b < dimension; b++) {
                sum[1 + a] += root[b][a] * slope[b];
            }
        }
        return new Surrogate(degree(), centre, root, sum, reach, new int[][] {parents, last});
    }

    /** The same as functions of the last coordinates, for many points that share the first ones. */
    SurrogateSlice slice(int first) {
        return new SurrogateSlice(this, first);
    }

    /** The degree of the polynomial. */
    int degree() {
        int degree = 0;
        while (terms(dimension, degree) < terms) {
            degree++;
        }
        return degree;
    }

    /** Of each term of a polynomial, from the constant on, the term and the coordinate whose product it is. */
    static int[][] products(int dimension, int terms, int degree) {
        int[] parents = new int[terms];
        int[] last = new int[terms];
        int size = 1;
        int begin = 0;
        for (int power = 1; power <= degree; power++) {
            int end = size;
            for (int t = begin; t < end; t++) {
                for (int i = t == 0 ? 0 : last[t]; i < dimension; i++) {
                    parents[size] = t;
                    last[size++] = i;
                }
            }
            begin = end;
        }
        return new int[][] {parents, last};
    }

    /** Whitens a point, and gives its distance from the centre. */
    private double whiten(double[] point) {
        double squares = 0;
        for (int a = 0; a < dimension; a++) {
            double rest = point[a] - centre[a];
            for (int b = 0; b < a; b++) {
                rest -= root[a][b] * white[b];
            }
            white[a] = rest / root[a][a];
            squares += white[a] * white[a];
        }
        return StrictMath.sqrt(squares);
    }

    private void multiply() {
        products[0] = 1;
        for (int t = 1; t < terms; t++) {
            products[t] = products[parents[t]] * white[last[t]];
        }
    }

    /** The value at a point, and its slopes; not finite where the point is not. */
    double evaluate(double[] point, double[] slope) {
        double distance = whiten(point);
        double beyond = Math.max(0, distance - reach);
        double shrink = beyond > 0 ? reach / distance : 1;
        for (int a = 0; a < dimension; a++) {
            white[a] *= shrink;
        }
        multiply();
        double value = -0.5 * STEEP * beyond * beyond;
        for (int t = 0; t < terms; t++) {
            value += coefficients[t] * products[t];
            adjoints[t] = coefficients[t];
        }
        Arrays.fill(whiteSlope, 0);
        for (int t = terms - 1; t > 0; t--) {
            adjoints[parents[t]] += adjoints[t] * white[last[t]];
            whiteSlope[last[t]] += adjoints[t] * products[parents[t]];
        }
        if (beyond > 0) {
            // On the sphere only slopes along it count; outwards the parabola falls.
            double outwards = 0;
            for (int a = 0; a < dimension; a++) {
                outwards += whiteSlope[a] * white[a] / reach;
            }
            for (int a = 0; a < dimension; a++) {
                double unit = white[a] / reach;
                whiteSlope[a] = shrink * (whiteSlope[a] - outwards * unit) - STEEP * beyond * unit;
            }
        }
        for (int a = dimension - 1; a >= 0; a--) {
            double rest = whiteSlope[a];
            for (int b = a + 1; b < dimension; b++) {
                rest -= root[b][a] * slope[b];
            }
            slope[a] = rest / root[a][a];
        }
        return value;
    }

    /** The value at a point. */
    double value(double[] point) {
        return evaluate(point, new double[dimension]);
    }
}
