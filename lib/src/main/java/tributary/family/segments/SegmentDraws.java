package tributary.family.segments;

import java.util.Arrays;
import tributary.hierarchy.GroupConditional;
import tributary.hierarchy.Groups;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * The draws of one segment after another, given the hyper-parameters: a segment's stream is named by its own name, so a
 * draw depends neither on the block it lies in nor on the order of asking. Not thread-safe.
 */
public final class SegmentDraws {
    private final SegmentDesign design;
    private final SegmentMoments moments;
    private final StreamKey key;
    private final GroupConditional[] given;
    private final double[][] lift;
    private final double[][] control;
    private final double[] mean;
    private final double[] variance;
    private final double[] weight;
    private final double[] coefficients;
    private final double[] means;
    private final double[] variances;
    private final double[] spreads;
    private final double[] squares;

    /** The draws of a block. */
    public SegmentDraws(SegmentDesign design, SegmentMoments moments, SegmentPosterior posterior, StreamKey key) {
        this.design = design;
        this.moments = moments;
        this.key = key.with("segment");
        Groups groups = design.groups(moments);
        int size = posterior.size();
        int arms = design.spec().arms().size();
        int q = design.model().coefficients().size();
        double[][] positions = new double[size][];
        Arrays.setAll(positions, posterior::position);
        given = groups.given(design.model(), positions);
        lift = new double[arms][size];
        control = new double[arms][size];
        mean = new double[arms];
        variance = new double[arms];
        weight = new double[arms];
        coefficients = new double[q];
        means = new double[q];
        variances = new double[q];
        spreads = new double[q];
        squares = new double[arms];
    }

    /** Draws a segment; what the other methods give is of this segment until the next call. */
    public void draw(int segment) {
        int arms = lift.length;
        int size = given.length;
        Outcome outcome = design.spec().outcome();
        boolean drawn = outcome.quadrature();
        boolean baseline = design.spec().hasBaseline();
        RandomStream stream = key.with(moments.name(segment)).stream();
        Arrays.fill(squares, 0);
        Arrays.fill(mean, 0);
        Arrays.fill(variance, 0);
        Arrays.fill(weight, 0);
        for (int m = 0; m < size; m++) {
            given[m].draw(segment, stream, coefficients, means, variances);
            given[m].spreads(spreads);
            for (int a = 0; a < arms; a++) {
                int j = design.effect(a);
                if (drawn) {
                    // Nothing is known in closed form: each draw stands for itself.
                    double without = outcome.likelihood().mean(coefficients[0]);
                    control[a][m] = without;
                    lift[a][m] = outcome.likelihood().mean(coefficients[0] + coefficients[j]) - without;
                    mean[a] += lift[a][m] / size;
                    squares[a] += lift[a][m] * lift[a][m] / size;
                } else {
                    lift[a][m] = coefficients[j];
                    control[a][m] = baseline ? coefficients[0] : Double.NaN;
                    mean[a] += means[j] / size;
                    squares[a] += means[j] * means[j] / size;
                    variance[a] += variances[j] / size;
                }
                double between = spreads[j] * spreads[j];
                weight[a] += (between > 0 ? Math.max(0, 1 - variances[j] / between) : 0) / size;
            }
        }
        for (int a = 0; a < arms; a++) {
            variance[a] += Math.max(0, squares[a] - mean[a] * mean[a]);
        }
    }

    /** The draws of an arm's effect; overwritten by the next {@link #draw}. */
    public double[] lift(int arm) {
        return lift[arm];
    }

    /** The draws of the segment's level without treatment, covariates at their means; NaN where it is not modelled. */
    double[] control(int arm) {
        return control[arm];
    }

    /** The posterior mean: the mean of the conditional means, free of the draws' own noise (Rao-Blackwell). */
    double mean(int arm) {
        return mean[arm];
    }

    /** The posterior standard deviation, likewise. */
    double deviation(int arm) {
        return StrictMath.sqrt(variance[arm]);
    }

    /**
     * The share of the variance between segments that the segment's own rows resolve, averaged over the
     * hyper-parameters: with known standard error s it is {@code tau^2 / (tau^2 + s^2)}, the weight on the raw estimate.
     */
    double weight(int arm) {
        return weight[arm];
    }
}
