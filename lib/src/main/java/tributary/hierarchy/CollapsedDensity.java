package tributary.hierarchy;

import java.util.Arrays;
import java.util.List;
import tributary.math.LogDensity;

/** A density of hyper-parameters from which the groups are integrated out. */
public interface CollapsedDensity extends LogDensity {
    /** The names of the hyper-parameters, on the natural scale. */
    List<String> names();

    /** The names of the coordinates of a position: those of the hyper-parameters, and of parents that are not integrated out. */
    default List<String> coordinates() {
        return names();
    }

    /** A position's hyper-parameters on the natural scale, in the order of {@link #names}. */
    void natural(double[] position, double[] values);

    /** The density at a position without its gradient. */
    default double value(double[] position) {
        return evaluate(position, new double[dimension()]);
    }

    /**
     * The log prior at a position, Jacobians included, where the density parts with it; else 0.
     *
     * @param gradient receives its slopes
     */
    default double prior(double[] position, double[] gradient) {
        Arrays.fill(gradient, 0);
        return 0;
    }

    /**
     * A position in coordinates in which the density less its prior is smooth even where groups do not differ: variances and
     * covariances of groups in place of logarithms of deviations and partial correlations, which run off to infinity there.
     *
     * @param into receives as many numbers
     */
    default void smooth(double[] position, double[] into) {
        System.arraycopy(position, 0, into, 0, into.length);
    }

    /** Adds to a gradient at a position what slopes in its {@link #smooth} coordinates come to. */
    default void addThroughSmooth(double[] position, double[] slopes, double[] gradient) {
        for (int i = 0; i < slopes.length; i++) {
            gradient[i] += slopes[i];
        }
    }

    /**
     * The coordinates of a position that are logarithms of deviations, in sets that grow and shrink together: those between
     * groups in one, what rows scatter by in others. None where it is not known, or where searches are not to begin elsewhere.
     */
    default List<int[]> scales() {
        return List.of();
    }

    /** A position of finite density to begin at. */
    double[] start();
}
