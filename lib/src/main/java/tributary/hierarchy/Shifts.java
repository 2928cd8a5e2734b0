package tributary.hierarchy;

import java.io.Serializable;

/** The deviations of parents, by which the mean coefficients of the groups within them are shifted. */
final class Shifts implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int[] parents;
    private final int[] varying;
    /** By the place of a coefficient, its place among the varying ones, or -1. */
    private final int[] place;

    private double[] values;
    private int from;

    /**
     * Shifts.
     *
     * @param parents of each group its parent
     * @param varying the places of the coefficients that vary
     * @param coefficients all of them
     */
    Shifts(int[] parents, int[] varying, int coefficients) {
        this.parents = parents;
        this.varying = varying;
        place = new int[coefficients];
        java.util.Arrays.fill(place, -1);
        for (int v = 0; v < varying.length; v++) {
            place[varying[v]] = v;
        }
        values = new double[0];
    }

    /** Reads the deviations, parent after parent, from a place in an array on; not copied. */
    Shifts from(double[] array, int at) {
        values = array;
        from = at;
        return this;
    }

    private int at(int group) {
        return parents[group] * varying.length;
    }

    /** Adds the slope in a coefficient of a group to that in the deviation of its parent. */
    void add(int group, int coefficient, double slope, double[] into) {
        int v = place[coefficient];
        if (v >= 0) {
            into[at(group) + v] += slope;
        }
    }

    /** By how much a coefficient of a group is shifted. */
    double of(int group, int coefficient) {
        int v = place[coefficient];
        return v < 0 ? 0 : values[from + at(group) + v];
    }
}
