package tributary.infer.nuts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tributary.infer.mode.Arrow;
import tributary.infer.mode.ArrowMatrix;
import tributary.infer.mode.Curvature;
import tributary.math.LogDensity;

/**
 * The mass as the mean negative Hessian at a few draws of a window: for a normal posterior it is the inverse covariance, of
 * which a window's draws would tell only where there are several times as many of them as coordinates.
 */
final class CurvatureLearner {
    /** Hessians are averaged over so many draws. */
    private static final int POINTS = 8;

    private final LogDensity density;
    private final Arrow arrow;
    private final List<double[]> draws = new ArrayList<>();
    private ArrowMatrix sum;
    private int count;

    CurvatureLearner(LogDensity density, Arrow arrow) {
        this.density = density;
        this.arrow = arrow;
        this.sum = ArrowMatrix.zero(arrow);
    }

    void learn(double[] position) {
        draws.add(position);
    }

    /** Forgets what was learnt on the way to the posterior. */
    void forget() {
        sum = ArrowMatrix.zero(arrow);
        count = 0;
    }

    /** The metric of all that was learnt, with the later half of the draws since the last one; empty if there is none. */
    Optional<Metric> metric() {
        int half = (draws.size() + 1) / 2;
        int used = StrictMath.min(POINTS, half);
        for (int k = 0; k < used; k++) {
            ArrowMatrix one = Curvature.negativeHessian(density, draws.get(draws.size() - 1 - k * half / used), arrow);
            if (one.isFinite()) {
                sum.add(1, one);
                count++;
            }
        }
        draws.clear();
        if (count == 0) {
            return Optional.empty();
        }
        ArrowMatrix mean = ArrowMatrix.zero(arrow);
        mean.add(1.0 / count, sum);
        return mean.nearbyRoot().map(ArrowMetric::of);
    }
}
