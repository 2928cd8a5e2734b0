package tributary.hierarchy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.random.RandomStream;

/**
 * The coefficients of the groups given the hyper-parameters, which is exact: {@code b_g | phi, y ~ normal(m + B e, sigma^2
 * B M^-1 B')} in the terms of {@link NormalGroups}.
 *
 * <p>Groups are independent given phi, so each can be drawn anywhere, in any order. Not thread-safe: each task has its
 * own.
 */
public final class GroupPosterior implements GroupConditional {
    private final GroupTable table;
    private final @Nullable Shifts shifts;
    private final NormalGroups density;
    private final int q;
    private final int k;
    private final GroupAlgebra algebra;
    private final double[] factor;
    private final double[] noise;
    private double[] position = {};
    private double sigma = Double.NaN;

    /** The groups of a table under a model. */
    public GroupPosterior(GroupTable table, GroupModel model) {
        this(table, model, null);
    }

    /** The same within parents whose deviations shift the means. */
    GroupPosterior(GroupTable table, GroupModel model, @Nullable Shifts shifts) {
        this.table = table;
        this.shifts = shifts;
        this.density = new NormalGroups(table, model);
        this.q = table.coefficients();
        this.k = density.layout().varying().length;
        this.algebra = new GroupAlgebra(table, q, k);
        this.factor = new double[q * k];
        this.noise = new double[k];
    }

    /** The names of the coefficients. */
    public static List<String> names(GroupModel model) {
        return model.coefficients().stream().map(GroupModel.Coefficient::name).toList();
    }

    /** Conditions on a position of {@link NormalGroups}, as its sampler gives them. */
    public void condition(double[] hyper) {
        position = java.util.Arrays.copyOf(hyper, density.dimension());
        sigma = density.layout().sigma(position);
        density.prior().fillFactor(position, sigma, density.layout().correlationFactor(position), factor);
    }

    /** The same, for chaining. */
    GroupPosterior conditioned(double[] hyper) {
        condition(hyper);
        return this;
    }

    /** The residual standard deviation conditioned on. */
    public double sigma() {
        return sigma;
    }

    /** One draw of a group's coefficients, the centre added back to the intercept. */
    public void draw(int group, RandomStream stream, double[] coefficients) {
        solve(group);
        for (int a = 0; a < k; a++) {
            noise[a] = stream.nextGaussian();
        }
        algebra.backSubstitute(noise);
        for (int i = 0; i < q; i++) {
            double sum = algebra.mean()[i];
            for (int a = 0; a < k; a++) {
                sum += factor[i * k + a] * (algebra.solved(a) + sigma * noise[a]);
            }
            coefficients[i] = sum;
        }
        coefficients[0] += table.centre();
    }

    @Override
    public void draw(int group, RandomStream stream, double[] coefficients, double[] means, double[] variances) {
        moments(group, means, variances);
        for (int a = 0; a < k; a++) {
            noise[a] = stream.nextGaussian();
        }
        algebra.backSubstitute(noise);
        for (int i = 0; i < q; i++) {
            double sum = means[i];
            for (int a = 0; a < k; a++) {
                sum += factor[i * k + a] * sigma * noise[a];
            }
            coefficients[i] = sum;
        }
    }

    @Override
    public void spreads(double[] deviations) {
        for (int i = 0; i < q; i++) {
            double sum = 0;
            for (int a = 0; a < k; a++) {
                sum += factor[i * k + a] * factor[i * k + a];
            }
            deviations[i] = sigma * StrictMath.sqrt(sum);
        }
    }

    /** Conditional means and variances of a group's coefficients; of those that do not vary the variance is 0. */
    public void moments(int group, double[] means, double[] variances) {
        solve(group);
        algebra.invert();
        for (int i = 0; i < q; i++) {
            double sum = algebra.mean()[i];
            double variance = 0;
            for (int a = 0; a < k; a++) {
                sum += factor[i * k + a] * algebra.solved(a);
                for (int b = 0; b < k; b++) {
                    variance += factor[i * k + a] * algebra.inverse(a, b) * factor[i * k + b];
                }
            }
            means[i] = sum;
            variances[i] = sigma * sigma * variance;
        }
        means[0] += table.centre();
    }

    /**
     * In the terms of {@link NormalGroups}; a group whose own level was integrated out under a flat prior has no density
     * of its rows, and counts fewer of them than there were.
     */
    @Override
    public double logLikelihood(int group) {
        solve(group);
        algebra.invert();
        double n = table.count(group);
        double quadratic = algebra.misfit(group);
        return -n * (StrictMath.log(sigma) + 0.5 * LOG_TWO_PI)
                - StrictMath.log(algebra.rootDeterminant())
                - 0.5 * quadratic / (sigma * sigma);
    }

    @Override
    public double logLeftOut(int group, double[] x, double y) {
        return logLeftOut(group, x, y, 0);
    }

    @Override
    public double logLeftOut(int group, double[] x, double y, double own) {
        solve(group);
        algebra.invert();
        double fitted = table.centre();
        double leverage = own;
        for (int i = 0; i < q; i++) {
            double mean = algebra.mean()[i];
            for (int a = 0; a < k; a++) {
                mean += factor[i * k + a] * algebra.solved(a);
            }
            fitted += x[i] * mean;
        }
        for (int a = 0; a < k; a++) {
            double left = 0;
            for (int i = 0; i < q; i++) {
                left += x[i] * factor[i * k + a];
            }
            noise[a] = left;
        }
        for (int a = 0; a < k; a++) {
            for (int c = 0; c < k; c++) {
                leverage += noise[a] * algebra.inverse(a, c) * noise[c];
            }
        }
        return GroupConditional.leftOut(y - fitted, leverage, sigma * sigma);
    }

    private void solve(int group) {
        if (position.length == 0) {
            throw new IllegalStateException("the groups are conditioned on nothing yet: call condition first");
        }
        for (int j = 0; j < q; j++) {
            algebra.mean()[j] = density.mean(position, j, group) + (shifts == null ? 0 : shifts.of(group, j));
        }
        algebra.solve(group, factor);
    }
}
