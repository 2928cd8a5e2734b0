package tributary.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.math.Kernels;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The compiled program against its slow twin and against finite differences, on random graphs. */
class ProgramTest {
    private static final int GRAPHS = 50;

    private static RandomStream stream(String purpose, int number) {
        return StreamKey.of(20261121).with("program").with(purpose).with(number).stream();
    }

    private static double[] position(RandomStream random) {
        double[] position = new double[RandomGraph.LAYOUT.dimension()];
        for (int i = 0; i < position.length; i++) {
            position[i] = 0.5 * random.nextGaussian();
        }
        return position;
    }

    @Test
    void treeAndProgramAgree() {
        for (int g = 0; g < GRAPHS; g++) {
            RandomStream random = stream("agree", g);
            int rows = List.of(1, 7, 40, 600, 1100).get(g % 5);
            Columns data = RandomGraph.data(rows, random);
            RandomGraph grown = new RandomGraph(random);
            Expr density = grown.grow(5 + g % 40);
            double[] position = position(random);
            TreeEvaluator tree = new TreeEvaluator(RandomGraph.LAYOUT, data);
            BoundProgram program = Program.compile(RandomGraph.LAYOUT, density, grown.lastRows())
                    .bind(data);
            double[] gradient = new double[position.length];
            double value = program.evaluate(position, gradient);
            double expected = tree.value(density, position);
            double scale = Math.max(1, Math.abs(expected));
            assertThat(value).as("graph %d", g).isCloseTo(expected, within(1e-13 * scale));
            assertThat(program.value(position)).isEqualTo(value);
            double[] slow = tree.gradient(density, position);
            double largest =
                    Math.max(1, Arrays.stream(slow).map(Math::abs).max().orElse(1));
            for (int i = 0; i < slow.length; i++) {
                assertThat(gradient[i]).as("graph %d, coordinate %d", g, i).isCloseTo(slow[i], within(1e-13 * largest));
            }
            double[] elements = program.outputs(position)[1];
            double[] slowElements = tree.values(grown.lastRows(), position);
            for (int i = 0; i < elements.length; i++) {
                assertThat(elements[i])
                        .isCloseTo(slowElements[i], within(1e-14 * Math.max(1, Math.abs(slowElements[i]))));
            }
        }
    }

    @Test
    void gradientsAreFiniteDifferences() {
        for (int g = 0; g < 40; g++) {
            RandomStream random = stream("differences", g);
            Columns data = RandomGraph.data(30, random);
            Expr density = new RandomGraph(random).grow(12);
            BoundProgram program = Program.compile(RandomGraph.LAYOUT, density).bind(data);
            double[] position = position(random);
            double[] gradient = new double[position.length];
            program.evaluate(position, gradient);
            int disagreements = 0;
            for (int i = 0; i < position.length; i++) {
                double expected = difference(program, position, i);
                double tolerance = 1e-6 * Math.max(1, Math.abs(expected));
                disagreements += Math.abs(gradient[i] - expected) <= tolerance ? 0 : 1;
            }
            // Kinks (comparisons, maxima, absolute values) may fall inside a difference, rarely.
            assertThat(disagreements).as("graph %d", g).isLessThanOrEqualTo(2);
        }
    }

    private static double difference(BoundProgram program, double[] position, int i) {
        double step = 1e-4;
        double[] at = position.clone();
        double[] f = new double[4];
        double[] offsets = {-2, -1, 1, 2};
        for (int k = 0; k < 4; k++) {
            at[i] = position[i] + offsets[k] * step;
            f[k] = program.value(at);
        }
        return (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * step);
    }

