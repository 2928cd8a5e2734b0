package tributary.posterior.conjugate;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The table over (logit p_0, z) of {@link CorrelatedLift}: at each node the product over arms of the integral of the
 * arm's likelihood over its lift, given what the arms share.
 */
final class SharedLiftTable {
    private static final int RATE_NODES = 193;
    private static final int SHARED_NODES = 129;
    private static final int LIFT_NODES = 129;

    /** Makes the conditional of one arm's lift. */
    interface Conditional {
        LiftConditional of(int arm, double rate, double centre, double variance);
    }

    private final GridDensity logitRate;
    private final GridDensity[] shared = new GridDensity[RATE_NODES];
    private final double[] rowMass = new double[RATE_NODES];

    SharedLiftTable(
            double lower,
            double upper,
            DoubleUnaryOperator logControl,
            Conditional conditional,
            int arms,
            double mean,
            double sd,
            double correlation) {
        double rateStep = (upper - lower) / (RATE_NODES - 1);
        double[] rates = new double[RATE_NODES];
        double[] base = new double[RATE_NODES];
        for (int i = 0; i < RATE_NODES; i++) {
            double x = lower + i * rateStep;
            rates[i] = 1 / (1 + StrictMath.exp(-x));
            base[i] = logControl.applyAsDouble(x);
        }
        double[][] lifts = new double[arms][];
        double[][][] likelihoods = new double[arms][RATE_NODES][LIFT_NODES];
        for (int k = 0; k < arms; k++) {
            lifts[k] = liftNodes(conditional, k, rates, mean, sd * sd);
            for (int i = 0; i < RATE_NODES; i++) {
                base[i] += likelihoods(conditional.of(k, rates[i], mean, sd * sd), lifts[k], likelihoods[k][i]);
            }
        }
        double shift = sd * StrictMath.sqrt(correlation);
        double spread = sd * StrictMath.sqrt(1 - correlation);
        double[][] coarse = logTable(-10, 10, base, lifts, likelihoods, mean, shift, spread);
        double[] range = sharedRange(coarse);
        double[][] table = logTable(range[0], range[1], base, lifts, likelihoods, mean, shift, spread);
        double sharedStep = (range[1] - range[0]) / (SHARED_NODES - 1);
        double[] logRows = new double[RATE_NODES];
        for (int i = 0; i < RATE_NODES; i++) {
            shared[i] = GridDensity.ofNodes(range[0], sharedStep, table[i]);
            logRows[i] = shared[i].logIntegral();
        }
        logitRate = GridDensity.ofNodes(lower, rateStep, logRows);
        double top = Arrays.stream(logRows).max().orElseThrow();
        Arrays.setAll(rowMass, i -> StrictMath.exp(logRows[i] - top));
    }

    GridDensity logitRate() {
        return logitRate;
    }

    GridDensity[] shared() {
        return shared;
    }

    double[] rowMass() {
        return rowMass;
    }

    /** Nodes of one arm's lift that serve every rate. */
    private static double[] liftNodes(Conditional conditional, int arm, double[] rates, double mean, double variance) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < rates.length; i += 8) {
            double[] ends = conditional.of(arm, rates[i], mean, variance).range();
            low = Math.min(low, ends[0]);
            high = Math.max(high, ends[1]);
        }
        double[] nodes = new double[LIFT_NODES];
        double step = (high - low) / (LIFT_NODES - 1);
        for (int u = 0; u < LIFT_NODES; u++) {
            nodes[u] = low + (u + 0.5) * step * (LIFT_NODES - 1) / LIFT_NODES;
        }
        return nodes;
    }

    /** Fills the likelihood at the nodes relative to its largest, and returns the logarithm of that. */
    private static double likelihoods(LiftConditional lift, double[] nodes, double[] into) {
        double top = Double.NEGATIVE_INFINITY;
        for (int u = 0; u < nodes.length; u++) {
            into[u] = lift.logLikelihood(nodes[u]);
            top = Math.max(top, into[u]);
        }
        for (int u = 0; u < nodes.length; u++) {
            into[u] = top == Double.NEGATIVE_INFINITY ? 0 : StrictMath.exp(into[u] - top);
        }
        return top;
    }

    private static double[][] logTable(
            double low,
            double high,
            double[] base,
            double[][] lifts,
            double[][][] likelihoods,
            double mean,
            double shift,
            double spread) {
        double step = (high - low) / (SHARED_NODES - 1);
        double[][] table = new double[RATE_NODES][SHARED_NODES];
        double[] weights = new double[LIFT_NODES];
        for (int j = 0; j < SHARED_NODES; j++) {
            double z = low + j * step;
            for (int i = 0; i < RATE_NODES; i++) {
                table[i][j] = base[i] - 0.5 * z * z;
            }
            for (int k = 0; k < lifts.length; k++) {
                double nodeStep = lifts[k][1] - lifts[k][0];
                for (int u = 0; u < LIFT_NODES; u++) {
                    double e = (lifts[k][u] - mean - shift * z) / spread;
                    weights[u] = nodeStep * StrictMath.exp(-0.5 * e * e);
                }
                for (int i = 0; i < RATE_NODES; i++) {
                    double sum = 0;
                    double[] row = likelihoods[k][i];
                    for (int u = 0; u < LIFT_NODES; u++) {
                        sum += weights[u] * row[u];
                    }
                    table[i][j] += sum > 0 ? StrictMath.log(sum) : -1e9;
                }
            }
        }
        return table;
    }

    /** Where z lives on the coarse grid from -10 to 10: all nodes within the drop of the top, and one more each side. */
    private static double[] sharedRange(double[][] coarse) {
        double top = Arrays.stream(coarse).flatMapToDouble(Arrays::stream).max().orElseThrow();
        int first = SHARED_NODES - 1;
        int last = 0;
        for (double[] row : coarse) {
            for (int j = 0; j < SHARED_NODES; j++) {
                if (row[j] >= top - GridDensity.DROP) {
                    first = Math.min(first, j);
                    last = Math.max(last, j);
                }
            }
        }
        double step = 20.0 / (SHARED_NODES - 1);
        return new double[] {-10 + step * Math.max(0, first - 1), -10 + step * Math.min(SHARED_NODES - 1, last + 1)};
    }
}
