package tributary.bench;

import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.element;
import static tributary.expr.Exprs.exp;
import static tributary.expr.Exprs.parameter;
import static tributary.expr.Exprs.sigmoid;
import static tributary.expr.Exprs.sum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tributary.expr.Adstock;
import tributary.expr.Axis;
import tributary.expr.Columns;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * The media mix (W3): geometric adstock over twelve weeks, logistic saturation, a coefficient per channel. All
 * parameters are standard normal before their transforms (sigmoid for carry-over, exp for the rest).
 *
 * <p>The first parameter is the level at average spend, and outcomes are taken from their mean, as a modeller would:
 * data know the level well, and an intercept at no spend would be tied to every effect at once, along a bent ridge on
 * which a draw took eight times the gradients.
 */
final class MediaWorkload {
    private static final int LAGS = 12;
    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
    private static final Axis WEEKS = Axis.rows("weeks");

    private MediaWorkload() {}

    static Workload of(int weeks, int channels) {
        RandomStream random = StreamKey.of(1).with("bench").with("media").stream();
        double[][] spend = new double[channels][weeks];
        double[] y = new double[weeks];
        for (double[] channel : spend) {
            for (int t = 0; t < weeks; t++) {
                channel[t] = random.nextGamma(2) / 2;
            }
        }
        for (int t = 0; t < weeks; t++) {
            y[t] = 3 + 0.3 * random.nextGaussian();
            for (int c = 0; c < channels; c++) {
                double carried = spend[c][t] + (t > 0 ? 0.5 * spend[c][t - 1] : 0);
                y[t] += 0.5 * Math.tanh(0.5 * carried);
            }
        }
        double average = Arrays.stream(y).average().orElse(0);
        for (int t = 0; t < weeks; t++) {
            y[t] -= average;
        }
        Axis axis = Axis.levels("channels", channels);
        Parameter level = parameter("level");
        Parameter logSigma = parameter("log_sigma");
        Parameter carry = parameter("carry", axis);
        Parameter rate = parameter("rate", axis);
        Parameter effect = parameter("effect", axis);
        List<Expr> terms = new ArrayList<>();
        terms.add(level);
        Columns.Builder data = Columns.builder().rows(WEEKS, weeks).numbers("y", y);
        for (int c = 0; c < channels; c++) {
            data.numbers("spend" + c, spend[c]);
            Expr carried = Adstock.geometric(Exprs.column("spend" + c, WEEKS), sigmoid(element(carry, c)), LAGS, null);
            Expr steepness = exp(element(rate, c));
            Expr usual = Adstock.logisticSaturation(constant(mean(spend[c])), steepness);
            terms.add(
                    Adstock.logisticSaturation(carried, steepness).minus(usual).times(exp(element(effect, c))));
        }
        Expr density = sum(Densities.normal(Exprs.column("y", WEEKS), Exprs.add(terms), exp(logSigma)));
        for (Parameter parameter : List.of(level, logSigma, carry, rate, effect)) {
            density = density.plus(sum(Densities.normal(parameter, constant(0), constant(1))));
        }
        Layout layout = Layout.of(level, logSigma, carry, rate, effect);
        return new Workload("media_mix", weeks, layout, density, data.build(), new Loop(spend, y));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    private static final class Loop extends ByHand {
        private final double[][] spend;
        private final double[] y;
        private final int channels;
        private final int weeks;
        private final double[][] carried;
        private final double[][] saturated;
        private final double[][] weights;
        private final double[] residual;
        private final double[] spent;
        private final double[] usual;

        Loop(double[][] spend, double[] y) {
            super(2 + 3 * spend.length);
            this.spend = spend;
            this.y = y;
            this.channels = spend.length;
            this.weeks = y.length;
            this.carried = new double[channels][weeks];
            this.saturated = new double[channels][weeks];
            this.weights = new double[channels][LAGS];
            this.residual = new double[weeks];
            this.spent = Arrays.stream(spend).mapToDouble(MediaWorkload::mean).toArray();
            this.usual = new double[channels];
        }

        @Override
        public double evaluate(double[] position, double[] gradient) {
            double total = 0;
            for (int j = 0; j < dimension(); j++) {
                total -= 0.5 * position[j] * position[j] + HALF_LOG_TWO_PI;
                gradient[j] = -position[j];
            }
            for (int c = 0; c < channels; c++) {
                forward(c, position);
            }
            double precision = Math.exp(-2 * position[1]);
            for (int t = 0; t < weeks; t++) {
                double mean = position[0];
                for (int c = 0; c < channels; c++) {
                    mean += Math.exp(position[2 + 2 * channels + c]) * (saturated[c][t] - usual[c]);
                }
                double d = y[t] - mean;
                total -= 0.5 * d * d * precision + position[1] + HALF_LOG_TWO_PI;
                residual[t] = d * precision;
                gradient[0] += residual[t];
                gradient[1] += d * d * precision - 1;
            }
            for (int c = 0; c < channels; c++) {
                reverse(c, position, gradient);
            }
            return total;
        }

        private void forward(int c, double[] position) {
            double alpha = 1 / (1 + Math.exp(-position[2 + c]));
            double rate = Math.exp(position[2 + channels + c]);
            usual[c] = Math.tanh(0.5 * rate * spent[c]);
            double weight = 1;
            double sum = 0;
            for (int l = 0; l < LAGS; l++) {
                weights[c][l] = weight;
                sum += weight;
                weight *= alpha;
            }
            for (int l = 0; l < LAGS; l++) {
                weights[c][l] /= sum;
            }
            for (int t = 0; t < weeks; t++) {
                double x = 0;
                for (int l = 0; l < LAGS && l <= t; l++) {
                    x += weights[c][l] * spend[c][t - l];
                }
                carried[c][t] = x;
                saturated[c][t] = Math.tanh(0.5 * rate * x);
            }
        }

        private void reverse(int c, double[] position, double[] gradient) {
            double alpha = 1 / (1 + Math.exp(-position[2 + c]));
            double rate = Math.exp(position[2 + channels + c]);
            double effect = Math.exp(position[2 + 2 * channels + c]);
            double dEffect = 0;
            double dRate = 0;
            double[] dWeights = new double[LAGS];
            for (int t = 0; t < weeks; t++) {
                double s = saturated[c][t];
                dEffect += residual[t] * (s - usual[c]);
                dRate -= residual[t] * effect * (1 - usual[c] * usual[c]) * 0.5 * spent[c];
                double inner = residual[t] * effect * (1 - s * s) * 0.5;
                dRate += inner * carried[c][t];
                for (int l = 0; l < LAGS && l <= t; l++) {
                    dWeights[l] += inner * rate * spend[c][t - l];
                }
            }
            double mean = 0;
            double meanLag = 0;
            double dAlpha = 0;
            for (int l = 0; l < LAGS; l++) {
                mean += dWeights[l] * weights[c][l];
                meanLag += l * weights[c][l];
                dAlpha += dWeights[l] * weights[c][l] * l;
            }
            dAlpha -= mean * meanLag;
            gradient[2 + c] += dAlpha * (1 - alpha);
            gradient[2 + channels + c] += dRate * rate;
            gradient[2 + 2 * channels + c] += dEffect * effect;
        }
    }
}
