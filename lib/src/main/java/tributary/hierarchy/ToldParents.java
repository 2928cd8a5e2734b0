package tributary.hierarchy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import tributary.random.RandomStream;

/**
 * Parents whose groups' log likelihood is told by polynomials {@code S_p} of the smooth coordinates ({@link
 * CollapsedDensity#smooth}) of {@code (m + u_p, Omega)}, in place of the groups: each evaluation then costs work for each
 * parent only. Immutable.
 *
 * <p>The polynomials' coordinates are {@link #ordered}: the means of coefficients that vary come last.
 */
final class ToldParents implements Groups {
    private static final long serialVersionUID = 1L;
    /** Steps of a slope's differences, as a share of how far the law of a parent goes. */
    private static final double STEP = 1e-4;

    private final NestedTable nested;
    private final double centre;
    private final double[] start;
    private final ArrayList<Optional<Told>> parents;

    /** One parent. */
    static final class Told implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Surrogate likelihood;
        private final double[] curvature;

        private Told(Surrogate likelihood, double[] curvature) {
            this.likelihood = likelihood;
            this.curvature = curvature;
        }

        /** The log likelihood of its groups. */
        Surrogate likelihood() {
            return likelihood;
        }

        /**
         * The curvature of that downwards in the means of coefficients that vary, k x k by rows; zero where it is not
         * downwards; never written.
         */
        double[] curvature() {
            return curvature;
        }

        /** The same with a plane added to the likelihood. */
        Told plus(Surrogate plane) {
            return new Told(likelihood.plus(plane), curvature);
        }

        /**
         * A parent.
         *
         * @param middle about which it lies
         * @param reach how far in each direction
         * @param k the last coordinates, of which the curvature is
         */
        static Told of(Surrogate likelihood, double[] middle, double[] reach, int k) {
            int first = middle.length - k;
            double[] point = middle.clone();
            double[] up = new double[point.length];
            double[] down = new double[point.length];
            double[] curvature = new double[k * k];
            double[][] square = new double[k][k];
            for (int w = 0; w < k; w++) {
                double step = STEP * reach[first + w];
                point[first + w] = middle[first + w] + step;
                likelihood.evaluate(point, up);
                point[first + w] = middle[first + w] - step;
                likelihood.evaluate(point, down);
                point[first + w] = middle[first + w];
                for (int v = 0; v < k; v++) {
                    double half = (down[first + v] - up[first + v]) / (4 * step);
                    square[v][w] += half;
                    square[w][v] += half;
                }
            }
            for (int v = 0; v < k && positive(square); v++) {
                System.arraycopy(square[v], 0, curvature, v * k, k);
            }
            return new Told(likelihood, curvature);
        }

        private static boolean positive(double[][] square) {
            try {
                new CholeskyDecomposition(new Array2DRowRealMatrix(square), 1e-6, 0);
                return true;
            } catch (NonPositiveDefiniteMatrixException e) {
                return false;
            }
        }
    }

    /**
     * The parents.
     *
     * @param centre of the outcomes
     * @param start hyper-parameters of both levels to begin at
     * @param parents empty for those without rows
     */
    ToldParents(NestedTable nested, double centre, double[] start, List<Optional<Told>> parents) {
        this.nested = nested;
        this.centre = centre;
        this.start = start;
        this.parents = new ArrayList<>(parents);
    }

    /** Of each of the polynomials' coordinates its place among the hyper-parameters of groups. */
    static int[] ordered(HyperLayout layout) {
        int[] last = varyingMeans(layout);
        return IntStream.concat(
                        IntStream.range(0, layout.dimension())
                                .filter(i -> IntStream.of(last).noneMatch(l -> l == i)),
                        IntStream.of(last))
                .toArray();
    }

    static int[] varyingMeans(HyperLayout layout) {
        return IntStream.of(layout.varying()).map(layout::mean).toArray();
    }

    /** The parent of a number; empty if it has no rows. */
    Optional<Told> parent(int number) {
        return parents.get(number);
    }

    double centre() {
        return centre;
    }

    /** Hyper-parameters of both levels to begin at; never written. */
    double[] start() {
        return start;
    }

    NestedTable nested() {
        return nested;
    }

    @Override
    public int groups() {
        return parents.size();
    }

    @Override
    public CollapsedDensity density(GroupModel model) {
        return new ToldDensity(this, model, Quadrature.usual(model.varying().length));
    }

    @Override
    public CollapsedDensity finer(GroupModel model) {
        return new ToldDensity(this, model, Quadrature.finer(model.varying().length));
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public GroupConditional given(GroupModel model, double[] position) {
        throw new UnsupportedOperationException("the groups of parents that are told are drawn from the groups");
    }

    /** A position of {@link NestedCells}: to hyper-parameters a draw of the standardised deviations of all parents is added. */
    @Override
    public double[] complete(GroupModel model, double[] position, RandomStream stream) {
        return new ToldDensity(this, model, Quadrature.usual(model.varying().length)).complete(position, stream);
    }
}
