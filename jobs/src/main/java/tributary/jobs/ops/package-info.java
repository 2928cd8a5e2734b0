/**
 * Operations on what is there already: questions in SQL over the result tables, and what killed runs left behind.
 *
 * <p>Of Tributary it imports {@code tributary.jobs} (failures), {@code run} and {@code table}. Read {@link
 * tributary.jobs.ops.SqlCommand} and {@link tributary.jobs.ops.GcCommand}.
 */
@NullMarked
package tributary.jobs.ops;

import org.jspecify.annotations.NullMarked;
