/**
 * A/B/n experiments: from the sufficient statistics of the arms to effects, decisions and the words around them.
 *
 * <p>Floor 9: imports everything below, no other family. Read {@link tributary.family.experiment.ExperimentSpec} and
 * {@link tributary.family.experiment.ArmStatistics} (what goes in), then {@link
 * tributary.family.experiment.AnalysisResult} (what one experiment, metric and segment give).
 */
@NullMarked
package tributary.family.experiment;

import org.jspecify.annotations.NullMarked;
