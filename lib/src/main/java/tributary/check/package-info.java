/**
 * Whether an answer may be believed: calibration of inference against its own model, and other checks.
 *
 * <p>Floor 8: imports the floors below. Read {@link tributary.check.Simulator} first (what is calibrated), then {@link
 * tributary.check.Calibration} (how), then {@link tributary.check.RankUniformity} (the test).
 */
@NullMarked
package tributary.check;

import org.jspecify.annotations.NullMarked;
