package tributary.hierarchy;

import java.util.Arrays;

/**
 * The polynomial at points that share their first coordinates, by its monomials in the last whitened ones, of which it has
 * few: those of the first coordinates are multiplied out once. Scratch: one for each thread.
 */
final class SurrogateSlice {
    private final Surrogate whole;
    private final int dimension;
    private final int terms;
    private final int[] parents;
    private final int[] last;
    private final double[] centre;
    private final double[][] root;
    private final double[] coefficients;
    private final int first;
    private final int rest;
    /** Of each term the term of its first coordinates, and the monomial of its last ones. */
    private final int[] head;

    private final int[] tail;
    /** Monomial m is the product of monomial {@code from[m]} and last coordinate {@code by[m]}. */
    private final int[] from;

    private final int[] by;
    private final double[] white;
    private final double[] whiteSlope;
    private final double[] products;
    private final double[] adjoints;
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

    SurrogateSlice(Surrogate whole, int first) {
        this.whole = whole;
        this.first = first;
        dimension = whole.dimension;
        terms = whole.terms;
        parents = whole.parents;
        last = whole.last;
        centre = whole.centre;
        root = whole.root;
        coefficients = whole.coefficients;
        rest = dimension - first;
        white = new double[dimension];
        whiteSlope = new double[dimension];
        products = new double[terms];
        adjoints = new double[terms];
        head = new int[terms];
        tail = new int[terms];
        int degree = whole.degree();
        int[][] own = Surrogate.products(rest, Surrogate.terms(rest, degree), degree);
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
        Arrays.fill(sums, 0);
        sums[0] = coefficients[0];
        for (int t = 1; t < terms; t++) {
            if (tail[t] == 0) {
                products[t] = products[parents[t]] * white[last[t]];
            }
            sums[tail[t]] += coefficients[t] * products[head[t]];
        }
        Arrays.fill(expected, 0);
        Arrays.fill(outside, 0);
        Arrays.fill(expectedSlope, 0);
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
        return all <= whole.reach * whole.reach;
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
        Arrays.fill(slope, 0);
        for (int m = monomials.length - 1; m > 0; m--) {
            reverse[from[m]] += reverse[m] * white[first + by[m]];
            slope[by[m]] += reverse[m] * monomials[from[m]];
        }
        return value;
    }

    /** The value beyond the reach, and its slopes in all coordinates. */
    private double beyond() {
        return whole.evaluate(point, beyond);
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
        Arrays.fill(adjoints, 0);
        Arrays.fill(whiteSlope, 0);
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
