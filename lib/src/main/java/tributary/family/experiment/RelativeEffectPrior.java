package tributary.family.experiment;

import java.io.Serializable;

/**
 * The normal prior of a relative effect for the normal approximation.
 *
 * @param mean its mean
 * @param variance its variance, positive; infinite for a flat prior
 */
public record RelativeEffectPrior(double mean, double variance) implements Serializable {
    private static final long serialVersionUID = 1L;

    public RelativeEffectPrior {
        if (!Double.isFinite(mean) || !(variance > 0)) {
            throw new IllegalArgumentException("relative effect prior needs a finite mean and a positive variance");
        }
    }

    /** Flat. */
    public static RelativeEffectPrior flat() {
        return new RelativeEffectPrior(0, Double.POSITIVE_INFINITY);
    }
}
