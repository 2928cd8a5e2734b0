package tributary.estimand;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.dist.Univariate;
import tributary.dist.continuous.Normal;
import tributary.expr.BoundProgram;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.expr.Program;
import tributary.model.Variable;
import tributary.model.term.Assignment;
import tributary.model.term.Condition;
import tributary.model.term.Place;
import tributary.model.term.Term;
import tributary.posterior.BindingException;
import tributary.posterior.Data;
import tributary.posterior.Posterior;
import tributary.posterior.World;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * One variable of every unit in one world: what must be drawn before it, causes before effects, with noise that is named by
 * unit, variable and draw and so is the same in every world. It holds expressions and no rows.
 */
final class UnitWorld implements Serializable {
    private static final long serialVersionUID = 1L;
    /** The closest that a rank may come to 0 or 1 before it is no longer told from them. */
    private static final double EDGE = 0x1p-53;

    private final Layout layout;
    private final String table;
    private final Noise noise;
    private final Expr body;
    private final ArrayList<Hole> holes;
    private final LinkedHashMap<String, ArrayList<Expr>> natural = new LinkedHashMap<>();

    private UnitWorld(Posterior posterior, String table, Noise noise, Expr body, List<Hole> holes) {
        this.layout = posterior.layout();
        this.table = table;
        this.noise = noise;
        this.body = body;
        this.holes = new ArrayList<>(holes);
        for (Hole hole : holes) {
            Variable variable = posterior.model().variable(hole.variable());
            if (noise == Noise.ABDUCTED
                    && !(hole.family() instanceof Univariate && variable.kind() == Variable.Kind.OUTCOME)) {
                throw new BindingException("the noise of `" + hole.variable()
                        + "` cannot be told from what was observed; ask with fresh noise");
            }
            World.Drawn law = World.of(posterior, "").law(hole.variable(), Set.of());
            natural.put(hole.name(), new ArrayList<>(law.arguments()));
        }
    }

    private static Unfolding.Unfolded unfolded(
            Posterior posterior, String name, String variable, List<Assignment> settings) {
        return Unfolding.of(
                posterior,
                name,
                new Term.Expectation(
                        false,
                        new Term.Name(variable, Place.NONE),
                        List.of(new Condition.SetTo(settings)),
                        Place.NONE));
    }

    /**
     * A variable where some things are set; what these do not reach keeps its observed value.
     *
     * @param name unlike those of other worlds of the posterior
     * @throws BindingException if the model does not say what becomes of the variable there
     */
    static UnitWorld of(Posterior posterior, String name, String variable, List<Assignment> settings, Noise noise) {
        Unfolding.Unfolded unfolded = unfolded(posterior, name, variable, settings);
        return new UnitWorld(posterior, unfolded.table(), noise, unfolded.body(), unfolded.holes());
    }

    /** The same with new noise, where the variable is drawn even if nothing reaches it, given its observed causes. */
    static UnitWorld predicted(Posterior posterior, String name, String variable, List<Assignment> settings) {
        Unfolding.Unfolded unfolded = unfolded(posterior, name, variable, settings);
        boolean set = settings.stream().anyMatch(a -> a.variable().equals(variable));
        boolean drawn = unfolded.holes().stream().anyMatch(h -> h.variable().equals(variable));
        boolean outcome = posterior.model().variable(variable).kind() == Variable.Kind.OUTCOME;
        if (set || drawn || !outcome) {
            return new UnitWorld(posterior, unfolded.table(), Noise.FRESH, unfolded.body(), unfolded.holes());
        }
        World world = World.of(posterior, name);
        World.Drawn law = world.law(variable, Set.of());
        Parameter place = Exprs.parameter("noise of " + variable + " for " + name, world.rows(unfolded.table()));
        List<Hole> holes = new ArrayList<>(unfolded.holes());
        holes.add(Hole.of(place, variable, variable, law.family(), law.arguments()));
        return new UnitWorld(posterior, unfolded.table(), Noise.FRESH, place, holes);
    }

