package tributary.family.segments;

import java.util.Locale;

/** The ladder of models of one table of segments, from ignoring segments to a latent of each. */
public enum Rung {
    /** Segments are ignored. */
    NAIVE,
    /** Each segment its own level, under a flat prior. */
    FIXED_EFFECTS,
    /** Levels vary about a common mean, whatever the treatment is. */
    MULTILEVEL,
    /** The segments' means of treatments and covariates explain their levels (Mundlak, 1978). */
    MUNDLAK,
    /** Treatment and outcome share a latent of the segment, of which its mean is a noisy measurement. */
    LATENT_MUNDLAK;

    /** The model of this rung for the same rows as {@code spec}. */
    public SegmentSpec of(SegmentSpec spec) {
        SegmentSpec.Effect common = SegmentSpec.Effect.COMMON;
        return switch (this) {
            case NAIVE -> spec.with(SegmentSpec.Baseline.COMMON, common, false);
            case FIXED_EFFECTS -> spec.with(SegmentSpec.Baseline.FIXED, common, false);
            case MULTILEVEL -> spec.with(SegmentSpec.Baseline.POOLED, common, false);
            case MUNDLAK -> spec.with(SegmentSpec.Baseline.POOLED, common, true);
            case LATENT_MUNDLAK -> spec.with(SegmentSpec.Baseline.LATENT, common, false);
        };
    }

    /** The word in tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
