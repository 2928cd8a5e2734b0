package tributary.estimand;

import java.io.Serializable;
import java.util.Arrays;

/** Weighted sums of one average at one level: for each batch and draw, and at the anchor over all rows. */
final class Sums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int draws;
    private final double[][] values;
    private final double[][] weights;
    private double[] anchorValues = new double[0];
    private double[] anchorWeights = new double[0];

    /**
     * Nothing yet.
     *
     * @param own whether weights differ from draw to draw
     */
    Sums(int batches, int draws, boolean own) {
        this.draws = draws;
        this.values = new double[batches][draws];
        this.weights = new double[batches][own ? draws : 1];
    }

    void add(int batch, int draw, double weight, double value) {
        values[batch][draw] += weight * value;
        if (weights[batch].length > 1) {
            weights[batch][draw] += weight;
        } else if (draw == 0) {
            weights[batch][0] += weight;
        }
    }

    void anchor(int parts, int part, double weight, double value) {
        if (anchorValues.length == 0) {
            anchorValues = new double[parts];
            anchorWeights = new double[parts];
        }
        anchorValues[part] += weight * value;
        anchorWeights[part] += weight;
    }

    Sums plus(Sums other) {
        Sums both = new Sums(values.length, draws, weights[0].length > 1);
        for (int b = 0; b < values.length; b++) {
            both.values[b] = sum(values[b], other.values[b]);
            both.weights[b] = sum(weights[b], other.weights[b]);
        }
        both.anchorValues = sum(anchorValues, other.anchorValues);
        both.anchorWeights = sum(anchorWeights, other.anchorWeights);
        return both;
    }

    private static double[] sum(double[] one, double[] other) {
        if (one.length == 0 || other.length == 0) {
            return one.length == 0 ? other : one;
        }
        double[] both = Arrays.copyOf(one, one.length);
        for (int i = 0; i < both.length; i++) {
            both[i] += other[i];
        }
        return both;
    }

    int batches() {
        return values.length;
    }

    /** The mean over a batch at a draw. */
    double mean(int batch, int draw) {
        return values[batch][draw] / weight(batch, draw);
    }

    /** The mean over all batches at a draw. */
    double mean(int draw) {
        double value = 0;
        double weight = 0;
        for (int b = 0; b < values.length; b++) {
            value += values[b][draw];
            weight += weight(b, draw);
        }
        return value / weight;
    }

    private double weight(int batch, int draw) {
        return weights[batch][weights[batch].length > 1 ? draw : 0];
    }

    boolean hasAnchor() {
        return anchorValues.length > 0;
    }

    /** The mean over all rows at the anchor, with the parts of the rows weighted. */
    double anchor(double... parts) {
        double value = 0;
        double weight = 0;
        for (int k = 0; k < anchorValues.length; k++) {
            double part = parts.length == 0 ? 1 : parts[k];
            value += part * anchorValues[k];
            weight += part * anchorWeights[k];
        }
        return value / weight;
    }
}
