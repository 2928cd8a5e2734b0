/**
 * Media mix: what each channel returns, and how to split the next budget.
 *
 * <p>Floor 9: imports everything below, no other family. Read {@link tributary.family.mediamix.MediaMixSpec} and {@link
 * tributary.family.mediamix.MediaPanel} (what goes in), then {@link tributary.family.mediamix.MediaMixModel} (one model
 * of the model language, with its data) and {@link tributary.family.mediamix.MediaAnswers} (what the posterior says,
 * through interventions), {@link tributary.family.mediamix.Scenarios} (what would have been). Effects have the
 * coordinates that {@link tributary.family.mediamix.GeoCentring} chooses, chains the metric of {@link
 * tributary.family.mediamix.GeoMetric}, and {@link tributary.family.mediamix.StandardisedMix} finds modes. Large geo panels can also be sampled in shards of whole geos: {@link
 * tributary.family.mediamix.GeoConsensus}.
 */
@NullMarked
package tributary.family.mediamix;

import org.jspecify.annotations.NullMarked;