    @Test
    void shipsAndRepeatsToTheBit() throws Exception {
        RandomStream random = stream("ships", 0);
        Columns data = RandomGraph.data(700, random);
        Program program = Program.compile(RandomGraph.LAYOUT, new RandomGraph(random).grow(30));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(program);
        }
        Program arrived;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            arrived = (Program) in.readObject();
        }
        BoundProgram here = program.bind(data);
        BoundProgram there = arrived.bind(data);
        BoundProgram other = here.forAnotherThread();
        double[] position = position(random);
        double[] a = new double[position.length];
        double[] b = new double[position.length];
        double[] c = new double[position.length];
        assertThat(there.evaluate(position, b)).isEqualTo(here.evaluate(position, a));
        here.evaluate(position(random), c);
        other.evaluate(position, c);
        assertThat(b).containsExactly(a);
        assertThat(c).containsExactly(a);
        here.evaluate(position, c);
        assertThat(c).containsExactly(a);
    }

    @Test
    void drawsScalarsOutOfSums() {
        Expr mu = Exprs.parameter("a").plus(Exprs.parameter("b").times(Exprs.column("x", RandomGraph.ROWS)));
        Expr density =
                Exprs.sum(Densities.normal(Exprs.column("y", RandomGraph.ROWS), mu, Exprs.exp(Exprs.parameter("c"))));
        List<Expr> lowered = Lowering.lower(new Graph(), List.of(density), true);
        Graph graph = new Graph();
        long rowNodes = Graph.order(lowered).stream()
                .filter(node -> node.axis().isRows() && !graph.isData(node))
                .count();
        // The linear predictor's two operations and the squared difference; nothing else is done per row.
        assertThat(rowNodes).isLessThanOrEqualTo(3);
    }

    @Test
    void groupsNeedNoRows() {
        RandomStream random = stream("groups", 0);
        Columns data = RandomGraph.data(1000, random);
        Expr y = Exprs.column("y", RandomGraph.ROWS).plus(1e6);
        Expr weight = Exprs.abs(Exprs.column("z", RandomGraph.ROWS));
        Expr mean = Exprs.gather(Exprs.parameter("u", RandomGraph.GROUPS).plus(1e6), RandomGraph.SCATTERED);
        Expr density = Exprs.sum(Densities.normal(y, mean, Exprs.exp(Exprs.parameter("a"))))
                .plus(Exprs.sum(weight.times(Densities.normal(y, mean, Exprs.exp(Exprs.parameter("b"))))))
                .plus(Exprs.sum(Densities.normal(y, Exprs.parameter("c").plus(1e6), Exprs.constant(2))));
        Graph graph = new Graph();
        List<Expr> lowered = Lowering.lower(graph, List.of(density), true);
        assertThat(Graph.order(lowered)).noneMatch(node -> node.axis().isRows() && !graph.isData(node));
        double[] position = position(random);
        double[] gradient = new double[position.length];
        TreeEvaluator tree = new TreeEvaluator(RandomGraph.LAYOUT, data);
        double value = Program.compile(RandomGraph.LAYOUT, density).bind(data).evaluate(position, gradient);
        assertThat(value).isCloseTo(tree.value(density, position), within(1e-9 * Math.abs(value)));
        double[] slow = tree.gradient(density, position);
        for (int i = 0; i < slow.length; i++) {
            assertThat(gradient[i]).isCloseTo(slow[i], within(1e-7 * Math.max(1, Math.abs(slow[i]))));
        }
    }

    @Test
    void manyDrawsAtOnceAreEachDraw() {
        RandomStream random = stream("draws", 0);
        Columns data = RandomGraph.data(1300, random);
        Expr density = new RandomGraph(random).grow(25);
        BoundProgram program = Program.compile(RandomGraph.LAYOUT, density).bind(data);
        double[][] positions = new double[21][];
        for (int d = 0; d < positions.length; d++) {
            positions[d] = position(random);
        }
        double[] values = new DrawBatch(program, 8).values(positions);
        for (int d = 0; d < positions.length; d++) {
            assertThat(values[d]).isEqualTo(program.value(positions[d]));
        }
    }

    @Test
    void drawsShareLinearPredictors() {
        RandomStream random = stream("fours", 0);
        Columns data = RandomGraph.data(5003, random);
        Expr x = Exprs.column("x", RandomGraph.ROWS);
        Expr eta = Exprs.linear(
                Exprs.parameter("a"),
                List.of(Exprs.parameter("b"), Exprs.parameter("c")),
                List.of(x, Exprs.column("z", RandomGraph.ROWS)));
        Expr density = Exprs.sum(Densities.bernoulliLogit(Exprs.less(Exprs.constant(0), x), eta))
                .plus(Exprs.sum(Densities.gammaLog(Exprs.abs(x).plus(1), Exprs.exp(Exprs.parameter("a")), eta)));
        Program program = Program.compile(RandomGraph.LAYOUT, density);
        double[][] positions = new double[11][];
        double[] expected = new double[positions.length];
        double[] gradient = new double[RandomGraph.LAYOUT.dimension()];
        BoundProgram alone = program.bind(data, Kernels.plain());
        for (int d = 0; d < positions.length; d++) {
            positions[d] = position(random);
            expected[d] = alone.evaluate(positions[d], gradient);
        }
        for (Kernels kernels : List.of(Kernels.plain(), Kernels.preferred())) {
            double[] values = new DrawBatch(program.bind(data, kernels), 8).values(positions);
            assertThat(values).containsExactly(expected);
        }
    }

    /** The best round counts, since the first ones load classes. Plain kernels: vectors are objects until compiled. */
    @Test
    void allocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        RandomStream random = stream("allocates", 0);
        Columns data = RandomGraph.data(700, random);
        for (int g = 0; g < 10; g++) {
            Program program = Program.compile(RandomGraph.LAYOUT, new RandomGraph(random).grow(25));
            BoundProgram bound = program.bind(data, Kernels.plain());
            double[] position = position(random);
            double[] gradient = new double[position.length];
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < 4; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 50; i++) {
                    bound.evaluate(position, gradient);
                    bound.value(position);
                }
                allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(allocated).as("graph %d", g).isZero();
        }
    }

    @Test
    void kernelSetsAgreeToTheBit() {
        for (int g = 0; g < 20; g++) {
            RandomStream random = stream("bits", g);
            Columns data = RandomGraph.data(700 + g, random);
            Program program = Program.compile(RandomGraph.LAYOUT, new RandomGraph(random).grow(30));
            BoundProgram plain = program.bind(data, Kernels.plain());
            BoundProgram preferred = program.bind(data, Kernels.preferred());
            double[] position = position(random);
            double[] a = new double[position.length];
            double[] b = new double[position.length];
            assertThat(preferred.evaluate(position, b)).isEqualTo(plain.evaluate(position, a));
            assertThat(b).containsExactly(a);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> Program.compile(RandomGraph.LAYOUT, Exprs.parameter("nobody")))
                .hasMessageContaining("nobody");
        Program rows = Program.compile(RandomGraph.LAYOUT, Exprs.column("x", RandomGraph.ROWS));
        assertThatThrownBy(() -> rows.bind(Columns.none())).hasMessageContaining("rows");
        BoundProgram bound = rows.bind(RandomGraph.data(3, stream("refuses", 0)));
        assertThatThrownBy(() -> bound.value(new double[8])).hasMessageContaining("no log density");
    }

    @Test
    void emptyTablesAreZero() {
        Expr density = Exprs.sum(Densities.bernoulliLogit(Exprs.column("y", RandomGraph.ROWS), Exprs.parameter("a")));
        BoundProgram program = Program.compile(RandomGraph.LAYOUT, density)
                .bind(Columns.builder()
                        .rows(RandomGraph.ROWS, 0)
                        .numbers("y", new double[0])
                        .build());
        double[] gradient = new double[RandomGraph.LAYOUT.dimension()];
        assertThat(program.evaluate(new double[gradient.length], gradient)).isZero();
        assertThat(gradient).containsOnly(0);
    }
}
