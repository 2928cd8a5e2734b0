/**
 * What runs on executors: tasks fanned out over the cluster, and their results in the order of the tasks.
 *
 * <p>May import Spark and lib; knows no command. Read {@link tributary.jobs.shard.FanOut} first.
 */
@NullMarked
package tributary.jobs.shard;

import org.jspecify.annotations.NullMarked;
