package tributary.family.mediamix;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tributary.estimand.IntervalSpec;
import tributary.expr.BoundProgram;
import tributary.expr.Expr;
import tributary.infer.Draws;
import tributary.posterior.Posterior;

/**
 * What draws say of the channels, each answer computed by interventions on the model: what a channel brought is the
 * expected outcome as it was, less the expected outcome under {@code do(media = 0)} for all weeks, carry-over included.
 *
 * <p>The same questions are put to draws of the posterior and of the prior.
 */
public final class MediaAnswers {
    /** All geos together. */
    public static final String ALL = "all";

    private static final long NUMBERS = 20_000_000;
    private static final int CURVE_DRAWS = 1000;

    private final MediaMixModel mix;
    private final MediaWorlds worlds;
    private final Draws positions;
    private final IntervalSpec interval;
    private final List<String> channels;
    private final int geos;
    private final int weeks;

    private MediaAnswers(MediaMixModel mix, Posterior posterior, Draws positions, IntervalSpec interval) {
        this.mix = mix;
        this.worlds = new MediaWorlds(mix, posterior);
        this.positions = positions;
        this.interval = interval;
        this.channels = mix.spec().channels().stream().map(ChannelSpec::name).toList();
        this.geos = mix.panel().geos().size();
        this.weeks = mix.panel().weeks().size();
    }

    /**
     * Asks draws.
     *
     * @param mix the model
     * @param posterior the model bound to its data
     * @param positions unconstrained draws
     * @param interval which intervals to tell
     */
    public static MediaAnswers of(MediaMixModel mix, Posterior posterior, Draws positions, IntervalSpec interval) {
        return new MediaAnswers(mix, posterior, positions, interval);
    }

    /**
     * What a channel brought over all the data's weeks, draw by draw.
     *
     * @param channel the channel
     * @param geo the geo, or {@link #ALL}
     * @param spend what was spent
     * @param draws of {@code contribution} (outcome), {@code share} (of the observed outcome), {@code roas} (money
     *     returned per money spent), {@code mroas} (the same of one percent more), {@code cost} (money per unit of outcome
     *     brought); NaN where nothing was spent or brought
     */
    public record Returns(String channel, String geo, double spend, Draws draws) implements Serializable {}

    /** The names of the columns of {@link Returns}. */
    public static final List<String> QUANTITIES = List.of("contribution", "share", "roas", "mroas", "cost");

    /**
     * Everything whose chains must agree before anything is published: all unknowns, and what each channel brought in all and
     * at the margin.
     */
    public static List<Draws> judged(Draws unknowns, List<Returns> returns) {
        List<Draws> all = new ArrayList<>(List.of(unknowns));
        for (Returns of : returns) {
            if (of.geo().equals(ALL)) {
                Draws draws = of.draws();
                all.add(Draws.ofColumns(
                        List.of("the contribution of " + of.channel(), "the mroas of " + of.channel()),
                        draws.chains(),
                        draws.values("contribution"),
                        draws.values("mroas")));
            }
        }
        return all;
    }

    /** The returns of every channel, first over all geos, then, where there are several, in each. */
    public List<Returns> returns() {
        List<Expr> outputs = new ArrayList<>();
        outputs.add(worlds.asItWas());
        for (String channel : channels) {
            outputs.add(worlds.expected(channel, "0"));
            outputs.add(worlds.expected(channel, (1 + MediaWorlds.STEP) + " * media"));
        }
        BoundProgram program = worlds.compile(outputs);
        double[][] into = new double[outputs.size()][geos * weeks];
        double[] position = new double[positions.names().size()];
        int size = positions.size();
        // By channel and geo, geos then all.
        double[][][] brought = new double[channels.size()][geos + 1][size];
        double[][][] more = new double[channels.size()][geos + 1][size];
        for (int d = 0; d < size; d++) {
            positions.row(d, position);
            program.outputs(position, into);
            for (int c = 0; c < channels.size(); c++) {
                for (int row = 0; row < geos * weeks; row++) {
                    double without = into[0][row] - into[1 + 2 * c][row];
                    double marginal = into[2 + 2 * c][row] - into[0][row];
                    brought[c][row / weeks][d] += without;
                    more[c][row / weeks][d] += marginal;
                }
                for (int g = 0; g < geos; g++) {
                    brought[c][geos][d] += brought[c][g][d];
                    more[c][geos][d] += more[c][g][d];
                }
            }
        }
        List<Returns> all = new ArrayList<>();
        for (int c = 0; c < channels.size(); c++) {
            all.add(returns(c, geos, brought[c][geos], more[c][geos]));
        }
        for (int g = 0; geos > 1 && g < geos; g++) {
            for (int c = 0; c < channels.size(); c++) {
                all.add(returns(c, g, brought[c][g], more[c][g]));
            }
        }
        return all;
    }

    private Returns returns(int c, int g, double[] brought, double[] more) {
        String channel = channels.get(c);
        MediaPanel panel = mix.panel();
        double spend = g == geos ? panel.spend(channel) : panel.spend(channel, g);
        double kpi = 0;
        for (int geo = 0; geo < geos; geo++) {
            for (double week : g == geos || g == geo ? panel.kpi()[geo] : new double[0]) {
                kpi += week;
            }
        }
        double[][] columns = new double[QUANTITIES.size()][brought.length];
        for (int d = 0; d < brought.length; d++) {
            columns[0][d] = brought[d];
            columns[1][d] = brought[d] / kpi;
            columns[2][d] = spend > 0 ? panel.value() * brought[d] / spend : Double.NaN;
            columns[3][d] = spend > 0 ? panel.value() * more[d] / (MediaWorlds.STEP * spend) : Double.NaN;
            columns[4][d] = spend > 0 && brought[d] > 0 ? spend / brought[d] : Double.NaN;
        }
        return new Returns(
                channel,
                g == geos ? ALL : panel.geos().get(g),
                spend,
                Draws.ofColumns(QUANTITIES, positions.chains(), columns));
    }

