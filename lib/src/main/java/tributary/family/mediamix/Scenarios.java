package tributary.family.mediamix;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tributary.expr.BoundProgram;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.infer.Draws;
import tributary.model.Model;
import tributary.model.term.Place;
import tributary.model.term.Statement;
import tributary.model.term.Terms;
import tributary.posterior.Posterior;

/**
 * What would have been, had spend, price or another cause been set otherwise: the expected outcome under {@code do(...)} less
 * the expected outcome as things were, draw by draw. Both worlds share every unknown, so a contrast has no noise of its own.
 *
 * <p>Media that are set work on after the data's last week. Where carry-over counts, a change takes these weeks in; they are as
 * the last weeks of the data were, media included, as for {@link MediaBudget budgets}. Impressions follow spend in proportion,
 * within their week; in a week without spend, money buys what the channel's money bought over all weeks, and impressions nobody
 * paid for stay.
 */
public final class Scenarios {
    private static final double ROUNDING = 1e-12;

    /** The names of the columns of {@link Answer}. */
    public static final List<String> QUANTITIES = List.of("change", "share", "gain");

    private final MediaMixModel mix;
    private final List<ScenarioWorld> worlds = new ArrayList<>();
    private final BoundProgram program;
    private final int outputs;

    /**
     * Scenarios of a model.
     *
     * @throws IllegalArgumentException if one names what the model has not, touches no week, or sets spend below 0 or anything to
     *     what is no number; the message begins with {@code scenarios.NAME}
     */
    public Scenarios(MediaMixModel mix, Posterior posterior, List<ScenarioSpec> specs) {
        this.mix = mix;
        ScenarioTerms terms = new ScenarioTerms(mix, posterior);
        Outputs all = new Outputs(mix.model(), posterior);
        all.add(Map.of());
        for (ScenarioSpec spec : specs) {
            ScenarioWorld world = new ScenarioWorld(mix, terms, spec);
            worlds.add(world);
            all.add(world.set());
            if (world.weeksAfter() > 0) {
                all.add(world.toCome(false, world.weeksAfter(), posterior.columns()));
                all.add(world.toCome(true, world.weeksAfter(), posterior.columns()));
            }
        }
        this.program = new MediaWorlds(mix, posterior).compile(all.expected, all.columns);
        this.outputs = all.expected.size();
    }

    /** The expected outcomes of worlds, each with its own row variables set. */
    private static final class Outputs {
        private final Model model;
        private final Posterior posterior;
        private final List<Expr> expected = new ArrayList<>();
        private Columns columns;

        Outputs(Model model, Posterior posterior) {
            this.model = model;
            this.posterior = posterior;
            this.columns = posterior.columns();
        }

        void add(Map<String, double[]> set) {
            Map<String, String> names = new LinkedHashMap<>();
            for (Map.Entry<String, double[]> one : set.entrySet()) {
                String name = "set_" + expected.size() + "_" + one.getKey();
                names.put(one.getKey(), name);
                columns = columns.with(name, one.getValue());
            }
            Model world =
                    names.isEmpty() ? model : model.with(new Statement.Rows(List.copyOf(names.values()), Place.NONE));
            for (Map.Entry<String, String> one : names.entrySet()) {
                world = world.intervene(one.getKey(), Terms.name(one.getValue()));
            }
            expected.add(posterior.expression(world, "expected"));
        }
    }

    /**
     * Checks that the data of a model allow a scenario, before anything is sampled.
     *
     * @throws IllegalArgumentException as the constructor does
     */
    public static void require(MediaMixModel mix, Posterior posterior, ScenarioSpec spec) {
        new ScenarioWorld(mix, new ScenarioTerms(mix, posterior), spec);
    }

    /**
     * What a scenario would have brought.
     *
     * @param scenario its name
     * @param geo the geo, or {@link MediaAnswers#ALL}
     * @param spend money spent more than was; negative if less
     * @param weeksAfter how many weeks after the data's last one count
     * @param draws of {@code change} (of the outcome, from the first week that is touched to the last that counts), {@code share}
     *     (of the outcome that was expected from that week to the data's last), {@code gain} (money: the change by its value, less
     *     the money spent more)
     */
    public record Answer(String scenario, String geo, double spend, int weeksAfter, Draws draws)
            implements Serializable {}

