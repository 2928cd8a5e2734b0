package tributary.expr;

import org.jspecify.annotations.Nullable;
import tributary.math.Kernels;
import tributary.math.Lanes;

/** Makes the step that computes a scalar or a whole vector; parameters and constants need none. */
final class StepMaker implements Expr.Visitor<Step> {
    private final Assembly assembly;
    private final Kernels kernels;

    StepMaker(Assembly assembly, Kernels kernels) {
        this.assembly = assembly;
        this.kernels = kernels;
    }

    private int slot(Expr node) {
        return assembly.slot(node);
    }

    private int[] bounds(@Nullable Index series, Expr input) {
        return assembly.data().bounds(series, input.axis());
    }

    private static Step unexpected(Expr node) {
        throw new IllegalStateException("computed in a pass: " + node.getClass());
    }

    @Override
    public Step constant(Constant node) {
        return Step.NOTHING;
    }

    @Override
    public Step parameter(Parameter node) {
        if (node.axis().isScalar()) {
            slot(node);
        } else {
            assembly.vector(node);
        }
        return Step.NOTHING;
    }

    @Override
    public Step column(Column node) {
        return Step.NOTHING;
    }

    @Override
    public Step unary(Unary node) {
        return new ScalarSteps.OfOne(assembly.scalars(), node.function(), slot(node.argument()), slot(node));
    }

    @Override
    public Step binary(Binary node) {
        return new ScalarSteps.OfTwo(
                assembly.scalars(),
                node.function(),
                slot(node.left()),
                slot(node.right()),
                !assembly.isData(node.left()),
                !assembly.isData(node.right()),
                slot(node));
    }

    @Override
    public Step select(Select node) {
        return new ScalarSteps.Choice(
                assembly.scalars(), slot(node.condition()), slot(node.chosen()), slot(node.otherwise()), slot(node));
    }

    @Override
    public Step linearPredictor(LinearPredictor node) {
        return unexpected(node);
    }

    @Override
    public Step gather(Gather node) {
        return unexpected(node);
    }

    @Override
    public Step reduce(Reduce node) {
        return switch (node.operator()) {
            case SUM -> unexpected(node);
            case LOG_SUM_EXP ->
                new ScalarSteps.LogSumExp(
                        assembly.scalars(), assembly.vector(node.argument()), new double[Lanes.COUNT], slot(node));
        };
    }

    @Override
    public Step segmentSum(SegmentSum node) {
        return unexpected(node);
    }

    @Override
    public Step stack(Stack node) {
        int[] sources = node.arguments().stream().mapToInt(assembly::slot).toArray();
        return new VectorSteps.Stacked(assembly.scalars(), sources, assembly.vector(node));
    }

    @Override
    public Step take(Take node) {
        Vector source = assembly.vector(node.source());
        return node.axis().isScalar()
                ? new ScalarSteps.Element(
                        assembly.scalars(), source, node.positions().get(0), slot(node))
                : new VectorSteps.Taken(source, node.positions(), assembly.vector(node));
    }

    @Override
    public Step convolve(Convolve node) {
        return new VectorSteps.Convolved(
                kernels,
                assembly.vector(node.input()),
                assembly.vector(node.weights()),
                bounds(node.series(), node.input()),
                new double[Lanes.COUNT],
                assembly.vector(node));
    }

    @Override
    public Step lag(Lag node) {
        return new VectorSteps.Lagged(
                assembly.vector(node.input()),
                node.steps(),
                node.fill(),
                bounds(node.series(), node.input()),
                assembly.vector(node));
    }

    @Override
    public Step recurrence(Recurrence node) {
        return new VectorSteps.Recurred(
                assembly.vector(node.input()),
                assembly.vectorOrScalar(node.decay()),
                bounds(node.series(), node.input()),
                assembly.vector(node));
    }

    @Override
    public Step cholesky(Cholesky node) {
        int n = node.size();
        return new MatrixSteps.Factored(assembly.vector(node.matrix()), n, new double[n * n], assembly.vector(node));
    }

    @Override
    public Step triangularSolve(TriangularSolve node) {
        Vector out = assembly.vector(node);
        return new MatrixSteps.Solved(
                assembly.vector(node.lower()),
                assembly.vector(node.right()),
                node.transposed(),
                new double[out.size],
                out);
    }

    @Override
    public Step matrixVector(MatrixVector node) {
        return new MatrixSteps.Multiplied(
                assembly.vector(node.matrix()), assembly.vector(node.vector()), assembly.vector(node));
    }
}
