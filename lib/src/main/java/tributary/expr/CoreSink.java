package tributary.expr;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tributary.math.CoreSum;
import tributary.math.Kernels;

/**
 * The sum of a core of log densities (outcomes are data, the sum's adjoint is known beforehand): value and slope come
 * from one kernel, and no row's value is ever stored.
 */
final class CoreSink extends Sink {
    private final Kernels kernels;
    private final Binary node;
    private final Operand outcome;
    private final Scalars scalars;
    private final int slot;
    private final int seedSlot;
    private final CoreSum sum = new CoreSum();
    private double[] slope;
    private boolean inPlace;
    private double seed;

    CoreSink(
            Kernels kernels,
            int block,
            Binary node,
            Operand outcome,
            Operand predictor,
            Scalars scalars,
            int slot,
            int seedSlot) {
        super(node.right(), predictor);
        this.kernels = kernels;
        this.node = node;
        this.outcome = outcome;
        this.scalars = scalars;
        this.slot = slot;
        this.seedSlot = seedSlot;
        this.slope = new double[block];
    }

    @Override
    void link(Pass pass) {
        super.link(pass);
        if (target instanceof Target.Register register) {
            double @Nullable [] place = register.asScratch();
            inPlace = place != null;
            slope = place == null ? slope : place;
        }
    }

    @Override
    void begin() {
        sum.clear();
    }

    @Override
    void forward(int start, int count, boolean slopes) {
        kernels.core(
                node.function(),
                outcome.array(),
                outcome.at(start),
                x.array(),
                x.at(start),
                slope,
                0,
                slopes,
                seed,
                count,
                sum);
        if (slopes && seed == 0) {
            Arrays.fill(slope, 0); // whatever a slope may be
        }
    }

    @Override
    void end() {
        scalars.set(slot, sum.total());
    }

    @Override
    void beginReverse() {
        seed = scalars.value(seedSlot);
    }

    @Override
    void reverse(int start, int count) {
        if (target != null && !inPlace) {
            target.add(slope, 0, start, count);
        }
    }
}
