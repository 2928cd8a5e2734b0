package tributary.expr;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.math.BinaryFunction;
import tributary.math.UnaryFunction;

/**
 * Rewrites a graph into one that costs less per row: scalars are drawn out of sums, sums of data become constants,
 * sums of gathered values become sums over levels, squared distances of data from gathered values become sums over levels
 * of sufficient statistics, and sums of products become linear predictors.
 */
final class Lowering {
    private final Graph graph;
    private final boolean takesApart;
    private final IdentityHashMap<Expr, Expr> done = new IdentityHashMap<>();

    private Lowering(Graph graph, boolean takesApart) {
        this.graph = graph;
        this.takesApart = takesApart;
    }

    /** Outputs rewritten; sums stay sums of the terms they were written with unless they may be taken apart. */
    static List<Expr> lower(Graph graph, List<Expr> outputs, boolean takesApart) {
        Lowering lowering = new Lowering(graph, takesApart);
        List<Expr> summed = new ArrayList<>();
        for (Expr output : outputs) {
            summed.add(graph.node(lowering.of(graph.node(output))));
        }
        LinearTerms terms = new LinearTerms(graph, summed);
        List<Expr> lowered = new ArrayList<>();
        for (Expr output : summed) {
            lowered.add(graph.node(terms.of(output)));
        }
        return lowered;
    }

    private Expr of(Expr expr) {
        Expr found = done.get(expr);
        if (found == null) {
            found = rewritten(expr);
            done.put(expr, found);
        }
        return found;
    }

    private Expr rewritten(Expr expr) {
        if (graph.isData(expr)) {
            return expr;
        }
        List<Expr> arguments = new ArrayList<>();
        for (Expr argument : expr.arguments()) {
            arguments.add(of(argument));
        }
        if (takesApart && expr instanceof Reduce reduce && reduce.operator() == Reduce.Operator.SUM) {
            return sum(null, arguments.get(0), arguments.get(0).axis());
        }
        return expr.withArguments(arguments);
    }

    /** The sum over an axis of weight (data, or 1) times an expression. */
    private Expr sum(@Nullable Expr weight, Expr x, Axis axis) {
        if (x.axis().isScalar()) {
            return x.times(Exprs.sum(weight == null ? Exprs.fill(axis, 1) : weight));
        }
        if (x instanceof Unary unary && unary.function() == UnaryFunction.NEGATE) {
            return sum(weight, unary.argument(), axis).negated();
        }
        if (x instanceof Binary binary && !graph.isData(x)) {
            Expr split = split(weight, binary, axis);
            if (split != null) {
                return split;
            }
        }
        if (x instanceof LinearPredictor linear && linear.regressors().stream().allMatch(graph::isData)) {
            List<Expr> terms = new ArrayList<>();
            terms.add(sum(weight, linear.offset(), axis));
            for (int k = 0; k < linear.coefficients().size(); k++) {
                terms.add(linear.coefficients()
                        .get(k)
                        .times(Exprs.sum(weighted(weight, linear.regressors().get(k)))));
            }
            return Exprs.add(terms);
        }
        if (x instanceof Gather gather) {
            Expr counts = Exprs.segmentSum(weight == null ? Exprs.fill(axis, 1) : weight, gather.index());
            return sum(counts, gather.source(), gather.source().axis());
        }
        return Exprs.sum(weighted(weight, x));
    }

    private @Nullable Expr split(@Nullable Expr weight, Binary x, Axis axis) {
        Expr a = x.left();
        Expr b = x.right();
        return switch (x.function()) {
            case ADD -> sum(weight, a, axis).plus(sum(weight, b, axis));
            case SUBTRACT -> sum(weight, a, axis).minus(sum(weight, b, axis));
            case MULTIPLY -> {
                if (a.axis().isScalar()) {
                    yield a.times(sum(weight, b, axis));
                }
                if (b.axis().isScalar()) {
                    yield b.times(sum(weight, a, axis));
                }
                yield graph.isData(a)
                        ? sum(weighted(weight, a), b, axis)
                        : graph.isData(b) ? sum(weighted(weight, b), a, axis) : null;
            }
            case DIVIDE -> b.axis().isScalar() ? sum(weight, a, axis).over(b) : null;
            case SQUARED_DIFFERENCE ->
                graph.isData(a) ? distance(weight, a, b, axis) : graph.isData(b) ? distance(weight, b, a, axis) : null;
            default -> null;
        };
    }

    /**
     * The sum of weight times (y - v)^2 where v is one value, or one value a level: within levels about the mean, which
     * is data, plus count times the mean's squared distance from v. Exact where cancellation would not be.
     */
    private @Nullable Expr distance(@Nullable Expr weight, Expr y, Expr v, Axis axis) {
        if (!y.axis().equals(axis)) {
            return null;
        }
        Expr w = weight == null ? Exprs.fill(axis, 1) : weight;
        if (v.axis().isScalar()) {
            Expr count = Exprs.sum(w);
            Expr mean = mean(Exprs.sum(weighted(weight, y)), count);
            return Exprs.sum(w.times(squared(y, mean))).plus(count.times(squared(mean, v)));
        }
        if (v instanceof Gather gather) {
            Index index = gather.index();
            Expr counts = graph.node(Exprs.segmentSum(w, index));
            Expr means = graph.node(mean(Exprs.segmentSum(weighted(weight, y), index), counts));
            Expr within = Exprs.sum(w.times(squared(y, Exprs.gather(means, index))));
            Expr between = squared(means, gather.source());
            return within.plus(Exprs.sum(graph.node(counts.times(between))));
        }
        return null;
    }

    private static Expr squared(Expr a, Expr b) {
        return Exprs.binary(BinaryFunction.SQUARED_DIFFERENCE, a, b);
    }

    /** A weighted mean, 0 of nothing. */
    private static Expr mean(Expr total, Expr count) {
        return Exprs.select(count, total.over(count), Exprs.constant(0));
    }

    private Expr weighted(@Nullable Expr weight, Expr x) {
        return graph.node(weight == null ? x : Exprs.binary(BinaryFunction.MULTIPLY, weight, x));
    }
}
