/**
 * Causal graphs with unmeasured common causes: separation, adjustment sets, front doors, instruments, and the complete
 * identification of interventional laws. Knows graphs only: no probability, no model, no likelihood.
 *
 * <p>Floor 1: imports nothing of the house. Read {@link tributary.graph.Dag} (the graph), {@link
 * tributary.graph.Separation} (who is independent of whom), {@link tributary.graph.Adjustment} (what to condition on)
 * and {@link tributary.graph.Identification} (what the graph allows at all) in this order.
 */
@NullMarked
package tributary.graph;

import org.jspecify.annotations.NullMarked;
