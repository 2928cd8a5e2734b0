package tributary.expr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.math.Kernels;

/**
 * One sweep over the elements of an axis, block by block: a list of operations on registers that stay in cache, ending
 * in sinks; backward the mirrored list.
 *
 * <p>Loops count instead of iterating, since even before compilation nothing may be allocated.
 *
 * <p>When every sink's adjoint is known beforehand, a block goes forward and backward at once. Otherwise the backward
 * sweep computes the registers again.
 */
final class Pass implements Step {
    private final Kernels kernels;
    private final Assembly assembly;
    private final int size;
    private final int block;
    private final boolean masked;
    private final boolean fused;
    private final double[] scratch;
    private final IdentityHashMap<Expr, BlockOp> opOf = new IdentityHashMap<>();
    private final IdentityHashMap<Expr, Operand> operands = new IdentityHashMap<>();
    private final IdentityHashMap<Expr, Boolean> reached = new IdentityHashMap<>();
    private final IdentityHashMap<Expr, Target> summed = new IdentityHashMap<>();
    private final List<BlockOp> ops = new ArrayList<>();
    private final List<BlockOp> backward = new ArrayList<>();
    private final List<Sink> sinks = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<Integer> slots = new ArrayList<>();
    private final List<double[]> broadcasts = new ArrayList<>();

    Pass(Assembly assembly, Kernels kernels, int size, int block, boolean masked, boolean fused) {
        this.assembly = assembly;
        this.kernels = kernels;
        this.size = size;
        this.block = block;
        this.masked = masked;
        this.fused = fused;
        this.scratch = new double[block];
    }

    List<BlockOp> ops() {
        return ops;
    }

    List<Sink> sinks() {
        return sinks;
    }

    int block() {
        return block;
    }

    int size() {
        return size;
    }

    /** Adds the operation that computes a node; its arguments were added before. */
    void add(Expr node, BlockOp op) {
        ops.add(op);
        opOf.put(node, op);
        operands.put(node, new Operand(op.out, false));
    }

    void add(Sink sink) {
        sinks.add(sink);
    }

    /** Whether a node is computed in this pass. */
    boolean computes(Expr node) {
        return opOf.containsKey(node);
    }

    /** Where the node's values are found. */
    Operand operand(Expr node) {
        Operand found = operands.get(node);
        if (found == null) {
            found = node.axis().isScalar() ? broadcast(node) : new Operand(assembly.vector(node).value, true);
            if (node instanceof Constant constant && constant.isUniform()) {
                double[] register = new double[block];
                Arrays.fill(register, constant.value(0));
                found = new Operand(register, false);
            }
            operands.put(node, found);
        }
        return found;
    }

    private Operand broadcast(Expr scalar) {
        double[] register = new double[block];
        if (!(scalar instanceof Constant)) {
            slots.add(assembly.slot(scalar));
            broadcasts.add(register);
        }
        return new Operand(register, false);
    }

    /** Where contributions to a node's adjoint go; null when nobody asks for it. */
    @Nullable
    Target target(Expr node) {
        if (assembly.isData(node)) {
            return null;
        }
        Target target;
        BlockOp op = opOf.get(node);
        if (op != null) {
            target = new Target.Register(kernels, op.adjoint, reached.put(node, true) == null);
        } else if (node.axis().isScalar()) {
            target = summed.computeIfAbsent(node, scalar -> summed(scalar));
        } else {
            target = new Target.Whole(kernels, assembly.vector(node).adjoint);
        }
        return masked ? new Target.Masked(kernels, target, scratch) : target;
    }

    private Target summed(Expr scalar) {
        Target target = new Target.Summed(kernels, assembly.scalars(), assembly.slot(scalar));
        targets.add(target);
        return target;
    }

    /** Called when all operations and sinks are in: settles where adjoints go. */
    void link(List<Expr> nodes) {
        for (int i = sinks.size() - 1; i >= 0; i--) {
            sinks.get(i).link(this);
        }
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (reached.containsKey(nodes.get(i))) {
                ops.get(i).link(this);
                backward.add(ops.get(i));
            }
        }
    }

    private void begin() {
        for (int i = 0; i < broadcasts.size(); i++) {
            Arrays.fill(broadcasts.get(i), assembly.scalars().value(slots.get(i)));
        }
        for (int i = 0; i < ops.size(); i++) {
            ops.get(i).begin();
        }
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).begin();
        }
    }

    private void finishBackward() {
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).end();
        }
        for (int i = 0; i < backward.size(); i++) {
            backward.get(i).end();
        }
    }

    @Override
    public void forward(boolean slopes) {
        startForward(slopes);
        for (int start = 0; start < size; start += block) {
            forwardBlock(start, slopes);
        }
        finishForward(slopes);
    }

    void startForward(boolean slopes) {
        begin();
        for (int i = 0; i < sinks.size(); i++) {
            sinks.get(i).begin();
            if (slopes && fused) {
                sinks.get(i).beginReverse();
            }
        }
    }

    void forwardBlock(int start, boolean slopes) {
        int count = Math.min(block, size - start);
        boolean keep = slopes && (fused || size <= block);
        for (int i = 0; i < ops.size(); i++) {
            ops.get(i).forward(start, count, keep);
        }
        for (int i = 0; i < sinks.size(); i++) {
            sinks.get(i).forward(start, count, keep);
        }
        if (slopes && fused) {
            reverseBlock(start, count);
        }
    }

    void finishForward(boolean slopes) {
        for (int i = 0; i < sinks.size(); i++) {
            sinks.get(i).end();
        }
        if (slopes && fused) {
            finishBackward();
        }
    }

    @Override
    public void reverse() {
        if (fused) {
            return;
        }
        boolean again = size > block;
        if (again) {
            begin();
        }
        for (int i = 0; i < sinks.size(); i++) {
            sinks.get(i).beginReverse();
        }
        for (int start = 0; start < size; start += block) {
            int count = Math.min(block, size - start);
            for (int i = 0; i < ops.size() && again; i++) {
                ops.get(i).forward(start, count, true);
            }
            reverseBlock(start, count);
        }
        finishBackward();
    }

    private void reverseBlock(int start, int count) {
        for (int i = sinks.size() - 1; i >= 0; i--) {
            sinks.get(i).reverse(start, count);
        }
        for (int i = 0; i < backward.size(); i++) {
            backward.get(i).reverse(start, count);
        }
    }
}
