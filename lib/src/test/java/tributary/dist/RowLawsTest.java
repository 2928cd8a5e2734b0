package tributary.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.dist.Cases.Case;
import tributary.dist.catalogue.Distributions;
import tributary.dist.compound.Truncated;
import tributary.expr.Axis;
import tributary.expr.BoundProgram;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.expr.Program;
import tributary.expr.TreeEvaluator;

/** Every family serves as the likelihood of a column of rows: one density a row, and the compiled gradient of all. */
class RowLawsTest {
    private static final Axis ROWS = Axis.rows("rows");

    static List<Case> cases() {
        return Cases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void argumentsSharedByAllRows(Case c) {
        check(c, false);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void argumentsOfEachRow(Case c) {
        check(c, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"normal", "hurdle_gamma", "hurdle_lognormal", "lkj", "zero_inflated_poisson"})
    void familiesTravelBetweenMachines(String name) throws IOException, ClassNotFoundException {
        Distribution family = Distributions.byName(name).orElseThrow();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(family);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Distribution copy = (Distribution) in.readObject();
            assertThat(copy.name()).isEqualTo(name);
            assertThat(copy.arguments()).isEqualTo(family.arguments());
        }
    }

    private static void check(Case c, boolean perRow) {
        double[] y = DoubleStream.of(0.05, 0.2, 0.4, 0.6, 0.7, 0.9, 0.97, 0.999, 0.3)
                .map(p -> c.family().quantile(p, c.arguments()))
                .toArray();
        double[] ones = new double[y.length];
        Arrays.fill(ones, 1);
        Columns columns = Columns.builder()
                .rows(ROWS, y.length)
                .numbers("y", y)
                .numbers("one", ones)
                .build();
        Parameter all = Exprs.parameter("all", Axis.levels("all", c.arguments().length));
        List<Expr> arguments = new ArrayList<>();
        for (int i = 0; i < c.arguments().length; i++) {
            boolean bound = c.family() instanceof Truncated && i >= c.arguments().length - 2;
            Expr argument = c.symbolic() && !bound ? Exprs.element(all, i) : Exprs.constant(c.arguments()[i]);
            arguments.add(perRow && c.symbolic() && !bound ? argument.times(Exprs.column("one", ROWS)) : argument);
        }
        Expr density = c.family().logDensity(Exprs.column("y", ROWS), arguments);
        assertThat(density.axis()).isEqualTo(ROWS);
        Layout layout = Layout.of(all);
        BoundProgram program =
                Program.compile(layout, Exprs.sum(density), density).bind(columns);
        double[] rows = program.outputs(c.arguments())[1];
        for (int i = 0; i < y.length; i++) {
            double expected = c.family().logDensity(y[i], c.arguments());
            assertThat(rows[i]).as("%s at %s", c, y[i]).isCloseTo(expected, within(1e-11 * (1 + Math.abs(expected))));
        }
        double[] gradient = new double[layout.dimension()];
        program.evaluate(c.arguments(), gradient);
        double[] slow = new TreeEvaluator(layout, columns).gradient(Exprs.sum(density), c.arguments());
        for (int i = 0; i < slow.length; i++) {
            assertThat(gradient[i]).as("%s, %d", c, i).isCloseTo(slow[i], within(1e-10 * (1 + Math.abs(slow[i]))));
        }
    }
}
