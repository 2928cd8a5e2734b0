/**
 * A/B/n experiments: from the sufficient statistics of the arms to effects, decisions and the words around them.
 *
 * <p>Floor 9: imports everything below, no other family. Read {@link tributary.family.experiment.ExperimentSpec} and
 * {@link tributary.family.experiment.ArmStatistics} (what goes in), then {@link
 * tributary.family.experiment.ExperimentAnalysis} (one experiment, metric and segment) and {@link
 * tributary.family.experiment.ExperimentDecisions} (all of them together); the Bayesian power analysis starts at {@link
 * tributary.family.experiment.DesignSpec}.
 */
@NullMarked
package tributary.family.experiment;

import org.jspecify.annotations.NullMarked;
