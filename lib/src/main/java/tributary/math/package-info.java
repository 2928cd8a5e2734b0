/**
 * Arrays, sums, linear algebra, special functions, work side by side, and the seam between densities and samplers.
 *
 * <p>Floor 0: imports nothing of Tributary. Read {@link tributary.math.LogDensity} first.
 */
@NullMarked
package tributary.math;

import org.jspecify.annotations.NullMarked;
