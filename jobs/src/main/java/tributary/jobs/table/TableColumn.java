package tributary.jobs.table;

import org.apache.spark.sql.types.DataType;

/**
 * One column of a result table.
 *
 * @param name the column's name, lower snake case
 * @param type its Spark type
 * @param nullable whether NULL is allowed; keys are never NULL
 * @param comment what it means, in words an analyst reads in the catalog
 */
public record TableColumn(String name, DataType type, boolean nullable, String comment) {}
