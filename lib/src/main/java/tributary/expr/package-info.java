/**
 * The symbolic graph of a log density, its slow evaluator, and the columnar program it compiles to.
 *
 * <p>Floor 1: imports {@code tributary.math} only. Read {@link tributary.expr.Expr} and {@link tributary.expr.Axis}
 * first, then {@link tributary.expr.Exprs} (how graphs are built), {@link tributary.expr.TreeEvaluator} (what they
 * mean) and {@link tributary.expr.Program} (how they run).
 */
@NullMarked
package tributary.expr;

import org.jspecify.annotations.NullMarked;
