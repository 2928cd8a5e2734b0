package tributary.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The slow evaluator against formulas worked by hand. */
class TreeEvaluatorTest {
    private static final Axis ROWS = Axis.rows("rows");
    private static final Axis GROUPS = Axis.levels("groups", 2);
    private static final Index GROUP = new Index("group", ROWS, GROUPS);
    private static final Parameter A = Exprs.parameter("a");
    private static final Parameter V = Exprs.parameter("v", GROUPS);
    private static final Layout LAYOUT = Layout.of(A, V);
    private static final Columns DATA = Columns.builder()
            .rows(ROWS, 4)
            .numbers("x", new double[] {1, 2, 3, 4})
            .levels("group", new int[] {0, 0, 1, 1})
            .build();
    private static final Expr X = Exprs.column("x", ROWS);
    private static final double[] POSITION = {0.5, -1, 2};

    private static TreeEvaluator evaluator() {
        return new TreeEvaluator(LAYOUT, DATA);
    }

    @Test
    void gathersAndSumsByGroup() {
        Expr product = X.times(Exprs.gather(V, GROUP));
        assertThat(evaluator().values(product, POSITION)).containsExactly(-1, -2, 6, 8);
        assertThat(evaluator().values(Exprs.segmentSum(product, GROUP), POSITION))
                .containsExactly(-3, 14);
        assertThat(evaluator().gradient(Exprs.sum(product.times(A)), POSITION)).containsExactly(11, 1.5, 3.5);
    }

    @Test
    void scansWithinSeries() {
        Expr lagged = Exprs.lag(X, 1, GROUP);
        assertThat(evaluator().values(lagged, POSITION)).containsExactly(0, 1, 0, 3);
        Expr decayed = Exprs.recurrence(X, A, GROUP);
        assertThat(evaluator().values(decayed, POSITION)).containsExactly(1, 2.5, 3, 5.5);
        assertThat(evaluator().gradient(Exprs.sum(decayed), POSITION)).containsExactly(4, 0, 0);
        Expr convolved = Exprs.convolve(X, V, null);
        assertThat(evaluator().values(convolved, POSITION)).containsExactly(-1, 0, 1, 2);
        assertThat(evaluator().gradient(Exprs.sum(convolved), POSITION)).containsExactly(0, 10, 6);
    }

    @Test
    void solvesSmallSystems() {
        Axis square = Axis.levels("square", 4);
        Expr covariance = Exprs.stack(
                square,
                List.of(A.squared(), A.times(0.5), A.times(0.5), A.squared().plus(1)));
        Expr lower = Exprs.cholesky(covariance, 2);
        Expr whitened = Exprs.solveLower(lower, V);
        Expr quadratic = Exprs.sum(whitened.squared());
        double determinant = 0.25 * 1.25 - 0.0625;
        double expected = (1.25 * 1 - 2 * 0.25 * -2 + 0.25 * 4) / determinant;
        assertThat(evaluator().value(quadratic, POSITION)).isCloseTo(expected, within(1e-12));
        Expr logDeterminant =
                Exprs.sum(Exprs.log(Exprs.diagonal(lower, GROUPS))).times(2);
        assertThat(evaluator().value(logDeterminant, POSITION)).isCloseTo(StrictMath.log(determinant), within(1e-12));
    }

    @Test
    void takesNothingFromTheBranchNotTaken() {
        Expr guarded = Exprs.select(Exprs.less(A, Exprs.constant(0)), Exprs.log(A), A.squared());
        assertThat(evaluator().value(guarded, POSITION)).isEqualTo(0.25);
        assertThat(evaluator().gradient(guarded, POSITION)).containsExactly(1, 0, 0);
    }

    @Test
    void simplifiesAndKeepsAxes() {
        assertThat(A.plus(0)).isSameAs(A);
        assertThat(A.times(1).power(2)).isEqualTo(A.squared());
        assertThat(Exprs.log(Exprs.exp(A))).isSameAs(A);
        assertThat(Exprs.constant(2).times(3)).isEqualTo(Exprs.constant(6));
        assertThat(A.plus(Exprs.fill(ROWS, 0)).axis()).isEqualTo(ROWS);
        assertThatThrownBy(() -> X.plus(V)).hasMessageContaining("gather or sum");
    }
}
