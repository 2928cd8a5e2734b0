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
import tributary.expr.Layout;
import tributary.expr.Program;
import tributary.model.Variable;
import tributary.model.term.Assignment;
import tributary.model.term.Condition;
import tributary.model.term.Place;
import tributary.model.term.Term;
import tributary.posterior.BindingException;
import tributary.posterior.Data;
import tributary.posterior.Posterior;
import tributary.posterior.RowColumns;
import tributary.posterior.World;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * What becomes of units, one by one, under an intervention and under another: their posterior predictive distributions
 * with the same noise on both sides. It holds expressions and no rows, and travels to where the rows are.
 */
public final class UnitEffects implements Serializable {
    private static final long serialVersionUID = 1L;
    /** The closest that a rank may come to 0 or 1 before it is no longer told from them. */
    private static final double EDGE = 0x1p-53;

    private final String outcome;
    private final String table;
    private final Noise noise;
    private final double probability;
    private final Layout layout;
    private final RowColumns recipe;
    private final Side treated;
    private final Side untreated;
    private final double[][] positions;

    /** What is evaluated in one world: the outcome, and the holes before it with their laws there and by nature. */
    private record Side(Expr body, ArrayList<Hole> holes, LinkedHashMap<String, ArrayList<Expr>> natural)
            implements Serializable {}

    private UnitEffects(
            Posterior posterior,
            String outcome,
            List<Assignment> one,
            List<Assignment> other,
            Noise noise,
            double probability,
            double[][] positions) {
        Variable variable = posterior.model().variable(outcome);
        if (variable.kind() != Variable.Kind.OUTCOME) {
            throw new BindingException(
                    "`" + outcome + "` is no outcome of the model: name a row variable with a distribution");
        }
        this.outcome = outcome;
        this.table = variable.table();
        this.noise = noise;
        this.probability = probability;
        this.layout = posterior.layout();
        this.recipe = posterior.rowColumns();
        this.treated = side(posterior, "treated", one);
        this.untreated = side(posterior, "untreated", other);
        this.positions = positions;
    }

    /**
     * Effects on units.
     *
     * @param outcome a row variable with a distribution
     * @param one the first world
     * @param other the second
     * @param noise which noise units have there
     * @param probability of the intervals
     * @param positions unconstrained draws of the posterior
     * @throws BindingException if the model does not say what becomes of the outcome there
     */
    public static UnitEffects of(
            Posterior posterior,
            String outcome,
            List<Assignment> one,
            List<Assignment> other,
            Noise noise,
            double probability,
            double[]... positions) {
        return new UnitEffects(posterior, outcome, one, other, noise, probability, positions);
    }

    private Side side(Posterior posterior, String name, List<Assignment> settings) {
        Term.Expectation average = new Term.Expectation(
                false, new Term.Name(outcome, Place.NONE), List.of(new Condition.SetTo(settings)), Place.NONE);
        Unfolding.Unfolded unfolded = Unfolding.of(posterior, "units " + name, average);
        LinkedHashMap<String, ArrayList<Expr>> natural = new LinkedHashMap<>();
        for (Hole hole : unfolded.holes()) {
            Variable variable = posterior.model().variable(hole.variable());
            if (noise == Noise.ABDUCTED
                    && !(hole.family() instanceof Univariate && variable.kind() == Variable.Kind.OUTCOME)) {
                throw new BindingException("the noise of `" + hole.variable()
                        + "` cannot be told from what was observed; ask with fresh noise");
            }
            World.Drawn law = World.of(posterior, "").law(hole.variable(), Set.of());
            natural.put(hole.name(), new ArrayList<>(law.arguments()));
        }
        return new Side(unfolded.body(), new ArrayList<>(unfolded.holes()), natural);
    }

    /**
     * The effects on some rows.
     *
     * @param names what noise is keyed by: one name a row, the row's own
     */
    public List<UnitEffect> of(Data rows, List<String> names, StreamKey key) {
        Columns columns = recipe.of(rows);
        int size = rows.rows(table);
        double[][] one = new double[size][positions.length];
        double[][] other = new double[size][positions.length];
        List<StreamKey> keys = names.stream().map(key::with).toList();
        new Pass(treated, columns, rows, size).fill(one, keys);
        new Pass(untreated, columns, rows, size).fill(other, keys);
        double[] observed = rows.hasNumbers(table, outcome) ? rows.numbers(table, outcome) : new double[0];
        List<UnitEffect> effects = new ArrayList<>();
        double[] gaps = new double[positions.length];
        for (int i = 0; i < size; i++) {
            int positive = 0;
            for (int d = 0; d < gaps.length; d++) {
                gaps[d] = one[i][d] - other[i][d];
                positive += gaps[d] > 0 ? 1 : 0;
            }
            effects.add(new UnitEffect(
                    observed.length == 0 ? Double.NaN : observed[i],
                    UnitEffect.Predicted.of(one[i], probability),
                    UnitEffect.Predicted.of(other[i], probability),
                    UnitEffect.Predicted.of(gaps, probability),
                    (double) positive / gaps.length));
        }
        return effects;
    }

    /** One world over some rows. */
    private final class Pass {
        private final Side side;
        private final Data rows;
        private final int size;
        private final Layout wide;
        private final BoundProgram body;
        private final List<BoundProgram> laws = new ArrayList<>();
        private final List<BoundProgram> natural = new ArrayList<>();
        private final double[] position;

        Pass(Side side, Columns columns, Data rows, int size) {
            this.side = side;
            this.rows = rows;
            this.size = size;
            Map<String, Integer> sizes = new LinkedHashMap<>();
            layout.names().forEach(name -> sizes.put(name, layout.size(name)));
            side.holes().forEach(hole -> sizes.put(hole.name(), size));
            this.wide = new Layout(sizes);
            this.position = new double[wide.dimension()];
            for (Hole hole : side.holes()) {
                laws.add(program(hole.arguments()).bind(columns));
                natural.add(program(side.natural().getOrDefault(hole.name(), new ArrayList<>()))
                        .bind(columns));
            }
            this.body = program(List.of(side.body())).bind(columns);
        }

        private Program program(List<Expr> outputs) {
            return Program.compile(wide, outputs.toArray(Expr[]::new));
        }

        void fill(double[][] into, List<StreamKey> keys) {
            double[] drawn = new double[1];
            for (int d = 0; d < positions.length; d++) {
                System.arraycopy(positions[d], 0, position, 0, positions[d].length);
                for (int h = 0; h < laws.size(); h++) {
                    Hole hole = side.holes().get(h);
                    double[][] there = laws.get(h).outputs(position);
                    double[][] here = natural.get(h).outputs(position);
                    double[] seen = noise == Noise.ABDUCTED ? rows.numbers(table, hole.variable()) : new double[0];
                    for (int i = 0; i < size; i++) {
                        RandomStream stream = keys.get(i).with(hole.noise()).with(d).stream();
                        if (noise == Noise.FRESH) {
                            hole.family().sample(stream, at(there, i), drawn);
                        } else {
                            drawn[0] = moved((Univariate) hole.family(), seen[i], at(here, i), at(there, i), stream);
                        }
                        position[wide.offset(hole.name()) + i] = drawn[0];
                    }
                }
                double[] values = body.outputs(position)[0];
                for (int i = 0; i < size; i++) {
                    into[i][d] = values[values.length == 1 ? 0 : i];
                }
            }
        }

        private double[] at(double[][] columns, int row) {
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
