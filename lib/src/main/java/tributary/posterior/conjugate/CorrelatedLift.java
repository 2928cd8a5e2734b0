package tributary.posterior.conjugate;

import java.util.Arrays;
import tributary.random.RandomStream;

/**
 * Binary arms under a prior on relative lifts: p_0 ~ Beta(a, b), d ~ Normal(m, t^2 [(1 - r) I + r 11']), p_k = p_0 (1 +
 * d_k), truncated to rates inside (0, 1).
 *
 * <p>With d_k = m + t (sqrt(r) z + sqrt(1 - r) e_k) the lifts are independent given p_0 and the shared z. So the
 * posterior is a table over logit p_0 (and z) of one-dimensional integrals, and each lift then has a log-concave
 * conditional that {@link LiftConditional} samples exactly. One arm, or r = 0, needs no z. Draws are independent; the
 * tables interpolate linearly between nodes, which adds less than 0.1 percent to a variance.
 */
public final class CorrelatedLift {
    private static final int RATE_NODES = 513;
    private static final int LIFT_NODES = 129;

    private final double[] logControlPowers;
    private final double[] successes;
    private final double[] failures;
    private final double mean;
    private final double sd;
    private final double correlation;
    private final GridDensity logitRate;
    private final GridDensity[] shared;
    private final double[] rowMass;

    /**
     * The posterior.
     *
     * @param prior of the control rate
     * @param mean m
     * @param sd t, positive
     * @param correlation r, in [0, 0.99]
     * @param units control first, then the treated arms
     * @param positives the successes, in the same order
     */
    public CorrelatedLift(
            BetaBinomial prior, double mean, double sd, double correlation, double[] units, double[] positives) {
        Parameters.positive("lift sd", sd);
        if (units.length < 2 || positives.length != units.length) {
            throw new IllegalArgumentException("a lift needs a control and at least one other arm");
        }
        int arms = units.length - 1;
        this.mean = mean;
        this.sd = sd;
        this.correlation = arms == 1 ? 0 : correlation;
        this.logControlPowers = new double[] {prior.a() + positives[0], prior.b() + (units[0] - positives[0])};
        this.successes = Arrays.copyOfRange(positives, 1, units.length);
        this.failures = new double[arms];
        Arrays.setAll(failures, k -> units[k + 1] - positives[k + 1]);
        double[] range = GridDensity.range(this::logIndependent, -40, 40, GridDensity.DROP);
        if (this.correlation == 0) {
            double step = (range[1] - range[0]) / (RATE_NODES - 1);
            double[] logHeights = new double[RATE_NODES];
            Arrays.setAll(logHeights, i -> logIndependent(range[0] + i * step));
            this.logitRate = GridDensity.ofNodes(range[0], step, logHeights);
            this.shared = new GridDensity[0];
            this.rowMass = new double[0];
        } else {
            // Correlated lifts let the control rate wander further than independent ones, by at most sqrt(arms).
            double widening = 0.5 * (StrictMath.sqrt(arms) - 1) * (range[1] - range[0]);
            SharedLiftTable table = new SharedLiftTable(
                    range[0] - widening,
                    range[1] + widening,
                    this::logControl,
                    this::conditional,
                    arms,
                    mean,
                    sd,
                    correlation);
            this.logitRate = table.logitRate();
            this.shared = table.shared();
            this.rowMass = table.rowMass();
        }
    }

    /** Prior and likelihood of the control rate alone, in x = logit p_0 (Jacobian included). */
    private double logControl(double x) {
        return -logControlPowers[0] * softplus(-x) - logControlPowers[1] * softplus(x);
    }

    /** The log marginal of logit p_0 if the lifts were independent. */
    private double logIndependent(double x) {
        double rate = rate(x);
        double log = logControl(x);
        for (int k = 0; k < successes.length; k++) {
            LiftConditional lift = conditional(k, rate, mean, sd * sd);
            log += (successes[k] == 0 ? 0 : successes[k] * StrictMath.log(rate)) + lift.logIntegral(LIFT_NODES);
        }
        return log;
    }

    private LiftConditional conditional(int arm, double rate, double centre, double variance) {
        return new LiftConditional(successes[arm], failures[arm], rate, centre, variance);
    }

    /** The marginal posterior of logit p_0. */
    public GridDensity logitRate() {
        return logitRate;
    }

    /**
     * One draw of all rates.
     *
     * @return control first, then the treated arms
     */
    public double[] sample(RandomStream stream) {
        double x = logitRate.sample(stream);
        double centre = mean;
        double variance = sd * sd * (1 - correlation);
        if (shared.length > 0) {
            double place = (x - logitRate.lower()) / (logitRate.upper() - logitRate.lower()) * (shared.length - 1);
            int row = Math.min((int) place, shared.length - 2);
            double above = (place - row) * rowMass[row + 1];
            double below = (1 - (place - row)) * rowMass[row];
            GridDensity z = shared[stream.nextDouble() * (above + below) < above ? row + 1 : row];
            centre += sd * StrictMath.sqrt(correlation) * z.sample(stream);
        }
        double[] rates = new double[successes.length + 1];
        rates[0] = rate(x);
        for (int k = 0; k < successes.length; k++) {
            rates[k + 1] =
                    rates[0] * (1 + conditional(k, rates[0], centre, variance).sample(stream));
        }
        return rates;
    }

    private static double rate(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double softplus(double x) {
        return x > 0 ? x + StrictMath.log1p(StrictMath.exp(-x)) : StrictMath.log1p(StrictMath.exp(x));
    }
}
