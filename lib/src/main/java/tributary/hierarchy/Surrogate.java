package tributary.hierarchy;

import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;

/**
 * A function of many standardised points from its values at the first few: a polynomial fitted by weighted least squares,
 * and checked at points that the fit has not seen.
 *
 * <p>About the mode of very many groups a log density is its quadratic and small terms of higher order, of size {@code
 * groups^(-1/2)} and less (Tierney and Kadane, 1986): a cubic has what an evaluation at every draw would find.
 */
final class Surrogate {
    /** Points for each coefficient. */
    private static final double EACH = 2.5;

    /** Points that check the fit. */
    private static final int CHECKED = 40;

    private Surrogate() {}

    /** How many points of so many dimensions are to be evaluated for a polynomial of a degree. */
    static int points(int dimension, int degree) {
        return (int) StrictMath.ceil(EACH * terms(dimension, degree)) + CHECKED;
    }

    private static int terms(int dimension, int degree) {
        int terms = 1;
        for (int i = 1; i <= degree; i++) {
            terms = terms * (dimension + i) / i;
        }
        return terms;
    }

    /**
     * The values at all points, those known as they are.
     *
     * @param points standardised
     * @param weights of the points, not negative
     * @param known values at the first of them, {@link #points} of them at least
     * @param tolerance the greatest root mean square error at the points that check it
     * @return empty if the error is larger
     */
    static Optional<double[]> extend(
            double[][] points, double[] weights, double[] known, int degree, double tolerance) {
        int fitted = known.length - CHECKED;
        int terms = terms(points[0].length, degree);
        double[][] rows = new double[fitted][];
        double[] values = new double[fitted];
        for (int i = 0; i < fitted; i++) {
            double root = StrictMath.sqrt(weights[i]);
            rows[i] = monomials(points[i], degree, terms);
            for (int j = 0; j < terms; j++) {
                rows[i][j] *= root;
            }
            values[i] = root * known[i];
            if (Double.isNaN(values[i]) || Double.isInfinite(values[i])) {
                return Optional.empty();
            }
        }
        RealVector coefficients;
        try {
            coefficients = new QRDecomposition(new Array2DRowRealMatrix(rows, false))
                    .getSolver()
                    .solve(new ArrayRealVector(values, false));
        } catch (SingularMatrixException e) {
            return Optional.empty();
        }
        double[] all = new double[points.length];
        double squares = 0;
        double sum = 0;
        for (int i = 0; i < all.length; i++) {
            double value = new ArrayRealVector(monomials(points[i], degree, terms), false).dotProduct(coefficients);
            all[i] = i < known.length ? known[i] : value;
            if (i >= fitted && i < known.length) {
                squares += weights[i] * (value - known[i]) * (value - known[i]);
                sum += weights[i];
            }
        }
        return StrictMath.sqrt(squares / sum) <= tolerance ? Optional.of(all) : Optional.empty();
    }

    /** All products of up to so many of a point's coordinates. */
    private static double[] monomials(double[] point, int degree, int terms) {
        double[] products = new double[terms];
        products[0] = 1;
        int size = 1;
        int[] first = new int[terms];
        int begin = 0;
        for (int d = 1; d <= degree; d++) {
            int end = size;
            for (int t = begin; t < end; t++) {
                for (int i = first[t]; i < point.length; i++) {
                    first[size] = i;
                    products[size++] = products[t] * point[i];
                }
            }
            begin = end;
        }
        return products;
    }
}
