package tributary.family.mediamix;

import org.jspecify.annotations.Nullable;
import tributary.math.Special;
import tributary.random.RandomStream;

/**
 * The channel effects and the level of one geo of a Student t outcome, given all that geos share: z of each channel, then u with
 * {@code level = geo spread * u}.
 *
 * <p>Rows are {@code y_t = mu_t + noise}, {@code mu_t = base_t + geo spread * u + sum_c e_c curve_tc}, noise Student t of nu
 * degrees of freedom and scale sigma. With r the residual and {@code w = (nu + 1) / (nu sigma^2 + r^2)} the log density's
 * slopes in mu are {@code a = w r}, {@code -b = -w (1 - 2 w r^2 / (nu + 1))} and, once more, {@code c = -2 a (w + 2 b) / (nu +
 * 1)} (so that {@code db/dmu = -c}). With J the slopes of mu_t in the unknowns and D its second ones, the curvature is {@code H
 * = I + sum b J J' - a D}, and the Laplace approximation's slope in anything is {@code h' - (tr(G H') + v' g') / 2}, G the
 * inverse of H, g the gradient, {@code v = G} times the slopes of {@code log |H|} in the unknowns.
 */
final class TailedEffects extends GeoIntegral {
    private static final double LOG_TWO_PI = StrictMath.log(2 * StrictMath.PI);

    private final double[] beta;
    private final double[] spread;
    private final double[] effect;
    private final double[] rise;
    private final double[] curve;
    private final double[] slope;
    private final double[] spanned;
    private final double[] tilt;
    private final double[] ofRows;
    private final double[] ofSpan;
    private final double[] ofPull;
    private double sigma;
    private double between;
    private double nu;
    private double fixed;
    private @Nullable GeoMoments geo;
    private GeoMoments.@Nullable Values values;
    // Of one row.
    private double residual;
    private double w;
    private double a;
    private double b;

    TailedEffects(int channels) {
        super(channels, channels + 1);
        beta = new double[channels];
        spread = new double[channels];
        effect = new double[channels];
        rise = new double[channels];
        curve = new double[channels];
        slope = new double[channels + 1];
        spanned = new double[channels + 1];
        tilt = new double[channels + 1];
        ofRows = new double[channels];
        ofSpan = new double[channels];
        ofPull = new double[channels];
    }

    @Override
    void load(GeoMoments of, GeoMoments.Values at) {
        geo = of;
        values = at;
        sigma = at.sigma();
        between = at.geoSpread();
        nu = at.single[at.nu()];
        for (int c = 0; c < channels; c++) {
            beta[c] = at.single[at.beta(c)];
            spread[c] = at.single[at.spread(c)];
        }
        int seen = 0;
        for (int t = 0; t < of.rows(); t++) {
            seen += of.seen(t) ? 1 : 0;
        }
        fixed = seen
                * (Special.logGamma(0.5 * (nu + 1))
                        - Special.logGamma(0.5 * nu)
                        - 0.5 * StrictMath.log(nu * StrictMath.PI)
                        - StrictMath.log(sigma));
        for (GeoMoments.Lift lift : of.lifts()) {
            fixed -= 0.5 * LOG_TWO_PI + StrictMath.log(lift.se());
        }
    }

    @Override
    double constant() {
        return fixed;
    }

    private GeoMoments geo() {
        GeoMoments of = geo;
        if (of == null) {
            throw new IllegalStateException("no geo was taken up");
        }
        return of;
    }

    private GeoMoments.Values values() {
        GeoMoments.Values of = values;
        if (of == null) {
            throw new IllegalStateException("no geo was taken up");
        }
        return of;
    }

    /** Works out a row at the effects in hand: its curves, residual, and the slopes of its log density. */
    private void row(int t, double[] at) {
        GeoMoments.Values v = values();
        int place = geo().first() + t;
        residual = geo().outcome(t) - v.rows[0][place] - between * at[channels];
        for (int c = 0; c < channels; c++) {
            curve[c] = v.rows[1 + c][place];
            residual -= effect[c] * curve[c];
        }
        w = (nu + 1) / (nu * sigma * sigma + residual * residual);
        a = w * residual;
        b = w - 2 * a * a / (nu + 1);
    }

