package tributary.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import tributary.math.LogDensity;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.posterior.Posterior;

/**
 * The targets on which Stan's effective draws a gradient were taken ({@code scripts/reference/ess_per_gradient.R}): the
 * same densities, and data by the same formulas.
 */
final class StanTargets {
    private StanTargets() {}

    /** The target of a name in the file of Stan's figures. */
    static Supplier<LogDensity> named(String name) {
        return switch (name) {
            case "eight_schools" -> SamplerTargets::eightSchools;
            case "independent_normal_10" -> () -> SamplerTargets.correlatedNormal(10, 0);
            case "correlated_normal_50" -> () -> SamplerTargets.correlatedNormal(50, 0.5);
            case "logistic_500_x10" -> logistic().densities();
            case "autoregression_5" -> autoregression(5, series()).densities();
            default -> throw new IllegalArgumentException("no target " + name);
        };
    }

    private static double wave(int i, int j) {
        return StrictMath.sqrt(2) * StrictMath.sin((i + 1) * StrictMath.sqrt(j + 2.5));
    }

    /** Numbers that scatter over (0, 1) as if at random: the fractions of squares times an irrational number. */
    private static double scatter(double i, double c) {
        double product = i * i * StrictMath.sqrt(c);
        return product - StrictMath.floor(product);
    }

    private static Posterior logistic() {
        int rows = 500;
        int terms = 10;
        Data.Builder data = Data.builder();
        double[] eta = new double[rows];
        Arrays.fill(eta, 0.3);
        StringBuilder columns = new StringBuilder();
        for (int j = 0; j < terms; j++) {
            double[] x = new double[rows];
            for (int i = 0; i < rows; i++) {
                x[i] = wave(i, j);
                eta[i] += x[i] * (j % 5 - 2) / 4.0;
            }
            data.numbers("x" + j, x);
            columns.append(j == 0 ? "x" : ", x").append(j);
        }
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            y[i] = scatter(i, 5) < 1 / (1 + StrictMath.exp(-eta[i])) ? 1 : 0;
        }
        data.numbers("y", y);
        return Posterior.of(
                Model.parse(
                        "logistic",
                        String.join(
                                "\n",
                                List.of(
                                        "row y, " + columns,
                                        "columns k = [" + columns + "]",
                                        "a ~ normal(0, 2.5)",
                                        "b[k] ~ normal(0, 2.5)",
                                        "y ~ bernoulli_logit(a + dot(b, k))"))),
                data.build());
    }

    private static double[] series() {
        double[] y = new double[200];
        for (int t = 1; t <= y.length; t++) {
            double noise = 2 * (scatter(t, 2) + scatter(t, 3) + scatter(t, 5)) - 3;
            y[t - 1] = 0.1 + 0.7 * before(y, t, 1) - 0.2 * before(y, t, 2) + 0.1 * before(y, t, 5) + 0.3 * noise;
        }
        return y;
    }

    private static double before(double[] y, int t, int steps) {
        return t > steps ? y[t - steps - 1] : 0;
    }

    /** An autoregression of a series given its first points, with the priors of posteriordb's arK. */
    static Posterior autoregression(int order, double[] series) {
        Data.Builder data = Data.builder().numbers("y", Arrays.copyOfRange(series, order, series.length));
        StringBuilder columns = new StringBuilder();
        for (int k = 1; k <= order; k++) {
            data.numbers("y" + k, Arrays.copyOfRange(series, order - k, series.length - k));
            columns.append(k == 1 ? "y" : ", y").append(k);
        }
        return Posterior.of(
                Model.parse(
                        "autoregression",
                        String.join(
                                "\n",
                                List.of(
                                        "row y, " + columns,
                                        "columns k = [" + columns + "]",
                                        "alpha ~ normal(0, 10)",
                                        "beta[k] ~ normal(0, 10)",
                                        "sigma ~ half_cauchy(2.5)",
                                        "y ~ normal(alpha + dot(beta, k), sigma)"))),
                data.build());
    }
}
