package tributary.infer.nuts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tributary.infer.mode.Arrow;
import tributary.infer.mode.ArrowMatrix;
import tributary.infer.mode.ArrowRoot;
import tributary.infer.mode.Curvature;
import tributary.math.LogDensity;

/**
 * The mass as the mean negative Hessian at a few draws of a window: for a normal posterior it is the inverse covariance, of
 * which a window's draws would tell only where there are several times as many of them as coordinates.
 *
 * <p>It has a metric from the first step on, that of the start, so that windows begin at once and are short. Each forgets the
 * one before, and leaves out Hessians that are far larger than its others: where the density is steep a single one would
 * outweigh them all, and leave a chain that cannot move. Where a density has tails that its curvature does not tell, as the
 * logarithm of a spread that may be next to nothing, a coordinate's variance over the window counts too: rows and columns of the
 * mass are scaled towards it, {@code F H F}, and correlations stay the curvature's.
 */
final class CurvatureLearner implements Learner {
    /** Hessians are averaged over so many draws. */
    private static final int POINTS = 16;
    /** Transitions on the way to the posterior, while the metric is crude. */
    private static final int WAY = 30;
    /** Doublings there: a longer walk with a crude metric costs more than the better metric that comes next. */
    private static final int SHALLOW = 6;
    /** A Hessian larger than so many times the window's median is far from the others. */
    private static final double FAR = 3;

    /** From so many draws on their variances count beside the curvature's. */
    private static final int ENOUGH = 20;
    /** The curvature's count as much as those of so many draws. */
    private static final double PRIOR = 10;

    private final LogDensity density;
    private final Arrow arrow;
    private final List<double[]> draws = new ArrayList<>();

    CurvatureLearner(LogDensity density, Arrow arrow) {
        this.density = density;
        this.arrow = arrow;
    }

    @Override
    public Windows windows(int total) {
        return Windows.early(total);
    }

    @Override
    public int depth(int transition, int most) {
        return transition < WAY ? StrictMath.min(SHALLOW, most) : most;
    }

    @Override
    public Metric begin(Metric given, NutsState start) {
        learn(start.position);
        return finish(given);
    }

    @Override
    public void learn(double[] position) {
        draws.add(position);
    }

    /** Of the later half of the window's draws; the current metric if there is none. */
    @Override
    public Metric finish(Metric current) {
        int half = (draws.size() + 1) / 2;
        int used = StrictMath.min(POINTS, half);
        List<ArrowMatrix> hessians = new ArrayList<>();
        for (int k = 0; k < used; k++) {
            ArrowMatrix one = Curvature.negativeHessian(density, draws.get(draws.size() - 1 - k * half / used), arrow);
            if (one.isFinite()) {
                hessians.add(one);
            }
        }
        double[] seen = variances(half);
        draws.clear();
        if (hessians.isEmpty()) {
            return current;
        }
        double[] sizes = sizes(hessians, current.variances());
        double[] sorted = sizes.clone();
        Arrays.sort(sorted);
        ArrowMatrix mean = ArrowMatrix.zero(arrow);
        int count = 0;
        for (int k = 0; k < sizes.length; k++) {
            if (sizes[k] <= FAR * sorted[sizes.length / 2]) {
                mean.add(1, hessians.get(k));
                count++;
            }
        }
        ArrowMatrix scaled = ArrowMatrix.zero(arrow);
        scaled.add(1.0 / count, mean);
        ArrowRoot root = scaled.nearbyRoot().orElse(null);
        if (root == null) {
            return current;
        }
        if (half < ENOUGH) {
            return ArrowMetric.of(root);
        }
        double[] told = root.inverseDiagonal();
        double[] factors = new double[told.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = StrictMath.sqrt((half + PRIOR) / (half * seen[i] / told[i] + PRIOR));
        }
        scaled.scale(factors);
        return scaled.nearbyRoot().<Metric>map(ArrowMetric::of).orElse(current);
    }

    /** Of each coordinate, over the last so many draws. */
    private double[] variances(int last) {
        double[] mean = new double[density.dimension()];
        double[] squares = new double[mean.length];
        for (int k = 0; k < last; k++) {
            double[] draw = draws.get(draws.size() - 1 - k);
            for (int i = 0; i < mean.length; i++) {
                double off = draw[i] - mean[i];
                mean[i] += off / (k + 1);
                squares[i] += off * (draw[i] - mean[i]);
            }
        }
        for (int i = 0; i < mean.length; i++) {
            squares[i] /= StrictMath.max(1, last - 1);
        }
        return squares;
    }

    /** How large each is, measured by what the variances so far make of its diagonal. */
    private static double[] sizes(List<ArrowMatrix> hessians, double[] variances) {
        double[] sizes = new double[hessians.size()];
        for (int k = 0; k < sizes.length; k++) {
            double[] diagonal = hessians.get(k).diagonal();
            for (int i = 0; i < diagonal.length; i++) {
                sizes[k] = StrictMath.max(sizes[k], StrictMath.abs(diagonal[i]) * variances[i]);
            }
        }
        return sizes;
    }
}
