package tributary.expr;

import java.util.Arrays;

/** All scalars of a bound program with their adjoints, by slot. */
final class Scalars {
    private double[] value = new double[16];
    private double[] adjoint = new double[16];
    private int count;

    int slot() {
        if (count == value.length) {
            value = Arrays.copyOf(value, 2 * count);
            adjoint = Arrays.copyOf(adjoint, 2 * count);
        }
        return count++;
    }

    double value(int slot) {
        return value[slot];
    }

    void set(int slot, double number) {
        value[slot] = number;
    }

    double adjoint(int slot) {
        return adjoint[slot];
    }

    void add(int slot, double contribution) {
        adjoint[slot] += contribution;
    }

    void clearAdjoints() {
        Arrays.fill(adjoint, 0, count, 0);
    }
}
