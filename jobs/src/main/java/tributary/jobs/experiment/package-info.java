/**
 * The {@code experiment} and {@code design} commands: conf, scan, checks, posteriors on executors, gates, decisions, tables.
 *
 * <p>May import Spark, lib, and the parts of jobs below commands. Read {@link tributary.jobs.experiment.ExperimentJob}
 * first: it is the list of stations.
 */
@NullMarked
package tributary.jobs.experiment;

import org.jspecify.annotations.NullMarked;
