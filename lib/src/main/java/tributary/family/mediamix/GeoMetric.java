package tributary.family.mediamix;

import org.jspecify.annotations.Nullable;
import tributary.infer.mode.Arrow;
import tributary.infer.mode.ArrowMatrix;
import tributary.infer.mode.Curvature;
import tributary.infer.mode.Lbfgs;
import tributary.infer.nuts.ArrowMetric;
import tributary.infer.nuts.Metric;
import tributary.infer.nuts.MetricKind;
import tributary.infer.nuts.Starts;
import tributary.math.LogDensity;
import tributary.posterior.Posterior;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * How a media mix's chains begin, and what warm-up learns of its shape: all covariances from draws where unknowns are few;
 * the curvature where a panel has many, since geos touch only through what they share; else variances alone.
 *
 * @param kind what warm-up learns
 * @param first the metric it begins with; null for the unit metric
 */
record GeoMetric(MetricKind kind, @Nullable Metric first) {
    /** Up to so many unknowns a warm-up has the draws to learn all their covariances. */
    private static final int FEW = 100;
    /** Up to so many unknowns that all touch, a Hessian and its factor cost less than what they save. */
    private static final int MANY = 1000;

    /** Enough to leave a start far from all that is likely; the mode is not sought. */
    private static final Lbfgs CLIMB = new Lbfgs(200, 1e-2);

    static GeoMetric of(Posterior posterior) {
        int dimension = posterior.layout().dimension();
        if (dimension <= FEW) {
            return new GeoMetric(MetricKind.DENSE, null);
        }
        Arrow arrow = Arrow.of(dimension, posterior.coordinates("geo"));
        if (arrow.blocks() > 1 && fits(posterior.densities().get(), arrow)) {
            return new GeoMetric(MetricKind.CURVATURE, ArrowMetric.unit(arrow));
        }
        return new GeoMetric(dimension <= MANY ? MetricKind.CURVATURE : MetricKind.DIAGONAL, null);
    }

    /** Priors on money and lift tests of all geos tie geos together otherwise than by what they share. */
    private static boolean fits(LogDensity density, Arrow arrow) {
        RandomStream random = StreamKey.of(0).with("arrow").stream();
        double[] position = new double[arrow.dimension()];
        double[] direction = new double[arrow.dimension()];
        for (int i = 0; i < position.length; i++) {
            position[i] = 0.3 * random.nextGaussian();
            direction[i] = random.nextGaussian();
        }
        ArrowMatrix curvature = Curvature.negativeHessian(density, position, arrow);
        return curvature.isFinite() && Curvature.fits(density, position, curvature, direction);
    }

    Starts starts(Posterior posterior) {
        Starts uniform = Starts.uniform(1);
        return kind != MetricKind.CURVATURE
                ? uniform
                : (chain, attempt, dimension, stream) -> uniform.position(chain, attempt, dimension, stream)
                        .map(start ->
                                CLIMB.search(posterior.densities().get(), start).position());
    }
}
