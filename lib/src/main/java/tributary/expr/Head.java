package tributary.expr;

import java.util.Arrays;
import java.util.List;

/** What a node is apart from its kind and its arguments, as a value with equality. */
enum Head implements Expr.Visitor<Object> {
    /** The only one. */
    INSTANCE;

    @Override
    public Object constant(Constant node) {
        return node;
    }

    @Override
    public Object parameter(Parameter node) {
        return node;
    }

    @Override
    public Object column(Column node) {
        return node;
    }

    @Override
    public Object unary(Unary node) {
        return node.function();
    }

    @Override
    public Object binary(Binary node) {
        return node.function();
    }

    @Override
    public Object select(Select node) {
        return "";
    }

    @Override
    public Object linearPredictor(LinearPredictor node) {
        return "";
    }

    @Override
    public Object gather(Gather node) {
        return node.index();
    }

    @Override
    public Object reduce(Reduce node) {
        return node.operator();
    }

    @Override
    public Object segmentSum(SegmentSum node) {
        return node.index();
    }

    @Override
    public Object stack(Stack node) {
        return node.axis();
    }

    @Override
    public Object take(Take node) {
        return List.of(node.positions(), node.axis());
    }

    @Override
    public Object convolve(Convolve node) {
        return Arrays.asList(node.series());
    }

    @Override
    public Object lag(Lag node) {
        return Arrays.asList(node.steps(), node.fill(), node.series());
    }

    @Override
    public Object recurrence(Recurrence node) {
        return Arrays.asList(node.series());
    }

    @Override
    public Object cholesky(Cholesky node) {
        return node.size();
    }

    @Override
    public Object triangularSolve(TriangularSolve node) {
        return node.transposed();
    }

    @Override
    public Object matrixVector(MatrixVector node) {
        return node.axis();
    }
}
