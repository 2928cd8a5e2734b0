package tributary.posterior;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import tributary.expr.Cholesky;
import tributary.expr.Column;
import tributary.expr.Constant;
import tributary.expr.Convolve;
import tributary.expr.Expr;
import tributary.expr.Gather;
import tributary.expr.Lag;
import tributary.expr.LinearPredictor;
import tributary.expr.MatrixVector;
import tributary.expr.Parameter;
import tributary.expr.Recurrence;
import tributary.expr.Reduce;
import tributary.expr.SegmentSum;
import tributary.expr.Select;
import tributary.expr.Stack;
import tributary.expr.Take;
import tributary.expr.TriangularSolve;
import tributary.expr.Unary;
import tributary.math.UnaryFunction;

/** How an expression depends on some parameters: not at all, as a straight line with slopes of data, or otherwise. */
final class Linearity implements Expr.Visitor<Linearity.Form> {
    /** The kinds of dependence, each including those before it. */
    enum Form {
        /** No parameter occurs. */
        DATA,
        /** A sum of parameters times data, and data. */
        AFFINE,
        /** Anything else. */
        OTHER
    }

    private final Set<String> parameters;
    private final IdentityHashMap<Expr, Form> known = new IdentityHashMap<>();

    /** Dependence on parameters of these names; any other parameter counts as {@link Form#OTHER}. */
    Linearity(Set<String> parameters) {
        this.parameters = Set.copyOf(parameters);
    }

    Form of(Expr expr) {
        Form found = known.get(expr);
        if (found == null) {
            found = expr.accept(this);
            known.put(expr, found);
        }
        return found;
    }

    boolean isAffine(Expr expr) {
        return of(expr) != Form.OTHER;
    }

    @Override
    public Form constant(Constant node) {
        return Form.DATA;
    }

    @Override
    public Form parameter(Parameter node) {
        return parameters.contains(node.name()) ? Form.AFFINE : Form.OTHER;
    }

    @Override
    public Form column(Column node) {
        return Form.DATA;
    }

    @Override
    public Form unary(Unary node) {
        Form form = of(node.argument());
        return node.function() == UnaryFunction.NEGATE ? form : function(form);
    }

    @Override
    public Form binary(tributary.expr.Binary node) {
        Form left = of(node.left());
        Form right = of(node.right());
        return switch (node.function()) {
            case ADD, SUBTRACT -> worse(left, right);
            case MULTIPLY -> product(left, right);
            case DIVIDE -> right == Form.DATA ? left : Form.OTHER;
            default -> function(worse(left, right));
        };
    }

    @Override
    public Form select(Select node) {
        Form branches = worse(of(node.chosen()), of(node.otherwise()));
        return of(node.condition()) == Form.DATA ? branches : Form.OTHER;
    }

    @Override
    public Form linearPredictor(LinearPredictor node) {
        Form sum = of(node.offset());
        for (int k = 0; k < node.coefficients().size(); k++) {
            sum = worse(
                    sum,
                    product(of(node.coefficients().get(k)), of(node.regressors().get(k))));
        }
        return sum;
    }

    @Override
    public Form gather(Gather node) {
        return of(node.source());
    }

    @Override
    public Form reduce(Reduce node) {
        Form form = worst(node.arguments());
        return node.operator() == Reduce.Operator.SUM ? form : function(form);
    }

    @Override
    public Form segmentSum(SegmentSum node) {
        return worst(node.arguments());
    }

    @Override
    public Form stack(Stack node) {
        return worst(node.arguments());
    }

    @Override
    public Form take(Take node) {
        return of(node.source());
    }

    @Override
    public Form convolve(Convolve node) {
        return product(of(node.input()), of(node.weights()));
    }

    @Override
    public Form lag(Lag node) {
        return of(node.input());
    }

    @Override
    public Form recurrence(Recurrence node) {
        return of(node.decay()) == Form.DATA ? of(node.input()) : Form.OTHER;
    }

    @Override
    public Form cholesky(Cholesky node) {
        return function(worst(node.arguments()));
    }

    @Override
    public Form triangularSolve(TriangularSolve node) {
        return function(worst(node.arguments()));
    }

    @Override
    public Form matrixVector(MatrixVector node) {
        return function(worst(node.arguments()));
    }

    private Form worst(List<Expr> arguments) {
        Form worst = Form.DATA;
        for (Expr argument : arguments) {
            worst = worse(worst, of(argument));
        }
        return worst;
    }

    private static Form worse(Form a, Form b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Form product(Form a, Form b) {
        return a == Form.DATA || b == Form.DATA ? worse(a, b) : Form.OTHER;
    }

    private static Form function(Form argument) {
        return argument == Form.DATA ? Form.DATA : Form.OTHER;
    }
}
