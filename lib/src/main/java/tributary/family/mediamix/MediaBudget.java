package tributary.family.mediamix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tributary.decide.BudgetProblem;
import tributary.expr.Axis;
import tributary.expr.BoundProgram;
import tributary.expr.Column;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Index;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.expr.Program;
import tributary.expr.Replacement;
import tributary.infer.Draws;
import tributary.model.Model;
import tributary.model.term.Place;
import tributary.model.term.Statement;
import tributary.model.text.ModelText;
import tributary.posterior.Posterior;

/**
 * The budget question of a media mix: the spend of the last weeks, by channel, geo and period, split anew.
 *
 * <p>A plan multiplies the media of each cell, which keeps the flighting within it: the world of a plan is {@code do(media =
 * plan * media)}. What it brings is the money value of the expected outcome over all weeks, less that had nothing been spent
 * in the weeks that are split: earlier spend is no part of the decision, nor of its risk. Carry-over beyond the last week of
 * the data is not counted.
 *
 * <p>Money of a cell in which nothing was spent has no flighting to keep: it is spread evenly over the cell's weeks, and over
 * its geos in proportion to size, and buys as much media as the channel's money bought over all the data.
 */
public final class MediaBudget implements BudgetProblem.Response {
    private final BudgetCells asked;
    private final List<Cell> cells;
    private final double[] present;
    private final double value;
    private final Draws draws;
    private final BoundProgram program;
    private final double[] position;
    private final double[] gradient;
    private final double[] nothing;
    private final int first;

    /**
     * What is decided as one.
     *
     * @param channel the channel
     * @param geo the geo, or {@link MediaAnswers#ALL} where geos are not told apart
     * @param period counted from 0
     */
    public record Cell(String channel, String geo, int period) {}

    /**
     * A question.
     *
     * @param mix the model
     * @param posterior the model bound to its data
     * @param positions unconstrained draws
     * @param weeks the last weeks, whose spend is split
     * @param periods of equal length that the weeks are cut into
     * @param byGeo whether geos are told apart
     */
    public MediaBudget(MediaMixModel mix, Posterior posterior, Draws positions, int weeks, int periods, boolean byGeo) {
        this.asked = BudgetCells.of(mix.spec(), mix.panel(), weeks, periods, byGeo);
        this.cells = asked.cells();
        this.present = asked.present();
        this.draws = positions;
        this.value = mix.panel().value();
        Axis axis = Axis.levels("budget cells", cells.size() + 1);
        Parameter plan = Exprs.parameter("budget plan", axis);
        Columns columns = posterior.columns();
        Map<String, Expr> factors = new LinkedHashMap<>();
        Model planned = mix.model();
        List<String> names = new ArrayList<>();
        mix.spec()
                .channels()
                .forEach(c -> names.addAll(List.of("plan_" + mix.id(c.name()), "fresh_" + mix.id(c.name()))));
        planned = planned.with(new Statement.Rows(names, Place.NONE));
        for (ChannelSpec channel : mix.spec().channels()) {
            String id = mix.id(channel.name());
            planned = planned.intervene(
                    "media_" + id, ModelText.question("plan_" + id + " * media_" + id + " + fresh_" + id));
            int[] rows = asked.cellOfRow(channel.name());
            int[] flighted = new int[rows.length];
            int[] even = new int[rows.length];
            for (int row = 0; row < rows.length; row++) {
                // The last level is one for good: weeks before those that are split, and media nobody paid for.
                boolean spent = rows[row] >= 0 && present[rows[row]] > 0;
                flighted[row] = spent ? rows[row] : cells.size();
                even[row] = spent || rows[row] < 0 ? cells.size() : rows[row];
            }
            Axis rowsOfWeeks = Axis.rows(tributary.model.Plate.ROWS);
            Index index = new Index("budget cell of " + id, rowsOfWeeks, axis);
            Index fresh = new Index("fresh budget cell of " + id, rowsOfWeeks, axis);
            Column bought = new Column("bought by money for " + id, rowsOfWeeks);
            columns = columns.with(index.name(), flighted)
                    .with(fresh.name(), even)
                    .with(bought.name(), bought(mix, channel.name(), even));
            factors.put("plan_" + id, Exprs.gather(plan, index));
            factors.put("fresh_" + id, Exprs.gather(plan, fresh).times(bought));
        }
        Expr with = new Replacement(factors).of(posterior.expression(planned, "expected"));
        Map<String, Integer> sizes = new LinkedHashMap<>();
        posterior
                .layout()
                .names()
                .forEach(name -> sizes.put(name, posterior.layout().size(name)));
        sizes.put(plan.name(), cells.size() + 1);
        Layout layout = new Layout(sizes);
        this.first = layout.offset(plan.name());
        this.program = Program.compile(layout, Exprs.sum(with)).bind(columns);
        this.position = new double[layout.dimension()];
        this.gradient = new double[layout.dimension()];
        this.nothing = new double[positions.size()];
        Arrays.fill(nothing, Double.NaN);
    }

    /** Scaled media that one unit of a cell's money buys in each of its rows; 0 in rows of cells with a flighting. */
    private double[] bought(MediaMixModel mix, String channel, int[] even) {
        MediaPanel panel = mix.panel();
        int weeks = panel.weeks().size();
        double[] sizes = panel.relativeSizes();
        double[] size = new double[cells.size() + 1];
        for (int row = 0; row < even.length; row++) {
            size[even[row]] += sizes[row / weeks];
        }
        double spend = panel.spend(channel);
        double exposure = 0;
        for (double[] geo : panel.of(channel).exposure()) {
            for (double week : geo) {
                exposure += week;
            }
        }
        double[] media = new double[even.length];
        for (int row = 0; row < media.length; row++) {
            media[row] = even[row] == cells.size() || !(spend > 0)
                    ? 0
                    : exposure / spend / (mix.mediaScale(channel) * size[even[row]]);
        }
        return media;
    }

    /** The cells in order: channels, and within them geos and periods as they come in the data. */
    public List<Cell> cells() {
        return cells;
    }

    /** The cells with what was spent in them. */
    BudgetCells asked() {
        return asked;
    }

    /** Money by cell as it was spent. */
    public double[] present() {
        return present.clone();
    }

    @Override
    public int draws() {
        return draws.size();
    }

    @Override
    public double evaluate(int draw, double[] plan, double[] slope) {
        double[] row = new double[draws.names().size()];
        draws.row(draw, row);
        System.arraycopy(row, 0, position, 0, row.length);
        position[first + present.length] = 1;
        if (Double.isNaN(nothing[draw])) {
            Arrays.fill(position, first, first + present.length, 0);
            nothing[draw] = program.evaluate(position, gradient);
        }
        for (int c = 0; c < present.length; c++) {
            position[first + c] = present[c] > 0 ? plan[c] / present[c] : plan[c];
        }
        double brought = program.evaluate(position, gradient) - nothing[draw];
        for (int c = 0; c < present.length; c++) {
            slope[c] = value * gradient[first + c] / (present[c] > 0 ? present[c] : 1);
        }
        return value * brought;
    }
}
