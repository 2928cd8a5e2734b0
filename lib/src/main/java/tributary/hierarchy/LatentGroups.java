package tributary.hierarchy;

import java.util.ArrayList;
import java.util.List;

/**
 * The posterior density of the hyper-parameters of {@link LatentTable}, latents and levels integrated out exactly.
 *
 * <p>Given a group's treatments, {@code u ~ normal(m, v)} with {@code v = 1 / (1 + n q)}, {@code q = beta_u^2 / sigma_x^2},
 * {@code m = v beta_u s_x / sigma_x^2}; the outcomes are then a random-intercept model whose level has mean {@code alpha +
 * lambda m} and variance {@code omega^2 = tau^2 + lambda^2 v}. Both equations are compound-symmetric normal laws.
 */
public final class LatentGroups implements CollapsedDensity {
    private final LatentTable groups;
    private final GroupTable table;
    private final GroupModel model;
    private final LatentTable.Treatment treatment;
    private final int q;
    private final int alphaX;
    private final double[] b;
    private final double[] slopes;

    LatentGroups(LatentTable groups, GroupModel model) {
        this.groups = groups;
        this.table = groups.table();
        this.model = model;
        this.treatment = groups.treatment();
        this.q = model.coefficients().size();
        boolean simple = model.varying().length == 1
                && model.varying()[0] == 0
                && model.residual().isPresent()
                && model.coefficients().stream().allMatch(c -> c.predictors().isEmpty());
        if (!simple || table.coefficients() != q) {
            throw new IllegalArgumentException(
                    "a latent goes with a varying level, common slopes and an unknown residual alone");
        }
        alphaX = q;
        b = new double[q];
        slopes = new double[q];
    }

    /** Coefficients; alpha_x, log beta_u, log sigma_x, lambda; log tau, log sigma. */
    @Override
    public int dimension() {
        return q + 6;
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        model.coefficients().forEach(c -> names.add(c.name()));
        names.addAll(List.of("treatment_mean", "treatment_loading", "treatment_sigma", "outcome_loading"));
        names.add("sd_" + model.coefficients().get(0).name());
        names.add("sigma");
        return names;
    }

    @Override
    public void natural(double[] position, double[] values) {
        System.arraycopy(position, 0, values, 0, position.length);
        values[0] += table.centre();
        for (int positive : new int[] {alphaX + 1, alphaX + 2, alphaX + 4, alphaX + 5}) {
            values[positive] = StrictMath.exp(position[positive]);
        }
    }

    @Override
    public double[] start() {
        double[] start = new double[dimension()];
        double rows = 0;
        double squares = 0;
        double treated = 0;
        double treatedSquares = 0;
        for (int g = 0; g < table.groups(); g++) {
            rows += table.count(g);
            squares += table.squares(g);
            treated += table.gram(g, 0, 1);
            treatedSquares += table.gram(g, 1, 1);
        }
        double mean = rows > 0 ? treated / rows : 0;
        double sd = rows > 0 ? StrictMath.sqrt(Math.max(0, treatedSquares / rows - mean * mean)) : 1;
        double outcome = rows > 0 ? StrictMath.sqrt(squares / rows) : 1;
        start[alphaX] = mean;
        start[alphaX + 1] = StrictMath.log(sd > 0 ? 0.5 * sd : 1);
        start[alphaX + 2] = start[alphaX + 1];
        start[alphaX + 4] = StrictMath.log(outcome > 0 ? 0.5 * outcome : 1);
        start[alphaX + 5] = start[alphaX + 4];
        return start;
    }

