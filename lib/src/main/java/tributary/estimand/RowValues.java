package tributary.estimand;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tributary.expr.BoundProgram;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Layout;
import tributary.expr.Program;
import tributary.random.StreamKey;

/** The values of an average for some rows at a draw: what must be drawn is drawn, causes before effects; one thread. */
final class RowValues {
    private final Average average;
    private final int size;
    private final int dimension;
    private final Layout layout;
    private final List<Program> laws = new ArrayList<>();
    private final Program value;
    private final double[] position;
    private final double[] result;

    RowValues(Average average, Layout layout, int size) {
        this.average = average;
        this.size = size;
        this.dimension = layout.dimension();
        Map<String, Integer> sizes = new LinkedHashMap<>();
        layout.names().forEach(name -> sizes.put(name, layout.size(name)));
        average.drawn().forEach(hole -> sizes.put(hole.name(), size));
        this.layout = new Layout(sizes);
        for (Hole hole : average.drawn()) {
            laws.add(Program.compile(this.layout, hole.arguments().toArray(Expr[]::new)));
        }
        this.value = Program.compile(this.layout, average.value());
        this.position = new double[this.layout.dimension()];
        this.result = new double[size];
    }

    /** The same for rows at hand. */
    Bound bound(Columns columns) {
        return new Bound(columns);
    }

    /** Programs with rows. */
    final class Bound {
        private final BoundProgram body;
        private final double[][] into;
        private final List<BoundProgram> before = new ArrayList<>();
        private final List<double[][]> arguments = new ArrayList<>();

        private Bound(Columns columns) {
            this.body = value.bind(columns);
            this.into = new double[][] {new double[body.sizes()[0]]};
            for (Program law : laws) {
                BoundProgram program = law.bind(columns);
                before.add(program);
                arguments.add(
                        Arrays.stream(program.sizes()).mapToObj(double[]::new).toArray(double[][]::new));
            }
        }

        /**
         * The values at a draw; the array is used again.
         *
         * @param noise names the noise of this draw; each row's is named by its shard and its place there
         */
        double[] at(double[] draw, StreamKey noise, int shard, int... places) {
            System.arraycopy(draw, 0, position, 0, dimension);
            for (int h = 0; h < before.size(); h++) {
                Hole hole = average.drawn().get(h);
                double[][] laws = arguments.get(h);
                before.get(h).outputs(position, laws);
                StreamKey own = noise.with(hole.noise()).with(shard);
                double[] numbers = new double[laws.length];
                double[] drawn = new double[1];
                int offset = layout.offset(hole.name());
                for (int i = 0; i < size; i++) {
                    for (int k = 0; k < numbers.length; k++) {
                        numbers[k] = laws[k][laws[k].length == 1 ? 0 : i];
                    }
                    hole.family().sample(own.with(places[i]).stream(), numbers, drawn);
                    position[offset + i] = drawn[0];
                }
            }
            body.outputs(position, into);
            if (into[0].length == size) {
                return into[0];
            }
            Arrays.fill(result, into[0][0]);
            return result;
        }
    }
}
