package tributary.expr;

import org.jspecify.annotations.Nullable;
import tributary.math.Elementary;
import tributary.math.Lanes;

/** Values and their derivatives in one direction; a single value stands for all elements. */
final class Dual {
    private final double[] value;
    private final double @Nullable [] tangent;

    private Dual(double[] value, double @Nullable [] tangent) {
        this.value = value;
        this.tangent = tangent;
    }

    static Dual of(int size, boolean moves) {
        return new Dual(new double[size], moves ? new double[size] : null);
    }

    static Dual fixed(double[] value) {
        return new Dual(value, null);
    }

    int size() {
        return value.length;
    }

    boolean moves() {
        return tangent != null;
    }

    double[] value() {
        return value;
    }

    double value(int i) {
        return value[value.length == 1 ? 0 : i];
    }

    double tangent(int i) {
        return tangent == null ? 0 : tangent[tangent.length == 1 ? 0 : i];
    }

    void set(int i, double newValue, double newTangent) {
        value[i] = newValue;
        if (tangent != null) {
            tangent[i] = newTangent;
        }
    }

    Dual sum() {
        return new Dual(new double[] {Lanes.sum(value)}, tangent == null ? null : new double[] {Lanes.sum(tangent)});
    }

    Dual logSumExp() {
        double largest = Double.NEGATIVE_INFINITY;
        for (double x : value) {
            largest = Math.max(largest, x);
        }
        if (Double.isInfinite(largest)) {
            return fixed(new double[] {largest});
        }
        double[] shifted = new double[size()];
        for (int i = 0; i < size(); i++) {
            shifted[i] = Elementary.exp(value[i] - largest);
        }
        double total = Lanes.sum(shifted);
        double slope = 0;
        for (int i = 0; i < size(); i++) {
            slope += shifted[i] / total * tangent(i);
        }
        return new Dual(new double[] {largest + Elementary.log(total)}, new double[] {slope});
    }
}
