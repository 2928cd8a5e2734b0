package tributary.plan;

import java.util.List;
import java.util.Optional;
import tributary.infer.Draws;
import tributary.model.term.Operator;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;

/** Questions that are arithmetic of parameters, answered draw by draw: {@code b_zy / b_cy}. */
public final class ParameterQuestion {
    private ParameterQuestion() {}

    /** The value in every draw; empty where the term asks for more than parameters. */
    public static Optional<double[]> values(Term term, Draws draws) {
        if (term instanceof Term.Literal literal) {
            double[] all = new double[draws.size()];
            java.util.Arrays.fill(all, literal.value());
            return Optional.of(all);
        }
        if (term instanceof Term.Name || term instanceof Term.Element) {
            String name = TermPrinter.print(term).replace(" ", "");
            return names(draws).contains(name) ? Optional.of(draws.values(name).clone()) : Optional.empty();
        }
        if (term instanceof Term.Unary unary && unary.operator() == Operator.NEGATE) {
            return values(unary.operand(), draws)
                    .map(values -> java.util.Arrays.stream(values).map(v -> -v).toArray());
        }
        if (term instanceof Term.Binary binary) {
            Optional<double[]> left = values(binary.left(), draws);
            Optional<double[]> right = values(binary.right(), draws);
            return left.isEmpty() || right.isEmpty()
                    ? Optional.empty()
                    : both(binary.operator(), left.get(), right.get());
        }
        return Optional.empty();
    }

    private static List<String> names(Draws draws) {
        return draws.names();
    }

    private static Optional<double[]> both(Operator operator, double[] left, double[] right) {
        double[] all = new double[left.length];
        for (int i = 0; i < all.length; i++) {
            switch (operator) {
                case ADD -> all[i] = left[i] + right[i];
                case SUBTRACT -> all[i] = left[i] - right[i];
                case MULTIPLY -> all[i] = left[i] * right[i];
                case DIVIDE -> all[i] = left[i] / right[i];
                case POWER -> all[i] = StrictMath.pow(left[i], right[i]);
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(all);
    }
}
