package tributary.family.mediamix;

import java.io.Serializable;
import java.util.List;
import tributary.consensus.ShardLikelihood;
import tributary.expr.BoundProgram;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * The geos of one shard as a likelihood of what geos share: {@code log prod m_g(phi)}, each geo's level and channel effects
 * integrated out, {@code m_g(phi) = int p(y_g | level, z, phi) p(level | phi) p(z) d(level, z)}.
 *
 * <p>The level integrates exactly. Over the effects, {@link #evaluate} takes the Laplace approximation, for search and
 * sampling; {@link #relative}, by which draws are weighed and certified, takes unbiased estimates whose points are named by
 * draw and geo, so that what is certified has no approximation in it but the number of draws.
 */
public final class GeoLikelihood implements ShardLikelihood {
    /** Names the points of every estimate, whatever run they are for: a draw has one weight. */
    private static final StreamKey POINTS = StreamKey.of(0).with("effects of geos");

    private final List<GeoMoments> geos;
    private final BoundProgram values;
    private final BoundProgram back;
    private final GeoEffects effects;
    private final double[][] outputs;
    private final GeoMoments.Values at;
    private final GeoMoments.Values slopes;
    private final double[] extended;
    private final double[] extendedSlopes;
    private final long rows;

    GeoLikelihood(List<GeoMoments> geos, BoundProgram values, BoundProgram back, int channels) {
        this.geos = List.copyOf(geos);
        this.values = values;
        this.back = back;
        this.effects = new GeoEffects(channels);
        int[] sizes = values.sizes();
        this.outputs = new double[sizes.length][];
        for (int k = 0; k < sizes.length; k++) {
            outputs[k] = new double[sizes[k]];
        }
        double[][] ofRows = java.util.Arrays.copyOf(outputs, 1 + channels);
        int single = sizes.length - ofRows.length - 1;
        this.at = new GeoMoments.Values(channels, ofRows, new double[single]);
        this.slopes = new GeoMoments.Values(channels, new double[1 + channels][sizes[0]], new double[single]);
        this.extended = new double[back.dimension()];
        this.extendedSlopes = new double[back.dimension()];
        this.rows = geos.stream().mapToLong(GeoMoments::rows).sum();
    }

    @Override
    public int dimension() {
        return values.dimension();
    }

    @Override
    public long rows() {
        return rows;
    }

    /** Works out the values at a position; what mediators add. */
    private double load(double[] position) {
        values.outputs(position, outputs);
        for (int k = 0; k < at.single.length; k++) {
            at.single[k] = outputs[at.rows.length + k][0];
        }
        return outputs[outputs.length - 1][0];
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        double sum = load(position);
        for (double[] row : slopes.rows) {
            java.util.Arrays.fill(row, 0);
        }
        java.util.Arrays.fill(slopes.single, 0);
        for (GeoMoments geo : geos) {
            geo.into(at, effects);
            double one = effects.laplace();
            if (!Double.isFinite(one)) {
                java.util.Arrays.fill(gradient, 0);
                return Double.NEGATIVE_INFINITY;
            }
            sum += one;
            effects.slopes();
            geo.back(at, effects, slopes);
        }
        System.arraycopy(position, 0, extended, 0, position.length);
        int next = position.length;
        for (double[] row : slopes.rows) {
            System.arraycopy(row, 0, extended, next, row.length);
            next += row.length;
        }
        System.arraycopy(slopes.single, 0, extended, next, slopes.single.length);
        back.evaluate(extended, extendedSlopes);
        System.arraycopy(extendedSlopes, 0, gradient, 0, gradient.length);
        return sum;
    }

    @Override
    public double[] relative(double[][] draws, double[] anchor) {
        double reference = estimate(anchor);
        double[] relative = new double[draws.length];
        for (int draw = 0; draw < draws.length; draw++) {
            relative[draw] = estimate(draws[draw]) - reference;
        }
        return relative;
    }

    private double estimate(double[] position) {
        double sum = load(position);
        StreamKey key = key(position);
        for (GeoMoments geo : geos) {
            geo.into(at, effects);
            sum += effects.estimate(key.with(geo.geo()).stream());
        }
        return sum;
    }

    private static StreamKey key(double[] position) {
        StreamKey key = POINTS;
        for (double coordinate : position) {
            key = key.with(Double.doubleToLongBits(coordinate));
        }
        return key;
    }

    /**
     * What each geo has of its own given draws of what they share: the effects are one of the points that the draw was
     * weighed by, the level is drawn given them.
     *
     * @param draws positions of what geos share
     * @param key names the streams; draw k of a geo reads {@code key / geo / k}
     */
    public Own own(double[][] draws, StreamKey key) {
        double[][][] all = new double[draws.length][geos.size()][];
        for (int draw = 0; draw < draws.length; draw++) {
            load(draws[draw]);
            StreamKey points = key(draws[draw]);
            for (int g = 0; g < all[draw].length; g++) {
                all[draw][g] = own(geos.get(g), points, key.with(geos.get(g).geo()).with(draw).stream());
            }
        }
        return new Own(geos.stream().map(GeoMoments::geo).toArray(String[]::new), all);
    }

    private double[] own(GeoMoments geo, StreamKey points, RandomStream stream) {
        int channels = effects.channels;
        double[] own = new double[channels + 2];
        geo.into(at, effects);
        if (effects.estimate(points.with(geo.geo()).stream()) == Double.NEGATIVE_INFINITY) {
            java.util.Arrays.fill(own, Double.NaN);
            return own;
        }
        effects.choose(stream.nextDouble(), own);
        double[] effect = new double[channels];
        for (int c = 0; c < channels; c++) {
            effect[c] = at.single[at.beta(c)] * StrictMath.exp(at.single[at.spread(c)] * own[c]);
        }
        double[] level = geo.level(at, effect);
        own[channels] = level[0] + level[1] * stream.nextGaussian();
        own[channels + 1] = geo.media(at, effect);
        return own;
    }

    /** The log of what the outcomes and the geos' own are worth given a position of what they share, nothing integrated out. */
    double joint(double[] position, Own own, int draw) {
        double sum = load(position);
        double[] effect = new double[effects.channels];
        for (int g = 0; g < geos.size(); g++) {
            double[] of = own.of(draw, g);
            geos.get(g).into(at, effects);
            double[] z = java.util.Arrays.copyOf(of, effect.length);
            sum += effects.joint(z);
            for (int c = 0; c < effect.length; c++) {
                effect[c] = at.single[at.beta(c)] * StrictMath.exp(at.single[at.spread(c)] * z[c]);
            }
            double[] level = geos.get(g).level(at, effect);
            double off = (of[effect.length] - level[0]) / level[1];
            sum -= 0.5 * (off * off + StrictMath.log(2 * StrictMath.PI)) + StrictMath.log(level[1]);
        }
        return sum;
    }

    /** What the geos of a shard have of their own, draw by draw. */
    public static final class Own implements Serializable {
        private static final long serialVersionUID = 1L;
        private final String[] geos;
        private final double[][][] draws;

        private Own(String[] geos, double[][][] draws) {
            this.geos = geos;
            this.draws = draws;
        }

        /** The geos' names. */
        List<String> geos() {
            return List.of(geos);
        }

        /** Of one draw and geo: z of each channel, the level, and the sum of what media do over the geo's rows. */
        double[] of(int draw, int geo) {
            return draws[draw][geo];
        }
    }
}
