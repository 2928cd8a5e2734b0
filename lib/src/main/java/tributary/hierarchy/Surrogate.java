package tributary.hierarchy;

import java.io.Serializable;
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

    private final int dimension;
    private final int terms;
    /** Term t is the product of term {@code parents[t]} and coordinate {@code last[t]}. */
    private final int[] parents;

    private final int[] last;
    private final double[] centre;
    /** Lower triangular, of the points' covariance. */
    private final double[][] root;

    private final double[] coefficients;
    private final double reach;
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

    private static int terms(int dimension, int degree) {
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
    Slice slice(int first) {
        return new Slice(first);
    }

    /**
     * The polynomial at points that share their first coordinates, by its monomials in the last whitened ones, of which it has
     * few: those of the first coordinates are multiplied out once. Scratch: one for each thread.
     */
    final class Slice {
        private final int first;
        private final int rest;
        /** Of each term the term of its first coordinates, and the monomial of its last ones. */
        private final int[] head;

        private final int[] tail;
        /** Monomial m is the product of monomial {@code from[m]} and last coordinate {@code by[m]}. */
        private final int[] from;

        private final int[] by;
        private final double[] sums;
        private final double[] monomials;
        private final double[] reverse;
        private final double[] expected;
        private final double[] expectedSlope;
        private final double[] point;
        private final double[] beyond;
        private final double[] slope;
        private final double[] outside;
        private double squares;

        private Slice(int first) {
            this.first = first;
            rest = dimension - first;
            head = new int[terms];
            tail = new int[terms];
            int degree = degree();
            int[][] own = products(rest, terms(rest, degree), degree);
            from = own[0];
            by = own[1];
            for (int t = 1; t < terms; t++) {
                int parent = parents[t];
                if (last[t] < first) {
                    head[t] = t;
                } else {
                    head[t] = head[parent];
                    int m = 1;
                    while (from[m] != tail[parent] || by[m] != last[t] - first) {
                        m++;
                    }
                    tail[t] = m;
                }
            }
            sums = new double[from.length];
            monomials = new double[from.length];
            reverse = new double[from.length];
            expected = new double[from.length];
            expectedSlope = new double[rest];
            point = new double[dimension];
            beyond = new double[dimension];
            slope = new double[rest];
            outside = new double[dimension];
        }

        /** Turns to points of these first coordinates; what was expected is forgotten. */
        void enter(double[] coordinates) {
            System.arraycopy(coordinates, 0, point, 0, first);
            squares = 0;
            for (int a = 0; a < first; a++) {
                double left = point[a] - centre[a];
                for (int b = 0; b < a; b++) {
                    left -= root[a][b] * white[b];
                }
                white[a] = left / root[a][a];
                squares += white[a] * white[a];
            }
            products[0] = 1;
            java.util.Arrays.fill(sums, 0);
            sums[0] = coefficients[0];
            for (int t = 1; t < terms; t++) {
                if (tail[t] == 0) {
                    products[t] = products[parents[t]] * white[last[t]];
                }
                sums[tail[t]] += coefficients[t] * products[head[t]];
            }
            java.util.Arrays.fill(expected, 0);
            java.util.Arrays.fill(outside, 0);
            java.util.Arrays.fill(expectedSlope, 0);
        }

        /**
         * The value at last coordinates.
         *
         * @param coordinates the last ones
         * @param slopes receives the slopes in them
         */
        double value(double[] coordinates, double[] slopes) {
            if (!whitenLast(coordinates)) {
                double value = beyond();
                System.arraycopy(beyond, first, slopes, 0, rest);
                return value;
            }
            double value = multiplyLast();
            for (int a = rest - 1; a >= 0; a--) {
                double left = slope[a];
                for (int b = a + 1; b < rest; b++) {
                    left -= root[first + b][first + a] * slopes[b];
                }
                slopes[a] = left / root[first + a][first + a];
            }
            return value;
        }

        /** Whitens last coordinates, and says whether the polynomial reaches there. */
        private boolean whitenLast(double[] coordinates) {
            double all = squares;
            for (int a = first; a < dimension; a++) {
                point[a] = coordinates[a - first];
                double left = point[a] - centre[a];
                for (int b = 0; b < a; b++) {
                    left -= root[a][b] * white[b];
                }
                white[a] = left / root[a][a];
                all += white[a] * white[a];
            }
            return all <= reach * reach;
        }

        /** The value, its monomials, and its slopes in the whitened last coordinates. */
        private double multiplyLast() {
            double value = sums[0];
            monomials[0] = 1;
            for (int m = 1; m < monomials.length; m++) {
                monomials[m] = monomials[from[m]] * white[first + by[m]];
                value += sums[m] * monomials[m];
                reverse[m] = sums[m];
            }
            java.util.Arrays.fill(slope, 0);
            for (int m = monomials.length - 1; m > 0; m--) {
                reverse[from[m]] += reverse[m] * white[first + by[m]];
                slope[by[m]] += reverse[m] * monomials[from[m]];
            }
            return value;
        }

        /** The value beyond the reach, and its slopes in all coordinates. */
        private double beyond() {
            double[] heads = products.clone();
            double[] whitened = white.clone();
            double value = evaluate(point, beyond);
            System.arraycopy(whitened, 0, white, 0, first);
            System.arraycopy(heads, 0, products, 0, heads.length);
            return value;
        }

        /** Counts the slopes at last coordinates among those that {@link #addSlopes} expects, with a weight. */
        void expect(double weight, double[] coordinates) {
            if (!whitenLast(coordinates)) {
                beyond();
                for (int a = 0; a < dimension; a++) {
                    outside[a] += weight * beyond[a];
                }
                return;
            }
            multiplyLast();
            for (int m = 0; m < expected.length; m++) {
                expected[m] += weight * monomials[m];
            }
            for (int a = 0; a < rest; a++) {
                expectedSlope[a] += weight * slope[a];
            }
        }

        /** Adds the slopes in all coordinates, expected over the points counted. */
        void addSlopes(double[] into) {
            java.util.Arrays.fill(adjoints, 0);
            java.util.Arrays.fill(whiteSlope, 0);
            for (int t = 0; t < terms; t++) {
                adjoints[head[t]] += coefficients[t] * expected[tail[t]];
            }
            for (int t = terms - 1; t > 0; t--) {
                if (tail[t] == 0) {
                    adjoints[parents[t]] += adjoints[t] * white[last[t]];
                    whiteSlope[last[t]] += adjoints[t] * products[parents[t]];
                }
            }
            System.arraycopy(expectedSlope, 0, whiteSlope, first, rest);
            for (int a = dimension - 1; a >= 0; a--) {
                double left = whiteSlope[a];
                for (int b = a + 1; b < dimension; b++) {
                    left -= root[b][a] * beyond[b];
                }
                beyond[a] = left / root[a][a];
                into[a] += beyond[a] + outside[a];
            }
        }
    }

    private int degree() {
        int degree = 0;
        while (terms(dimension, degree) < terms) {
            degree++;
        }
        return degree;
    }

    private static int[][] products(int dimension, int terms, int degree) {
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
        java.util.Arrays.fill(whiteSlope, 0);
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
