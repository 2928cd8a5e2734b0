/**
 * Whether an answer may be believed: calibration of inference against its own model, data replicated from it, what data
 * say of a graph, and how wrong assumptions may be before an effect falls.
 *
 * <p>Floor 8: imports the floors below. Of calibration read {@link tributary.check.Simulator} first (what is calibrated),
 * then {@link tributary.check.Calibration} (how), then {@link tributary.check.RankUniformity} (the test); of graphs {@link
 * tributary.check.IndependenceTests} and {@link tributary.check.Positivity}; of effects {@link
 * tributary.check.EffectSensitivity}, {@link tributary.check.PowerScaling} and {@link tributary.check.Refuter}.
 */
@NullMarked
package tributary.check;

import org.jspecify.annotations.NullMarked;
