/**
 * The frame every command runs in: identity, attempt, gates, commit, exit.
 *
 * <p>Of Tributary it imports {@code tributary.jobs} (failures), {@code conf}, {@code shard} (what outlives a killed run) and {@code table}.
 * Read {@link
 * tributary.jobs.run.Job} (what a command gives), then {@link tributary.jobs.run.RunFrame} (what the frame does
 * with it), then {@link tributary.jobs.run.Attempt} and {@link tributary.jobs.run.Results} (how rows are written).
 */
@NullMarked
package tributary.jobs.run;

import org.jspecify.annotations.NullMarked;