    /**
     * One week's outcome by source.
     *
     * @param source a channel, {@code baseline} (without any media) or {@code expected} (all together)
     * @param geo the geo, or {@link #ALL}
     * @param week counted from 0
     * @param brought what it brought
     */
    public record Contribution(String source, String geo, int week, Band brought) implements Serializable {}

    /** The source that stands for everything but media. */
    public static final String BASELINE = "baseline";

    /** The source that stands for everything together. */
    public static final String EXPECTED = "expected";

    /** Contributions over time, of all geos together, then of each; from evenly spaced draws where there are many numbers. */
    public List<Contribution> contributions() {
        List<String> sources = new ArrayList<>(channels);
        sources.add(BASELINE);
        sources.add(EXPECTED);
        List<Expr> outputs = new ArrayList<>();
        Expr asItWas = worlds.asItWas();
        channels.forEach(channel -> outputs.add(asItWas.minus(worlds.expected(channel, "0"))));
        outputs.add(worlds.withoutMedia());
        outputs.add(asItWas);
        int rows = geos * weeks;
        long most = Math.max(100, NUMBERS / ((long) sources.size() * (rows + weeks)));
        Draws some = MediaWorlds.thinned(positions, (int) Math.min(most, CURVE_DRAWS));
        BoundProgram program = worlds.compile(outputs);
        double[][] into = new double[outputs.size()][rows];
        double[] position = new double[positions.names().size()];
        double[][][] byRow = new double[sources.size()][rows][some.size()];
        double[][][] byWeek = new double[sources.size()][weeks][some.size()];
        for (int d = 0; d < some.size(); d++) {
            some.row(d, position);
            program.outputs(position, into);
            for (int s = 0; s < sources.size(); s++) {
                for (int row = 0; row < rows; row++) {
                    byRow[s][row][d] = into[s][row];
                    byWeek[s][row % weeks][d] += into[s][row];
                }
            }
        }
        List<Contribution> all = new ArrayList<>();
        for (int s = 0; s < sources.size(); s++) {
            for (int week = 0; week < weeks; week++) {
                all.add(new Contribution(sources.get(s), ALL, week, Band.of(byWeek[s][week], interval)));
            }
            for (int row = 0; geos > 1 && row < rows; row++) {
                String geo = mix.panel().geos().get(row / weeks);
                all.add(new Contribution(sources.get(s), geo, row % weeks, Band.of(byRow[s][row], interval)));
            }
        }
        return all;
    }

    /**
     * One point of a response curve.
     *
     * @param channel the channel
     * @param multiple of the media that were
     * @param spend over all weeks and geos
     * @param brought what that spend brings, over all weeks and geos
     */
    public record CurvePoint(String channel, double multiple, double spend, Band brought) implements Serializable {}

    /** What multiples of each channel's media, from none to twice, would have brought. */
    public List<CurvePoint> responseCurves(int points) {
        double[] multiples = new double[points];
        for (int k = 0; k < points; k++) {
            multiples[k] = 2.0 * k / (points - 1);
        }
        Draws some = MediaWorlds.thinned(positions, CURVE_DRAWS);
        List<CurvePoint> all = new ArrayList<>();
        for (String channel : channels) {
            double[][] values = values(worlds.curve(channel, multiples), some);
            for (int k = 0; k < points; k++) {
                double spend = multiples[k] * mix.panel().spend(channel);
                all.add(new CurvePoint(channel, multiples[k], spend, Band.of(values[k], interval)));
            }
        }
        return all;
    }

    /**
     * One week of a channel's carry-over.
     *
     * @param channel the channel
     * @param lag weeks since the media ran
     * @param share of all that the media do, done in that week
     */
    public record CarryOverPoint(String channel, int lag, Band share) implements Serializable {}

    /** How the work of one week's media is spread over the weeks. */
    public List<CarryOverPoint> carryOver() {
        Draws some = MediaWorlds.thinned(positions, CURVE_DRAWS);
        List<CarryOverPoint> all = new ArrayList<>();
        for (ChannelSpec channel : mix.spec().channels()) {
            int lags = channel.carryOver() == CarryOver.NONE ? 1 : Math.min(channel.lags(), weeks);
            BoundProgram program = worlds.compile(List.of(worlds.impulse(channel.name())));
            double[][] into = new double[1][program.sizes()[0]];
            double[] position = new double[positions.names().size()];
            double[][] shares = new double[lags][some.size()];
            for (int d = 0; d < some.size(); d++) {
                some.row(d, position);
                program.outputs(position, into);
                double sum = 0;
                for (int lag = 0; lag < lags; lag++) {
                    sum += into[0][lag];
                }
                for (int lag = 0; lag < lags; lag++) {
                    shares[lag][d] = into[0][lag] / sum;
                }
            }
            for (int lag = 0; lag < lags; lag++) {
                all.add(new CarryOverPoint(channel.name(), lag, Band.of(shares[lag], interval)));
            }
        }
        return all;
    }

    private double[][] values(List<Expr> scalars, Draws draws) {
        BoundProgram program = worlds.compile(scalars);
        double[][] into = new double[scalars.size()][1];
        double[][] values = new double[scalars.size()][draws.size()];
        double[] position = new double[draws.names().size()];
        for (int d = 0; d < draws.size(); d++) {
            draws.row(d, position);
            program.outputs(position, into);
            for (int k = 0; k < into.length; k++) {
                values[k][d] = into[k][0];
            }
        }
        return values;
    }
}
