/**
 * Media mix: what each channel returns, and how to split the next budget.
 *
 * <p>Floor 9: imports everything below, no other family. Read {@link tributary.family.mediamix.MediaMixSpec} and {@link
 * tributary.family.mediamix.MediaPanel} (what goes in), then {@link tributary.family.mediamix.MediaMixModel} (one model
 * of the model language, with its data) and {@link tributary.family.mediamix.MediaAnswers} (what the posterior says,
 * through interventions), {@link tributary.family.mediamix.Scenarios} (what would have been). Chains are
 * sampled in the coordinates ({@link tributary.family.mediamix.PartialCentring}) that {@link
 * tributary.family.mediamix.GeoCentring} chooses, with the metric of {@link tributary.family.mediamix.GeoMetric}; {@link
 * tributary.family.mediamix.StandardisedMix} finds modes, {@link tributary.family.mediamix.MixStart} places to start. Large geo
 * panels can also be sampled in shards of whole geos: {@link tributary.family.mediamix.GeoConsensus}.
 */
@NullMarked
package tributary.family.mediamix;

import org.jspecify.annotations.NullMarked;
