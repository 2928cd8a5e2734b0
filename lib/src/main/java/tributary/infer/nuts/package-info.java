/**
 * The no-U-turn sampler: Hamiltonian trajectories that end by themselves.
 *
 * <p>Floor 1: imports {@code tributary.math}, {@code tributary.random}, {@code tributary.infer} and {@code
 * tributary.infer.mode}. Read {@link tributary.infer.nuts.NutsKernel} first (one transition), then {@link
 * tributary.infer.nuts.WarmUp} (step size and metric), then {@link tributary.infer.nuts.Nuts} (settings, and chains run
 * together).
 */
@NullMarked
package tributary.infer.nuts;

import org.jspecify.annotations.NullMarked;
