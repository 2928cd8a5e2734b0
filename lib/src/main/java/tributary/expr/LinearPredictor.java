package tributary.expr;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code offset + sum_k coefficient_k * regressor_k}: scalar coefficients times regressors on one axis, hundreds of
 * them if need be.
 *
 * @param offset what the products are added to; scalar or on the regressors' axis
 * @param coefficients scalars
 * @param regressors as many, all on one axis that is not scalar
 */
public record LinearPredictor(Expr offset, List<Expr> coefficients, List<Expr> regressors) implements Expr {
    /** Checks counts and axes. */
    public LinearPredictor {
        coefficients = List.copyOf(coefficients);
        regressors = List.copyOf(regressors);
        if (coefficients.size() != regressors.size() || regressors.isEmpty()) {
            throw new IllegalArgumentException(
                    coefficients.size() + " coefficients for " + regressors.size() + " regressors");
        }
        Axis axis = regressors.get(0).axis();
        for (Expr regressor : regressors) {
            if (axis.isScalar() || !regressor.axis().equals(axis)) {
                throw new IllegalArgumentException("regressors lie on " + axis + " and " + regressor.axis());
            }
        }
        for (Expr coefficient : coefficients) {
            if (!coefficient.axis().isScalar()) {
                throw new IllegalArgumentException("a coefficient lies on " + coefficient.axis() + ", not scalar");
            }
        }
        offset.axis().with(axis);
    }

    @Override
    public Axis axis() {
        return regressors.get(0).axis();
    }

    /** Offset, coefficients, regressors. */
    @Override
    public List<Expr> arguments() {
        List<Expr> all = new ArrayList<>(1 + 2 * coefficients.size());
        all.add(offset);
        all.addAll(coefficients);
        all.addAll(regressors);
        return all;
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        int count = coefficients.size();
        return new LinearPredictor(
                arguments.get(0), arguments.subList(1, 1 + count), arguments.subList(1 + count, 1 + 2 * count));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.linearPredictor(this);
    }
}
