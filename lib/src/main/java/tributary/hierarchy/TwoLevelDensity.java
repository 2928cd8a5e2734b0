package tributary.hierarchy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A density of the hyper-parameters of groups and of the parents they lie within, both levels integrated out: what a position
 * holds, and its prior. The hyper-parameters of groups stand first, those of parents after them.
 */
abstract class TwoLevelDensity implements CollapsedDensity {
    final HyperLayout layout;
    final HyperPrior prior;
    final UpperLevel upper;
    /** Hyper-parameters of groups. */
    final int lower;
    /** Coefficients that vary. */
    final int k;

    private final double centre;

    /**
     * Its coordinates.
     *
     * @param spreads the prior of the deviation of each varying coefficient between parents
     * @param centre what was taken off the outcomes
     */
    TwoLevelDensity(GroupModel model, List<SpreadPrior> spreads, double centre) {
        this.centre = centre;
        layout = new HyperLayout(model);
        prior = new HyperPrior(model, layout);
        lower = layout.dimension();
        upper = new UpperLevel(model, spreads, lower);
        k = upper.coefficients();
    }

    @Override
    public final int dimension() {
        return lower + upper.dimension();
    }

    @Override
    public final List<String> names() {
        List<String> names = new ArrayList<>(layout.names());
        names.addAll(upper.names());
        return names;
    }

    @Override
    public final void natural(double[] position, double[] values) {
        double[] own = new double[lower];
        layout.natural(Arrays.copyOf(position, lower), centre, own);
        System.arraycopy(own, 0, values, 0, lower);
        upper.natural(position, values);
    }

    @Override
    public final double prior(double[] position, double[] gradient) {
        Arrays.fill(gradient, 0);
        return prior.add(position, centre, gradient) + upper.prior(position, gradient);
    }

    @Override
    public final void smooth(double[] position, double[] into) {
        prior.smooth(position, into);
        upper.smooth(position, into);
    }

    @Override
    public final void addThroughSmooth(double[] position, double[] slopes, double[] gradient) {
        prior.addThroughSmooth(position, slopes, gradient);
        upper.addThroughSmooth(position, slopes, gradient);
    }
}