    /** A lift test at the effects in hand, as a normal row of deviation 1 of its channel alone. */
    private int row(GeoMoments.Lift lift) {
        GeoMoments.Values v = values();
        java.util.Arrays.fill(curve, 0);
        int c = lift.channel();
        curve[c] = v.single[v.lift(lift.number())] / lift.se();
        residual = (lift.lift() - v.single[v.lift(lift.number()) + 1]) / lift.se() - effect[c] * curve[c];
        a = residual;
        b = 1;
        return c;
    }

    private void effects(double[] at) {
        for (int c = 0; c < channels; c++) {
            effect[c] = beta[c] * StrictMath.exp(spread[c] * at[c]);
            rise[c] = spread[c] * effect[c];
        }
    }

    @Override
    double integrand(double[] at) {
        effects(at);
        double sum = 0;
        for (double one : at) {
            sum -= 0.5 * one * one;
        }
        double variance = nu * sigma * sigma;
        for (int t = 0; t < geo().rows(); t++) {
            if (geo().seen(t)) {
                row(t, at);
                sum -= 0.5 * (nu + 1) * StrictMath.log1p(residual * residual / variance);
            }
        }
        for (GeoMoments.Lift lift : geo().lifts()) {
            row(lift);
            sum -= 0.5 * residual * residual;
        }
        return sum;
    }

    @Override
    void bend(double[] at, boolean exact) {
        effects(at);
        for (int i = 0; i < dimension; i++) {
            gradient[i] = -at[i];
            java.util.Arrays.fill(curvature[i], 0);
            curvature[i][i] = 1;
        }
        for (int t = 0; t < geo().rows(); t++) {
            if (geo().seen(t)) {
                row(t, at);
                bend(between, exact ? b : w, exact);
            }
        }
        for (GeoMoments.Lift lift : geo().lifts()) {
            row(lift);
            bend(0, b, exact);
        }
    }

    private void bend(double ofLevel, double bending, boolean exact) {
        slopes(ofLevel);
        for (int i = 0; i < dimension; i++) {
            gradient[i] += a * slope[i];
            for (int j = 0; j <= i; j++) {
                curvature[i][j] += bending * slope[i] * slope[j];
                curvature[j][i] = curvature[i][j];
            }
        }
        for (int c = 0; c < channels && exact; c++) {
            curvature[c][c] -= a * spread[c] * slope[c];
        }
    }

    /** The slopes of a row's mean in the unknowns. */
    private void slopes(double ofLevel) {
        for (int c = 0; c < channels; c++) {
            slope[c] = rise[c] * curve[c];
        }
        slope[channels] = ofLevel;
    }

    @Override
    void addSlopes(GeoMoments of, GeoMoments.Values at, GeoMoments.Values into) {
        effects(z);
        invert();
        tilt();
        java.util.Arrays.fill(ofRows, 0);
        java.util.Arrays.fill(ofSpan, 0);
        java.util.Arrays.fill(ofPull, 0);
        double ofSigma = 0;
        double ofBetween = 0;
        double ofNu = 0;
        double digamma = 0.5 * (Special.digamma(0.5 * (nu + 1)) - Special.digamma(0.5 * nu) - 1 / nu);
        for (int t = 0; t < of.rows(); t++) {
            if (!of.seen(t)) {
                continue;
            }
            row(t, z);
            slopes(between);
            double third = -2 * a * (w + 2 * b) / (nu + 1);
            double spannedSquare = span();
            double bent = bent();
            double tilted = tilted();
            double ofMean = a - 0.5 * (b * bent - third * spannedSquare) + 0.5 * b * tilted;
            into.rows[0][of.first() + t] += ofMean;
            add(ofMean, into, of.first() + t);
            ofBetween += ofMean * z[channels] - b * spanned[channels] - 0.5 * a * tilt[channels];
            double square = residual * residual;
            double w1 = -2 * nu * sigma * w * w / (nu + 1);
            ofSigma += (w * square - 1) / sigma + explicit(w1, 0, spannedSquare, bent, tilted);
            double w2 = w * (1 - sigma * sigma * w) / (nu + 1);
            ofNu += digamma
                    - 0.5 * StrictMath.log1p(square / (nu * sigma * sigma))
                    + 0.5 * w * square / nu
                    + explicit(w2, 2 * a * a / ((nu + 1) * (nu + 1)), spannedSquare, bent, tilted);
        }
        for (GeoMoments.Lift lift : of.lifts()) {
            int c = row(lift);
            slopes(0);
            span();
            double ofMean = a - 0.5 * bent() + 0.5 * tilted();
            double ofCurve = ofMean * effect[c] - ofOne(c);
            into.single[at.lift(lift.number())] += ofCurve / lift.se();
            into.single[at.lift(lift.number()) + 1] += ofMean / lift.se();
            add(ofMean, null, 0);
        }
        for (int c = 0; c < channels; c++) {
            double e = effect[c];
            double s = spread[c];
            double once = 1 + s * z[c];
            double pulled = inverse[c][c] * s * ofPull[c];
            into.single[at.beta(c)] +=
                    (e * ofRows[c] - rise[c] * (ofSpan[c] - 0.5 * pulled + 0.5 * tilt[c] * ofPull[c])) / beta[c];
            into.single[at.spread(c)] += e * z[c] * ofRows[c]
                    - e * once * (ofSpan[c] + 0.5 * tilt[c] * ofPull[c])
                    + 0.5 * e * (1 + once) * pulled;
        }
        into.single[0] += ofSigma;
        into.single[1] += ofBetween;
        into.single[at.nu()] += ofNu;
    }

