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
 * <p>The level of a normal outcome integrates exactly. Over what else a geo has of its own, {@link #evaluate} takes the Laplace
 * approximation, for search and sampling; {@link #relative}, by which draws are weighed and certified, takes unbiased estimates whose points are named by
 * draw and geo, so that what is certified has no approximation in it but the number of draws.
 */
public final class GeoLikelihood implements ShardLikelihood {
    /** Names the points of every estimate, whatever run they are for: a draw has one weight. */
    private static final StreamKey POINTS = StreamKey.of(0).with("effects of geos");

    private final List<GeoMoments> geos;
    private final BoundProgram values;
    private final BoundProgram back;
    private final GeoIntegral effects;
    private final double[][] outputs;
    private final GeoMoments.Values at;
    private final GeoMoments.Values slopes;
    private final double[] extended;
    private final double[] extendedSlopes;
    private final long rows;
    private final GeoCoupling coupling;
    private final double[] sizes;

    GeoLikelihood(
            List<GeoMoments> geos,
            BoundProgram values,
            BoundProgram back,
            GeoIntegral effects,
            GeoCoupling coupling,
            double[] sizes) {
        int channels = effects.channels;
        this.coupling = coupling;
        this.sizes = sizes;
        this.geos = List.copyOf(geos);
        this.values = values;
        this.back = back;
        this.effects = effects;
        int[] lengths = values.sizes();
        this.outputs = new double[lengths.length][];
        for (int k = 0; k < lengths.length; k++) {
            outputs[k] = new double[lengths[k]];
        }
        double[][] ofRows = java.util.Arrays.copyOf(outputs, 1 + channels);
        int single = lengths.length - ofRows.length - 1 - coupling.tests().size();
        this.at = new GeoMoments.Values(channels, ofRows, new double[single]);
        this.slopes = new GeoMoments.Values(channels, new double[1 + channels][lengths[0]], new double[single]);
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
            effects.load(geo, at);
            double one = effects.laplace();
            if (!Double.isFinite(one)) {
                java.util.Arrays.fill(gradient, 0);
                return Double.NEGATIVE_INFINITY;
            }
            sum += one;
            effects.addSlopes(geo, at, slopes);
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
            effects.load(geo, at);
            sum += effects.estimate(key.with(geo.geo()).stream());
        }
        return sum;
    }

    /** For each pick of every geo's own: what channels of priors on money brought here, and what tests in all geos gained. */
    @Override
    public double[][] coupled(double[][] draws) {
        int width = coupling.width();
        double[][] sums = new double[draws.length][GeoCoupling.PICKS * width];
        double[] z = new double[effects.channels];
        for (int draw = 0; draw < draws.length; draw++) {
            load(draws[draw]);
            StreamKey key = key(draws[draw]);
            for (GeoMoments geo : geos) {
                effects.load(geo, at);
                if (effects.estimate(key.with(geo.geo()).stream()) == Double.NEGATIVE_INFINITY) {
                    continue;
                }
                double[] curves = curves(geo);
                double[] lifted = lifted(geo);
                RandomStream picks = picks(key, geo);
                for (int pick = 0; pick < GeoCoupling.PICKS; pick++) {
                    effects.choose(picks.nextDouble(), z);
                    add(effect(z), curves, lifted, sums[draw], pick * width);
                }
            }
            for (int pick = 0; pick < GeoCoupling.PICKS; pick++) {
                for (int k = 0; k < coupling.tests().size(); k++) {
                    int beside = at.lift(coupling.tests().get(k).number()) + 1;
                    sums[draw][pick * width + coupling.channels().length + k] += at.single[beside];
                }
            }
        }
        return sums;
    }

    private void add(double[] effect, double[] curves, double[] lifted, double[] into, int from) {
        int[] money = coupling.channels();
        for (int k = 0; k < money.length; k++) {
            into[from + k] += effect[money[k]] * curves[money[k]];
        }
        for (int k = 0; k < lifted.length; k++) {
            into[from + money.length + k] += effect[coupling.tests().get(k).channel()] * lifted[k];
        }
    }

    private static RandomStream picks(StreamKey position, GeoMoments geo) {
        return position.with(geo.geo()).with("picks").stream();
    }

    private double[] effect(double[] z) {
        double[] effect = new double[effects.channels];
        for (int c = 0; c < effect.length; c++) {
            effect[c] = at.single[at.beta(c)] * StrictMath.exp(at.single[at.spread(c)] * z[c]);
        }
        return effect;
    }

    /** What each channel brings to the geo, in outcome, for an effect of one. */
    private double[] curves(GeoMoments geo) {
        double[] curves = new double[effects.channels];
        for (int c = 0; c < curves.length; c++) {
            for (int t = 0; t < geo.rows(); t++) {
                curves[c] += sizes[geo.first() + t] * at.rows[1 + c][geo.first() + t];
            }
        }
        return curves;
    }

    /** What each test in all geos lifted in this one, scaled as the outcome, for an effect of one. */
    private double[] lifted(GeoMoments geo) {
        double[] lifted = new double[coupling.tests().size()];
        for (int k = 0; k < lifted.length; k++) {
            double[] rowsOf = outputs[at.rows.length + at.single.length + k];
            for (int t = 0; t < geo.rows(); t++) {
                lifted[k] += rowsOf[geo.first() + t];
            }
        }
        return lifted;
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
     * weighed by, the level goes with them.
     *
     * @param draws positions of what geos share
     * @param picks which of the picks of {@link #coupled} each draw takes; empty where nothing ties geos together
     * @param key names the streams; draw k of a geo reads {@code key / geo / k}
     */
    public Own own(double[][] draws, int[] picks, StreamKey key) {
        double[][][] all = new double[draws.length][geos.size()][];
        for (int draw = 0; draw < draws.length; draw++) {
            load(draws[draw]);
            StreamKey points = key(draws[draw]);
            for (int g = 0; g < all[draw].length; g++) {
                RandomStream stream = key.with(geos.get(g).geo()).with(draw).stream();
                all[draw][g] = own(geos.get(g), points, picks.length == 0 ? -1 : picks[draw], stream);
            }
        }
        return new Own(geos.stream().map(GeoMoments::geo).toArray(String[]::new), all);
    }

    private double[] own(GeoMoments geo, StreamKey points, int pick, RandomStream stream) {
        int channels = effects.channels;
        double[] own = new double[2 * channels + 2];
        effects.load(geo, at);
        if (effects.estimate(points.with(geo.geo()).stream()) == Double.NEGATIVE_INFINITY) {
            java.util.Arrays.fill(own, Double.NaN);
            return own;
        }
        double uniform = stream.nextDouble();
        if (pick >= 0) {
            RandomStream picks = picks(points, geo);
            for (int k = 0; k <= pick; k++) {
                uniform = picks.nextDouble();
            }
        }
        double[] point = new double[effects.dimension];
        effects.choose(uniform, point);
        System.arraycopy(point, 0, own, 0, channels);
        double[] effect = effect(point);
        own[channels] = effects.level(geo, at, point, effect, stream);
        own[channels + 1] = geo.media(at, effect);
        double[] curves = curves(geo);
        for (int c = 0; c < channels; c++) {
            own[channels + 2 + c] = effect[c] * curves[c];
        }
        return own;
    }

    /** The log of what the outcomes and the geos' own are worth given a position of what they share, nothing integrated out. */
    double joint(double[] position, Own own, int draw) {
        double sum = load(position);
        int channels = effects.channels;
        for (int g = 0; g < geos.size(); g++) {
            GeoMoments geo = geos.get(g);
            double[] of = own.of(draw, g);
            effects.load(geo, at);
            double[] z = java.util.Arrays.copyOf(of, channels);
            sum += effects.joint(effects.point(at, z, of[channels]));
            sum += effects.logLevel(geo, at, effect(z), of[channels]);
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

        /**
         * Of one draw and geo: z of each channel, the level, the sum of what media do over the geo's rows, and what each
         * channel brought, in outcome.
         */
        double[] of(int draw, int geo) {
            return draws[draw][geo];
        }
    }
}
