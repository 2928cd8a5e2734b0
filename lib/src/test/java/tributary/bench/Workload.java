package tributary.bench;

import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Layout;
import tributary.math.LogDensity;

/**
 * A density to be timed: as a graph, and as the scalar loop that a good programmer would write by hand.
 *
 * @param rows what its time is divided by
 */
record Workload(String name, int rows, Layout layout, Expr density, Columns data, LogDensity byHand) {}
