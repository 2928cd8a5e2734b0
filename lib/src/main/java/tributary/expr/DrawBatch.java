package tributary.expr;

import java.util.ArrayList;
import java.util.List;

/**
 * The log density of many draws over the same rows: the exact pass. A block of rows is read once for a batch of draws
 * and stays in cache while each of them is evaluated.
 *
 * <p>Every value has the bits that {@link BoundProgram#value} gives for that draw alone. One thread at a time.
 */
public final class DrawBatch {
    private final List<BoundProgram> lanes = new ArrayList<>();

    /**
     * A batch evaluator on a bound program's data.
     *
     * @param program a program whose first output is scalar
     * @param size how many draws go through a block of rows together; 8 to 32 serve
     */
    public DrawBatch(BoundProgram program, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a batch needs at least one draw, not " + size);
        }
        for (int lane = 0; lane < size; lane++) {
            lanes.add(program.forAnotherThread());
        }
    }

    /** The first output at each position. */
    public double[] values(double[][] positions) {
        double[] values = new double[positions.length];
        for (int from = 0; from < positions.length; from += lanes.size()) {
            int count = Math.min(lanes.size(), positions.length - from);
            for (int lane = 0; lane < count; lane++) {
                lanes.get(lane).load(positions[from + lane]);
            }
            Step[] steps = lanes.get(0).steps();
            for (int step = 0; step < steps.length; step++) {
                if (steps[step] instanceof Pass pass) {
                    sweep(step, pass, count);
                } else {
                    for (int lane = 0; lane < count; lane++) {
                        lanes.get(lane).steps()[step].forward(false);
                    }
                }
            }
            for (int lane = 0; lane < count; lane++) {
                values[from + lane] = lanes.get(lane).density();
            }
        }
        return values;
    }

    /** One pass of all draws: blocks of rows outside, draws inside. */
    private void sweep(int step, Pass first, int count) {
        Pass[] passes = new Pass[count];
        for (int lane = 0; lane < count; lane++) {
            passes[lane] = (Pass) lanes.get(lane).steps()[step];
            passes[lane].startForward(false);
        }
        for (int start = 0; start < first.size(); start += first.block()) {
            for (Pass pass : passes) {
                pass.forwardBlock(start, false);
            }
        }
        for (Pass pass : passes) {
            pass.finishForward(false);
        }
    }
}
