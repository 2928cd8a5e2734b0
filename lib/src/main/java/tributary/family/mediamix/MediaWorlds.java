package tributary.family.mediamix;

import java.util.ArrayList;
import java.util.List;
import tributary.expr.BoundProgram;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Program;
import tributary.infer.Draws;
import tributary.model.Model;
import tributary.model.text.ModelText;
import tributary.posterior.Posterior;

/**
 * The worlds that a media mix is asked about, each the model after an intervention on media, compiled together: what the
 * worlds have in common is computed once for each draw.
 */
final class MediaWorlds {
    /** How far media are moved for a marginal return: one percent up. */
    static final double STEP = 0.01;

    private final MediaMixModel mix;
    private final Posterior posterior;

    MediaWorlds(MediaMixModel mix, Posterior posterior) {
        this.mix = mix;
        this.posterior = posterior;
    }

    /** The expected outcome of every row after {@code do(media = term)}, where {@code media} is the natural value. */
    Expr expected(String channel, String term) {
        return posterior.expression(set(mix.model(), channel, term), "expected");
    }

    /** The expected outcome of every row as things were. */
    Expr asItWas() {
        return posterior.expression(mix.model(), "expected");
    }

    /** The expected outcome of every row without any media. */
    Expr withoutMedia() {
        Model without = mix.model();
        for (ChannelSpec channel : mix.spec().channels()) {
            without = set(without, channel.name(), "0");
        }
        return posterior.expression(without, "expected");
    }

    /** What is left of an impulse in the first week, in every row: the shape of carry-over. */
    Expr impulse(String channel) {
        Model model = set(mix.model(), channel, "if(week == 0, 1, 0)");
        return posterior.expression(model, "carried_" + mix.id(channel));
    }

    private Model set(Model model, String channel, String term) {
        String media = "media_" + mix.id(channel);
        return model.intervene(media, ModelText.question(term.replace("media", media)));
    }

    /** Compiles expressions together. */
    BoundProgram compile(List<Expr> worlds) {
        return compile(worlds, posterior.columns());
    }

    /** The same over more columns than the model's own. */
    BoundProgram compile(List<Expr> worlds, Columns columns) {
        return Program.compile(posterior.layout(), worlds.toArray(Expr[]::new)).bind(columns);
    }

    /** For each multiple of a channel's media, in turn, the outcome over all rows that they bring. */
    List<Expr> curve(String channel, double[] multiples) {
        Expr nothing = expected(channel, "0");
        List<Expr> totals = new ArrayList<>();
        for (double multiple : multiples) {
            totals.add(Exprs.sum(expected(channel, multiple + " * media").minus(nothing)));
        }
        return totals;
    }

    /** Evenly spaced draws, at most so many; chains follow one another. */
    static Draws thinned(Draws draws, int most) {
        if (draws.size() <= most) {
            return draws;
        }
        int each = Math.max(1, most / draws.chains());
        int[] chosen = new int[each * draws.chains()];
        for (int c = 0; c < draws.chains(); c++) {
            for (int k = 0; k < each; k++) {
                chosen[c * each + k] = c * draws.draws() + (int) ((long) k * draws.draws() / each);
            }
        }
        return draws.take(chosen, draws.chains());
    }
}
