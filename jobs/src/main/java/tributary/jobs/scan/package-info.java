/**
 * Tables to sufficient statistics in one pass: the inputs of experiments, their mappings, and the scan.
 *
 * <p>Of jobs it imports {@code tributary.jobs} (failures), {@code table} (an input as the {@code runs} row shows it) and
 * {@code shard} (tasks on executors); of lib {@code stats}, and what the families, {@code hierarchy} and {@code consensus} take
 * their statistics in. Read {@link tributary.jobs.scan.ExperimentInput} first (the three forms of input),
 * then {@link tributary.jobs.scan.MetricColumns}. The scan itself is {@link tributary.jobs.scan.CellScan}, in two ways
 * that a test holds equal to the bit: expressions of the engine ({@link tributary.jobs.scan.MetricMoments}), and whole
 * columns ({@link tributary.jobs.scan.ColumnarScan}, {@link tributary.jobs.scan.MetricKernel}). Column names are
 * untrusted text everywhere: they become columns through {@link tributary.jobs.scan.Columns} only, never SQL.
 */
@NullMarked
package tributary.jobs.scan;

import org.jspecify.annotations.NullMarked;
