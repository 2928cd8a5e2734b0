/**
 * Whether an answer may be believed: calibration of inference against its own model, and what data say of a graph.
 *
 * <p>Floor 8: imports the floors below. Of calibration read {@link tributary.check.Simulator} first (what is calibrated),
 * then {@link tributary.check.Calibration} (how), then {@link tributary.check.RankUniformity} (the test); of graphs {@link
 * tributary.check.IndependenceTests}.
 */
@NullMarked
package tributary.check;

import org.jspecify.annotations.NullMarked;
