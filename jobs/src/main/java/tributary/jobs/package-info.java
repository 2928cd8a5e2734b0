/**
 * The commands: tables in, decisions out, on Spark and Delta.
 *
 * <p>The only Spark code of Tributary; all mathematics is in lib. Read {@code Main} first.
 */
@NullMarked
package tributary.jobs;

import org.jspecify.annotations.NullMarked;