    LatentTable groups() {
        return groups;
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        double alpha = position[alphaX];
        double loading = StrictMath.exp(position[alphaX + 1]);
        double varianceX = StrictMath.exp(2 * position[alphaX + 2]);
        double lambda = position[alphaX + 3];
        double tau = StrictMath.exp(2 * position[alphaX + 4]);
        double variance = StrictMath.exp(2 * position[alphaX + 5]);
        double ratio = loading * loading / varianceX;
        java.util.Arrays.fill(gradient, 0);
        System.arraycopy(position, 0, b, 0, q);
        double value = 0;
        for (int g = 0; g < table.groups(); g++) {
            double n = table.count(g);
            if (n == 0) {
                continue;
            }
            // The treatments: residual variance varianceX, between loading^2.
            double sumX = table.gram(g, 0, 1) - n * alpha;
            double squaresX = table.gram(g, 1, 1) - 2 * alpha * table.gram(g, 0, 1) + n * alpha * alpha;
            double between = loading * loading;
            double d = varianceX + n * between;
            value += symmetric(n, sumX, squaresX, between, varianceX);
            gradient[alphaX] += (sumX - between * sumX / d * n) / varianceX;
            gradient[alphaX + 1] += 2 * between * slopeBetween(n, sumX, d);
            gradient[alphaX + 2] += 2 * varianceX * slopeWithin(n, sumX, squaresX, between, varianceX, d);
            // The outcomes given them.
            double v = 1 / (1 + n * ratio);
            double m = v * loading * sumX / varianceX;
            b[0] = position[0] + lambda * m;
            double omega = tau + lambda * lambda * v;
            double squares = table.squares(g);
            for (int i = 0; i < q; i++) {
                double product = 0;
                for (int j = 0; j < q; j++) {
                    product += table.gram(g, i, j) * b[j];
                }
                slopes[i] = table.cross(g, i) - product;
                squares += b[i] * (product - 2 * table.cross(g, i));
            }
            double sum = slopes[0];
            double e = variance + n * omega;
            value += symmetric(n, sum, squares, omega, variance);
            double level = 0;
            for (int i = 0; i < q; i++) {
                double slope = (slopes[i] - omega * sum / e * table.gram(g, i, 0)) / variance;
                gradient[i] += slope;
                level = i == 0 ? slope : level;
            }
            double slopeOmega = slopeBetween(n, sum, e);
            gradient[alphaX] -= level * lambda * v * loading * n / varianceX;
            double shrink = n * v * ratio;
            gradient[alphaX + 1] +=
                    level * lambda * m * (1 - 2 * shrink) - 2 * slopeOmega * lambda * lambda * v * shrink;
            gradient[alphaX + 2] +=
                    level * lambda * m * (2 * shrink - 2) + 2 * slopeOmega * lambda * lambda * v * shrink;
            gradient[alphaX + 3] += level * m + 2 * slopeOmega * lambda * v;
            gradient[alphaX + 4] += 2 * tau * slopeOmega;
            gradient[alphaX + 5] += 2 * variance * slopeWithin(n, sum, squares, omega, variance, e);
        }
        return value + priors(position, gradient);
    }

    /** The log density of n numbers of these sums under {@code within I + between 11'}, up to a constant. */
    static double symmetric(double n, double sum, double squares, double between, double within) {
        double d = within + n * between;
        return -0.5
                * ((n - 1) * StrictMath.log(within) + StrictMath.log(d) + (squares - between * sum * sum / d) / within);
    }

    private static double slopeBetween(double n, double sum, double d) {
        return -0.5 * (n / d - sum * sum / (d * d));
    }

    private static double slopeWithin(double n, double sum, double squares, double between, double within, double d) {
        return -0.5
                * ((n - 1) / within
                        + 1 / d
                        - squares / (within * within)
                        + between * sum * sum * (within + d) / (d * d * within * within));
    }

    private double priors(double[] position, double[] gradient) {
        double sum = 0;
        for (int j = 0; j < q; j++) {
            GroupModel.Coefficient c = model.coefficients().get(j);
            sum += HyperPrior.normal(position, j, c.mean() - (j == 0 ? table.centre() : 0), c.sd(), gradient);
        }
        sum += HyperPrior.normal(position, alphaX, treatment.mean(), treatment.sd(), gradient);
        sum += HyperPrior.spread(position, alphaX + 1, treatment.loading(), gradient);
        sum += HyperPrior.spread(position, alphaX + 2, treatment.residual(), gradient);
        sum += HyperPrior.normal(position, alphaX + 3, 0, treatment.outcomeLoadingSd(), gradient);
        SpreadPrior level =
                java.util.Objects.requireNonNull(model.coefficients().get(0).spread());
        sum += HyperPrior.spread(position, alphaX + 4, level, gradient);
        return sum + HyperPrior.spread(position, alphaX + 5, model.residual().orElseThrow(), gradient);
    }
}
