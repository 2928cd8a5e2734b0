package tributary.expr;

/**
 * The log density of many draws over the same rows: the exact pass. A block of rows is read once for a batch of draws
 * and stays in cache while each of them is evaluated, four at a time.
 *
 * <p>Every value has the bits that {@link BoundProgram#value} gives for that draw alone. One thread at a time.
 */
public final class DrawBatch {
    private final BoundProgram[] lanes;

    /** For each step of the program the passes of every four lanes; empty where the step is no pass. */
    private final FourPasses[][] passes;

    /**
     * A batch evaluator on a bound program's data.
     *
     * @param program a program whose first output is scalar
     * @param size how many draws go through a block of rows together, made a multiple of four; 8 to 32 serve
     */
    public DrawBatch(BoundProgram program, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a batch needs at least one draw, not " + size);
        }
        int fours = (size + FourPasses.COUNT - 1) / FourPasses.COUNT;
        lanes = new BoundProgram[fours * FourPasses.COUNT];
        for (int lane = 0; lane < lanes.length; lane++) {
            lanes[lane] = program.forAnotherThread();
        }
        passes = new FourPasses[lanes[0].steps().length][];
        for (int step = 0; step < passes.length; step++) {
            passes[step] = new FourPasses[lanes[0].steps()[step] instanceof Pass ? fours : 0];
            for (int four = 0; four < passes[step].length; four++) {
                passes[step][four] = four(step, four * FourPasses.COUNT);
            }
        }
    }

    private FourPasses four(int step, int lane) {
        Pass[] four = new Pass[FourPasses.COUNT];
        for (int i = 0; i < four.length; i++) {
            four[i] = (Pass) lanes[lane + i].steps()[step];
        }
        return new FourPasses(four);
    }

    /** The first output at each position. */
    public double[] values(double[][] positions) {
        double[] values = new double[positions.length];
        for (int from = 0; from < positions.length; from += lanes.length) {
            int count = Math.min(lanes.length, positions.length - from);
            int fours = (count + FourPasses.COUNT - 1) / FourPasses.COUNT;
            int used = fours * FourPasses.COUNT;
            for (int lane = 0; lane < used; lane++) {
                lanes[lane].load(positions[from + Math.min(lane, count - 1)]);
            }
            for (int step = 0; step < passes.length; step++) {
                if (passes[step].length > 0) {
                    sweep(passes[step], fours);
                } else {
                    for (int lane = 0; lane < used; lane++) {
                        lanes[lane].steps()[step].forward(false);
                    }
                }
            }
            for (int lane = 0; lane < count; lane++) {
                values[from + lane] = lanes[lane].density();
            }
        }
        return values;
    }

    /** One pass of all draws: blocks of rows outside, draws inside. */
    private static void sweep(FourPasses[] passes, int fours) {
        for (int four = 0; four < fours; four++) {
            passes[four].start();
        }
        for (int start = 0; start < passes[0].size(); start += passes[0].block()) {
            for (int four = 0; four < fours; four++) {
                passes[four].block(start);
            }
        }
        for (int four = 0; four < fours; four++) {
            passes[four].finish();
        }
    }
}
