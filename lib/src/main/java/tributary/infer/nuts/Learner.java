package tributary.infer.nuts;

import tributary.infer.mode.Arrow;
import tributary.math.LogDensity;

/** What warm-up learns the metric with: a calendar of windows, the draws of each, and the metric at its end. */
sealed interface Learner permits MetricLearner, CurvatureLearner {
    /** The learner of a kind of metric; of the curvature, with the zeros of the metric given if it has some. */
    static Learner of(MetricKind kind, LogDensity density, Metric given) {
        return switch (kind) {
            case DIAGONAL, DENSE, FIXED -> new MetricLearner(kind, density.dimension());
            case CURVATURE ->
                new CurvatureLearner(
                        density, given instanceof ArrowMetric same ? same.arrow() : Arrow.whole(density.dimension()));
        };
    }

    /** Windows of a warm-up of so many transitions. */
    Windows windows(int total);

    /** The metric of the first transition. */
    Metric begin(Metric given, NutsState start);

    /** A limit of doublings at a transition, where the metric is still crude. */
    int depth(int transition, int most);

    /** One draw of a window. */
    void learn(double[] position);

    /**
     * The metric at a window's end, which forgets the window.
     *
     * @throws IllegalArgumentException if the draws overflow it
     */
    Metric finish(Metric current);
}
