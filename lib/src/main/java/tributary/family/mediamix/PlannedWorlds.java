package tributary.family.mediamix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tributary.expr.Axis;
import tributary.expr.Column;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Index;
import tributary.expr.Parameter;
import tributary.expr.Replacement;
import tributary.model.Model;
import tributary.model.Plate;
import tributary.model.term.Place;
import tributary.model.term.Statement;
import tributary.model.text.ModelText;
import tributary.posterior.Posterior;

/**
 * Expected outcomes under a plan, in the data's weeks and in those after them. A plan is a factor for each cell with a
 * flighting, and money for each without; one level more is 1 for good.
 *
 * <p>Weeks after the last one have everything as the last weeks of the data had it, media included (business goes on): the
 * same rows once more, before which the plan's weeks lie as they lay before the first of these weeks to come.
 */
final class PlannedWorlds {
    private static final Axis ROWS = Axis.rows(Plate.ROWS);

    private final MediaMixModel mix;
    private final Posterior posterior;
    private final BudgetCells asked;
    private final Parameter plan;
    private final int weeks;
    private Columns columns;

    PlannedWorlds(MediaMixModel mix, Posterior posterior, BudgetCells asked, Parameter plan) {
        this.mix = mix;
        this.posterior = posterior;
        this.asked = asked;
        this.plan = plan;
        this.weeks = mix.panel().weeks().size();
        this.columns = posterior.columns();
    }

    /** How many weeks after the data's last one media of the data still work; at most as many as there are data, less one. */
    static int after(MediaMixSpec spec, int weeks) {
        int longest = 1;
        for (ChannelSpec channel : spec.channels()) {
            longest = Math.max(longest, channel.carryOver() == CarryOver.NONE ? 1 : channel.lags());
        }
        return Math.min(longest, weeks) - 1;
    }

    /** The expected outcome, over all the data's weeks. */
    Expr during() {
        return Exprs.sum(expected("now", 0));
    }

    /** The expected outcome, over so many weeks after them. */
    Expr after(int weeksAfter) {
        Column last = new Column("weeks to come", ROWS);
        double[] mask = new double[mix.panel().geos().size() * weeks];
        Arrays.setAll(mask, row -> row % weeks >= weeks - weeksAfter ? 1 : 0);
        columns = columns.with(last.name(), mask);
        return Exprs.sum(expected("later", weeksAfter).times(last));
    }

    /** The columns of the data, and those that the worlds asked for so far need. */
    Columns columns() {
        return columns;
    }

    /** The expected outcome of every row, where each row has the planned media of the row so many weeks later. */
    private Expr expected(String word, int shift) {
        List<String> names = new ArrayList<>();
        Map<String, Expr> media = new LinkedHashMap<>();
        Model planned = mix.model();
        for (ChannelSpec channel : mix.spec().channels()) {
            names.add(word + "_" + mix.id(channel.name()));
        }
        planned = planned.with(new Statement.Rows(names, Place.NONE));
        for (ChannelSpec channel : mix.spec().channels()) {
            String name = word + "_" + mix.id(channel.name());
            planned = planned.intervene("media_" + mix.id(channel.name()), ModelText.question(name));
            media.put(name, media(name, channel.name(), shift));
        }
        return new Replacement(media).of(posterior.expression(planned, "expected"));
    }

    /** A channel's planned media, row by row: its flighting times the plan's factor, or what the plan's money buys evenly. */
    private Expr media(String name, String channel, int shift) {
        int[] rows = asked.cellOfRow(channel);
        double[] present = asked.present();
        int ones = present.length;
        double[] seen = posterior.columns().numbers(new Column("media_" + mix.id(channel), ROWS));
        int[] even = new int[rows.length];
        for (int row = 0; row < rows.length; row++) {
            even[row] = rows[row] < 0 || present[rows[row]] > 0 ? ones : rows[row];
        }
        double[] boughtIn = bought(channel, even);
        int[] flighted = new int[rows.length];
        int[] fresh = new int[rows.length];
        double[] was = new double[rows.length];
        double[] bought = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            // Rows of weeks to come keep the media that their weeks had.
            boolean inside = row % weeks + shift < weeks;
            int from = inside ? row + shift : row;
            was[row] = seen[from];
            fresh[row] = inside ? even[from] : ones;
            flighted[row] = inside && rows[from] >= 0 && present[rows[from]] > 0 ? rows[from] : ones;
            bought[row] = inside ? boughtIn[from] : 0;
        }
        Index flighting = new Index(name + ", cell with a flighting", ROWS, plan.axis());
        Index without = new Index(name + ", cell without", ROWS, plan.axis());
        Column wasMedia = new Column(name + ", as it was", ROWS);
        Column boughtMedia = new Column(name + ", bought by money", ROWS);
        columns = columns.with(flighting.name(), flighted)
                .with(without.name(), fresh)
                .with(wasMedia.name(), was)
                .with(boughtMedia.name(), bought);
        return Exprs.gather(plan, flighting)
                .times(wasMedia)
                .plus(Exprs.gather(plan, without).times(boughtMedia));
    }

    /** Scaled media that one unit of a cell's money buys in each of its rows; 0 in rows of cells with a flighting. */
    private double[] bought(String channel, int[] even) {
        int cells = asked.cells().size();
        MediaPanel panel = mix.panel();
        double[] sizes = panel.relativeSizes();
        double[] size = new double[cells + 1];
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
            media[row] = even[row] == cells || !(spend > 0)
                    ? 0
                    : exposure / spend / (mix.mediaScale(channel) * size[even[row]]);
        }
        return media;
    }
}
