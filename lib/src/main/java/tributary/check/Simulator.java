package tributary.check;

import java.util.List;
import tributary.random.StreamKey;

/**
 * A model with its inference, as calibration sees them: it draws parameters and data from the model and fits the data.
 *
 * <p>Take the joint log likelihood among the quantities: parameters alone cannot tell a posterior from a prior that was
 * never updated (Modrak et al. 2023).
 */
public interface Simulator {
    /** The names of the quantities whose ranks are judged: parameters, estimands, and functions of the data too. */
    List<String> quantities();

    /**
     * One replication: truth from the prior, data given it, posterior draws given the data.
     *
     * @param key names the streams of this replication; all randomness comes from it
     */
    Replication replicate(StreamKey key);
}
