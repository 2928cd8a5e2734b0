package tributary.expr;

import org.jspecify.annotations.Nullable;

/**
 * The same pass of four draws, without slopes: a block of rows is read once for the four, and linear predictors are
 * computed for the four at once.
 */
final class FourPasses {
    static final int COUNT = 4;

    private final Pass[] passes;
    private final BlockOp[][] ops;
    private final Sink[][] sinks;

    /** For each operation its form for four draws, if it has one. */
    private final BlockOp.@Nullable LinearOfFour[] together;

    FourPasses(Pass[] passes) {
        this.passes = passes;
        this.ops = new BlockOp[passes[0].ops().size()][];
        this.together = new BlockOp.@Nullable LinearOfFour[ops.length];
        for (int i = 0; i < ops.length; i++) {
            ops[i] = new BlockOp[COUNT];
            for (int lane = 0; lane < COUNT; lane++) {
                ops[i][lane] = passes[lane].ops().get(i);
            }
            together[i] = BlockOp.LinearOfFour.of(ops[i]);
        }
        this.sinks = new Sink[COUNT][];
        for (int lane = 0; lane < COUNT; lane++) {
            sinks[lane] = passes[lane].sinks().toArray(Sink[]::new);
        }
    }

    int size() {
        return passes[0].size();
    }

    int block() {
        return passes[0].block();
    }

    void start() {
        for (Pass pass : passes) {
            pass.startForward(false);
        }
        for (BlockOp.LinearOfFour linear : together) {
            if (linear != null) {
                linear.begin();
            }
        }
    }

    void block(int start) {
        int count = Math.min(block(), size() - start);
        for (int i = 0; i < ops.length; i++) {
            BlockOp.LinearOfFour linear = together[i];
            if (linear != null) {
                linear.forward(start, count);
            } else {
                for (BlockOp op : ops[i]) {
                    op.forward(start, count, false);
                }
            }
        }
        for (Sink[] ofOne : sinks) {
            for (Sink sink : ofOne) {
                sink.forward(start, count, false);
            }
        }
    }

    void finish() {
        for (Pass pass : passes) {
            pass.finishForward(false);
        }
    }
}
