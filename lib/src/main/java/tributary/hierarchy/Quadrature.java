package tributary.hierarchy;

import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * A product rule of Gauss and Hermite for integrals against a standard normal density: nodes x and weights w with {@code
 * E f(x) = sum w f(x)}, exact for polynomials of degree 2n - 1 in each direction.
 */
final class Quadrature {
    /** Nodes in each direction by the number of directions, for the density that is sampled and for its check. */
    private static final int[] USUAL = {1, 11, 5, 5, 3};

    private static final int[] FINER = {1, 21, 9, 7, 5};

    /** The same where the data all but make the integrand normal. */
    private static final int[] USUAL_INFORMED = {1, 5, 3, 3, 3};

    private static final int[] FINER_INFORMED = {1, 9, 5, 5, 5};

    private final int directions;
    private final double[] nodes;
    private final double[] weights;

    private Quadrature(int directions, int each) {
        this.directions = directions;
        GaussIntegrator rule = new GaussIntegratorFactory().hermite(each);
        int points = 1;
        for (int d = 0; d < directions; d++) {
            points *= each;
        }
        nodes = new double[points * directions];
        weights = new double[points];
        for (int p = 0; p < points; p++) {
            int rest = p;
            double weight = 1;
            for (int d = 0; d < directions; d++) {
                nodes[p * directions + d] = StrictMath.sqrt(2) * rule.getPoint(rest % each);
                weight *= rule.getWeight(rest % each) / StrictMath.sqrt(StrictMath.PI);
                rest /= each;
            }
            weights[p] = weight;
        }
    }

    /** The most directions there is a rule for. */
    static int most() {
        return USUAL.length - 1;
    }

    static Quadrature usual(int directions) {
        return new Quadrature(directions, USUAL[directions]);
    }

    static Quadrature finer(int directions) {
        return new Quadrature(directions, FINER[directions]);
    }

    static Quadrature usualInformed(int directions) {
        return new Quadrature(directions, USUAL_INFORMED[directions]);
    }

    static Quadrature finerInformed(int directions) {
        return new Quadrature(directions, FINER_INFORMED[directions]);
    }

    int points() {
        return weights.length;
    }

    double node(int point, int direction) {
        return nodes[point * directions + direction];
    }

    double weight(int point) {
        return weights[point];
    }
}