    /** Each scenario's answers, first over all geos, then, where there are several, in each. */
    public List<Answer> answers(Draws positions) {
        int geos = mix.panel().geos().size();
        int weeks = mix.panel().weeks().size();
        int size = positions.size();
        double[][] into = new double[outputs][geos * weeks];
        double[] position = new double[positions.names().size()];
        double[][][] change = new double[worlds.size()][geos + 1][size];
        double[][][] before = new double[worlds.size()][geos + 1][size];
        for (int d = 0; d < size; d++) {
            positions.row(d, position);
            program.outputs(position, into);
            int next = 1;
            for (int s = 0; s < worlds.size(); s++) {
                ScenarioWorld world = worlds.get(s);
                int after = world.weeksAfter();
                for (int g = 0; g < geos; g++) {
                    int end = (g + 1) * weeks;
                    before[s][g][d] = sum(into[0], end - weeks + world.first(), end);
                    if (world.touches(g)) {
                        change[s][g][d] = difference(into[next], into[0], end - weeks + world.first(), end)
                                + (after > 0 ? difference(into[next + 1], into[next + 2], end - after, end) : 0);
                    }
                    change[s][geos][d] += change[s][g][d];
                    before[s][geos][d] += before[s][g][d];
                }
                next += after > 0 ? 3 : 1;
            }
        }
        List<Answer> all = new ArrayList<>();
        for (int s = 0; s < worlds.size(); s++) {
            all.add(answer(worlds.get(s), geos, change[s][geos], before[s][geos], positions.chains()));
            for (int g = 0; geos > 1 && g < geos; g++) {
                all.add(answer(worlds.get(s), g, change[s][g], before[s][g], positions.chains()));
            }
        }
        return all;
    }

    private static double difference(double[] there, double[] here, int from, int to) {
        double sum = 0;
        for (int row = from; row < to; row++) {
            sum += there[row] - here[row];
        }
        return sum;
    }

    private static double sum(double[] rows, int from, int to) {
        double sum = 0;
        for (int row = from; row < to; row++) {
            sum += rows[row];
        }
        return sum;
    }

    private Answer answer(ScenarioWorld world, int geo, double[] change, double[] before, int chains) {
        boolean all = geo == mix.panel().geos().size();
        double spend = 0;
        double moved = 0;
        for (int g = 0; g < world.spend().length; g++) {
            spend += all || g == geo ? world.spend()[g] : 0;
            moved += all || g == geo ? world.moved()[g] : 0;
        }
        // Money that goes elsewhere sums to nothing but for rounding.
        spend = StrictMath.abs(spend) <= ROUNDING * moved ? 0 : spend;
        double[][] columns = new double[QUANTITIES.size()][change.length];
        for (int d = 0; d < change.length; d++) {
            columns[0][d] = change[d];
            columns[1][d] = before[d] > 0 ? change[d] / before[d] : Double.NaN;
            columns[2][d] = mix.panel().value() * change[d] - spend;
        }
        String where = all ? MediaAnswers.ALL : mix.panel().geos().get(geo);
        return new Answer(
                world.spec().name(), where, spend, world.weeksAfter(), Draws.ofColumns(QUANTITIES, chains, columns));
    }

    /**
     * How far a scenario goes beyond what was seen.
     *
     * @param scenario its name
     * @param variable what it sets
     * @param share of the weeks of geos it changes that lie outside of what was seen; more media than ever, more or less of
     *     anything else
     * @param low the least value it sets, in its own unit; media of spend in scaled media
     * @param high the largest
     * @param seenLow the least that was seen
     * @param seenHigh the largest
     */
    public record Reach(
            String scenario, String variable, double share, double low, double high, double seenLow, double seenHigh)
            implements Serializable {}

    /** How far each scenario goes beyond what was seen. */
    public List<Reach> reaches() {
        return worlds.stream().flatMap(w -> w.reaches().stream()).toList();
    }
}
