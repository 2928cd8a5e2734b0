package tributary.jobs.mediamix;

import java.io.Serializable;
import tributary.family.mediamix.MediaMixModel;
import tributary.family.mediamix.MediaMixSampler;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.MediaPanel;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
import tributary.random.StreamKey;

/** One chain of one model, to be run on whatever executor: the model is small, and is bound there. */
record ChainTask(MediaMixSpec spec, MediaPanel panel, Nuts nuts, StreamKey key, int chain) implements Serializable {
    NutsFit run() {
        return MediaMixSampler.chain(MediaMixModel.of(spec, panel).bind(), nuts, key, chain);
    }
}
