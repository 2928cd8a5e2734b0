/**
 * The result tables: one class each with its columns, comments and constraints, and the store that creates,
 * appends and reads them.
 *
 * <p>Of jobs it imports {@code tributary.jobs} (failures) only; of lib the values that become rows. Read {@link
 * tributary.jobs.table.TableDefinition} first, then {@link tributary.jobs.table.TableStore}, then {@link
 * tributary.jobs.table.Views}.
 */
@NullMarked
package tributary.jobs.table;

import org.jspecify.annotations.NullMarked;
