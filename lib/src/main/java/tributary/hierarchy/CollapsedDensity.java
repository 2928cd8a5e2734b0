package tributary.hierarchy;

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

    /** A position of finite density to begin at. */
    double[] start();
}
