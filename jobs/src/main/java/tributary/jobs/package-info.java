/**
 * The commands: tables in, decisions out, on Spark and Delta.
 *
 * <p>The only Spark code of Tributary; all mathematics is in lib. Read {@code Main} first, then {@code run.RunFrame}, in which each
 * command of a job runs.
 */
@NullMarked
package tributary.jobs;

import org.jspecify.annotations.NullMarked;
