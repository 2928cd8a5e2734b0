/**
 * The command {@code causal}: a model file and a table become one certified posterior.
 *
 * <p>May import Spark, lib, and the parts of jobs below commands. Read {@link tributary.jobs.causal.CausalJob} first,
 * then {@link tributary.jobs.causal.BoundModel}.
 */
@NullMarked
package tributary.jobs.causal;

import org.jspecify.annotations.NullMarked;
