package tributary.family.mediamix;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tributary.decide.BudgetProblem;
import tributary.expr.Axis;
import tributary.expr.BoundProgram;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.expr.Program;
import tributary.infer.Draws;
import tributary.posterior.Posterior;

/**
 * The budget question of a media mix: the spend of the last weeks, by channel, geo and period, split anew.
 *
 * <p>A plan multiplies the media of each cell, which keeps the flighting within it: the world of a plan is {@code do(media =
 * plan * media)}. What it brings is the money value of the expected outcome over all weeks, less that had nothing been spent
 * in the weeks that are split: earlier spend is no part of the decision, nor of its risk. Where carry-over counts, so do the
 * weeks after the data's last one in which these media still work; those weeks are as the data's last weeks were, media
 * included ({@link PlannedWorlds}).
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
    private final int weeksAfter;

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
     * @param carryOver whether what the media of these weeks do after the data's last week counts
     */
    public MediaBudget(
            MediaMixModel mix,
            Posterior posterior,
            Draws positions,
            int weeks,
            int periods,
            boolean byGeo,
            boolean carryOver) {
        this.asked = BudgetCells.of(mix.spec(), mix.panel(), weeks, periods, byGeo);
        this.cells = asked.cells();
        this.present = asked.present();
        this.draws = positions;
        this.value = mix.panel().value();
        Parameter plan = Exprs.parameter("budget plan", Axis.levels("budget cells", cells.size() + 1));
        PlannedWorlds worlds = new PlannedWorlds(mix, posterior, asked, plan);
        this.weeksAfter =
                carryOver ? PlannedWorlds.after(mix.spec(), mix.panel().weeks().size()) : 0;
        Expr with = weeksAfter > 0 ? worlds.during().plus(worlds.after(weeksAfter)) : worlds.during();
        Map<String, Integer> sizes = new LinkedHashMap<>();
        posterior
                .layout()
                .names()
                .forEach(name -> sizes.put(name, posterior.layout().size(name)));
        sizes.put(plan.name(), cells.size() + 1);
        Layout layout = new Layout(sizes);
        this.first = layout.offset(plan.name());
        this.program = Program.compile(layout, with).bind(worlds.columns());
        this.position = new double[layout.dimension()];
        this.gradient = new double[layout.dimension()];
        this.nothing = new double[positions.size()];
        Arrays.fill(nothing, Double.NaN);
    }

    /** The cells in order: channels, and within them geos and periods as they come in the data. */
    public List<Cell> cells() {
        return cells;
    }

    /** How many weeks after the data's last one count. */
    int weeksAfter() {
        return weeksAfter;
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
