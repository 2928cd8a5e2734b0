/**
 * The command {@code mediamix}: weekly tables become a panel, the panel one model for each outcome, and the model answers
 * what channels return, and what would have been had something been set otherwise ({@link tributary.jobs.mediamix.ScenarioRows}).
 *
 * <p>May import Spark, lib, and the parts of jobs below commands. Read {@link tributary.jobs.mediamix.MediaMixJob} first,
 * then {@link tributary.jobs.mediamix.MixAnalysis} (data to models; {@link tributary.jobs.mediamix.RowChecks}, {@link
 * tributary.jobs.mediamix.LiftChecks}, {@link tributary.jobs.mediamix.PanelChecks} and {@link tributary.jobs.mediamix.Asked} judge them),
 * {@link tributary.jobs.mediamix.Fitting} (models to draws; {@link tributary.jobs.mediamix.InShards} for panels in shards),
 * {@link tributary.jobs.mediamix.Told} and {@link tributary.jobs.mediamix.Beside} (draws to answers).
 */
@NullMarked
package tributary.jobs.mediamix;

import org.jspecify.annotations.NullMarked;