    String table() {
        return table;
    }

    /** This world over some rows; one thread. */
    Over over(Columns columns, Data rows, int size) {
        return new Over(columns, rows, size);
    }

    /** Programs with rows. */
    final class Over {
        private final Data rows;
        private final int size;
        private final Layout wide;
        private final BoundProgram value;
        private final List<BoundProgram> laws = new ArrayList<>();
        private final List<BoundProgram> here = new ArrayList<>();
        private final double[] position;

        private Over(Columns columns, Data rows, int size) {
            this.rows = rows;
            this.size = size;
            Map<String, Integer> sizes = new LinkedHashMap<>();
            layout.names().forEach(name -> sizes.put(name, layout.size(name)));
            holes.forEach(hole -> sizes.put(hole.name(), size));
            this.wide = new Layout(sizes);
            this.position = new double[wide.dimension()];
            for (Hole hole : holes) {
                laws.add(program(hole.arguments()).bind(columns));
                here.add(program(natural.getOrDefault(hole.name(), new ArrayList<>()))
                        .bind(columns));
            }
            this.value = program(List.of(body)).bind(columns);
        }

        private Program program(List<Expr> outputs) {
            return Program.compile(wide, outputs.toArray(Expr[]::new));
        }

        /**
         * The variable of each row at each draw.
         *
         * @param keys what names the noise of each row
         * @param into {@code [row][draw]}
         */
        void fill(double[][] positions, List<StreamKey> keys, double[][] into) {
            double[] drawn = new double[1];
            for (int d = 0; d < positions.length; d++) {
                System.arraycopy(positions[d], 0, position, 0, positions[d].length);
                for (int h = 0; h < laws.size(); h++) {
                    Hole hole = holes.get(h);
                    double[][] there = laws.get(h).outputs(position);
                    double[][] before = noise == Noise.ABDUCTED ? here.get(h).outputs(position) : new double[0][];
                    double[] seen = noise == Noise.ABDUCTED ? rows.numbers(table, hole.variable()) : new double[0];
                    for (int i = 0; i < size; i++) {
                        RandomStream stream = keys.get(i).with(hole.noise()).with(d).stream();
                        if (noise == Noise.FRESH) {
                            hole.family().sample(stream, at(there, i), drawn);
                        } else {
                            drawn[0] = moved((Univariate) hole.family(), seen[i], at(before, i), at(there, i), stream);
                        }
                        position[wide.offset(hole.name()) + i] = drawn[0];
                    }
                }
                double[] values = value.outputs(position)[0];
                for (int i = 0; i < size; i++) {
                    into[i][d] = values[values.length == 1 ? 0 : i];
                }
            }
        }

        private static double[] at(double[][] columns, int row) {
            double[] one = new double[columns.length];
            for (int k = 0; k < one.length; k++) {
                one[k] = columns[k][columns[k].length == 1 ? 0 : row];
            }
            return one;
        }
    }

    /** A value with the noise it had under one law, under another. */
    static double moved(Univariate family, double seen, double[] here, double[] there, RandomStream stream) {
        if (Arrays.equals(here, there)) {
            return seen;
        }
        double below = family.cdf(seen, here);
        if (family.discrete()) {
            double before = family.cdf(seen - 1, here);
            double rank = before + stream.nextDouble() * (below - before);
            return family.quantile(Math.min(Math.max(rank, EDGE), 1 - EDGE), there);
        }
        if (family instanceof Normal) {
            return there[0] + there[1] * ((seen - here[0]) / here[1]);
        }
        // From the nearer end, where ranks keep their digits.
        return below <= 0.5
                ? family.quantile(Math.max(below, Double.MIN_NORMAL), there)
                : family.upperQuantile(Math.max(family.survival(seen, here), Double.MIN_NORMAL), there);
    }
}
