package tributary.expr;

import tributary.math.Kernels;

/** Makes the operation of a pass that computes a node. */
final class OpMaker {
    private final Assembly assembly;
    private final Pass pass;
    private final Kernels kernels;

    OpMaker(Assembly assembly, Pass pass, Kernels kernels) {
        this.assembly = assembly;
        this.pass = pass;
        this.kernels = kernels;
    }

    BlockOp of(Expr node) {
        int block = pass.block();
        if (node instanceof Unary unary) {
            return new BlockOp.OfOne(
                    kernels, block, unary.function(), unary.argument(), pass.operand(unary.argument()));
        }
        if (node instanceof Binary binary) {
            return new BlockOp.OfTwo(kernels, block, binary, pass.operand(binary.left()), pass.operand(binary.right()));
        }
        if (node instanceof Select select) {
            return new BlockOp.Choice(
                    kernels,
                    block,
                    select,
                    pass.operand(select.condition()),
                    pass.operand(select.chosen()),
                    pass.operand(select.otherwise()));
        }
        if (node instanceof Gather gather) {
            return new BlockOp.Gathered(
                    kernels,
                    block,
                    assembly.vector(gather.source()),
                    assembly.data().levels(gather.index()));
        }
        if (node instanceof LinearPredictor linear) {
            int[] slots =
                    linear.coefficients().stream().mapToInt(assembly::slot).toArray();
            double[] tiles = assembly.data().tiles(linear);
            return new BlockOp.Linear(
                    kernels, block, assembly.scalars(), linear.offset(), pass.operand(linear.offset()), slots, tiles);
        }
        throw new IllegalStateException("not computed block by block: " + node.getClass());
    }
}
