package tributary.family.segments;

import tributary.hierarchy.GroupSums;

/** The segments' own estimates of the effects, nothing pooled: least squares, or differences of rates. */
final class RawEffects {
    private final SegmentDesign design;
    private final SegmentSpec spec;

    RawEffects(SegmentDesign design) {
        this.design = design;
        this.spec = design.spec();
    }

    RawEffect[] of(SegmentMoments moments, int segment) {
        if (spec.outcome().counted() && !spec.control().isEmpty()) {
            return rates(moments, segment);
        }
        if (spec.form() == SegmentSpec.Form.ESTIMATES) {
            SegmentScale scale = design.scale();
            return new RawEffect[] {
                moments.count(segment) > 0
                        ? new RawEffect(
                                moments.mean(segment, 0) + scale.origin(0), moments.mean(segment, 1) + scale.origin(1))
                        : RawEffect.NONE
            };
        }
        RawEffect[] raw = new RawEffect[spec.arms().size()];
        GroupSums.Regression regression = design.sums(moments, segment).regression();
        double variance = regression.residualVariance();
        for (int a = 0; a < raw.length; a++) {
            GroupSums.Estimate estimate = regression.estimates().get(1 + a);
            raw[a] = new RawEffect(estimate.value(), StrictMath.sqrt(estimate.variance() * variance));
        }
        return raw;
    }

    /**
     * Differences of means, their errors by the variances of the likelihood at the observed means; without an event, or
     * with nothing else, an arm tells no error.
     */
    private RawEffect[] rates(SegmentMoments moments, int segment) {
        int arms = spec.arms().size();
        int y = arms + spec.covariates().size();
        long[] rows = design.rows(moments, segment);
        double[] means = new double[1 + arms];
        double[] errors = new double[1 + arms];
        double n = moments.count(segment);
        double[] sums = new double[1 + arms];
        sums[0] = n == 0 ? 0 : n * design.mean(moments, segment, y);
        for (int a = 0; a < arms && n > 0; a++) {
            sums[1 + a] = moments.centred(segment, y, a)
                    + n * design.mean(moments, segment, a) * design.mean(moments, segment, y);
            sums[0] -= sums[1 + a];
        }
        for (int c = 0; c <= arms; c++) {
            means[c] = rows[c] == 0 ? Double.NaN : StrictMath.rint(sums[c]) / rows[c];
            double variance = spec.outcome() == Outcome.BERNOULLI ? means[c] * (1 - means[c]) : means[c];
            errors[c] = variance > 0 ? variance / rows[c] : Double.NaN;
        }
        RawEffect[] raw = new RawEffect[arms];
        for (int a = 0; a < arms; a++) {
            raw[a] = new RawEffect(means[1 + a] - means[0], StrictMath.sqrt(errors[0] + errors[1 + a]));
        }
        return raw;
    }
}
