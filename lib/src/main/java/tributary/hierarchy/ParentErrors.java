package tributary.hierarchy;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.SingularMatrixException;

/**
 * By how much the polynomials of parents miss log likelihoods at points they have not seen, up to a constant.
 *
 * <p>Errors of parents that have nothing to do with each other leave the hyper-parameters where they are: what counts is
 * what hyper-parameters explain of the errors' sum, and how large that of each parent is.
 */
final class ParentErrors {
    /** Root mean square of what hyper-parameters explain of the errors of log densities. */
    private static final double AGREEING = 0.05;
    /** Root mean square error of any one parent. */
    private static final double OWN = 0.1;

    /** {@code [point][parent]}. */
    private final double[][] errors;

    ParentErrors(double[][] errors) {
        this.errors = errors;
    }

    /**
     * Whether they are small: of any one parent, and what hyper-parameters explain of their sum.
     *
     * @param at the hyper-parameters of each point, those that explain first
     * @param hyper how many of these
     */
    boolean small(double[][] at, int hyper) {
        for (int p = 0; p < errors[0].length; p++) {
            int parent = p;
            if (!(deviation(Arrays.stream(errors)
                            .mapToDouble(row -> row[parent])
                            .toArray())
                    <= OWN)) {
                return false;
            }
        }
        double[] sums = sums();
        return deviation(sums) <= AGREEING || explained(sums, at, hyper) <= AGREEING;
    }

    /** The errors of whole points. */
    double[] sums() {
        return Arrays.stream(errors)
                .mapToDouble(row -> Arrays.stream(row).sum())
                .toArray();
    }

    /** The root mean square of what a plane of the hyper-parameters explains; infinite if none can be laid. */
    private static double explained(double[] errors, double[][] at, int hyper) {
        double[][] columns = new double[errors.length][hyper + 1];
        NormalLaw law = NormalLaw.of(
                Arrays.stream(at).map(row -> Arrays.copyOf(row, hyper)).toArray(double[][]::new));
        for (int i = 0; i < errors.length; i++) {
            columns[i][hyper] = 1;
            for (int j = 0; j < hyper; j++) {
                columns[i][j] = (at[i][j] - law.mean()[j]) / law.deviations()[j];
            }
        }
        try {
            Array2DRowRealMatrix design = new Array2DRowRealMatrix(columns, false);
            double[] plane = new QRDecomposition(design)
                    .getSolver()
                    .solve(new ArrayRealVector(errors, false))
                    .toArray();
            return deviation(design.operate(plane));
        } catch (SingularMatrixException e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    /** The root mean square error of whole points, about its mean. */
    double total() {
        return deviation(sums());
    }

    /** About their mean; not finite if one of them is not. */
    private static double deviation(double[] numbers) {
        double mean = Arrays.stream(numbers).average().orElse(Double.NaN);
        return StrictMath.sqrt(Arrays.stream(numbers)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElse(Double.NaN));
    }
}
