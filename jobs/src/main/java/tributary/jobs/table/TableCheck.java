package tributary.jobs.table;

/**
 * One CHECK constraint of a result table.
 *
 * @param name the constraint's name, which an error message shows
 * @param condition the Spark SQL condition every row satisfies; written so that NULL passes where NULL is allowed
 */
public record TableCheck(String name, String condition) {}
