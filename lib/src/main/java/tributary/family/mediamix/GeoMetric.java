package tributary.family.mediamix;

import org.jspecify.annotations.Nullable;
import tributary.infer.nuts.ArrowMetric;
import tributary.infer.nuts.Metric;
import tributary.infer.nuts.MetricKind;
import tributary.infer.nuts.Starts;
import tributary.posterior.Posterior;

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

    /** Starts are spread by so many standard deviations of the normal at the mode. */
    private static final double WIDER = 1.5;

    static GeoMetric of(StandardisedMix mix) {
        int dimension = mix.posterior().layout().dimension();
        if (dimension <= FEW) {
            return new GeoMetric(MetricKind.DENSE, null);
        }
        if (!mix.tied() && mix.zeros().blocks() > 1) {
            return new GeoMetric(MetricKind.CURVATURE, ArrowMetric.unit(mix.zeros()));
        }
        return new GeoMetric(dimension <= MANY ? MetricKind.CURVATURE : MetricKind.DIAGONAL, null);
    }

    /** Uniform where unknowns are few; else spread about the modes uphill from there. */
    Starts starts(GeoCentring found, Posterior posterior) {
        Starts uniform = Starts.uniform(1);
        MixStart start = new MixStart(found.standardised());
        PartialCentring centring = found.partly(posterior);
        return kind != MetricKind.CURVATURE
                ? uniform
                : (chain, attempt, dimension, stream) -> uniform.position(chain, attempt, dimension, stream)
                        .map(from -> centring.ofPosterior(start.position(posterior, WIDER, from, stream)));
    }
}
