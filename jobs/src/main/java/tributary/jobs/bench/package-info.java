/**
 * Benchmarks of whole jobs: against the plain query an engineer would write, and by the size of the table; started by
 * {@code scripts/bench}.
 *
 * <p>Read {@link tributary.jobs.bench.ExperimentBench} first, then {@link tributary.jobs.bench.ScaleBench}, {@link
 * tributary.jobs.bench.CausalBench} and {@link tributary.jobs.bench.SegmentsBench}. May import every other package; nobody
 * imports it.
 */
@NullMarked
package tributary.jobs.bench;

import org.jspecify.annotations.NullMarked;