    /** {@code v}: the inverse curvature times the slopes of its log determinant in the unknowns. */
    private void tilt() {
        java.util.Arrays.fill(step, 0);
        for (int t = 0; t < geo().rows(); t++) {
            if (geo().seen(t)) {
                row(t, z);
                slopes(between);
                double third = -2 * a * (w + 2 * b) / (nu + 1);
                double square = span();
                turn(b * bent() - third * square);
            }
        }
        for (GeoMoments.Lift lift : geo().lifts()) {
            row(lift);
            slopes(0);
            span();
            turn(bent());
        }
        for (int i = 0; i < dimension; i++) {
            tilt[i] = 0;
            for (int j = 0; j < dimension; j++) {
                tilt[i] += inverse[i][j] * step[j];
            }
        }
    }

    private void turn(double ofMean) {
        for (int i = 0; i < dimension; i++) {
            step[i] += ofMean * slope[i];
        }
        for (int c = 0; c < channels; c++) {
            step[c] += spread[c] * (2 * b * spanned[c] - a * inverse[c][c] * spread[c]) * slope[c];
        }
    }

    /** {@code G J} of the row in hand; {@code J' G J}. */
    private double span() {
        double square = 0;
        for (int i = 0; i < dimension; i++) {
            spanned[i] = 0;
            for (int j = 0; j < dimension; j++) {
                spanned[i] += inverse[i][j] * slope[j];
            }
            square += spanned[i] * slope[i];
        }
        return square;
    }

    /** {@code tr(G D)} of the row in hand. */
    private double bent() {
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            sum += inverse[c][c] * spread[c] * slope[c];
        }
        return sum;
    }

    /** {@code v' J} of the row in hand. */
    private double tilted() {
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            sum += tilt[i] * slope[i];
        }
        return sum;
    }

    /** What a row's slope in the curve of a channel has beside that by its mean. */
    private double ofOne(int c) {
        return rise[c] * (b * spanned[c] - 0.5 * a * inverse[c][c] * spread[c] + 0.5 * a * tilt[c]);
    }

    private void add(double ofMean, GeoMoments.@Nullable Values into, int place) {
        for (int c = 0; c < channels; c++) {
            ofRows[c] += ofMean * curve[c];
            ofSpan[c] += b * spanned[c] * curve[c];
            ofPull[c] += a * curve[c];
            if (into != null) {
                into.rows[1 + c][place] += ofMean * effect[c] - ofOne(c);
            }
        }
    }

    /** The curvature's and gradient's part of a slope that moves w by so much, and b by so much besides. */
    private double explicit(double ofW, double besides, double square, double bent, double tilted) {
        double ofA = residual * ofW;
        double ofB = ofW * (1 - 4 * w * residual * residual / (nu + 1)) + besides;
        return -0.5 * (ofB * square - ofA * bent) - 0.5 * ofA * tilted;
    }

    @Override
    double level(GeoMoments of, GeoMoments.Values at, double[] point, double[] effects, RandomStream stream) {
        return at.geoSpread() * point[channels];
    }

    /** A level is a coordinate here, so that its density is in the integrand but for its unit. */
    @Override
    double logLevel(GeoMoments of, GeoMoments.Values at, double[] effects, double level) {
        return -StrictMath.log(at.geoSpread());
    }

    @Override
    double[] point(GeoMoments.Values at, double[] own, double level) {
        double[] point = java.util.Arrays.copyOf(own, dimension);
        point[channels] = level / at.geoSpread();
        return point;
    }
}
