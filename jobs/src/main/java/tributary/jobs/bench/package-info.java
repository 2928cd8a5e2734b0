/**
 * Benchmarks that compare a job with the plain query an engineer would write; started by {@code scripts/bench}.
 *
 * <p>Read {@link tributary.jobs.bench.ExperimentBench} first.
 */
@NullMarked
package tributary.jobs.bench;

import org.jspecify.annotations.NullMarked;
