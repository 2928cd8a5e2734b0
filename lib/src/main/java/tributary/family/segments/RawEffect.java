package tributary.family.segments;

import java.io.Serializable;

/**
 * What a segment's own rows say of an effect.
 *
 * @param estimate NaN where they do not tell
 * @param standardError NaN where they do not tell, as of an arm without events
 */
public record RawEffect(double estimate, double standardError) implements Serializable {
    /** Nothing is told. */
    public static final RawEffect NONE = new RawEffect(Double.NaN, Double.NaN);
}
