package tributary.hierarchy;

import java.util.ArrayList;
import java.util.List;

/**
 * The level above the groups: by how much the varying coefficients of whole parents deviate together from the overall
 * ones, {@code normal(0, C C')}; its hyper-parameters stand in a position after those of the groups.
 *
 * <p>It is a group model of its own, of the varying coefficients about means of zero. Scratch: one for each density.
 */
final class UpperLevel {
    private final HyperLayout layout;
    private final HyperPrior prior;
    private final int k;
    private final int offset;
    private final double[] position;
    private final double[] gradient;
    private final double[] factor;
    private double[][] correlation = {};

    /**
     * The level.
     *
     * @param model of the groups
     * @param spreads the prior of the deviation of each varying coefficient between parents
     * @param offset where its hyper-parameters begin in a position
     */
    UpperLevel(GroupModel model, List<SpreadPrior> spreads, int offset) {
        int[] varying = model.varying();
        if (varying.length == 0 || spreads.size() != varying.length) {
            throw new IllegalArgumentException(
                    "groups within parents need varying coefficients and as many priors of their deviations between"
                            + " parents");
        }
        List<GroupModel.Coefficient> coefficients = new ArrayList<>();
        for (int v = 0; v < varying.length; v++) {
            String name = "group_" + model.coefficients().get(varying[v]).name();
            coefficients.add(GroupModel.Coefficient.of(name, 0, Double.POSITIVE_INFINITY, spreads.get(v)));
        }
        GroupModel above = GroupModel.of(coefficients, model.correlationShape(), null);
        layout = new HyperLayout(above);
        prior = new HyperPrior(above, layout);
        k = varying.length;
        this.offset = offset;
        position = new double[layout.dimension()];
        gradient = new double[layout.dimension()];
        factor = new double[k * k];
    }

    /** Its hyper-parameters. */
    int dimension() {
        return layout.dimension() - k;
    }

    /** Varying coefficients. */
    int coefficients() {
        return k;
    }

    List<String> names() {
        List<String> names = layout.names();
        return names.subList(k, names.size());
    }

    /** Values on the natural scale, at their place among those of the whole position. */
    void natural(double[] at, double[] values) {
        double[] own = new double[layout.dimension()];
        take(at);
        layout.natural(position, 0, own);
        System.arraycopy(own, k, values, offset, dimension());
    }

    private void take(double[] at) {
        System.arraycopy(at, offset, position, k, dimension());
    }

    /** The factor C at a position, k x k by rows; overwritten by the next call. */
    double[] condition(double[] at) {
        take(at);
        correlation = layout.correlationFactor(position);
        prior.fillFactor(position, 1, correlation, factor);
        return factor;
    }

    /** The log prior at a position, its slopes added at their place. */
    double prior(double[] at, double[] into) {
        take(at);
        java.util.Arrays.fill(gradient, 0);
        double value = prior.add(position, 0, gradient);
        addTo(into);
        return value;
    }

    /** Its part of {@link CollapsedDensity#smooth}. */
    void smooth(double[] at, double[] into) {
        take(at);
        double[] own = new double[layout.dimension()];
        prior.smooth(position, own);
        System.arraycopy(own, k, into, offset, dimension());
    }

    /** Its part of {@link CollapsedDensity#addThroughSmooth}. */
    void addThroughSmooth(double[] at, double[] slopes, double[] into) {
        take(at);
        double[] own = new double[layout.dimension()];
        System.arraycopy(slopes, offset, own, k, dimension());
        java.util.Arrays.fill(gradient, 0);
        prior.addThroughSmooth(position, own, gradient);
        addTo(into);
    }

    private void addTo(double[] into) {
        for (int i = 0; i < dimension(); i++) {
            into[offset + i] += gradient[k + i];
        }
    }

    /** Adds to a gradient what slopes in the factor conditioned on come to. */
    void addThroughFactor(double[] factorSlope, double[] into) {
        java.util.Arrays.fill(gradient, 0);
        prior.backThroughFactor(position, 1, correlation, factor, factorSlope, gradient);
        addTo(into);
    }

    /** The log prior at the position conditioned on; its slopes, and those through the factor, go to the gradient. */
    double add(double[] factorSlope, double[] into) {
        java.util.Arrays.fill(gradient, 0);
        prior.backThroughFactor(position, 1, correlation, factor, factorSlope, gradient);
        double value = prior.add(position, 0, gradient);
        System.arraycopy(gradient, k, into, offset, dimension());
        return value;
    }
}
