package tributary.family.mediamix;

import tributary.random.RandomStream;

/**
 * The channel effects of one geo of a normal outcome, given all that geos share; its level is integrated out exactly. The
 * likelihood is then quadratic in the effects: {@code log p(y | e) = constant - (square - 2 pull'e + e' gram e) / 2}; slopes
 * of the Laplace approximation in that form are by hand.
 */
final class GeoEffects extends GeoIntegral {
    // What is given.
    final double[][] gram;
    final double[] pull;
    final double[] beta;
    final double[] spread;
    double square;
    double constant;
    // What the geo's rows summed to, for the way back: residuals, their squares, and each curve.
    final double[] sums;
    double residuals;
    double squares;
    // What the Laplace approximation's value depends on them by.
    final double[][] gramSlope;
    final double[] pullSlope;
    final double[] betaSlope;
    final double[] spreadSlope;
    /** The slope in {@link #square}, whatever else. */
    static final double SQUARE_SLOPE = -0.5;

    private final double[] effect;
    private final double[] rise;
    private final double[] rest;
    private final double[] mixed;
    private final double[] bent;
    private final double[] tilt;
    private final double[] normal;

    GeoEffects(int channels) {
        super(channels, channels);
        gram = new double[channels][channels];
        pull = new double[channels];
        sums = new double[channels];
        beta = new double[channels];
        spread = new double[channels];
        gramSlope = new double[channels][channels];
        pullSlope = new double[channels];
        betaSlope = new double[channels];
        spreadSlope = new double[channels];
        effect = new double[channels];
        rise = new double[channels];
        rest = new double[channels];
        mixed = new double[channels];
        bent = new double[channels];
        tilt = new double[channels];
        normal = new double[channels];
    }

    @Override
    void load(GeoMoments geo, GeoMoments.Values at) {
        geo.into(at, this);
    }

    @Override
    void addSlopes(GeoMoments geo, GeoMoments.Values at, GeoMoments.Values into) {
        slopes();
        geo.back(at, this, into);
    }

    @Override
    double level(GeoMoments geo, GeoMoments.Values at, double[] point, double[] effects, RandomStream stream) {
        double[] level = geo.level(at, effects);
        return level[0] + level[1] * stream.nextGaussian();
    }

    @Override
    double logLevel(GeoMoments geo, GeoMoments.Values at, double[] effects, double value) {
        double[] level = geo.level(at, effects);
        double off = (value - level[0]) / level[1];
        return -0.5 * (off * off + StrictMath.log(2 * StrictMath.PI)) - StrictMath.log(level[1]);
    }

    @Override
    double[] point(GeoMoments.Values at, double[] own, double level) {
        return own;
    }

    @Override
    double constant() {
        return constant;
    }

    /** The effects at a position come with it. */
    @Override
    double integrand(double[] at) {
        double sum = square;
        double prior = 0;
        for (int c = 0; c < channels; c++) {
            effect[c] = beta[c] * StrictMath.exp(spread[c] * at[c]);
            prior += at[c] * at[c];
        }
        for (int c = 0; c < channels; c++) {
            double row = 0;
            for (int d = 0; d < channels; d++) {
                row += gram[c][d] * effect[d];
            }
            rest[c] = pull[c] - row;
            sum -= effect[c] * (pull[c] + rest[c]);
        }
        return -0.5 * (prior + sum);
    }

    /** Gradient and negated Hessian at the effects in hand. */
    @Override
    void bend(double[] at, boolean exact) {
        for (int c = 0; c < channels; c++) {
            rise[c] = spread[c] * effect[c];
        }
        for (int c = 0; c < channels; c++) {
            gradient[c] = rise[c] * rest[c] - at[c];
            for (int d = 0; d < channels; d++) {
                curvature[c][d] = rise[c] * gram[c][d] * rise[d];
            }
            curvature[c][c] += exact ? 1 - spread[c] * rise[c] * rest[c] : 1;
        }
    }

    /**
     * The gradient of {@link #laplace}, to be called after it. With G the inverse of H, the explicit part of {@code - log |H|
     * / 2} is {@code - tr(G dH) / 2}; the maximum moves by {@code G d(gradient)}, which moves the determinant alone.
     */
    void slopes() {
        invert();
        // How the determinant moves with the maximum, and what the gradient there weighs by it.
        java.util.Arrays.fill(tilt, 0);
        weigh();
        for (int c = 0; c < channels; c++) {
            step[c] = rise[c] * mixed[c];
        }
        for (int c = 0; c < channels; c++) {
            tilt[c] = 0;
            for (int d = 0; d < channels; d++) {
                tilt[c] += inverse[c][d] * step[d];
            }
        }
        weigh();
        for (int c = 0; c < channels; c++) {
            double ofEffect = rest[c] + mixed[c];
            pullSlope[c] = effect[c] + normal[c];
            betaSlope[c] = ofEffect * effect[c] / beta[c];
            spreadSlope[c] =
                    ofEffect * effect[c] * z[c] + effect[c] * bent[c] + 0.5 * inverse[c][c] * rise[c] * rest[c];
            for (int d = 0; d < channels; d++) {
                gramSlope[c][d] = -0.5
                        * (effect[c] * effect[d]
                                + normal[c] * effect[d]
                                + normal[d] * effect[c]
                                + inverse[c][d] * rise[c] * rise[d]);
            }
        }
    }

    /**
     * The slopes of {@code - tr(G H) / 2 + tilt' gradient} with G and tilt held: in what is left of the pull ({@link
     * #normal}), in the rise ({@link #bent}), and in the effect through both ({@link #mixed}).
     */
    private void weigh() {
        for (int c = 0; c < channels; c++) {
            normal[c] = rise[c] * (0.5 * inverse[c][c] * spread[c] + tilt[c]);
            double coupled = 0;
            for (int d = 0; d < channels; d++) {
                coupled += inverse[c][d] * gram[c][d] * rise[d];
            }
            bent[c] = (0.5 * inverse[c][c] * spread[c] + tilt[c]) * rest[c] - coupled;
        }
        for (int c = 0; c < channels; c++) {
            double back = 0;
            for (int d = 0; d < channels; d++) {
                back += gram[c][d] * normal[d];
            }
            mixed[c] = spread[c] * bent[c] - back;
        }
    }
}
